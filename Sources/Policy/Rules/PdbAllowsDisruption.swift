// Reads spec.maxUnavailable and spec.minAvailable of PodDisruptionBudgets, and where the workloads
// that it selects are in reach their spec.replicas.
// Allowed: what lets at least one pod go when all are healthy. Both shares round up, as the
// disruption controller does: minAvailable 50 % of 3 is 2, maxUnavailable 30 % of 1 is 1.
// Workloads that an autoscaler scales, or whose number cannot be told, are not counted: see
// pdb-vs-hpa-min.

import Kubernetes

extension Rule {
  static let pdbAllowsDisruption = Rule(
    id: "availability/pdb-allows-disruption",
    title: "Disruption budgets let a pod go",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.podDisruptionBudget]),
    others: .considered,
    fields: ["spec.maxUnavailable", "spec.minAvailable"],
    why:
      "A budget that allows no eviction stops every drain of a node, and with it upgrades of the "
      + "cluster.",
    source: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    remedy: "Write maxUnavailable: 1, or fewer minAvailable than there are replicas.",
    example: Example(
      fails: """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {maxUnavailable: 0, selector: {matchLabels: {app: web}}}
        """,
      passes: """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
        """),
    aliases: [
      Alias(.polaris, "pdbDisruptionsIsZero"),
      Alias(.kubeLinter, "pdb-min-available"),
      Alias(.kubeLinter, "pdb-max-unavailable"),
      Alias(.kyverno, "require-reasonable-pdbs"),
      Alias(.kyverno, "pdb-maxunavailable"),
      Alias(.kyverno, "pdb-minavailable-check"),
      Alias(.gatekeeper, "K8sPodDisruptionBudget"),
    ],
    makeCheck: { _, _ in
      .object { scope, findings in
        let object = scope.object
        guard let spec = object.node["spec"] else { return }
        if let amount = DisruptionBudget.Amount(spec["maxUnavailable"]) {
          if amount == .count(0) || amount == .percent(0) {
            findings.report(
              at: ["spec", "maxUnavailable"],
              "maxUnavailable is 0: no pod may be evicted, and no node with one of them drained")
          }
          return
        }
        guard let amount = DisruptionBudget.Amount(spec["minAvailable"]) else { return }
        if case .percent(let share) = amount, share >= 100 {
          findings.report(
            at: ["spec", "minAvailable"],
            "minAvailable is 100 %: no pod may be evicted, and no node with one of them drained")
          return
        }
        guard let reach = scope.context.reach, let selector = DisruptionBudget.selector(of: object),
          let replicas = reach.replicas(matching: selector, in: scope.namespace),
          replicas > 0, amount.of(replicas) >= replicas
        else { return }
        findings.report(
          at: ["spec", "minAvailable"],
          "minAvailable keeps \(amount.of(replicas)) of \(replicas) replicas: no pod may be "
            + "evicted, and no node with one of them drained")
      }
    })
}
