// Reads spec.tls and spec.rules[*].host of Ingresses, and annotations by which a controller gets a
// certificate from elsewhere.
// Allowed: a host that spec.tls names, itself or by a wildcard; every host where an entry of
// spec.tls names none, or where such an annotation is there. Hosts are the same in any letters'
// case.

import Documents
import Kubernetes

extension Rule {
  static let ingressTls = Rule(
    id: "network/ingress-tls",
    title: "Ingresses have a certificate for every host",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.ingress]),
    fields: ["spec.tls", "spec.rules[*].host", "metadata.annotations"],
    why: "A host without TLS sends passwords and cookies in the clear.",
    source: "https://kubernetes.io/docs/concepts/services-networking/ingress/#tls",
    remedy: "Add the host to an entry of spec.tls with a secretName.",
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
        """,
      passes: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          tls:
            - {hosts: [shop.example.com], secretName: shop-tls}
          rules:
            - host: shop.example.com
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        """),
    aliases: [
      Alias(.polaris, "tlsSettingsMissing"),
      Alias(.kyverno, "require-ingress-https"),
      Alias(.gatekeeper, "K8sHttpsOnly"),
    ],
    beside: .elements(of: ["spec", "rules"], key: "host"),
    makeCheck: { _, _ in
      .object { scope, findings in
        let object = scope.object
        guard let spec = object.node["spec"], spec.isMapping,
          !hasForeignCertificate(object)
        else { return }
        guard let tls = spec["tls"], tls.count > 0 else {
          // Without a backend it is a fragment of a patch.
          guard let backend = spec["rules"] ?? spec["defaultBackend"] ?? spec["backend"],
            backend.count > 0
          else { return }
          findings.report(
            at: ["spec", "tls"], "the Ingress has no spec.tls: its traffic is not encrypted",
            remedy: "Add spec.tls with the hosts and a secretName.")
          return
        }
        var covered: Set<String> = []
        for entry in tls.elements {
          guard let hosts = entry["hosts"], hosts.count > 0 else { return }
          for host in hosts.elements { covered.insert(host.text.lowercased()) }
        }
        guard let rules = spec["rules"] else { return }
        for (position, rule) in rules.elements.enumerated() {
          guard let host = rule["host"]?.string, !host.isEmpty,
            !covers(covered, host.lowercased())
          else { continue }
          findings.report(
            at: ["spec", "rules", String(position), "host"], on: rule["host"],
            "no entry of spec.tls names the host \(quoted(host)): its traffic is not encrypted")
        }
      }
    })

  private static func covers(_ hosts: Set<String>, _ host: String) -> Bool {
    if hosts.contains(host) { return true }
    // A wildcard stands for exactly one label.
    guard let dot = host.utf8.firstIndex(of: UInt8(ascii: ".")) else { return false }
    return hosts.contains("*" + host[dot...])
  }

  /// Whether the controller has the certificate from elsewhere.
  private static func hasForeignCertificate(_ object: KubernetesObject) -> Bool {
    guard let annotations = object.annotations, annotations.count > 0 else { return false }
    if annotations["alb.ingress.kubernetes.io/listen-ports"]?.contains("HTTPS") == true {
      return true
    }
    return [
      "alb.ingress.kubernetes.io/certificate-arn", "networking.gke.io/managed-certificates",
      "networking.gke.io/certmap", "ingress.gcp.kubernetes.io/pre-shared-cert",
      "appgw.ingress.kubernetes.io/appgw-ssl-certificate",
      "traefik.ingress.kubernetes.io/router.tls", "route.openshift.io/termination",
      "tailscale.com/funnel",
    ].contains { annotations[$0]?.string.map { !$0.isEmpty && $0 != "false" } == true }
  }
}
