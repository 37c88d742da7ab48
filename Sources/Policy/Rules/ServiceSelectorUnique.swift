// Reads spec.selector, spec.clusterIP and spec.type of the Services of a namespace.
// Allowed: other selectors; a headless Service beside one with an address, as StatefulSets have
// them, and one that is reached from outside (type LoadBalancer or NodePort) beside one that is
// not.

import Kubernetes

extension Rule {
  static let serviceSelectorUnique = Rule(
    id: "network/service-selector-unique",
    title: "No two Services select the same pods",
    severity: .warning,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.service]),
    others: .needed,
    fields: ["spec.selector"],
    why: "Two Services with one selector lead to the same pods, which is a copy that somebody "
      + "forgot to change more often than a wish.",
    source: "https://kubernetes.io/docs/concepts/services-networking/service/",
    remedy: "Correct the selector of one of them, or put the ports of both into one Service.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{name: http, port: 80}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: api}
        spec:
          selector: {app: web}
          ports: [{name: http, port: 80}]
        """,
      passes: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{name: http, port: 80}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: api}
        spec:
          selector: {app: api}
          ports: [{name: http, port: 80}]
        """),
    aliases: [
      Alias(.kyverno, "require-unique-service-selector"),
      Alias(.gatekeeper, "K8sUniqueServiceSelector"),
    ],
    makeCheck: { _, _ in
      .reach { scope, reach, findings in
        let object = scope.object
        guard let key = ServiceView.key(of: object, in: scope.namespace) else { return }
        let (name, sort) = (object.name, ServiceView.sort(of: object))
        let other = reach.service(sharing: key) {
          $0.object.name != name && ServiceView.sort(of: $0.object) == sort
        }
        guard let other else { return }
        findings.report(
          at: ["spec", "selector"],
          "Service \(quoted(other.object.name ?? "")) has the same selector: "
            + "both lead to the same pods"
        )
      }
    })
}
