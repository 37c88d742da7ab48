// Reads spec.startingDeadlineSeconds of CronJobs.
// Allowed: 10 and more. The controller looks every 10 seconds, so that with less it may find every
// start too late. Missing and null mean no deadline.

extension Rule {
  static let cronjobDeadline = Rule(
    id: "workload/cronjob-deadline",
    title: "CronJobs say how late they may start",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.cronJob]),
    fields: ["spec.startingDeadlineSeconds"],
    why:
      "Without a deadline a start that was missed is made up for at an hour that nobody expects.",
    source:
      "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline",
    remedy: "Set startingDeadlineSeconds to how late the job is still of use, 10 at least.",
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
          startingDeadlineSeconds: 3600
          jobTemplate:
            spec:
              template:
                spec:
                  restartPolicy: Never
                  containers: [{name: report, image: report:1.4.2}]
        """),
    aliases: [Alias(.kubeScore, "cronjob-has-deadline")],
    makeCheck: { _, _ in
      .object { scope, findings in
        guard let spec = scope.object.node["spec"], spec.isMapping else { return }
        let path = ["spec", "startingDeadlineSeconds"]
        guard let deadline = spec["startingDeadlineSeconds"], !deadline.isNull else {
          findings.report(
            at: path, "the CronJob sets no deadline: a start that is missed may come at any hour")
          return
        }
        guard let seconds = deadline.integer, seconds < 10 else { return }
        findings.report(
          at: path,
          "the deadline is \(seconds) s, and the controller looks every 10 s: it may never start")
      }
    })
}
