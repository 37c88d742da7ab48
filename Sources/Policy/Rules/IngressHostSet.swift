// Reads spec.rules[*].host of Ingresses.
// Allowed: a host. An Ingress with spec.defaultBackend alone says that it takes what is left.

import Kubernetes

extension Rule {
  static let ingressHostSet = Rule(
    id: "network/ingress-host-set",
    title: "Rules of Ingresses name a host",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.ingress]),
    fields: ["spec.rules[*].host"],
    why: "A rule without a host answers for every host that the controller serves, those of other "
      + "teams among them.",
    source: "https://kubernetes.io/docs/concepts/services-networking/ingress/#ingress-rules",
    remedy: "Name the host.",
    example: Example(
      fails: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          rules:
            - http:
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
    aliases: [Alias(.kyverno, "disallow-empty-ingress-host")],
    makeCheck: { _, _ in
      .object { scope, findings in
        guard let rules = scope.object.node["spec", "rules"] else { return }
        for (position, rule) in rules.elements.enumerated() where rule.isMapping {
          if let host = rule["host"], !host.isNull, !host.isString("") { continue }
          findings.report(
            at: ["spec", "rules", String(position), "host"], on: rule["host"] ?? rule,
            "rule \(position) names no host: it answers for every one")
        }
      }
    })
}
