// Reads spec.runtimeClassName.
// Allowed: a name that one of `allowed` matches; missing, null and empty unless `required` is set.

extension Rule {
  static let runtimeClass = Rule(
    id: "security/runtime-class",
    title: "Pods run in a runtime class that the policy names",
    severity: .error,
    presets: .untilSet,
    subject: .pods,
    fields: ["spec.runtimeClassName"],
    why: "The runtime class decides what stands between a container and the node: a kernel that "
      + "all share, or a sandbox.",
    source: "https://kubernetes.io/docs/concepts/containers/runtime-class/",
    remedy: "Set runtimeClassName to a class that the policy allows.",
    parameters: [
      Parameter(
        "allowed", .patterns, default: nil, required: true,
        "The names of the classes that pods may name."),
      Parameter(
        "required", .boolean, default: false,
        "Whether pods must name one; else the cluster's default is fine."),
    ],
    example: Example(
      fails: """
        # rules: {security/runtime-class: {action: deny, allowed: [gvisor, kata-*]}}
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          runtimeClassName: runc-debug
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """,
      passes: """
        # rules: {security/runtime-class: {action: deny, allowed: [gvisor, kata-*]}}
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          runtimeClassName: gvisor
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """),
    aliases: [Alias(.kyverno, "restrict-runtimeclass")],
    makeCheck: { parameters, _ in
      let allowed = parameters.globs("allowed")
      let isRequired = parameters.boolean("required")
      return .pod { pod, findings in
        guard let name = pod.runtimeClassName, !name.isNull, !name.isString("") else {
          if isRequired {
            findings.report(
              pod, at: ["runtimeClassName"],
              "the pod names no runtime class, which the policy requires")
          }
          return
        }
        guard name.isString, !allowed.contains(where: { $0.matches(name) }) else { return }
        findings.report(
          pod, at: ["runtimeClassName"], on: name,
          "the runtime class \(quoted(name.text)) is none that the policy allows")
      }
    })
}
