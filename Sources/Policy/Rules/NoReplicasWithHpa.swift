// Reads spec.replicas of what autoscalers may scale, and the autoscalers whose target it is.
// Allowed: missing or null where there is one; 0, which switches the autoscaler off on purpose.

import Kubernetes

extension Rule {
  static let noReplicasWithHpa = Rule(
    id: "availability/no-replicas-with-hpa",
    title: "What an autoscaler scales sets no replicas",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.deployment, .statefulSet, .replicaSet, .replicationController, .rollout]),
    others: .needed,
    fields: ["spec.replicas"],
    why: "Each time the manifest is applied, its replicas undo what the autoscaler did, in the "
      + "middle of the load that it scaled for.",
    source:
      "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/"
      + "#migrating-deployments-and-statefulsets-to-horizontal-autoscaling",
    remedy:
      "Remove spec.replicas, first from what was applied last: kubectl apply edit-last-applied.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 3
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 3
          maxReplicas: 6
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
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 3
          maxReplicas: 6
        """),
    aliases: [
      Alias(.kubeScore, "deployment-targeted-by-hpa-does-not-have-replicas-configured")
    ],
    makeCheck: { _, _ in
      .reach { scope, reach, findings in
        let object = scope.object
        guard let replicas = object.node["spec", "replicas"], !replicas.isNull,
          replicas.integer != 0,
          let name = object.name,
          let scaler = reach.autoscalers(
            of: ObjectKind(object), in: scope.namespace, named: name
          ).first
        else { return }
        findings.report(
          at: ["spec", "replicas"],
          "HorizontalPodAutoscaler \(quoted(scaler.object.name ?? "")) decides on the number: "
            + "each time this is applied, replicas undoes it",
          fix: .remove)
      }
    })
}
