// Reads the hosts and paths of Ingresses of all namespaces; hosts are the same in any letters'
// case.
// Allowed: the same route in Ingresses of different classes, and as a canary of ingress-nginx; the
// same host with other paths, unless `byHost` says otherwise. Rules without a host are not
// compared.

import Kubernetes

extension Rule {
  static let ingressHostUnique = Rule(
    id: "network/ingress-host-unique",
    title: "No two Ingresses have the same route",
    severity: .warning,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.ingress]),
    others: .needed,
    fields: ["spec.rules[*].host", "spec.rules[*].http.paths[*].path"],
    why: "Of two Ingresses with one route a controller follows either, and which one changes with "
      + "their age.",
    source:
      "https://kubernetes.io/docs/concepts/services-networking/ingress/#name-based-virtual-hosting",
    remedy: "Give one of them another host or path, or put both into one Ingress.",
    parameters: [
      Parameter(
        "byHost", .boolean, default: false,
        "Whether two Ingresses must not have the same host even where their paths differ.")
    ],
    example: Example(
      fails: """
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
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: shop}
        spec:
          rules:
            - host: shop.example.com
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
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: admin}
        spec:
          rules:
            - host: admin.example.com
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """),
    aliases: [
      Alias(.kyverno, "unique-ingress-host"),
      Alias(.gatekeeper, "K8sUniqueIngressHost"),
    ],
    makeCheck: { parameters, _ in
      let byHost = parameters.boolean("byHost")
      let shared = byHost ? "host" : "host and path"
      return .reach { scope, reach, findings in
        let object = scope.object
        guard !isCanary(object) else { return }
        let ingressClass = className(object)
        let (name, namespace) = (object.name, scope.namespace)
        for route in IngressRoute.all(of: object) {
          let other = reach.ingress(sharing: route, byHost: byHost) { entry in
            (entry.object.name != name || entry.namespace != namespace)
              && className(entry.object) == ingressClass && !isCanary(entry.object)
          }
          guard let other else { continue }
          let path = ["spec", "rules", String(route.rule)]
          findings.report(
            at: byHost || route.place < 0
              ? path + ["host"] : path + ["http", "paths", String(route.place)],
            on: route.node,
            "Ingress \(quoted(other.object.name ?? "")) has the same \(shared): "
              + "which of the two is followed is chance")
        }
      }
    })

  private static func isCanary(_ object: KubernetesObject) -> Bool {
    object.annotation("nginx.ingress.kubernetes.io/canary") == "true"
  }

  private static func className(_ object: KubernetesObject) -> String? {
    object.node["spec", "ingressClassName"]?.string
      ?? object.annotation("kubernetes.io/ingress.class")
  }
}
