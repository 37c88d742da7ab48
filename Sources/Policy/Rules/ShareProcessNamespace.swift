// Reads spec.shareProcessNamespace.
// Allowed: missing, null, false.

extension Rule {
  static let shareProcessNamespace = Rule(
    id: "security/share-process-namespace",
    title: "Containers do not see each other's processes",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: ["spec.shareProcessNamespace"],
    why: "In a shared process namespace each container reads the others' files through /proc and "
      + "what is in their environment, and may signal their processes.",
    source:
      "https://kubernetes.io/docs/tasks/configure-pod-container/share-process-namespace/",
    remedy: "Remove shareProcessNamespace; for debugging use an ephemeral container with a target.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          shareProcessNamespace: true
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
        """),
    makeCheck: { _, _ in
      .pod { pod, findings in
        guard let value = pod.spec["shareProcessNamespace"], value.boolean == true else { return }
        findings.report(
          pod, at: ["shareProcessNamespace"], on: value,
          "the pod's containers share their processes: each reads what the others have in files "
            + "and environment",
          fix: .remove)
      }
    })
}
