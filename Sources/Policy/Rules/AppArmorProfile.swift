// Pod Security Standards, baseline, from 1.0: "AppArmor".
// Reads metadata.annotations with the prefix container.apparmor.security.beta.kubernetes.io/, and
//   appArmorProfile.type of spec.securityContext and of
//   spec.{initContainers,containers,ephemeralContainers}[*].securityContext.
// Allowed: as annotation empty, runtime/default, localhost/*; as field RuntimeDefault, Localhost,
// no appArmorProfile at all. Both are judged at every version, since upstream does.

import Documents
import Kubernetes

extension Rule {
  static let appArmorProfile = Rule(
    id: "pss/apparmor-profile",
    title: "Containers keep AppArmor's protection",
    severity: .error,
    presets: .baseline(recommended: .deny),
    subject: .pods,
    fields: [
      "metadata.annotations[container.apparmor.security.beta.kubernetes.io/*]",
      "spec.securityContext.appArmorProfile.type",
      "spec.{initContainers,containers,ephemeralContainers}[*].securityContext"
        + ".appArmorProfile.type",
    ],
    why: "AppArmor's default profile keeps a process from parts of the kernel that "
      + "containers do not need.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    remedy: "Remove the setting, or use RuntimeDefault or a Localhost profile (as an "
      + "annotation: runtime/default or localhost/NAME).",
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
                appArmorProfile: {type: Unconfined}
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
                appArmorProfile: {type: RuntimeDefault}
        """),
    aliases: [
      Alias(.podSecurity, "appArmorProfile"),
      Alias(.kyverno, "restrict-apparmor-profiles"),
      Alias(.gatekeeper, "K8sPSPAppArmor"),
    ],
    makeCheck: { _, _ in
      .pod { pod, findings in
        checkAnnotations(pod, &findings)
        if let type = forbiddenType(pod.security) {
          findings.report(
            pod, at: place, "\(reason) (pod must not set AppArmor profile type to \(type)): \(why)",
            fix: .set("RuntimeDefault"))
        }
        for container in pod.containers {
          guard let type = forbiddenType(container.security) else { continue }
          findings.report(
            container, of: pod, at: place,
            "\(reason) (container \(container.label) must not set AppArmor profile type to "
              + "\(type)): \(why)",
            fix: .set("RuntimeDefault"))
        }
      }
    })

  private static let prefix = "container.apparmor.security.beta.kubernetes.io/"
  private static let place = ["securityContext", "appArmorProfile", "type"]
  private static let reason = "forbidden AppArmor profile"
  private static let why = "it takes away what AppArmor keeps the container from"

  private static func checkAnnotations(_ pod: PodScope, _ findings: inout FindingSink) {
    guard let annotations = pod.template.annotations else { return }
    for (key, value) in annotations.entries where key.hasPrefix(prefix) {
      guard let profile = value.string, !profile.isEmpty, profile != "runtime/default",
        !profile.utf8.starts(with: "localhost/".utf8)
      else { continue }
      findings.report(
        at: pod.template.metadataPath + ["annotations", key.text], on: value,
        "\(reason) (annotation must not set AppArmor profile type to "
          + "\(quoted("\(key.text)=\(profile)"))): \(why)",
        fix: .set("runtime/default"))
    }
  }

  /// The type in quotes where it is forbidden. A profile without a type has the empty one.
  private static func forbiddenType(_ security: SecurityContextScope) -> String? {
    guard let profile = security[.appArmorProfile] else { return nil }
    let type = profile["type"]
    if let type, type.isString("RuntimeDefault") || type.isString("Localhost") { return nil }
    return quoted(type?.string ?? "")
  }
}
