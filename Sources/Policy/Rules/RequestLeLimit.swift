// The API server's own validation (core/v1 validateResourceRequirements, validatePodResources).
// Reads spec.{containers,initContainers}[*].resources and spec.resources.
// Allowed: every request at most its limit; huge pages and extended resources
// (`vendor.example/gpu`) have equal request and limit, and whole numbers of extended ones, which
// only containers can have; a container's limit, or its request where it has no limit, at most the
// limit of the pod as a whole; all containers' requests together at most the pod's request, or its
// limit where it has no request. What is no quantity cannot be compared with another amount, and is
// reported, and so is what is less than nothing.

import Documents
import Kubernetes

extension Rule {
  static let requestLeLimit = Rule(
    id: "resources/request-le-limit",
    title: "Requests are within limits",
    severity: .error,
    presets: .ours(recommended: .deny, everything: .deny),
    subject: .pods,
    fields: ["spec.{containers,initContainers}[*].resources", "spec.resources"],
    why:
      "The API server refuses a pod that requests more than its limit, which for a workload shows "
      + "only when its pods fail to appear.",
    source: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    remedy: "Lower the request or raise the limit.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              resources:
                requests: {memory: 1Gi}
                limits: {memory: 512Mi}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              resources:
                requests: {memory: 512Mi}
                limits: {memory: 1Gi}
        """),
    makeCheck: { _, _ in
      .pod { pod, findings in
        let podLimits = ResourceList(pod.sharedResources?["limits"])
        for container in pod.containers where container.sort != .ephemeral {
          checkContainer(container, pod, podLimits, &findings)
        }
        checkPod(pod, podLimits, &findings)
        checkSums(pod, podLimits, &findings)
      }
    })

  private static func checkContainer(
    _ container: ContainerScope, _ pod: PodScope, _ podLimits: ResourceList,
    _ findings: inout FindingSink
  ) {
    let limits = ResourceList(container.resources.limits)
    if let own = container.resources.limits {
      for (key, limit) in own.entries {
        guard let fault = AmountFault(key, limit) else { continue }
        report(fault, container, pod, "limits", key, limit, &findings)
      }
    }
    if let requests = container.resources.requests {
      for (key, request) in requests.entries where !request.isNull {
        if let fault = AmountFault(key, request) {
          report(fault, container, pod, "requests", key, request, &findings)
          continue
        }
        checkRequest(key, request, container, pod, (limits, podLimits), &findings)
      }
    }
    guard let own = container.resources.limits, !podLimits.isEmpty else { return }
    for (key, limit) in own.entries where !limit.isNull {
      guard let podLimit = podLimits[key.text],
        Comparison(key, limit, podLimit).order == .above
      else { continue }
      findings.report(
        container, of: pod, at: ["resources", "limits", key.text], on: limit,
        "container \(container.label) has a limit of \(limit.text) \(printable(key.text)), "
          + "more than the limit of its pod, \(podLimit.text), and the API server refuses that",
        remedy: "Lower the limit of the container or raise that of the pod.")
    }
  }

  /// - Parameter container: `nil` for the pod as a whole.
  private static func report(
    _ fault: AmountFault, _ container: ContainerScope?, _ pod: PodScope, _ list: String,
    _ key: Node, _ amount: Node, _ findings: inout FindingSink
  ) {
    let path = ["resources", list, key.text]
    let who = container.map { "container \($0.label)" } ?? "the pod"
    let message: FindingMessage =
      "\(who) has a \(list == "limits" ? "limit" : "request") of \(amount.text) "
      + "\(printable(key.text)), and the API server \(fault.refusal)"
    if let container {
      findings.report(container, of: pod, at: path, on: amount, message, remedy: fault.remedy)
    } else {
      findings.report(pod, at: path, on: amount, message, remedy: fault.remedy)
    }
  }

  private static func checkRequest(
    _ key: Node, _ request: Node, _ container: ContainerScope, _ pod: PodScope,
    _ limits: (own: ResourceList, pod: ResourceList), _ findings: inout FindingSink
  ) {
    let name = key.text
    if let limit = limits.own[name] {
      let comparison = Comparison(key, request, limit)
      if comparison.order == .within { return }
      let who = "container \(container.label)"
      guard let problem = comparison.problem(who, "its limit") else { return }
      findings.report(
        container, of: pod, at: ["resources", "requests", name], on: request,
        FindingMessage(problem))
    } else if !Comparison.mayExceed(key) {
      findings.report(
        container, of: pod, at: ["resources", "requests", name], on: request,
        "container \(container.label) requests \(quoted(name)) without a limit, "
          + "and the API server wants both equal",
        remedy: "Set resources.limits to the same amount.")
    } else if let limit = limits.pod[name] {
      let problem = Comparison(key, request, limit)
        .problem("container \(container.label)", "the limit of its pod")
      guard let problem else { return }
      findings.report(
        container, of: pod, at: ["resources", "requests", name], on: request,
        FindingMessage(problem))
    }
  }

  private static func checkPod(
    _ pod: PodScope, _ limits: ResourceList, _ findings: inout FindingSink
  ) {
    if let own = pod.sharedResources?["limits"] {
      for (key, limit) in own.entries where !limit.isNull {
        guard let fault = AmountFault(ofPod: key, limit) else { continue }
        report(fault, nil, pod, "limits", key, limit, &findings)
      }
    }
    guard let requests = pod.sharedResources?["requests"] else { return }
    for (key, request) in requests.entries where !request.isNull {
      if let fault = AmountFault(ofPod: key, request) {
        report(fault, nil, pod, "requests", key, request, &findings)
        continue
      }
      guard let limit = limits[key.text],
        let problem = Comparison(key, request, limit).problem("the pod", "its limit")
      else { continue }
      findings.report(
        pod, at: ["resources", "requests", key.text], on: request,
        FindingMessage(problem))
    }
  }

  /// All containers together may not request more than the pod does, or may use where it does not
  /// say what it requests (validatePodResourceConsistency; the request of the pod defaults to the
  /// sum, SetDefaults_Pod).
  private static func checkSums(
    _ pod: PodScope, _ limits: ResourceList, _ findings: inout FindingSink
  ) {
    let requests = ResourceList(pod.sharedResources?["requests"])
    if requests.isEmpty && limits.isEmpty { return }
    for (field, list) in [("requests", requests), ("limits", limits)] {
      for (name, node) in list.amounts where EffectiveResources.isPodLevel(name) {
        if field == "limits", requests[name] != nil { continue }
        guard let most = try? Quantity(node), most.sign >= 0,
          let sum = pod.template.aggregateRequest(name), sum.compare(most) > 0
        else { continue }
        // That one alone is over the limit was told where it is.
        if field == "limits", pod.containers.contains(where: { $0.requests(name, over: most) }) {
          continue
        }
        findings.report(
          pod, at: ["resources", field, name], on: node,
          "the containers request \(sum) \(printable(name)) together, more than the "
            + "\(field == "requests" ? "request" : "limit") of their pod, \(node.text), and the "
            + "API server refuses that",
          remedy: "Raise that of the pod or lower the requests of its containers.")
      }
    }
  }
}

/// What is wrong with an amount by itself.
private enum AmountFault {
  /// ValidateNonnegativeQuantity.
  case negative
  /// ValidateResourceQuantityValue: what a device plugin counts is not divided.
  case fractional
  /// validatePodResourceName.
  case notOfPods

  /// - Parameter resource: Which resource of a container it is an amount of.
  init?(_ resource: Node, _ amount: Node) {
    if amount.isContainer { return nil }
    let isCounted = Comparison.isExtended(resource)
    guard isCounted || amount.hasPrefix("-"), let quantity = try? Quantity(amount) else {
      return nil
    }
    if quantity.sign < 0 {
      self = .negative
    } else if isCounted, !quantity.isInteger {
      self = .fractional
    } else {
      return nil
    }
  }

  /// - Parameter resource: Which resource of the pod as a whole it is an amount of.
  init?(ofPod resource: Node, _ amount: Node) {
    if Comparison.isExtended(resource) {
      self = .notOfPods
    } else {
      self.init(resource, amount)
    }
  }

  var refusal: String {
    switch self {
    case .negative: "refuses what is negative"
    case .fractional: "takes whole numbers of it only"
    case .notOfPods: "takes only cpu, memory and huge pages for a pod as a whole"
    }
  }

  var remedy: String {
    switch self {
    case .negative: "Name an amount of 0 or more."
    case .fractional: "Name a whole number."
    case .notOfPods: "Set it in the resources of the container that uses it."
    }
  }
}

extension ContainerScope {
  /// Whether this container alone asks for more of a resource.
  fileprivate func requests(_ name: String, over most: Quantity) -> Bool {
    guard let amount = resources.request(name), let own = try? amount.quantity() else {
      return false
    }
    return own.compare(most) > 0
  }
}

/// The amounts of a list of resources by name. Real ones have a handful of entries, which are
/// searched; an index keeps hostile ones from costing the square of their length.
private struct ResourceList {
  private static let fewEntries = 16

  private let node: Node?
  private var index: [String: Node]?

  init(_ node: Node?) {
    self.node = node
    guard let node, node.count > Self.fewEntries else { return }
    index = Dictionary(amounts) { _, last in last }
  }

  var isEmpty: Bool { node == nil }

  /// What is given, in order; a null counts as not given.
  var amounts: [(String, Node)] {
    node?.entries.compactMap { $1.isNull ? nil : ($0.text, $1) } ?? []
  }

  subscript(name: String) -> Node? {
    if let index { return index[name] }
    guard let amount = node?[named: name], !amount.isNull else { return nil }
    return amount
  }
}

/// A request beside a limit of the same resource.
private struct Comparison {
  enum Order {
    case within, below, above, unknown
  }

  let resource: Node
  let request: Node
  let limit: Node

  init(_ resource: Node, _ request: Node, _ limit: Node) {
    self.resource = resource
    self.request = request
    self.limit = limit
  }

  /// `below` only where request and limit must be equal.
  var order: Order {
    // Mostly they are the same text, or differ plainly; quantities are read where they differ.
    if !request.isContainer, request.withText({ limit.hasText($0) }) { return .within }
    guard let request = try? Quantity(request), let limit = try? Quantity(limit) else {
      // What a placeholder becomes nobody knows.
      return self.request.hasPlaceholder || self.limit.hasPlaceholder ? .within : .unknown
    }
    let comparison = request.compare(limit)
    if comparison > 0 { return .above }
    return comparison < 0 && !Self.mayExceed(resource) ? .below : .within
  }

  /// Quantities stand in it as they were written: where both are quantities they have no characters
  /// that could mislead.
  func problem(_ who: String, _ whose: String) -> String? {
    switch order {
    case .within: return nil
    case .below:
      return
        "\(who) requests \(request.text) \(printable(resource.text)) and \(whose) is "
        + "\(limit.text), and the API server wants both equal"
    case .above:
      return
        "\(who) requests \(request.text) \(printable(resource.text)), more than \(whose) of "
        + "\(limit.text), and the API server refuses that"
    case .unknown:
      return "\(who) has a request or a limit of \(printable(resource.text)) that is no quantity, "
        + "and the API server refuses that"
    }
  }

  /// Whether limits may exceed requests: not for huge pages, nor for resources of vendors
  /// (core/v1/helper IsOvercommitAllowed).
  static func mayExceed(_ resource: Node) -> Bool {
    !resource.hasPrefix("hugepages-") && !isExtended(resource)
  }

  /// Whether it is a resource of a vendor, which its device plugin counts (core/v1/helper
  /// IsExtendedResourceName).
  static func isExtended(_ resource: Node) -> Bool {
    resource.contains("/") && !resource.contains("kubernetes.io/")
  }
}
