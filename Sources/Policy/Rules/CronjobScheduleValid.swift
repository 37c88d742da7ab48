// Scenario S21: a scheduler that nobody runs, because its schedule is none.
// Reads spec.schedule and spec.timeZone of CronJobs.
// Allowed: what robfig/cron's standard parser takes, without TZ= and CRON_TZ=, if some date matches
// it; a time zone of the database, or none; a text with a placeholder ${NAME}. Missing and null
// schedules are api/schema-valid's.

import Kubernetes

extension Rule {
  static let cronjobScheduleValid = Rule(
    id: "workload/cronjob-schedule-valid",
    title: "CronJobs have a schedule that comes round",
    severity: .error,
    presets: .ours(recommended: .deny, everything: .deny),
    subject: .kinds([.cronJob]),
    fields: ["spec.schedule", "spec.timeZone"],
    why: "The API server refuses what is no schedule, and a schedule that no date matches is never "
      + "run and never reported.",
    source:
      "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax",
    remedy: "Write minute, hour, day of month, month and day of week, as in \"0 4 * * 1-5\".",
    example: Example(
      fails: """
        apiVersion: batch/v1
        kind: CronJob
        metadata: {name: report}
        spec:
          schedule: "0 0 4 * * *"
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
        guard let spec = scope.object.node["spec"] else { return }
        if let schedule = spec["schedule"], !schedule.hasPlaceholder, let text = schedule.string {
          check(schedule: text, &findings)
        }
        guard let node = spec["timeZone"], !node.hasPlaceholder,
          let zone = node.string, let problem = TimeZoneName.problem(in: zone)
        else { return }
        findings.report(
          at: ["spec", "timeZone"],
          "\(quoted(zone)) is no time zone: \(problem.message)",
          remedy: "Name a zone of the time zone database, as in Europe/Berlin or Etc/UTC.")
      }
    })

  private static func check(schedule text: String, _ findings: inout FindingSink) {
    let path = ["spec", "schedule"]
    do throws(CronScheduleError) {
      guard try CronSchedule(parsing: text).neverFires else { return }
      findings.report(
        at: path, "no date matches the schedule \(quoted(text)): the job never runs",
        remedy: "Name a day that the month has.")
    } catch .timeZone {
      findings.report(
        at: path, "the schedule \(quoted(text)) is invalid: \(CronScheduleError.timeZone.message)",
        remedy: "Move the zone to spec.timeZone.")
    } catch {
      findings.report(at: path, "the schedule \(quoted(text)) is invalid: \(error.message)")
    }
  }
}
