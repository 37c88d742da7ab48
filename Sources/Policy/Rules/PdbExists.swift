// Scenario S14: one replica, no disruption budget, no autoscaling.
// Reads spec.replicas and the pod template's labels of Deployments and StatefulSets, the
// autoscalers that scale them and the selectors of PodDisruptionBudgets.
// Allowed: fewer replicas than `minReplicas`, by spec.replicas or by the autoscaler's minimum; or
// a budget that selects the pods.

import Kubernetes

extension Rule {
  static let pdbExists = Rule(
    id: "availability/pdb-exists",
    title: "Workloads of several replicas have a disruption budget",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.deployment, .statefulSet]),
    others: .needed,
    fields: ["spec.replicas", "spec.template.metadata.labels"],
    why: "Without a budget a drain of nodes may take all replicas at the same moment.",
    source: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    remedy: "Add a PodDisruptionBudget with maxUnavailable: 1 whose selector the pods have.",
    parameters: [
      Parameter(
        "minReplicas", .integer(1...1000), default: 2,
        "From how many replicas on a budget is demanded; with one it would stop every drain.")
    ],
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
        """,
      passes: """
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
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
        """),
    aliases: [
      Alias(.polaris, "missingPodDisruptionBudget"),
      Alias(.kubeScore, "deployment-has-poddisruptionbudget"),
      Alias(.kubeScore, "statefulset-has-poddisruptionbudget"),
      Alias(.kyverno, "require-pdb"),
    ],
    makeCheck: { parameters, _ in
      let minimum = parameters.integer("minReplicas")
      return .reach { scope, reach, findings in
        let kind = ObjectKind(scope.object)
        guard kind == .deployment || kind == .statefulSet, let pod = scope.pods.first,
          let name = scope.object.name
        else { return }
        let scalers = reach.autoscalers(of: kind, in: scope.namespace, named: name)
        let scaled = scalers.first.flatMap { Autoscaler.minimum(of: $0.object) }
        guard let replicas = scaled ?? scope.object.wantedReplicas, replicas >= minimum else {
          return
        }
        let labels = pod.template.labels
        if reach.isSelected(by: .podDisruptionBudget, labels, in: scope.namespace) { return }
        findings.report(
          at: pod.template.metadataPath + ["labels"],
          "no PodDisruptionBudget selects these pods: a drain of nodes may take all of them at once"
        )
      }
    })
}
