// Reads spec.rules[*].host of Ingresses.
// Allowed: hosts without a star, and those in `allowed`, letter by letter.

import Kubernetes

extension Rule {
  static let ingressWildcard = Rule(
    id: "network/ingress-wildcard",
    title: "Hosts of Ingresses have no wildcard",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.ingress]),
    fields: ["spec.rules[*].host"],
    why: "A wildcard takes the traffic of every host below it that has no rule of its own, and of "
      + "those to come.",
    source: "https://kubernetes.io/docs/concepts/services-networking/ingress/#hostname-wildcards",
    remedy: "Name the hosts one by one.",
    parameters: [
      Parameter(
        "allowed", .strings, default: nil, "Hosts with a wildcard that may be used, as written.")
    ],
    example: Example(
      fails: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          rules:
            - host: "*.example.com"
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """,
      passes: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          rules:
            - host: shop.example.com
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """),
    aliases: [
      Alias(.kyverno, "restrict-ingress-wildcard"),
      Alias(.gatekeeper, "K8sBlockWildcardIngress"),
    ],
    makeCheck: { parameters, _ in
      let allowed = parameters.strings("allowed")
      return .object { scope, findings in
        guard let rules = scope.object.node["spec", "rules"] else { return }
        for (position, rule) in rules.elements.enumerated() {
          guard let host = rule["host"], host.isString, host.contains("*"),
            !allowed.contains(where: { host.isString($0) })
          else { continue }
          findings.report(
            at: ["spec", "rules", String(position), "host"], on: host,
            "the host \(quoted(host.text)) has a wildcard: it takes hosts of others")
        }
      }
    })
}
