import Documents

/// A container of a pod, and what sort it is.
package struct ContainerView: Sendable {
  package enum Sort: Sendable, Equatable {
    /// In `containers`.
    case app
    /// In `initContainers` with `restartPolicy: Always`: a native sidecar, which runs as long as
    /// the pod does and counts as an app container wherever that matters.
    case sidecar
    /// In `initContainers` and ends before the app containers start.
    case initial
    /// In `ephemeralContainers`: put into a running pod for debugging.
    case ephemeral
  }

  /// Always a mapping.
  package let node: Node
  package let sort: Sort
  /// The position in its field.
  package let position: Int

  /// `containers`, `initContainers` or `ephemeralContainers`.
  package var field: String {
    switch sort {
    case .app: "containers"
    case .sidecar, .initial: "initContainers"
    case .ephemeral: "ephemeralContainers"
    }
  }

  package var name: String? { node["name"]?.string }

  /// Whether it runs for as long as the pod does: an app container or a native sidecar.
  package var isLongRunning: Bool { sort == .app || sort == .sidecar }

  /// `securityContext`, where it is a mapping.
  package var securityContext: Node? {
    guard let context = node["securityContext"], context.isMapping else { return nil }
    return context
  }

  /// The containers of a pod spec in the order init, app, ephemeral, as Pod Security visits them.
  /// Elements that are no mappings are left out.
  static func all(of spec: Node) -> [ContainerView] {
    var views: [ContainerView] = []
    for field in ["initContainers", "containers", "ephemeralContainers"] {
      guard let sequence = spec[field] else { continue }
      var position = 0
      for node in sequence.elements {
        defer { position += 1 }
        guard node.isMapping else { continue }
        views.append(ContainerView(node: node, sort: sort(of: node, in: field), position: position))
      }
    }
    return views
  }

  private static func sort(of node: Node, in field: String) -> Sort {
    switch field {
    case "containers": .app
    case "ephemeralContainers": .ephemeral
    default: node["restartPolicy"]?.isString("Always") == true ? .sidecar : .initial
    }
  }
}
