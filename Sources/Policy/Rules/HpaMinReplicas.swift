// Scenario S14: one replica, no disruption budget, no autoscaling.
// Reads spec.minReplicas of HorizontalPodAutoscalers; missing and null are 1.
// Allowed: at least `minimum`; 0, which is scaling to nothing on purpose.

import Kubernetes

extension Rule {
  static let hpaMinReplicas = Rule(
    id: "availability/hpa-min-replicas",
    title: "Autoscalers keep enough replicas",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.autoscaler]),
    fields: ["spec.minReplicas"],
    why:
      "An autoscaler that goes down to one replica gives up what replicas are for whenever there "
      + "is little to do.",
    source: "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
    remedy: "Set minReplicas to 2 or more.",
    parameters: [
      Parameter(
        "minimum", .integer(1...1000), default: 2,
        "The least minReplicas; a missing one is 1. 0 is taken as meant: it scales to nothing.")
    ],
    example: Example(
      fails: """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 1
          maxReplicas: 6
        """,
      passes: """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 2
          maxReplicas: 6
        """),
    aliases: [
      Alias(.polaris, "hpaMinAvailability"),
      Alias(.kubeLinter, "hpa-minimum-three-replicas"),
      Alias(.kubeScore, "horizontalpodautoscaler-replicas"),
      Alias(.gatekeeper, "K8sHorizontalPodAutoscaler"),
    ],
    makeCheck: { parameters, _ in
      let minimum = parameters.integer("minimum")
      return .object { scope, findings in
        guard scope.object.node["spec"]?.isMapping == true,
          let least = Autoscaler.minimum(of: scope.object), least != 0, least < minimum
        else { return }
        findings.report(
          at: ["spec", "minReplicas"],
          "the autoscaler goes down to \(least), and the policy wants at least \(minimum) replicas")
      }
    })
}
