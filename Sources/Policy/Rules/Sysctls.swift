// Pod Security Standards, baseline, from 1.0: "Sysctls".
// Reads spec.securityContext.sysctls[*].name.
// Allowed: what is in the table below, from the version that stands there.

import Documents

extension Rule {
  static let sysctls = Rule(
    id: "pss/sysctls",
    title: "Pods set only sysctls that are safe",
    severity: .error,
    presets: .baseline(recommended: .deny),
    subject: .pods,
    fields: [
      "spec.securityContext.sysctls[*].name"
    ],
    why: "A sysctl outside of the safe set changes the kernel for all pods of the node, "
      + "or switches a protection off.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    remedy: "Remove the sysctl, or set it on the nodes that need it.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          securityContext:
            sysctls:
              - {name: kernel.msgmax, value: "65536"}
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
            sysctls:
              - {name: net.ipv4.tcp_syncookies, value: "1"}
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """),
    aliases: [
      Alias(.podSecurity, "sysctls"),
      Alias(.kubeLinter, "unsafe-sysctls"),
      Alias(.kyverno, "restrict-sysctls"),
      Alias(.gatekeeper, "K8sPSPForbiddenSysctls"),
    ],
    makeCheck: { _, version in
      let allowed = safe.filter { version >= $0.since }.flatMap(\.names)
      return .pod { pod, findings in
        guard let sysctls = pod.security[.sysctls] else { return }
        for (position, sysctl) in sysctls.elements.enumerated() {
          let name = sysctl["name"]
          if let name, allowed.contains(where: { name.isString($0) }) { continue }
          findings.report(
            pod, at: ["securityContext", "sysctls", String(position), "name"], on: name ?? sysctl,
            "forbidden sysctls (\(printable(name?.string ?? ""))): "
              + "it is not among those that touch nothing but the pod")
        }
      }
    })

  private static let safe: [(since: KubernetesVersion, names: [String])] = [
    (
      KubernetesVersion(1, 0),
      [
        "kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies",
        "net.ipv4.ping_group_range", "net.ipv4.ip_unprivileged_port_start",
      ]
    ),
    (KubernetesVersion(1, 27), ["net.ipv4.ip_local_reserved_ports"]),
    (
      KubernetesVersion(1, 29),
      [
        "net.ipv4.tcp_keepalive_time", "net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
      ]
    ),
    (KubernetesVersion(1, 32), ["net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"]),
    (
      KubernetesVersion(1, 37),
      ["net.ipv4.tcp_slow_start_after_idle", "net.ipv4.tcp_notsent_lowat"]
    ),
  ]
}
