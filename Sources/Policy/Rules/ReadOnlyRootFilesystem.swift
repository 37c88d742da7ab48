// Reads spec.{initContainers,containers}[*].securityContext.readOnlyRootFilesystem, spec.os.name
//   and spec.nodeSelector.
// Allowed: true; everything in pods for Windows, where the field cannot be set.
// Not asked for: ephemeral containers, which are for looking around and leave nothing behind.

extension Rule {
  static let readOnlyRootFilesystem = Rule(
    id: "security/read-only-root-filesystem",
    title: "Containers cannot write to their image's files",
    severity: .warning,
    presets: .ours(recommended: .audit, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{initContainers,containers}[*].securityContext.readOnlyRootFilesystem",
      "spec.os.name", "spec.nodeSelector",
    ],
    why: "Whoever gets into a container that can write to its own files can put programs there "
      + "and change those that run.",
    source: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
    remedy: "Set securityContext.readOnlyRootFilesystem to true, and mount an emptyDir wherever "
      + "the program writes.",
    parameters: [.initContainers],
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              securityContext: {readOnlyRootFilesystem: true}
              volumeMounts:
                - {name: tmp, mountPath: /tmp}
          volumes:
            - {name: tmp, emptyDir: {sizeLimit: 64Mi}}
        """),
    aliases: [
      Alias(.polaris, "notReadOnlyRootFilesystem"),
      Alias(.kubeLinter, "no-read-only-root-fs"),
      Alias(.kubeScore, "container-security-context-readonlyrootfilesystem"),
      Alias(.kyverno, "require-ro-rootfs"),
      Alias(.gatekeeper, "K8sPSPReadOnlyRootFilesystem"),
      Alias(.checkov, "CKV_K8S_22"),
    ],
    makeCheck: { parameters, _ in
      let initContainers = parameters.boolean(Parameter.initContainers.name)
      return .container { container, pod, findings in
        guard container.takesResources(initContainers) else { return }
        let value = container.security[.readOnlyRootFilesystem]
        if value?.boolean == true || pod.isWindows { return }
        findings.report(
          container, of: pod, at: ["securityContext", "readOnlyRootFilesystem"],
          value == nil
            ? "container \(container.label) does not say that its files are read-only: "
              + "a process in it can change the programs of the image"
            : "container \(container.label) can write to its image's files: "
              + "a process in it can change the programs of the image",
          fix: .set(true))
      }
    })
}
