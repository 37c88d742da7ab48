// Reads spec.{containers,initContainers}[*].resources.limits.cpu and spec.resources.limits.cpu.
// Allowed: a limit above 0, of the container or of the pod as a whole.
// Not asked for: ephemeral containers, which cannot have any.

extension Rule {
  static let cpuLimit = Rule(
    id: "resources/cpu-limit",
    title: "Containers limit CPU",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{containers,initContainers}[*].resources.limits.cpu",
      "spec.resources.limits.cpu",
    ],
    why:
      "A container without a CPU limit can take all that its neighbours do not request; whether"
      + " that is "
      + "wanted is a matter of taste, so this is off unless a policy asks for it.",
    source: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    remedy: "Set resources.limits.cpu to the most that the container may use.",
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
                requests: {cpu: 50m}
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
                limits: {cpu: 500m}
        """),
    aliases: [
      Alias(.polaris, "cpuLimitsMissing"),
      Alias(.kubeScore, "container-resources"),
      Alias(.kyverno, "require-cpu-limits"),
      Alias(.gatekeeper, "K8sContainerLimits"),
      Alias(.checkov, "CKV_K8S_11"),
    ],
    makeCheck: { parameters, _ in
      let initContainers = parameters.boolean(Parameter.initContainers.name)
      return .container { container, pod, findings in
        guard container.takesResources(initContainers) else { return }
        let amount = container.resources.limit("cpu")
        if let amount, !amount.isZero { return }
        findings.report(
          container, of: pod, at: ["resources", "limits", "cpu"],
          amount == nil
            ? "container \(container.label) has no CPU limit: it can take what its neighbours need"
            : "container \(container.label) has a CPU limit of 0, which is none")
      }
    })
}
