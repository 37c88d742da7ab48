// Reads spec.type of Services.
// Allowed: everything but NodePort.

import Kubernetes

extension Rule {
  static let nodePortService = Rule(
    id: "network/node-port-service",
    title: "No Service opens a port of all nodes",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.service]),
    fields: ["spec.type"],
    why: "A NodePort is open on every address of every node, past whatever guards the way in.",
    source: "https://kubernetes.io/docs/concepts/services-networking/service/#type-nodeport",
    remedy: "Use ClusterIP behind an Ingress or a Gateway.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: NodePort
          selector: {app: web}
          ports: [{port: 80}]
        """,
      passes: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 80}]
        """),
    aliases: [
      Alias(.kubeLinter, "exposed-services"),
      Alias(.kubeScore, "service-type"),
      Alias(.kyverno, "restrict-nodeport"),
      Alias(.gatekeeper, "K8sBlockNodePort"),
    ],
    makeCheck: { _, _ in
      .object { scope, findings in
        guard scope.object.node["spec", "type"]?.isString("NodePort") == true else { return }
        findings.report(
          at: ["spec", "type"], "the Service is of type NodePort: its ports are open on every node")
      }
    })
}
