// Reads spec.{containers,initContainers}[*].livenessProbe, spec.restartPolicy.
// Allowed: a probe with exec, httpGet, tcpSocket or grpc on every app container and native sidecar.
// Not asked for: init containers that end, ephemeral containers, pods that run to completion (Jobs,
// CronJobs, restartPolicy Never or OnFailure).

extension Rule {
  static let liveness = Rule(
    id: "probes/liveness",
    title: "Containers have a liveness probe",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: ["spec.{containers,initContainers}[*].livenessProbe", "spec.restartPolicy"],
    why: "Without a liveness probe a process that hangs stays up until somebody notices.",
    source: "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
    remedy: "Add a livenessProbe that asks the process itself and none of its dependencies.",
    parameters: [.onlyWithPorts],
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app}
        spec:
          selector: {matchLabels: {app: app}}
          template:
            metadata: {labels: {app: app}}
            spec:
              containers:
                - name: app
                  image: registry.example.com/app:1.4.2
        """,
      passes: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: app}
        spec:
          selector: {matchLabels: {app: app}}
          template:
            metadata: {labels: {app: app}}
            spec:
              containers:
                - name: app
                  image: registry.example.com/app:1.4.2
                  livenessProbe:
                    httpGet: {path: /live, port: 8080}
        """),
    aliases: [
      Alias(.polaris, "livenessProbeMissing"),
      Alias(.kubeLinter, "no-liveness-probe"),
      Alias(.kubeScore, "pod-probes"),
      Alias(.kyverno, "require-pod-probes"),
      Alias(.gatekeeper, "K8sRequiredProbes"),
      Alias(.checkov, "CKV_K8S_8"),
    ],
    makeCheck: { parameters, _ in
      let onlyWithPorts = parameters.boolean(Parameter.onlyWithPorts.name)
      return .container { container, pod, findings in
        guard container.view.isLongRunning, !pod.runsToCompletion,
          !container.hasProbe(.livenessProbe)
        else { return }
        if onlyWithPorts, (container[.ports]?.count ?? 0) == 0 { return }
        findings.report(
          container, of: pod, at: ["livenessProbe"],
          "container \(container.label) has no liveness probe: "
            + "if it hangs, nothing restarts it")
      }
    })
}

extension Parameter {
  /// Shared by the rules about missing probes.
  static let onlyWithPorts = Parameter(
    "onlyWithPorts", .boolean, default: false,
    "Whether only containers that declare a port are asked for the probe.")
}

extension ContainerScope {
  /// Whether a probe has a handler: one that has none probes nothing, and the API refuses it.
  func hasProbe(_ field: Field) -> Bool {
    guard let probe = self[field], probe.isMapping else { return false }
    for (key, value) in probe.entries where !value.isNull {
      if key.textEquals("httpGet") || key.textEquals("exec") || key.textEquals("tcpSocket")
        || key.textEquals("grpc")
      {
        return true
      }
    }
    return false
  }
}
