// Reads spec.{containers,initContainers}[*].resources.{requests,limits}.memory and
//   spec.resources.{requests,limits}.memory.
// Allowed: a request above 0. A limit counts, since the request defaults to it; so do the request
// and the limit of the pod as a whole. Not asked for: ephemeral containers, which cannot have any.

extension Rule {
  static let memoryRequest = Rule(
    id: "resources/memory-request",
    title: "Containers request memory",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{containers,initContainers}[*].resources.requests.memory",
      "spec.{containers,initContainers}[*].resources.limits.memory",
      "spec.resources",
    ],
    why:
      "A container that uses more memory than it requests is among the first to be evicted when"
      + " its node "
      + "runs short.",
    source: "https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/",
    remedy: "Set resources.requests.memory to what the container uses in ordinary operation.",
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
                requests: {cpu: 50m}
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
      Alias(.polaris, "memoryRequestsMissing"),
      Alias(.kubeScore, "container-resources"),
      Alias(.kyverno, "require-requests-limits"),
      Alias(.gatekeeper, "K8sContainerRequests"),
      Alias(.checkov, "CKV_K8S_12"),
    ],
    makeCheck: { parameters, _ in
      let initContainers = parameters.boolean(Parameter.initContainers.name)
      return .container { container, pod, findings in
        guard container.takesResources(initContainers) else { return }
        let amount = container.resources.request("memory")
        if let amount, !amount.isZero { return }
        findings.report(
          container, of: pod, at: ["resources", "requests", "memory"],
          amount == nil
            ? "container \(container.label) requests no memory: "
              + "it is evicted first when the node runs short"
            : "container \(container.label) requests 0 memory: "
              + "it is evicted first when the node runs short")
      }
    })
}
