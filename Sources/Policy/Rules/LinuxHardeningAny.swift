// Reads securityContext.{seccompProfile,appArmorProfile,seLinuxOptions} of pods and of
//   {initContainers,containers}, securityContext.capabilities.drop of containers, and the
//   annotation container.apparmor.security.beta.kubernetes.io/NAME.
// Allowed: at least one of them that restricts: a profile RuntimeDefault or Localhost, a field of
// seLinuxOptions with a value, a capability that is dropped. A container's own profile counts
// instead of the pod's.
// Not asked for: ephemeral containers, and pods for Windows, where none of them can be set.

import Documents

extension Rule {
  static let linuxHardeningAny = Rule(
    id: "security/linux-hardening-any",
    title: "Containers use at least one of the kernel's restrictions",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: [
      "spec.securityContext.{seccompProfile,appArmorProfile,seLinuxOptions}",
      "spec.{initContainers,containers}[*].securityContext"
        + ".{seccompProfile,appArmorProfile,seLinuxOptions,capabilities.drop}",
      "metadata.annotations[container.apparmor.security.beta.kubernetes.io/*]",
    ],
    why: "seccomp, AppArmor, SELinux and dropped capabilities each keep a process that was taken "
      + "over from a part of the kernel, and without any of them it has all of it.",
    source: "https://kubernetes.io/docs/concepts/security/linux-kernel-security-constraints/",
    remedy: "Set securityContext.seccompProfile.type of the pod to RuntimeDefault.",
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
      Alias(.polaris, "linuxHardening"),
      Alias(.checkov, "CKV_K8S_29"),
      Alias(.checkov, "CKV_K8S_30"),
    ],
    makeCheck: { _, _ in
      .container { container, pod, findings in
        if container.sort == .ephemeral || restrictsCapabilities(container) { return }
        if profiles.contains(where: { isProfile($0, container, pod) }) { return }
        let options =
          container.security[.seLinuxOptions] ?? pod.security[.seLinuxOptions]
        if options?.entries.contains(where: { $1.string?.isEmpty == false }) == true { return }
        if hasAppArmorAnnotation(container, pod) || pod.isWindows { return }
        findings.report(
          container, of: pod, at: ["securityContext", "seccompProfile", "type"],
          "no seccomp profile, AppArmor profile or SELinux option restricts container "
            + "\(container.label), and it drops no capability: all of the kernel is open to it",
          fix: .set("RuntimeDefault"))
      }
    })

  private static let profiles: [SecurityContextScope.Field] = [.seccompProfile, .appArmorProfile]

  private static func isProfile(
    _ field: SecurityContextScope.Field, _ container: ContainerScope, _ pod: PodScope
  ) -> Bool {
    guard let type = (container.security[field] ?? pod.security[field])?["type"] else {
      return false
    }
    return type.isString("RuntimeDefault") || type.isString("Localhost")
  }

  private static func restrictsCapabilities(_ container: ContainerScope) -> Bool {
    container.security[.capabilities]?["drop"]?.elements.contains { $0.isString } == true
  }

  /// The way of saying it before 1.30, which nodes still read.
  private static func hasAppArmorAnnotation(_ container: ContainerScope, _ pod: PodScope) -> Bool {
    guard let annotations = pod.template.annotations, annotations.count > 0,
      let name = container.view.name,
      let value = annotations[named: "container.apparmor.security.beta.kubernetes.io/" + name]
    else { return false }
    return value.isString("runtime/default") || value.hasPrefix("localhost/")
  }
}
