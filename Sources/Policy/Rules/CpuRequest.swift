// Reads spec.{containers,initContainers}[*].resources.{requests,limits}.cpu and
//   spec.resources.{requests,limits}.cpu.
// Allowed: a request above 0. A limit counts, since the request defaults to it; so do the request
// and the limit of the pod as a whole. Not asked for: ephemeral containers, which cannot have any.

extension Rule {
  static let cpuRequest = Rule(
    id: "resources/cpu-request",
    title: "Containers request CPU",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{containers,initContainers}[*].resources.requests.cpu",
      "spec.{containers,initContainers}[*].resources.limits.cpu",
      "spec.resources",
    ],
    why:
      "The scheduler packs pods by their requests, so a container without one ends up on a full"
      + " node and "
      + "starves there.",
    source: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    remedy: "Set resources.requests.cpu to what the container uses in ordinary operation.",
    parameters: [.initContainers],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              resources:
                requests: {memory: 64Mi}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              resources:
                requests: {cpu: 50m, memory: 64Mi}
        """),
    aliases: [
      Alias(.polaris, "cpuRequestsMissing"),
      Alias(.kubeLinter, "unset-cpu-requirements"),
      Alias(.kubeScore, "container-resources"),
      Alias(.kyverno, "require-requests-limits"),
      Alias(.gatekeeper, "K8sContainerRequests"),
      Alias(.checkov, "CKV_K8S_10"),
    ],
    makeCheck: { parameters, _ in
      let initContainers = parameters.boolean(Parameter.initContainers.name)
      return .container { container, pod, findings in
        guard container.takesResources(initContainers) else { return }
        let amount = container.resources.request("cpu")
        if let amount, !amount.isZero { return }
        findings.report(
          container, of: pod, at: ["resources", "requests", "cpu"],
          amount == nil
            ? "container \(container.label) requests no CPU: it is scheduled as if it needed none"
            : "container \(container.label) requests 0 CPU: it is scheduled as if it needed none")
      }
    })
}
