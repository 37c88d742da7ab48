// Reads spec.concurrencyPolicy of CronJobs.
// Allowed: one of `policies`; missing and null mean Allow, which is then nobody's decision.

import Documents

extension Rule {
  static let cronjobConcurrency = Rule(
    id: "workload/cronjob-concurrency",
    title: "CronJobs say whether two runs may overlap",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.cronJob]),
    fields: ["spec.concurrencyPolicy"],
    why:
      "By default a run that takes too long is joined by the next one, and both do the same work.",
    source:
      "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy",
    remedy: "Set concurrencyPolicy: Forbid, unless several runs at once are meant.",
    parameters: [
      Parameter(
        "policies", .patterns, default: ["Allow", "Forbid", "Replace"],
        "What a CronJob may say; [Forbid, Replace] forbids runs that overlap.")
    ],
    fix: .review,
    example: Example(
      fails: """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: report}
        spec:
          schedule: "0 4 * * *"
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: report, image: report:1.4.2}]
        """,
      passes: """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: report}
        spec:
          schedule: "0 4 * * *"
          concurrencyPolicy: Forbid
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: report, image: report:1.4.2}]
        """),
    makeCheck: { parameters, _ in
      let policies = parameters.globs("policies")
      let mended: FindingSink.Fix? =
        policies.contains { $0.matches("Forbid") } ? .set("Forbid") : nil
      return .object { scope, findings in
        guard let spec = scope.object.node["spec"], spec.isMapping else { return }
        let path = ["spec", "concurrencyPolicy"]
        guard let policy = spec["concurrencyPolicy"], !policy.isNull else {
          findings.report(
            at: path, "the CronJob sets no concurrencyPolicy: a slow run is joined by the next one",
            fix: mended)
          return
        }
        guard let text = policy.string, !policies.contains(where: { $0.matches(text) }) else {
          return
        }
        findings.report(
          at: path, "the concurrencyPolicy is \(quoted(text)), which the policy does not allow",
          fix: mended)
      }
    })
}
