// Pod Security Standards, baseline, from 1.0: "Capabilities".
// Reads spec.{initContainers,containers,ephemeralContainers}[*].securityContext.capabilities.add.
// Allowed: the thirteen below, which the container runtimes give by default, written exactly so.
// NET_RAW is not among them.

import Documents

extension Rule {
  static let capabilitiesBaseline = Rule(
    id: "pss/capabilities-baseline",
    title: "Containers add no capability beyond the default ones",
    severity: .error,
    presets: .baseline(recommended: .deny),
    subject: .pods,
    fields: [
      "spec.{initContainers,containers,ephemeralContainers}[*].securityContext.capabilities.add"
    ],
    why: "A capability beyond those that a container has by default is a part of the "
      + "power of root on the node.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    remedy: "Remove the capability from securityContext.capabilities.add.",
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
                capabilities:
                  add: [SYS_ADMIN]
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
                capabilities:
                  add: [NET_BIND_SERVICE]
        """),
    aliases: [
      Alias(.podSecurity, "capabilities_baseline"),
      Alias(.polaris, "dangerousCapabilities"),
      Alias(.kyverno, "disallow-capabilities"),
      Alias(.gatekeeper, "K8sPSPCapabilities"),
      Alias(.checkov, "CKV_K8S_25"),
      Alias(.checkov, "CKV_K8S_39"),
    ],
    makeCheck: { _, _ in
      .container { container, pod, findings in
        guard let added = container.security[.capabilities]?["add"] else { return }
        for (position, capability) in added.elements.enumerated()
        where !allowed.contains(where: { capability.isString($0) }) {
          findings.report(
            container, of: pod, at: ["securityContext", "capabilities", "add", String(position)],
            on: capability,
            "non-default capabilities (\(container.mustNotAdd(capability))): "
              + "it is more than containers have by default")
        }
      }
    })

  private static let allowed = [
    "AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
    "NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
  ]
}
