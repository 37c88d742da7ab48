// Reads metadata.ownerReferences and metadata.annotations of Pods.
// Allowed: an owner; a hook of Helm or Argo CD, which is meant to be one pod; the API server's copy
// of a static pod.

import Kubernetes

extension Rule {
  static let barePod = Rule(
    id: "workload/bare-pod",
    title: "Pods belong to a workload",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.pod]),
    fields: ["metadata.ownerReferences", "metadata.annotations"],
    why: "Nobody makes a pod anew that has no owner: when its node goes, it is gone.",
    source:
      "https://kubernetes.io/docs/concepts/configuration/overview/"
      + "#naked-pods-vs-replicasets-deployments-and-jobs",
    remedy: "Put the pod into a Deployment, a StatefulSet or a Job.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {containers: [{name: web, image: web:1.4.2}]}
        """,
      passes: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        """),
    aliases: [Alias(.kyverno, "prevent-bare-pods")],
    makeCheck: { _, _ in
      .object { scope, findings in
        let object = scope.object
        guard !object.hasOwner, !object.isHook,
          object.annotation("kubernetes.io/config.mirror") == nil
        else { return }
        findings.report(
          at: ["metadata", "ownerReferences"],
          "no workload owns the pod: when its node goes, nothing makes it anew")
      }
    })
}
