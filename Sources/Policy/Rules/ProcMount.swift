// Pod Security Standards, baseline, from 1.0: "/proc Mount Type".
// Reads spec.{initContainers,containers,ephemeralContainers}[*].securityContext.procMount, and from
//   1.35 spec.hostUsers.
// Allowed: missing, null, Default. From 1.35 pods with hostUsers: false are exempt.

extension Rule {
  static let procMount = Rule(
    id: "pss/proc-mount",
    title: "Containers keep the masks of /proc",
    severity: .error,
    presets: .baseline(recommended: .deny),
    subject: .pods,
    fields: [
      "spec.{initContainers,containers,ephemeralContainers}[*].securityContext.procMount",
      "spec.hostUsers",
    ],
    why: "Without its masks /proc shows and changes settings of the node's kernel.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    remedy: "Remove procMount, or set it to Default.",
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
                procMount: Unmasked
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
                procMount: Default
        """),
    aliases: [
      Alias(.podSecurity, "procMount"),
      Alias(.polaris, "procMount"),
      Alias(.kubeLinter, "unsafe-proc-mount"),
      Alias(.kyverno, "disallow-proc-mount"),
      Alias(.gatekeeper, "K8sPSPProcMount"),
    ],
    makeCheck: { _, version in
      let exemptsOwnUsers = version >= KubernetesVersion(1, 35)
      return .container { container, pod, findings in
        if exemptsOwnUsers, pod.hasOwnUsers { return }
        findings.reportProcMount(container, of: pod)
      }
    })
}
