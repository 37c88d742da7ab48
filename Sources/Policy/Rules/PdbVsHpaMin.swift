// Reads spec.minAvailable of PodDisruptionBudgets, and spec.minReplicas (1 where it is missing) of
// the autoscalers whose targets' pods it selects.
// Allowed: what lets a pod go at the minimum. Budgets that never let one go are
// pdb-allows-disruption's.

import Kubernetes

extension Rule {
  static let pdbVsHpaMin = Rule(
    id: "availability/pdb-vs-hpa-min",
    title: "Disruption budgets leave room at the smallest scale",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.podDisruptionBudget]),
    others: .needed,
    fields: ["spec.minAvailable", "spec.maxUnavailable"],
    why: "When the autoscaler has scaled down, a budget that demands as many pods as there are "
      + "stops every drain.",
    source: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    remedy: "Raise minReplicas of the autoscaler above minAvailable, or write maxUnavailable: 1.",
    example: Example(
      fails: """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 2
          maxReplicas: 6
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        """,
      passes: """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {minAvailable: 2, selector: {matchLabels: {app: web}}}
        ---
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          minReplicas: 3
          maxReplicas: 6
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        """),
    aliases: [
      Alias(.polaris, "pdbMinAvailableGreaterThanHPAMinReplicas"),
      Alias(.kyverno, "deployment-replicas-higher-than-pdb"),
    ],
    makeCheck: { _, _ in
      .reach { scope, reach, findings in
        let object = scope.object
        guard let amount = DisruptionBudget.Amount(object.node["spec", "minAvailable"]),
          let selector = DisruptionBudget.selector(of: object),
          let pods = reach.pods(matching: selector, in: scope.namespace)
        else { return }
        if case .percent(let share) = amount, share >= 100 { return }
        for pod in pods {
          guard let name = pod.template.object.name,
            let scaler = reach.autoscalers(
              of: ObjectKind(pod.template.object), in: scope.namespace, named: name
            ).first?.object,
            let least = Autoscaler.minimum(of: scaler), least > 0, amount.of(least) >= least
          else { continue }
          findings.report(
            at: ["spec", "minAvailable"],
            "minAvailable keeps \(amount.of(least)) pods, and HorizontalPodAutoscaler "
              + "\(quoted(scaler.name ?? "")) goes down to \(least): then no pod may be evicted")
          return
        }
      }
    })
}
