// Scenario S21: a scheduler that nobody runs, because somebody suspended it.
// Reads spec.suspend of CronJobs.
// Allowed: missing, null, false.

extension Rule {
  static let cronjobSuspended = Rule(
    id: "workload/cronjob-suspended",
    title: "CronJobs are not suspended",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.cronJob]),
    fields: ["spec.suspend"],
    why: "A suspended CronJob looks like one that runs, and what it should have done stays undone.",
    source:
      "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-suspension",
    remedy: "Remove suspend, or remove the CronJob.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: report}
        spec:
          schedule: "0 4 * * *"
          suspend: true
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
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: report, image: report:1.4.2}]
        """),
    makeCheck: { _, _ in
      .object { scope, findings in
        guard scope.object.node["spec", "suspend"]?.boolean == true else { return }
        findings.report(
          at: ["spec", "suspend"], "the CronJob is suspended: its schedule starts nothing",
          fix: .remove)
      }
    })
}
