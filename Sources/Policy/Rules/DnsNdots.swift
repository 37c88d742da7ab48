// Reads spec.dnsConfig.options, spec.dnsPolicy and spec.hostNetwork.
// Allowed: an ndots of at most `maximum`. Not asked for: pods that do not search the cluster's
// domains (dnsPolicy Default and None, hostNetwork with ClusterFirst), and Windows, which knows no
// ndots.

import Documents
import Kubernetes

extension Rule {
  static let dnsNdots = Rule(
    id: "network/dns-ndots",
    title: "Names outside the cluster are found at once",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: ["spec.dnsConfig.options", "spec.dnsPolicy"],
    why: "With ndots 5, the default, each name of the internet is first asked for in every domain "
      + "of the cluster: five questions for one.",
    source:
      "https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-dns-config",
    remedy: "Set the option ndots in dnsConfig.options to 2.",
    parameters: [
      Parameter("maximum", .integer(0...15), default: 2, "The highest ndots.")
    ],
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers: [{name: app, image: registry.example.com/app:1.4.2}]
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          dnsConfig: {options: [{name: ndots, value: "2"}]}
          containers: [{name: app, image: registry.example.com/app:1.4.2}]
        """),
    aliases: [
      Alias(.kubeLinter, "dnsconfig-options"),
      Alias(.kyverno, "add-ndots"),
    ],
    makeCheck: { parameters, _ in
      let maximum = parameters.integer("maximum")
      return .pod { pod, findings in
        guard searchesTheCluster(pod) else { return }
        let options = pod.spec["dnsConfig", "options"]
        let mended = Value.string(String(maximum))
        if let options {
          for (position, option) in options.elements.enumerated()
          where option["name"]?.isString("ndots") == true {
            guard let text = option["value"]?.string, let number = Int64(text), number > maximum
            else { return }
            findings.report(
              pod, at: ["dnsConfig", "options", String(position), "value"],
              "ndots is \(number), and the policy allows at most \(maximum)", fix: .set(mended))
            return
          }
        }
        let entry = Value.mapping([.init("name", "ndots"), .init("value", mended)])
        findings.report(
          pod, at: ["dnsConfig", "options"],
          "the pod sets no ndots, which means 5: names of the internet are asked for many times",
          fix: .set(.sequence((options?.elements.map { Value($0) } ?? []) + [entry])))
      }
    })

  private static func searchesTheCluster(_ pod: PodScope) -> Bool {
    if pod.isWindows { return false }
    guard let policy = pod.spec["dnsPolicy"], !policy.isNull, !policy.isString("") else {
      return !pod.hostNamespaces.contains(.network)
    }
    return policy.isString("ClusterFirstWithHostNet")
      || policy.isString("ClusterFirst") && !pod.hostNamespaces.contains(.network)
  }
}
