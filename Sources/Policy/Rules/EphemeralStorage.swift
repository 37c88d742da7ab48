// Reads spec.{containers,initContainers}[*].resources.{requests,limits}.ephemeral-storage.
// Allowed: a limit above 0, to which the request defaults. Limits of the pod as a whole do not
// cover it. Not asked for: ephemeral containers, which cannot have any.

extension Rule {
  static let ephemeralStorage = Rule(
    id: "resources/ephemeral-storage",
    title: "Containers limit what they write to the node's disk",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: ["spec.{containers,initContainers}[*].resources.{requests,limits}.ephemeral-storage"],
    why: "Logs, emptyDir volumes and files outside of volumes are on the node's disk, and when it "
      + "is full every pod on the node is evicted.",
    source: "https://kubernetes.io/docs/concepts/storage/ephemeral-storage/",
    remedy: "Set resources.limits.ephemeral-storage to the most that the container may write.",
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
                limits: {ephemeral-storage: 1Gi}
        """),
    aliases: [
      Alias(.kubeScore, "container-ephemeral-storage-request-and-limit"),
      Alias(.kyverno, "require-emptydir-requests-and-limits"),
      Alias(.gatekeeper, "K8sContainerEphemeralStorageLimit"),
    ],
    makeCheck: { parameters, _ in
      let initContainers = parameters.boolean(Parameter.initContainers.name)
      return .container { container, pod, findings in
        guard container.takesResources(initContainers) else { return }
        let amount = container.resources.limit("ephemeral-storage")
        if let amount, !amount.isZero { return }
        findings.report(
          container, of: pod, at: ["resources", "limits", "ephemeral-storage"],
          amount == nil
            ? "container \(container.label) has no ephemeral-storage limit: "
              + "it may fill its node's disk"
            : "container \(container.label) has an ephemeral-storage limit of 0, which is none")
      }
    })
}
