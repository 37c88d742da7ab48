import Documents

/// What a container gets of a resource once the defaults of the API server and pod-level resources
/// are counted in.
///
/// Reads `resources.requests` and `resources.limits` of the container and `spec.resources` of the
/// pod (core/v1 SetDefaults_Pod; pod-level resources, on by default since 1.34).
package struct EffectiveResources: Sendable {
  /// Which field an amount comes from.
  package enum Origin: Sendable, Equatable {
    case containerRequest
    /// The container's limit; where no request is given, the request is the same.
    case containerLimit
    /// The pod's request, which all its containers share.
    case podRequest
    /// The pod's limit, which all its containers share.
    case podLimit
  }

  package struct Amount: Sendable {
    /// The value of the field; never null.
    package let node: Node
    package let origin: Origin

    package func quantity() throws(QuantityError) -> Quantity { try Quantity(node) }
  }

  /// The container's own `requests` and `limits`; `nil` where there are none.
  package let requests: Node?
  package let limits: Node?
  /// Those of the pod; `nil` as well where they have no effect.
  package let podRequests: Node?
  package let podLimits: Node?

  package init(_ container: ContainerView, in pod: PodTemplate) {
    // Pod-level resources are forbidden on Windows, and ephemeral containers have no part in any.
    let hasShare = !pod.isWindows && container.sort != .ephemeral
    self.init(
      container: container.node["resources"], pod: hasShare ? pod.spec["resources"] : nil)
  }

  /// From the values of the two fields, where they are known already; `pod` is `nil` where
  /// pod-level resources have no effect.
  package init(container: Node?, pod: Node?) {
    requests = container?["requests"]
    limits = container?["limits"]
    podRequests = pod?["requests"]
    podLimits = pod?["limits"]
  }

  /// The request for a resource (`cpu`, `memory`, `hugepages-2Mi`, ...): the container's own, else
  /// its limit, else the pod's request, else the pod's limit. A null counts as not given.
  package func request(_ resource: String) -> Amount? {
    amount(resource, requests, .containerRequest) ?? amount(resource, limits, .containerLimit)
      ?? (Self.isPodLevel(resource)
        ? amount(resource, podRequests, .podRequest) ?? amount(resource, podLimits, .podLimit)
        : nil)
  }

  /// The limit of a resource: the container's own, else the pod's. A null counts as not given.
  package func limit(_ resource: String) -> Amount? {
    amount(resource, limits, .containerLimit)
      ?? (Self.isPodLevel(resource) ? amount(resource, podLimits, .podLimit) : nil)
  }

  /// The resources that a pod as a whole may ask for.
  package static func isPodLevel(_ resource: String) -> Bool {
    let name = resource.utf8
    return name.elementsEqual("cpu".utf8) || name.elementsEqual("memory".utf8)
      || name.starts(with: "hugepages-".utf8)
  }

  private func amount(_ resource: String, _ list: Node?, _ origin: Origin) -> Amount? {
    guard let node = list?[named: resource], !node.isNull else { return nil }
    return Amount(node: node, origin: origin)
  }
}

extension PodTemplate {
  /// What the containers of the pod request of a resource together, as the scheduler counts it: the
  /// sum over app containers and sidecars, or what is needed while the init containers run,
  /// whichever is more (component-helpers/resource, AggregateContainerRequests). A pod-level
  /// request may not be below it.
  ///
  /// A container's request is its own, else its limit. `nil` where no container has either; amounts
  /// that are no quantities are left out.
  package func aggregateRequest(_ resource: String) -> Quantity? {
    var running: Quantity?
    var sidecars: Quantity?
    var starting: Quantity?
    for container in containers where container.sort != .ephemeral {
      let resources = EffectiveResources(container: container.node["resources"], pod: nil)
      guard let amount = resources.request(resource), let own = try? amount.quantity() else {
        continue
      }
      switch container.sort {
      case .app, .ephemeral:
        running = running.map { $0 + own } ?? own
      case .sidecar:
        running = running.map { $0 + own } ?? own
        sidecars = sidecars.map { $0 + own } ?? own
      case .initial:
        // Sidecars that were started before it run beside it.
        let needed = sidecars.map { own + $0 } ?? own
        starting = starting.map { max($0, needed) } ?? needed
      }
    }
    guard let running, let starting else { return running ?? starting }
    return max(running, starting)
  }
}
