import Documents

/// Whose requests and limits they are: a container's, or those of the pod as a whole. Unlike
/// ``EffectiveResources`` it knows only what is written there.
struct ResourceHolder {
  /// `nil` for the pod as a whole.
  let container: ContainerScope?
  let requests: Node?
  let limits: Node?

  var isContainer: Bool { container != nil }

  /// For messages: `container "app"`.
  var label: String { container.map { "container \($0.label)" } ?? "the pod" }

  /// `nil` where it is not given or null.
  func request(_ name: String) -> Node? { Self.amount(requests, name) }

  /// `nil` where it is not given or null.
  func limit(_ name: String) -> Node? { Self.amount(limits, name) }

  private static func amount(_ list: Node?, _ name: String) -> Node? {
    guard let node = list?[named: name], !node.isNull else { return nil }
    return node
  }
}

extension PodScope {
  /// Calls for each container that can have requests and limits, in order, and then for the pod as
  /// a whole.
  func forEachResourceHolder(_ body: (ResourceHolder) -> Void) {
    for container in containers where container.sort != .ephemeral {
      body(
        ResourceHolder(
          container: container, requests: container.resources.requests,
          limits: container.resources.limits))
    }
    guard let sharedResources else { return }
    body(
      ResourceHolder(
        container: nil, requests: sharedResources["requests"], limits: sharedResources["limits"]))
  }
}

extension FindingSink {
  /// Reports something about requests or limits; `path` leads from `resources`.
  mutating func report(
    _ holder: ResourceHolder, of pod: PodScope, at path: [String], _ message: FindingMessage,
    fix: Fix? = nil
  ) {
    if let container = holder.container {
      report(container, of: pod, at: ["resources"] + path, message, fix: fix)
    } else {
      report(pod, at: ["resources"] + path, message, fix: fix)
    }
  }
}
