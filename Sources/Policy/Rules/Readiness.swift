// Reads spec.{containers,initContainers}[*].readinessProbe, spec.restartPolicy.
// Allowed: a probe with exec, httpGet, tcpSocket or grpc on every app container and native sidecar.
// Not asked for: init containers that end, ephemeral containers, pods that run to completion, and
// Knative's kinds, whose queue proxy adds a probe of its own.

extension Rule {
  static let readiness = Rule(
    id: "probes/readiness",
    title: "Containers have a readiness probe",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    fields: ["spec.{containers,initContainers}[*].readinessProbe", "spec.restartPolicy"],
    why:
      "Without a readiness probe a pod gets traffic as soon as its process exists, and a rollout "
      + "goes on though the new version cannot serve.",
    source: "https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/",
    remedy: "Add a readinessProbe that succeeds once the container can serve requests.",
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
                  readinessProbe:
                    httpGet: {path: /ready, port: 8080}
        """),
    aliases: [
      Alias(.polaris, "readinessProbeMissing"),
      Alias(.kubeLinter, "no-readiness-probe"),
      Alias(.kubeScore, "pod-probes"),
      Alias(.kyverno, "require-pod-probes"),
      Alias(.gatekeeper, "K8sRequiredProbes"),
      Alias(.checkov, "CKV_K8S_9"),
    ],
    makeCheck: { parameters, _ in
      let onlyWithPorts = parameters.boolean(Parameter.onlyWithPorts.name)
      return .container { container, pod, findings in
        guard container.view.isLongRunning, !pod.runsToCompletion,
          !container.hasProbe(.readinessProbe)
        else { return }
        if onlyWithPorts, (container[.ports]?.count ?? 0) == 0 { return }
        if pod.object.group == "serving.knative.dev" { return }
        findings.report(
          container, of: pod, at: ["readinessProbe"],
          "container \(container.label) has no readiness probe: "
            + "it counts as ready as soon as it runs, able to serve or not")
      }
    })
}
