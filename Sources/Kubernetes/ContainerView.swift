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

  /// The fields of a pod spec that hold containers.
  struct Lists {
    var initial: Node?
    var app: Node?
    var ephemeral: Node?
  }

  /// The containers of a pod spec in the order init, app, ephemeral, as Pod Security visits them.
  /// Elements that are no mappings are left out.
  static func all(of lists: Lists) -> [ContainerView] {
    var views: [ContainerView] = []
    if let list = lists.initial { append(list, to: &views) { isSidecar($0) ? .sidecar : .initial } }
    if let list = lists.app { append(list, to: &views) { _ in .app } }
    if let list = lists.ephemeral { append(list, to: &views) { _ in .ephemeral } }
    return views
  }

  private static func append(
    _ sequence: Node, to views: inout [ContainerView], as sort: (Node) -> Sort
  ) {
    views.reserveCapacity(views.count + (sequence.isSequence ? sequence.count : 0))
    var position = 0
    for node in sequence.elements {
      if node.isMapping {
        views.append(ContainerView(node: node, sort: sort(node), position: position))
      }
      position += 1
    }
  }

  private static func isSidecar(_ container: Node) -> Bool {
    container["restartPolicy"]?.isString("Always") == true
  }
}
