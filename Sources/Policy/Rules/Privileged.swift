// Pod Security Standards, baseline, from 1.0: "Privileged Containers".
// Reads spec.{initContainers,containers,ephemeralContainers}[*].securityContext.privileged.
// Allowed: missing, null, false.

extension Rule {
  static let privileged = Rule(
    id: "pss/privileged",
    title: "Containers are not privileged",
    severity: .error,
    presets: .baseline(recommended: .deny),
    subject: .pods,
    fields: ["spec.{initContainers,containers,ephemeralContainers}[*].securityContext.privileged"],
    why: "A privileged container has nearly all the power of root on the node.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    remedy: "Set securityContext.privileged to false and add the one capability that is needed.",
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
                privileged: true
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
                privileged: false
        """),
    aliases: [
      Alias(.podSecurity, "privileged"),
      Alias(.polaris, "runAsPrivileged"),
      Alias(.kubeLinter, "privileged-container"),
      Alias(.kubeScore, "container-security-context-privileged"),
      Alias(.kyverno, "disallow-privileged-containers"),
      Alias(.gatekeeper, "K8sPSPPrivilegedContainer"),
      Alias(.checkov, "CKV_K8S_16"),
    ],
    makeCheck: { _, _ in
      .container { container, pod, findings in
        guard container.security[.privileged]?.boolean == true else { return }
        findings.report(
          container, of: pod, at: ["securityContext", "privileged"],
          "privileged (container \(container.label) must not set securityContext.privileged=true): "
            + "it would have nearly all the power of root on the node",
          fix: .set(false))
      }
    })
}
