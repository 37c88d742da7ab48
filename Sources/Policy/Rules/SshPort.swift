// Reads spec.{initContainers,containers}[*].ports[*].{containerPort,protocol}.
// Allowed: every port but 22 of TCP.

extension Rule {
  static let sshPort = Rule(
    id: "security/ssh-port",
    title: "Containers offer no SSH",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    fields: ["spec.{initContainers,containers}[*].ports[*].{containerPort,protocol}"],
    why: "A shell in a container goes around what the cluster allows and records, and its password "
      + "or key is one more to keep.",
    source: "https://kubernetes.io/docs/tasks/debug/debug-application/get-shell-running-container/",
    remedy: "Remove the SSH server and use kubectl exec or kubectl debug; a server of Git "
      + "repositories listens on another port.",
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
                - {containerPort: 8080}
                - {containerPort: 22}
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
    aliases: [Alias(.kubeLinter, "ssh-port")],
    makeCheck: { _, _ in
      .container { container, pod, findings in
        guard container.sort != .ephemeral, let ports = container[.ports] else { return }
        for (position, port) in ports.elements.enumerated() {
          guard port["containerPort"]?.integer == 22 else { continue }
          if let name = port["protocol"], name.isString, !name.isString("TCP") { continue }
          findings.report(
            container, of: pod, in: "ports", position, port, at: ["containerPort"],
            "container \(container.label) offers port 22, the one of SSH")
        }
      }
    })
}
