// Scenario S15: no rollback strategy: `revisionHistoryLimit: 0`, no progress deadline.
// Reads spec.revisionHistoryLimit and spec.progressDeadlineSeconds of what is rolled out.
// Allowed: at least `minimumHistory` revisions (10 where nothing is said); a deadline of at most
// `maximumDeadline` seconds (600 where nothing is said, unless `explicitDeadline` wants it said).
// Only Deployments and Argo Rollouts have a deadline.

import Documents
import Kubernetes

extension Rule {
  static let rollback = Rule(
    id: "workload/rollback",
    title: "A rollout that fails is seen and can be taken back",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.deployment, .statefulSet, .daemonSet, .rollout]),
    fields: ["spec.revisionHistoryLimit", "spec.progressDeadlineSeconds"],
    why: "Without a history there is nothing that kubectl rollout undo could go back to, and "
      + "without a deadline a rollout that hangs is never called failed.",
    source:
      "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/"
      + "#rolling-back-a-deployment",
    remedy: "Remove revisionHistoryLimit and progressDeadlineSeconds: the defaults are 10 and 600.",
    parameters: [
      Parameter(
        "minimumHistory", .integer(1...100), default: 1,
        "How many old revisions are kept at least."),
      Parameter(
        "maximumDeadline", .integer(1...2_147_483_646), default: 86_400,
        "After how many seconds without progress a rollout has failed at the latest."),
      Parameter(
        "explicitDeadline", .boolean, default: false,
        "Whether the deadline must be written, though it has a default of 600 seconds."),
    ],
    fix: .safe,
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          revisionHistoryLimit: 0
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
          revisionHistoryLimit: 5
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        """),
    makeCheck: { parameters, _ in
      let minimum = parameters.integer("minimumHistory")
      let maximum = parameters.integer("maximumDeadline")
      let explicit = parameters.boolean("explicitDeadline")
      return .object { scope, findings in
        let object = scope.object
        guard let spec = object.node["spec"], spec.isMapping else { return }
        if let kept = spec["revisionHistoryLimit"]?.integer, kept < minimum {
          findings.report(
            at: ["spec", "revisionHistoryLimit"],
            kept <= 0
              ? "no old revision is kept: there is nothing to roll back to"
              : "\(kept) old revisions are kept, and the policy wants at least \(minimum)",
            remedy: "Keep the default of 10 old revisions.",
            fix: .set(.number(String(max(10, minimum)))))
        }
        guard object.kind == "Deployment" || object.kind == "Rollout" else { return }
        let path = ["spec", "progressDeadlineSeconds"]
        guard let deadline = spec["progressDeadlineSeconds"], !deadline.isNull else {
          if explicit {
            findings.report(
              at: path, "no progressDeadlineSeconds is set, which the policy requires",
              remedy: "Set progressDeadlineSeconds.", fix: .set(600))
          }
          return
        }
        guard let seconds = deadline.integer, seconds > maximum else { return }
        findings.report(
          at: path,
          "a rollout may hang for \(seconds) s before it counts as failed, and the policy allows "
            + "at most \(maximum) s", remedy: "Lower progressDeadlineSeconds; the default is 600.")
      }
    })
}
