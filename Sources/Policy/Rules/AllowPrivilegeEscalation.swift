// Pod Security Standards, restricted, from 1.8: "Privilege Escalation".
// Reads spec.{initContainers,containers,ephemeralContainers}[*].securityContext
//   .allowPrivilegeEscalation, and from 1.25 spec.os.name.
// Allowed: false. From 1.25 pods with spec.os.name "windows" are exempt: the field cannot be set
// there.

extension Rule {
  static let allowPrivilegeEscalation = Rule(
    id: "pss/allow-privilege-escalation",
    title: "Containers cannot gain privileges",
    severity: .error,
    presets: .restricted(recommended: .warn),
    subject: .pods,
    fields: [
      "spec.{initContainers,containers,ephemeralContainers}[*]"
        + ".securityContext.allowPrivilegeEscalation",
      "spec.os.name",
    ],
    why: "Unless it is forbidden, a process can gain more privileges than its parent through "
      + "set-user-ID programs in the image.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    remedy: "Set securityContext.allowPrivilegeEscalation to false on the container.",
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
              securityContext:
                allowPrivilegeEscalation: false
        """),
    aliases: [
      Alias(.podSecurity, "allowPrivilegeEscalation"),
      Alias(.polaris, "privilegeEscalationAllowed"),
      Alias(.kubeLinter, "privilege-escalation-container"),
      Alias(.kyverno, "disallow-privilege-escalation"),
      Alias(.gatekeeper, "K8sPSPAllowPrivilegeEscalationContainer"),
      Alias(.checkov, "CKV_K8S_20"),
    ],
    makeCheck: { _, version in
      if version < KubernetesVersion(1, 8) { return nil }
      let exemptsWindows = version >= KubernetesVersion(1, 25)
      return .container { container, pod, findings in
        if exemptsWindows, pod.namesWindows { return }
        if container.security[.allowPrivilegeEscalation]?.boolean == false { return }
        findings.report(
          container, of: pod, at: ["securityContext", "allowPrivilegeEscalation"],
          "allowPrivilegeEscalation != false (container \(container.label) must set "
            + "securityContext.allowPrivilegeEscalation=false): its processes could gain more "
            + "privileges than they start with",
          fix: needsEscalation(container) ? nil : .set(false))
      }
    })

  /// Whether the API server refuses `allowPrivilegeEscalation: false` beside what is there.
  private static func needsEscalation(_ container: ContainerScope) -> Bool {
    if container.security[.privileged]?.boolean == true { return true }
    guard let added = container.security[.capabilities]?["add"] else { return false }
    return added.elements.contains { $0.isString("SYS_ADMIN") || $0.isString("CAP_SYS_ADMIN") }
  }
}
