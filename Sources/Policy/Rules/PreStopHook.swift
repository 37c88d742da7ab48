// Reads spec.{containers,initContainers}[*].lifecycle.preStop and ports, and spec.restartPolicy.
// Allowed: a hook with exec, httpGet or sleep. Not asked for: containers without ports unless
// `onlyWithPorts` is false, init containers that end, ephemeral containers, and pods that run to
// completion.

import Documents
import Kubernetes

extension Rule {
  static let preStopHook = Rule(
    id: "workload/pre-stop-hook",
    title: "Containers serve on until nobody sends them requests",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: ["spec.{containers,initContainers}[*].lifecycle.preStop"],
    why: "A pod is told to stop while it is being taken out of the endpoints, and a program that "
      + "stops at once refuses requests that are still on their way.",
    source:
      "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination-flow",
    remedy: "Add a preStop hook that sleeps for some seconds.",
    parameters: [
      Parameter(
        "onlyWithPorts", .boolean, default: true,
        "Whether only containers that declare a port are asked for the hook.")
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
            - name: web
              image: web:1.4.2
              ports: [{containerPort: 8080}]
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          containers:
            - name: web
              image: web:1.4.2
              ports: [{containerPort: 8080}]
              lifecycle: {preStop: {sleep: {seconds: 5}}}
        """),
    makeCheck: { parameters, _ in
      let onlyWithPorts = parameters.boolean("onlyWithPorts")
      return .container { container, pod, findings in
        guard container.view.isLongRunning, !pod.runsToCompletion,
          !onlyWithPorts || (container[.ports]?.count ?? 0) > 0
        else { return }
        if let hook = container[.lifecycle, "preStop"],
          hook.value("exec") != nil || hook.value("httpGet") != nil || hook.value("sleep") != nil
        {
          return
        }
        findings.report(
          container, of: pod, at: ["lifecycle", "preStop"],
          "container \(container.label) has no preStop hook: it is stopped while requests are on "
            + "their way to it")
      }
    })
}
