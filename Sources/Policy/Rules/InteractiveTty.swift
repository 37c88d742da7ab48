// Reads spec.{initContainers,containers}[*].{stdin,tty}.
// Allowed: missing, null, false. Not asked for: ephemeral containers, which are made to be talked
// to.

extension Rule {
  static let interactiveTty = Rule(
    id: "security/interactive-tty",
    title: "Containers wait for nobody at a terminal",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: ["spec.{initContainers,containers}[*].{stdin,tty}"],
    why: "Whoever may attach to a container with an open input talks to its main process, and that "
      + "leaves no trace of a command run.",
    source: "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/",
    remedy: "Remove stdin and tty.",
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
              stdin: true
              tty: true
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """),
    aliases: [Alias(.gatekeeper, "K8sDisallowInteractiveTTY")],
    makeCheck: { _, _ in
      .container { container, pod, findings in
        if container.sort == .ephemeral { return }
        if container[.stdin]?.boolean == true {
          findings.report(
            container, of: pod, at: ["stdin"],
            "container \(container.label) keeps its input open: "
              + "whoever may attach talks to its main process",
            fix: .remove)
        }
        if container[.tty]?.boolean == true {
          findings.report(
            container, of: pod, at: ["tty"],
            "container \(container.label) has a terminal: "
              + "whoever may attach talks to its main process",
            fix: .remove)
        }
      }
    })
}
