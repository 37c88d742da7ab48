// The API server's own validation (apps/v1 ValidateDeploymentStrategy,
// ValidateDaemonSetUpdateStrategy).
// Reads spec.strategy of Deployments and spec.updateStrategy of DaemonSets.
// Allowed: for maxUnavailable and maxSurge a number from 0 or a percentage, of which only a
// Deployment's maxSurge may exceed 100%; not both 0, and for a DaemonSet one of both 0, where a
// missing maxUnavailable is 1 and a missing maxSurge 0; no rollingUpdate beside Recreate.
// StatefulSets are not judged: most API servers drop their maxUnavailable before they read it.

import Documents
import Kubernetes

extension Rule {
  static let rollingUpdateValid = Rule(
    id: "availability/rolling-update-valid",
    title: "Rolling updates have amounts that the API server takes",
    severity: .error,
    presets: .ours(recommended: .deny, everything: .deny),
    subject: .kinds([.deployment, .daemonSet]),
    isSettledByServer: true,
    fields: ["spec.strategy", "spec.updateStrategy"],
    why:
      "The API server refuses an update that may neither take a pod away nor add one, and a "
      + "number in quotes, which is no percentage.",
    source: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy",
    remedy: "Write a number, or a percentage such as 25%.",
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 3
          strategy: {rollingUpdate: {maxSurge: "1", maxUnavailable: 0}}
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
          strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        """),
    makeCheck: { _, _ in
      .object { scope, findings in
        let isDaemonSet = scope.object.kind == "DaemonSet"
        let field = isDaemonSet ? "updateStrategy" : "strategy"
        guard let strategy = scope.object.node["spec"]?[named: field],
          let amounts = strategy["rollingUpdate"], !amounts.isNull,
          // It says what becomes of the one that it is put on.
          amounts["$patch"] == nil
        else { return }
        let path = ["spec", field, "rollingUpdate"]
        if let type = strategy["type"], !type.isNull, !type.isString(""),
          !type.isString("RollingUpdate")
        {
          guard !isDaemonSet, type.isString("Recreate") else { return }
          findings.report(
            at: path, on: amounts,
            "rollingUpdate is set beside the strategy Recreate, and the API server refuses that",
            remedy: "Remove rollingUpdate, or make the strategy RollingUpdate.")
          return
        }
        for name in ["maxUnavailable", "maxSurge"] {
          guard let amount = amounts[named: name],
            let problem = PodAmount.problem(
              in: amount, isAtMostAll: isDaemonSet || name == "maxUnavailable")
          else { continue }
          findings.report(
            at: path + [name], on: amount,
            "\(name) is \(problem.clause), and the API server refuses that",
            remedy: problem.remedy)
        }
        let both = ["maxUnavailable", "maxSurge"].map { amounts.value($0) }
        // What is missing in a patch may be in what it is put on.
        if scope.context.arePatches, both.contains(where: { $0 == nil }) { return }
        // Nobody knows whether it becomes 0.
        if both.contains(where: { $0?.hasPlaceholder == true }) { return }
        checkTogether(amounts, isDaemonSet, path, &findings)
      }
    })

  private static func checkTogether(
    _ amounts: Node, _ isDaemonSet: Bool, _ path: [String], _ findings: inout FindingSink
  ) {
    let unavailable = amounts.value("maxUnavailable")
    let surge = amounts.value("maxSurge")
    // A Deployment's are 25% where they are missing.
    let takes = unavailable.map { !PodAmount.isNothing($0) } ?? true
    let adds = surge.map { !PodAmount.isNothing($0) } ?? !isDaemonSet
    if !takes, !adds {
      findings.report(
        at: path + ["maxUnavailable"], on: unavailable,
        "maxUnavailable is 0 and maxSurge\(surge == nil ? ", which is missing," : "") too: the "
          + "update could not replace a pod, and the API server refuses that",
        remedy: "Allow one more pod by maxSurge, or one less by maxUnavailable.")
    } else if isDaemonSet, takes, adds {
      findings.report(
        at: path + ["maxSurge"], on: surge,
        "maxSurge is set and maxUnavailable is "
          + (unavailable == nil ? "missing, which is 1" : "not 0")
          + ": the API server takes one of both",
        remedy: "Set maxUnavailable to 0, or remove maxSurge.")
    }
  }
}
