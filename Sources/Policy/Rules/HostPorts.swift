// Pod Security Standards, baseline, from 1.0: "Host Ports".
// Reads spec.{initContainers,containers,ephemeralContainers}[*].ports[*].hostPort.
// Allowed: missing, null, 0.

import Documents

extension Rule {
  static let hostPorts = Rule(
    id: "pss/host-ports",
    title: "Containers take no port of the node",
    severity: .error,
    presets: .baseline(recommended: .deny),
    subject: .pods,
    fields: [
      "spec.{initContainers,containers,ephemeralContainers}[*].ports[*].hostPort"
    ],
    why: "A port of the node goes around network policies, and only one pod of a node "
      + "can have it.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    remedy: "Remove hostPort and reach the pod by a Service.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              ports:
                - {containerPort: 8080, hostPort: 8080}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              ports:
                - {containerPort: 8080}
        """),
    aliases: [
      Alias(.podSecurity, "hostPorts"),
      Alias(.polaris, "hostPortSet"),
      Alias(.kyverno, "disallow-host-ports"),
      Alias(.gatekeeper, "K8sPSPHostNetworkingPorts"),
      Alias(.checkov, "CKV_K8S_26"),
    ],
    makeCheck: { _, _ in
      .container { container, pod, findings in
        guard let ports = container[.ports] else { return }
        for (position, port) in ports.elements.enumerated() {
          guard let number = port["hostPort"]?.integer, number != 0 else { continue }
          findings.report(
            container, of: pod, in: "ports", position, port, at: ["hostPort"],
            "hostPort (container \(container.label) uses hostPort \(number)): "
              + "it takes a port of the node",
            fix: .remove)
        }
      }
    })
}
