// Reads spec.ttlSecondsAfterFinished of Jobs.
// Allowed: 0 and more, up to `maximum`. Not asked for: Jobs that somebody else removes, which are
// those with an owner (a CronJob keeps a history) and hooks with a policy of deletion.

import Kubernetes

extension Rule {
  static let jobTtl = Rule(
    id: "workload/job-ttl",
    title: "Finished Jobs are removed",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.job]),
    fields: ["spec.ttlSecondsAfterFinished"],
    why: "A finished Job and its pods stay for ever, and thousands of them slow the control plane.",
    source: "https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/",
    remedy: "Set ttlSecondsAfterFinished to how long the Job and its logs are of use.",
    parameters: [
      Parameter(
        "maximum", .integer(0...2_147_483_647), default: 2_147_483_647,
        "How many seconds a finished Job may stay.")
    ],
    example: Example(
      fails: """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: import}
        spec:
          template:
            spec:
              restartPolicy: Never
              containers: [{name: import, image: import:1.4.2}]
        """,
      passes: """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: import}
        spec:
          ttlSecondsAfterFinished: 86400
          template:
            spec:
              restartPolicy: Never
              containers: [{name: import, image: import:1.4.2}]
        """),
    aliases: [
      Alias(.kubeLinter, "job-ttl-seconds-after-finished"),
      Alias(.kyverno, "add-ttl-jobs"),
    ],
    makeCheck: { parameters, _ in
      let maximum = parameters.integer("maximum")
      return .object { scope, findings in
        let object = scope.object
        guard let spec = object.node["spec"], spec.isMapping,
          !object.hasOwner, !object.isRemovedHook
        else { return }
        let path = ["spec", "ttlSecondsAfterFinished"]
        guard let ttl = spec["ttlSecondsAfterFinished"], !ttl.isNull else {
          findings.report(
            at: path, "the Job sets no ttlSecondsAfterFinished: once finished, it stays for ever")
          return
        }
        guard let seconds = ttl.integer, seconds > maximum else { return }
        findings.report(
          at: path,
          "the finished Job stays for \(seconds) s, and the policy allows at most \(maximum) s")
      }
    })
}

extension KubernetesObject {
  /// Whether another object made this one and removes it.
  var hasOwner: Bool { (metadata?["ownerReferences"]?.count ?? 0) > 0 }

  /// Whether it is a hook of Helm or Argo CD.
  var isHook: Bool {
    annotation("helm.sh/hook") != nil || annotation("argocd.argoproj.io/hook") != nil
  }

  /// Whether it is a hook that Helm or Argo CD removes. Helm does so before the next run where
  /// nothing is said.
  var isRemovedHook: Bool {
    annotation("helm.sh/hook") != nil
      || annotation("argocd.argoproj.io/hook") != nil
        && annotation("argocd.argoproj.io/hook-delete-policy") != nil
  }
}
