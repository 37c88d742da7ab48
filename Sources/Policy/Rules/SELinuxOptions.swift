// Pod Security Standards, baseline, from 1.0: "SELinux".
// Reads seLinuxOptions of spec.securityContext and of
//   spec.{initContainers,containers,ephemeralContainers}[*].securityContext.
// Allowed: type missing, null, empty, container_t, container_init_t, container_kvm_t, and from 1.31
// container_engine_t; user and role missing, null or empty; any level.

import Documents

extension Rule {
  static let seLinuxOptions = Rule(
    id: "pss/selinux-options",
    title: "Containers keep SELinux's protection",
    severity: .error,
    presets: .baseline(recommended: .deny),
    subject: .pods,
    fields: [
      "spec.securityContext.seLinuxOptions.{type,user,role}",
      "spec.{initContainers,containers,ephemeralContainers}[*].securityContext"
        + ".seLinuxOptions.{type,user,role}",
    ],
    why: "Another SELinux type, user or role than those for containers lifts what "
      + "separates them from the node.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    remedy: "Remove seLinuxOptions.user and role, and use a type for containers such as "
      + "container_t.",
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
                seLinuxOptions: {type: spc_t}
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
                seLinuxOptions: {type: container_t, level: "s0:c123,c456"}
        """),
    aliases: [
      Alias(.podSecurity, "seLinuxOptions"),
      Alias(.kyverno, "disallow-selinux"),
      Alias(.gatekeeper, "K8sPSPSELinuxV2"),
    ],
    makeCheck: { _, version in
      let types =
        ["container_t", "container_init_t", "container_kvm_t"]
        + (version >= KubernetesVersion(1, 31) ? ["container_engine_t"] : [])
      return .pod { pod, findings in
        check(pod.security, types) { field, what in
          findings.report(
            pod, at: ["securityContext", "seLinuxOptions", field],
            "seLinuxOptions (pod set forbidden securityContext.seLinuxOptions: \(what)): \(why)",
            fix: .remove)
        }
        for container in pod.containers {
          check(container.security, types) { field, what in
            findings.report(
              container, of: pod, at: ["securityContext", "seLinuxOptions", field],
              "seLinuxOptions (container \(container.label) set forbidden "
                + "securityContext.seLinuxOptions: \(what)): \(why)",
              fix: .remove)
          }
        }
      }
    })

  private static let why = "it lifts what separates containers from the node"

  private static func check(
    _ security: SecurityContextScope, _ types: [String],
    _ report: (_ field: String, _ what: String) -> Void
  ) {
    guard let options = security[.seLinuxOptions] else { return }
    if let type = options["type"]?.string, !type.isEmpty, !types.contains(type) {
      report("type", "type \(quoted(type))")
    }
    for field in ["user", "role"] where options[named: field]?.string?.isEmpty == false {
      report(field, "\(field) may not be set")
    }
  }
}
