// Scenario S04: no memory limit on containers, a task queue that leaks.
// Reads spec.{containers,initContainers}[*].resources.limits.memory and
//   spec.resources.limits.memory.
// Allowed: a limit above 0, of the container or of the pod as a whole.
// Not asked for: ephemeral containers, which cannot have any.

extension Rule {
  static let memoryLimit = Rule(
    id: "resources/memory-limit",
    title: "Containers limit memory",
    severity: .error,
    presets: .ours(recommended: .warn, everything: .deny),
    subject: .pods,
    fields: [
      "spec.{containers,initContainers}[*].resources.limits.memory",
      "spec.resources.limits.memory",
    ],
    why:
      "A container without a memory limit that leaks takes its node's memory, and other pods "
      + "die for it.",
    source: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    remedy: "Set resources.limits.memory to the most that the container may use.",
    parameters: [.initContainers],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              resources:
                requests: {memory: 64Mi}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              resources:
                limits: {memory: 128Mi}
        """),
    aliases: [
      Alias(.polaris, "memoryLimitsMissing"),
      Alias(.kubeLinter, "unset-memory-requirements"),
      Alias(.kubeScore, "container-resources"),
      Alias(.kyverno, "require-requests-limits"),
      Alias(.gatekeeper, "K8sContainerLimits"),
      Alias(.checkov, "CKV_K8S_13"),
    ],
    makeCheck: { parameters, _ in
      let initContainers = parameters.boolean(Parameter.initContainers.name)
      return .container { container, pod, findings in
        guard container.takesResources(initContainers) else { return }
        let amount = container.resources.limit("memory")
        if let amount, !amount.isZero { return }
        findings.report(
          container, of: pod, at: ["resources", "limits", "memory"],
          amount == nil
            ? "container \(container.label) has no memory limit: a leak takes its node's memory"
            : "container \(container.label) has a memory limit of 0, which is none")
      }
    })
}
