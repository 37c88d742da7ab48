// Pod Security Standards, restricted, from 1.23: "Running as Non-root user".
// Reads spec.securityContext.runAsUser, spec.{initContainers,containers,ephemeralContainers}[*]
//   .securityContext.runAsUser, and from 1.35 spec.hostUsers.
// Allowed: missing, null, any number but 0. From 1.35 pods with hostUsers: false are exempt.

extension Rule {
  static let runAsUser = Rule(
    id: "pss/run-as-user",
    title: "Containers must not set the user ID 0",
    severity: .error,
    presets: .restricted(recommended: .warn),
    subject: .pods,
    fields: [
      "spec.securityContext.runAsUser",
      "spec.{initContainers,containers,ephemeralContainers}[*].securityContext.runAsUser",
      "spec.hostUsers",
    ],
    why: "User ID 0 is root, whatever the image says.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    remedy: "Remove runAsUser so that the image's user counts, or set it to the number of a user "
      + "other than root.",
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
              securityContext:
                runAsUser: 0
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              securityContext:
                runAsUser: 10001
        """),
    aliases: [
      Alias(.podSecurity, "runAsUser"),
      Alias(.polaris, "runAsRootAllowed"),
      Alias(.kubeLinter, "run-as-non-root"),
      Alias(.kubeScore, "container-security-context-user-group-id"),
      Alias(.kyverno, "require-run-as-non-root-user"),
      Alias(.gatekeeper, "K8sPSPAllowedUsers"),
      Alias(.checkov, "CKV_K8S_23"),
    ],
    makeCheck: { _, version in
      if version < KubernetesVersion(1, 23) { return nil }
      let exemptsOwnUsers = version >= KubernetesVersion(1, 35)
      return .pod { pod, findings in
        if exemptsOwnUsers, pod.hasOwnUsers { return }
        if pod.security[.runAsUser]?.integer == 0 {
          findings.report(
            pod, at: ["securityContext", "runAsUser"],
            "runAsUser=0 (pod must not set runAsUser=0): its containers run as root",
            fix: .remove)
        }
        for container in pod.containers
        where container.security[.runAsUser]?.integer == 0 {
          findings.report(
            container, of: pod, at: ["securityContext", "runAsUser"],
            "runAsUser=0 (container \(container.label) must not set runAsUser=0): it runs as root",
            fix: .remove)
        }
      }
    })
}
