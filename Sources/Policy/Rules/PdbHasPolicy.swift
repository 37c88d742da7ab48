// Reads spec.minAvailable and spec.maxUnavailable of PodDisruptionBudgets.
// Allowed: exactly one of the two, as a number from 0 or a percentage up to 100%. An object without
// a spec is a fragment.

import Kubernetes

extension Rule {
  static let pdbHasPolicy = Rule(
    id: "availability/pdb-has-policy",
    title: "Disruption budgets say how much they guard",
    severity: .error,
    presets: .ours(recommended: .deny, everything: .deny),
    subject: .kinds([.podDisruptionBudget]),
    fields: ["spec.minAvailable", "spec.maxUnavailable"],
    why: "A budget that sets neither of the two guards nothing, and one that sets both, or an "
      + "amount that is none, is refused.",
    source: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
    remedy: "Set maxUnavailable, or minAvailable, and not both.",
    example: Example(
      fails: """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {selector: {matchLabels: {app: web}}}
        """,
      passes: """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
        """),
    aliases: [
      Alias(.kubeScore, "poddisruptionbudget-has-policy")
    ],
    makeCheck: { _, _ in
      .object { scope, findings in
        guard let spec = scope.object.node["spec"], spec.isMapping else { return }
        let least = spec["minAvailable"].map { !$0.isNull } ?? false
        let most = spec["maxUnavailable"].map { !$0.isNull } ?? false
        if !least, !most {
          findings.report(
            at: ["spec"],
            "the budget sets neither minAvailable nor maxUnavailable: it guards nothing")
        } else if least, most {
          findings.report(
            at: ["spec", "minAvailable"],
            "the budget sets both minAvailable and maxUnavailable, which the API server refuses")
        }
        for field in ["minAvailable", "maxUnavailable"] {
          guard let amount = spec[named: field],
            let problem = PodAmount.problem(in: amount, isAtMostAll: true)
          else { continue }
          findings.report(
            at: ["spec", field], on: amount,
            "\(field) is \(problem.clause), and the API server refuses that",
            remedy: problem.remedy)
        }
      }
    })
}
