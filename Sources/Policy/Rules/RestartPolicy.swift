// Reads spec.restartPolicy of pod templates.
// Allowed: OnFailure and Never for Jobs and what makes them, which must say it, since the default
// is Always; Always, missing, null and empty for Deployments, StatefulSets, DaemonSets, ReplicaSets
// and ReplicationControllers. Pods may have each of the three, and other kinds are not judged.

import Documents
import Kubernetes

extension Rule {
  static let restartPolicy = Rule(
    id: "workload/restart-policy",
    title: "Pods are restarted as their workload demands",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    fields: ["spec.restartPolicy"],
    why: "The API server refuses a Job that does not say OnFailure or Never, and a Deployment that "
      + "says one of them.",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#restart-policy",
    remedy: "Set restartPolicy of the pod template to OnFailure, or to Never to keep failed pods.",
    fix: .safe,
    example: Example(
      fails: """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: import}
        spec:
          template:
            spec:
              containers: [{name: import, image: import:1.4.2}]
        """,
      passes: """
        apiVersion: batch/v1
        kind: Job
        metadata: {name: import}
        spec:
          template:
            spec:
              restartPolicy: Never
              containers: [{name: import, image: import:1.4.2}]
        """),
    aliases: [
      Alias(.kubeLinter, "restart-policy"),
      Alias(.kubeScore, "cronjob-restartpolicy"),
    ],
    makeCheck: { _, _ in
      .pod { pod, findings in
        let object = pod.object
        let policy = pod.spec["restartPolicy"].flatMap { $0.isNull || $0.isString("") ? nil : $0 }
        if policy?.hasPlaceholder == true { return }
        switch (object.group, object.kind) {
        case ("batch", "Job"), ("batch", "CronJob"), ("keda.sh", "ScaledJob"),
          ("jobset.x-k8s.io", "JobSet"):
          check(job: pod, policy, &findings)
        case ("apps", "Deployment"), ("apps", "StatefulSet"), ("apps", "DaemonSet"),
          ("apps", "ReplicaSet"), ("", "ReplicationController"):
          guard let policy, policy.isString, !policy.isString("Always") else { return }
          findings.report(
            pod, at: ["restartPolicy"], on: policy,
            "the restartPolicy is \(quoted(policy.text)), and a \(object.kind) allows only Always",
            remedy: "Remove restartPolicy, or make a Job of it.", fix: .set("Always"))
        case ("", "Pod"):
          guard let policy, let text = policy.string,
            text != "Always", text != "OnFailure", text != "Never"
          else { return }
          findings.report(
            pod, at: ["restartPolicy"], on: policy,
            "the restartPolicy is \(quoted(policy.text)), which is none",
            remedy: "Write Always, OnFailure or Never.")
        default: return
        }
      }
    })

  private static func check(job pod: PodScope, _ policy: Node?, _ findings: inout FindingSink) {
    guard let policy else {
      // Without an image it is a fragment of a patch.
      guard pod.containers.contains(where: { $0[.image] != nil }) else { return }
      findings.report(
        pod, at: ["restartPolicy"],
        "the pod template sets no restartPolicy, which means Always, and a Job allows only "
          + "OnFailure or Never")
      return
    }
    guard policy.isString, !policy.isString("OnFailure"), !policy.isString("Never") else { return }
    findings.report(
      pod, at: ["restartPolicy"],
      "the restartPolicy is \(quoted(policy.text)), and a Job allows only OnFailure or Never")
  }
}
