// The API server's own validation (core/v1 validateResourceRequirements, validatePodResources).
// Reads spec.{containers,initContainers}[*].resources and spec.resources.
// Allowed: every request at most its limit; huge pages and extended resources
// (`vendor.example/gpu`) have equal request and limit; a container's limit, or its request where it
// has no limit, at most the limit of the pod as a whole. What is no quantity cannot be compared,
// and is reported.

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
        for container in pod.containers where container.sort != .ephemeral {
          checkContainer(container, pod, &findings)
        }
        checkPod(pod, &findings)
      }
    })

  private static func checkContainer(
    _ container: ContainerScope, _ pod: PodScope, _ findings: inout FindingSink
  ) {
    if let requests = container.resources.requests {
      for (key, request) in requests.entries where !request.isNull {
        checkRequest(key, request, container, pod, &findings)
      }
    }
    guard let limits = container.resources.limits, let podLimits = container.resources.podLimits
    else { return }
    for (key, limit) in limits.entries where !limit.isNull {
      guard let podLimit = podLimits[key.text], !podLimit.isNull,
        Comparison(key, limit, podLimit).order == .above
      else { continue }
      findings.report(
        container, of: pod, at: ["resources", "limits", key.text],
        "container \(container.label) has a limit of \(limit.text) \(printable(key.text)), "
          + "more than the limit of its pod, \(podLimit.text), and the API server refuses that",
        remedy: "Lower the limit of the container or raise that of the pod.")
    }
  }

  private static func checkRequest(
    _ key: Node, _ request: Node, _ container: ContainerScope, _ pod: PodScope,
    _ findings: inout FindingSink
  ) {
    let name = key.text
    let resources = container.resources
    if let limit = resources.limits?[name], !limit.isNull {
      let comparison = Comparison(key, request, limit)
      if comparison.order == .within { return }
      let who = "container \(container.label)"
      guard let problem = comparison.problem(who, "its limit") else { return }
      findings.report(container, of: pod, at: ["resources", "requests", name], problem)
    } else if !Comparison.mayExceed(key) {
      findings.report(
        container, of: pod, at: ["resources", "requests", name],
        "container \(container.label) requests \(quoted(name)) without a limit, "
          + "and the API server wants both equal",
        remedy: "Set resources.limits to the same amount.")
    } else if let limit = resources.podLimits?[name], !limit.isNull {
      let problem = Comparison(key, request, limit)
        .problem("container \(container.label)", "the limit of its pod")
      guard let problem else { return }
      findings.report(container, of: pod, at: ["resources", "requests", name], problem)
    }
  }

  private static func checkPod(_ pod: PodScope, _ findings: inout FindingSink) {
    guard let requests = pod.resources?["requests"], let limits = pod.resources?["limits"] else {
      return
    }
    for (key, request) in requests.entries where !request.isNull {
      guard let limit = limits[key.text], !limit.isNull,
        let problem = Comparison(key, request, limit).problem("the pod", "its limit")
      else { continue }
      findings.report(pod, at: ["resources", "requests", key.text], problem)
    }
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
      return .unknown
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
    let name = resource.text.utf8
    if name.starts(with: "hugepages-".utf8) { return false }
    guard name.contains(UInt8(ascii: "/")) else { return true }
    return resource.text.contains("kubernetes.io/")
  }
}
