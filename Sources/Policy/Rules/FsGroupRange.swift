// Reads spec.securityContext.{fsGroup,supplementalGroups}.
// Allowed: missing, null, numbers from `minimum` to `maximum`.

import Documents

extension Rule {
  static let fsGroupRange = Rule(
    id: "security/fs-group-range",
    title: "Pods are in groups of the policy's range only",
    severity: .warning,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: ["spec.securityContext.{fsGroup,supplementalGroups}"],
    why: "Files of volumes belong to groups, so whoever may choose any group reads the files of "
      + "others; group 0 is root's.",
    source: "https://kubernetes.io/docs/tasks/configure-pod-container/security-context/",
    remedy: "Use a group of the range that the policy allows.",
    parameters: [
      Parameter(
        "minimum", .integer(0...4_294_967_294), default: 1, "The lowest group that is allowed."),
      Parameter(
        "maximum", .integer(0...4_294_967_294), default: 4_294_967_294,
        "The highest group that is allowed."),
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          securityContext: {fsGroup: 0}
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          securityContext: {fsGroup: 10001}
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """),
    aliases: [
      Alias(.kyverno, "psp-check-supplemental-groups"),
      Alias(.gatekeeper, "K8sPSPFSGroup"),
    ],
    makeCheck: { parameters, _ in
      let minimum = parameters.integer("minimum")
      let maximum = parameters.integer("maximum")
      let isOutside = { @Sendable (group: Node) in
        group.integer.map { $0 < minimum || $0 > maximum } ?? false
      }
      return .pod { pod, findings in
        if let group = pod.security[.fsGroup], isOutside(group) {
          findings.report(
            pod, at: ["securityContext", "fsGroup"], on: group,
            "the pod's volumes belong to group \(group.text), and the policy allows "
              + "\(minimum) to \(maximum)")
        }
        guard let groups = pod.security[.supplementalGroups] else { return }
        for (position, group) in groups.elements.enumerated() where isOutside(group) {
          findings.report(
            pod, at: ["securityContext", "supplementalGroups", String(position)], on: group,
            "the pod is in group \(group.text), and the policy allows \(minimum) to \(maximum)")
        }
      }
    })
}
