// Reads spec.{containers,initContainers}[*].resources.{requests,limits}.
// Allowed: amounts within the range that `ranges` has for them; a request that is not given is as
// much as the limit. Amounts that are missing altogether are for other rules to ask for.
// Not asked for: ephemeral containers, which cannot have any.

import Documents
import Kubernetes

extension Rule {
  static let range = Rule(
    id: "resources/range",
    title: "Requests and limits are within the policy's ranges",
    severity: .error,
    presets: .untilSet,
    subject: .pods,
    fields: ["spec.{containers,initContainers}[*].resources.{requests,limits}"],
    why: "A request that no node can meet leaves the pod pending, and one of next to nothing puts "
      + "it on a node where it starves.",
    source: "https://kubernetes.io/docs/concepts/policy/limit-range/",
    remedy: "Use an amount within the range.",
    parameters: [
      Parameter(
        "ranges", .resourceRanges, default: nil, required: true,
        "The least and the most for each resource, both included; either may be left out.")
    ],
    example: Example(
      fails: """
        # rules: {resources/range: {action: deny, ranges: {limits.memory: ..8Gi}}}
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              resources:
                limits: {memory: 64Gi}
        """,
      passes: """
        # rules: {resources/range: {action: deny, ranges: {limits.memory: ..8Gi}}}
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              resources:
                limits: {memory: 4Gi}
        """),
    aliases: [
      Alias(.polaris, "resourceMinimum"),
      Alias(.polaris, "resourceMaximum"),
      Alias(.gatekeeper, "K8sContainerLimits"),
    ],
    makeCheck: { parameters, _ in
      let ranges = parameters.resourceRanges("ranges").map { entry in
        let isRequest = entry.key.hasPrefix("requests.")
        return (
          name: String(entry.key.dropFirst((isRequest ? "requests." : "limits.").utf8.count)),
          isRequest: isRequest, range: entry.range
        )
      }
      return .container { container, pod, findings in
        guard container.takesResources(true) else { return }
        for (name, isRequest, range) in ranges {
          guard let (node, field) = amount(of: name, isRequest, container),
            let quantity = try? Quantity(node)
          else { continue }
          let verb = isRequest ? "requests" : "may use"
          if let most = range.most, quantity > most {
            findings.report(
              container, of: pod, at: ["resources", field, name], on: node,
              "container \(container.label) \(verb) \(node.text) \(printable(name)), "
                + "and the policy allows at most \(most)")
          } else if let least = range.least, quantity < least {
            findings.report(
              container, of: pod, at: ["resources", field, name], on: node,
              "container \(container.label) \(verb) \(node.text) \(printable(name)), "
                + "and the policy wants at least \(least)")
          }
        }
      }
    })

  private static func amount(
    of name: String, _ isRequest: Bool, _ container: ContainerScope
  ) -> (node: Node, field: String)? {
    let resources = container.resources
    if isRequest, let node = resources.requests?[named: name], !node.isNull {
      return (node, "requests")
    }
    guard let node = resources.limits?[named: name], !node.isNull else { return nil }
    return (node, "limits")
  }
}
