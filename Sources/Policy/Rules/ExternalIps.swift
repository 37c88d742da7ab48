// Reads spec.externalIPs of Services.
// Allowed: none, and those that `allowed` matches.

import Kubernetes

extension Rule {
  static let externalIps = Rule(
    id: "network/external-ips",
    title: "No Service takes addresses by itself",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.service]),
    fields: ["spec.externalIPs"],
    why: "Nodes send the traffic for an external IP to the Service whosever address it is, so that "
      + "one tenant can read what others send (CVE-2020-8554).",
    source:
      "https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/"
      + "#denyserviceexternalips",
    remedy: "Remove externalIPs, and get the address from a load balancer.",
    parameters: [
      Parameter(
        "allowed", .patterns, default: nil, "Addresses that Services may take, such as 203.0.113.*."
      )
    ],
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          externalIPs: [198.51.100.7]
          selector: {app: web}
          ports: [{port: 443}]
        """,
      passes: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 443}]
        """),
    aliases: [
      Alias(.kyverno, "restrict-external-ips"),
      Alias(.gatekeeper, "K8sExternalIPs"),
    ],
    makeCheck: { parameters, _ in
      let allowed = parameters.globs("allowed")
      return .object { scope, findings in
        guard let addresses = scope.object.node["spec", "externalIPs"], addresses.isSequence
        else { return }
        var forbidden: [String] = []
        for address in addresses.elements {
          guard let text = address.string, !allowed.contains(where: { $0.matches(text) }) else {
            continue
          }
          forbidden.append(text)
        }
        guard let first = forbidden.first else { return }
        findings.report(
          at: ["spec", "externalIPs"], on: addresses,
          forbidden.count == 1
            ? "the Service takes the address \(quoted(first)), whosever it is"
            : "the Service takes the address \(quoted(first)) and \(forbidden.count - 1) more, "
              + "whosever they are",
          fix: forbidden.count == addresses.count ? .remove : nil)
      }
    })
}
