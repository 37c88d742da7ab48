// Pod Security Standards, restricted, from 1.19: "Seccomp".
// Reads seccompProfile.type of spec.securityContext and of
//   spec.{initContainers,containers,ephemeralContainers}[*].securityContext, and from 1.25
//   spec.os.name.
// Allowed: RuntimeDefault or Localhost on the pod, or on each container; a container's own word may
// be missing where the pod's is there. From 1.25 pods with spec.os.name "windows" are exempt.

import Documents

extension Rule {
  static let seccompRestricted = Rule(
    id: "pss/seccomp-restricted",
    title: "Containers ask for a seccomp profile",
    severity: .error,
    presets: .restricted(recommended: .warn),
    subject: .pods,
    fields: [
      "spec.securityContext.seccompProfile.type",
      "spec.{initContainers,containers,ephemeralContainers}[*].securityContext.seccompProfile.type",
      "spec.os.name",
    ],
    why: "Unless a pod asks for a seccomp profile it runs without one on nodes that do "
      + "not set it by default.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    remedy: "Set securityContext.seccompProfile.type to RuntimeDefault on the pod.",
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
          securityContext:
            seccompProfile: {type: RuntimeDefault}
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """),
    aliases: [
      Alias(.podSecurity, "seccompProfile_restricted"),
      Alias(.kubeScore, "container-seccomp-profile"),
      Alias(.kyverno, "restrict-seccomp-strict"),
      Alias(.gatekeeper, "K8sPSPSeccompV2"),
      Alias(.checkov, "CKV_K8S_31"),
    ],
    replaces: "pss/seccomp-baseline",
    makeCheck: { _, version in
      if version < KubernetesVersion(1, 19) { return nil }
      let exemptsWindows = version >= KubernetesVersion(1, 25)
      return .pod { pod, findings in
        if exemptsWindows, pod.namesWindows { return }
        findings.reportForbiddenSeccomp(pod)
        if pod.security[.seccompProfile] != nil { return }
        for container in pod.containers where container.security[.seccompProfile] == nil {
          findings.report(
            container, of: pod, at: ["securityContext", "seccompProfile", "type"],
            "seccompProfile (pod or container \(container.label) must set "
              + "securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\"): "
              + "it may make every call of the kernel",
            fix: .set("RuntimeDefault"))
        }
      }
    })
}
