// Reads spec.priorityClassName.
// Allowed: a name that one of `classes` matches, the default being every name.

import Documents
import Kubernetes

extension Rule {
  static let priorityClass = Rule(
    id: "availability/priority-class",
    title: "Pods say how important they are",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: ["spec.priorityClassName"],
    why: "When nodes are full the scheduler evicts by priority, and pods without one are the first "
      + "to go.",
    source: "https://kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption/",
    remedy: "Set priorityClassName to a PriorityClass that the cluster has.",
    parameters: [
      Parameter("classes", .patterns, default: ["*"], "The PriorityClasses that pods may have.")
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {containers: [{name: web, image: web:1.4.2}]}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          priorityClassName: business-critical
          containers: [{name: web, image: web:1.4.2}]
        """),
    aliases: [
      Alias(.polaris, "priorityClassNotSet"),
      Alias(.kubeLinter, "priority-class-name"),
      Alias(.kyverno, "require-pod-priorityclassname"),
    ],
    makeCheck: { parameters, _ in
      let classes = parameters.globs("classes")
      return .pod { pod, findings in
        guard let name = pod.spec.value("priorityClassName"), !name.isString("") else {
          findings.report(
            pod, at: ["priorityClassName"],
            "the pod sets no priorityClassName: it is as important as everything else")
          return
        }
        guard let text = name.string, !classes.contains(where: { $0.matches(text) }) else { return }
        findings.report(
          pod, at: ["priorityClassName"], on: name,
          "the priorityClassName is \(quoted(text)), which the policy does not allow",
          remedy: "Name a PriorityClass that the policy allows.")
      }
    })
}
