// Pod Security Standards, restricted, from 1.35: "/proc Mount Type"; before that the rule of the
// level baseline said the same.
// Reads spec.{initContainers,containers,ephemeralContainers}[*].securityContext.procMount.
// Allowed: missing, null, Default.

extension Rule {
  static let procMountRestricted = Rule(
    id: "pss/proc-mount-restricted",
    title: "Containers keep the masks of /proc, also with users of their own",
    severity: .error,
    presets: .restricted(recommended: .warn),
    subject: .pods,
    fields: [
      "spec.{initContainers,containers,ephemeralContainers}[*].securityContext.procMount"
    ],
    why: "Without its masks /proc shows settings of the node's kernel, even to a pod "
      + "with a user namespace of its own.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    remedy: "Remove procMount, or set it to Default.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          hostUsers: false
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
          hostUsers: false
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              securityContext:
                procMount: Default
        """),
    aliases: [
      Alias(.podSecurity, "procMount_restricted")
    ],
    replaces: "pss/proc-mount",
    makeCheck: { _, version in
      if version < KubernetesVersion(1, 35) { return nil }
      return .container { container, pod, findings in
        findings.reportProcMount(container, of: pod)
      }
    })
}
