// Reads spec.{containers,initContainers}[*].resources.{requests,limits} and
//   spec.resources.{requests,limits}.
// Allowed: limits that are at most so many times the request as `ratios` says of the resource; a
// request or a limit alone, which other rules ask for.
// Not asked for: ephemeral containers, which cannot have any.

import Documents
import Kubernetes

extension Rule {
  static let ratio = Rule(
    id: "resources/ratio",
    title: "Limits are not many times the requests",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{containers,initContainers}[*].resources.{requests,limits}", "spec.resources",
    ],
    why: "The scheduler counts requests only, so a node full of pods that may use many times what "
      + "they request runs out of memory.",
    source: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    remedy: "Raise the request to what the container uses, or lower the limit.",
    parameters: [
      Parameter(
        "ratios", .quantities, default: ["memory": "2.5"],
        "How many times the request the limit may be, for each resource.")
    ],
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
                requests: {memory: 64Mi}
                limits: {memory: 2Gi}
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
                requests: {memory: 64Mi}
                limits: {memory: 96Mi}
        """),
    aliases: [
      Alias(.kyverno, "enforce-resources-as-ratio"),
      Alias(.gatekeeper, "K8sContainerRatios"),
    ],
    makeCheck: { parameters, _ in
      // Thousandths are exact enough for a ratio.
      let ratios = parameters.quantities("ratios").map { entry in
        (name: entry.resource, text: entry.text, milli: entry.amount.milliValue)
      }
      return .pod { pod, findings in
        for (name, text, milli) in ratios {
          guard let milli else { continue }
          pod.forEachResourceHolder { holder in
            guard let request = holder.request(name), let limit = holder.limit(name),
              let least = try? Quantity(request), let most = try? Quantity(limit),
              most.multiplied(by: 1_000) > least.multiplied(by: milli)
            else { return }
            findings.report(
              holder, of: pod, at: ["limits", name],
              "\(holder.label) may use \(limit.text) \(printable(name)), more than \(text) times "
                + "the \(request.text) that it requests")
          }
        }
      }
    })
}
