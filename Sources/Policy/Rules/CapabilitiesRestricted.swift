// Pod Security Standards, restricted, from 1.22: "Capabilities".
// Reads spec.{initContainers,containers,ephemeralContainers}[*].securityContext.capabilities.{add,
//   drop}, and from 1.25 spec.os.name.
// Allowed: drop with ALL in it; add empty or NET_BIND_SERVICE alone; written exactly so. From 1.25
// pods with spec.os.name "windows" are exempt.

import Documents

extension Rule {
  static let capabilitiesRestricted = Rule(
    id: "pss/capabilities-restricted",
    title: "Containers drop all capabilities",
    severity: .error,
    presets: .restricted(recommended: .warn),
    subject: .pods,
    fields: [
      "spec.{initContainers,containers,ephemeralContainers}[*].securityContext"
        + ".capabilities.{add,drop}",
      "spec.os.name",
    ],
    why: "Nearly no program needs a capability, and those that containers have by "
      + "default help whoever breaks out.",
    source: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted",
    remedy: "Set securityContext.capabilities.drop to [ALL] and add at most "
      + "NET_BIND_SERVICE.",
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
                capabilities:
                  drop: [ALL]
                  add: [NET_BIND_SERVICE]
        """),
    aliases: [
      Alias(.podSecurity, "capabilities_restricted"),
      Alias(.polaris, "insecureCapabilities"),
      Alias(.kubeLinter, "drop-net-raw-capability"),
      Alias(.kyverno, "disallow-capabilities-strict"),
      Alias(.kyverno, "drop-all-capabilities"),
      Alias(.kyverno, "drop-cap-net-raw"),
      Alias(.gatekeeper, "K8sPSPCapabilities"),
      Alias(.checkov, "CKV_K8S_28"),
      Alias(.checkov, "CKV_K8S_37"),
    ],
    replaces: "pss/capabilities-baseline",
    makeCheck: { _, version in
      if version < KubernetesVersion(1, 22) { return nil }
      let exemptsWindows = version >= KubernetesVersion(1, 25)
      return .container { container, pod, findings in
        if exemptsWindows, pod.namesWindows { return }
        let capabilities = container.security[.capabilities]
        if let added = capabilities?["add"] {
          for (position, capability) in added.elements.enumerated()
          where !capability.isString("NET_BIND_SERVICE") {
            findings.report(
              container, of: pod, at: ["securityContext", "capabilities", "add", String(position)],
              on: capability,
              "unrestricted capabilities (\(container.mustNotAdd(capability))): "
                + "only NET_BIND_SERVICE may be added")
          }
        }
        if capabilities?["drop"]?.elements.contains(where: { $0.isString("ALL") }) == true {
          return
        }
        findings.report(
          container, of: pod, at: ["securityContext", "capabilities", "drop"],
          "unrestricted capabilities (container \(container.label) must set "
            + "securityContext.capabilities.drop=[\"ALL\"]): it keeps capabilities of root",
          fix: .set(["ALL"]))
      }
    })
}
