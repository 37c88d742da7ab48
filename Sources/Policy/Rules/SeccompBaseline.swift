// Pod Security Standards, baseline, from 1.0: "Seccomp".
// From 1.19 reads seccompProfile.type of spec.securityContext and of
//   spec.{initContainers,containers,ephemeralContainers}[*].securityContext.
// Allowed: RuntimeDefault, Localhost, no seccompProfile at all.
// Before 1.19 reads metadata.annotations: seccomp.security.alpha.kubernetes.io/pod, and
//   container.seccomp.security.alpha.kubernetes.io/NAME for each container there is.
// Allowed: runtime/default, docker/default, localhost/*, no annotation.

import Documents
import Kubernetes

extension Rule {
  static let seccompBaseline = Rule(
    id: "pss/seccomp-baseline",
    title: "Containers do not switch seccomp off",
    severity: .error,
    presets: .baseline(recommended: .deny),
    subject: .pods,
    fields: [
      "spec.securityContext.seccompProfile.type",
      "spec.{initContainers,containers,ephemeralContainers}[*].securityContext.seccompProfile.type",
      "metadata.annotations[seccomp.security.alpha.kubernetes.io/pod]",
      "metadata.annotations[container.seccomp.security.alpha.kubernetes.io/*]",
    ],
    why: "Without a seccomp profile a process may make every call of the kernel, also "
      + "those that have holes.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    remedy: "Remove the setting, or use RuntimeDefault or a Localhost profile.",
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
                seccompProfile: {type: Unconfined}
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
                seccompProfile: {type: RuntimeDefault}
        """),
    aliases: [
      Alias(.podSecurity, "seccompProfile_baseline"),
      Alias(.kyverno, "restrict-seccomp"),
      Alias(.gatekeeper, "K8sPSPSeccomp"),
      Alias(.gatekeeper, "K8sPSPSeccompV2"),
      Alias(.checkov, "CKV_K8S_31"),
    ],
    makeCheck: { _, version in
      if version < KubernetesVersion(1, 19) {
        return .pod { pod, findings in checkAnnotations(pod, &findings) }
      }
      return .pod { pod, findings in findings.reportForbiddenSeccomp(pod) }
    })

  private static let podKey = "seccomp.security.alpha.kubernetes.io/pod"
  private static let containerPrefix = "container.seccomp.security.alpha.kubernetes.io/"

  private static func checkAnnotations(_ pod: PodScope, _ findings: inout FindingSink) {
    guard let annotations = pod.template.annotations, annotations.count > 0 else { return }
    check(podKey, annotations, pod, &findings)
    for container in pod.containers {
      if let name = container.view.name {
        check(containerPrefix + name, annotations, pod, &findings)
      }
    }
  }

  private static func check(
    _ key: String, _ annotations: Node, _ pod: PodScope, _ findings: inout FindingSink
  ) {
    guard let value = annotations[named: key], let profile = value.isNull ? "" : value.string,
      profile != "runtime/default", profile != "docker/default",
      !profile.utf8.starts(with: "localhost/".utf8)
    else { return }
    findings.report(
      at: pod.template.metadataPath + ["annotations", key], on: value,
      "seccompProfile (forbidden annotation \(printable(key))=\(quoted(profile))): "
        + "it takes away what seccomp keeps the container from",
      fix: .set("runtime/default"))
  }
}
