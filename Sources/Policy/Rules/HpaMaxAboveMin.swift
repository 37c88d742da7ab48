// Reads spec.maxReplicas and spec.minReplicas of HorizontalPodAutoscalers; a missing minimum is 1.
// Allowed: a maximum above the minimum. The API server refuses one below it.

import Kubernetes

extension Rule {
  static let hpaMaxAboveMin = Rule(
    id: "availability/hpa-max-above-min",
    title: "Autoscalers have room to scale",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.autoscaler]),
    fields: ["spec.maxReplicas", "spec.minReplicas"],
    why: "An autoscaler whose maximum is its minimum never scales.",
    source: "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
    remedy: "Set maxReplicas above minReplicas.",
    example: Example(
      fails: """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 3
          maxReplicas: 3
        """,
      passes: """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 3
          maxReplicas: 6
        """),
    aliases: [
      Alias(.polaris, "hpaMaxAvailability"),
      Alias(.gatekeeper, "K8sHorizontalPodAutoscaler"),
    ],
    makeCheck: { _, _ in
      .object { scope, findings in
        guard let most = scope.object.node["spec", "maxReplicas"]?.integer,
          let least = Autoscaler.minimum(of: scope.object), most <= least
        else { return }
        findings.report(
          at: ["spec", "maxReplicas"],
          "maxReplicas is \(most) and minReplicas \(least): there is nothing to scale")
      }
    })
}
