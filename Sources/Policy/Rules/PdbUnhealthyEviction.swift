// Reads spec.unhealthyPodEvictionPolicy of PodDisruptionBudgets of policy/v1, on by default from
// 1.27.
// Allowed: AlwaysAllow; IfHealthyBudget, since somebody chose it.

import Kubernetes

extension Rule {
  static let pdbUnhealthyEviction = Rule(
    id: "availability/pdb-unhealthy-eviction",
    title: "Disruption budgets let broken pods go",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.podDisruptionBudget]),
    fields: ["spec.unhealthyPodEvictionPolicy"],
    why: "By default pods that are not ready cannot be evicted while the budget is short, so one "
      + "broken application stops the drain of its node.",
    source:
      "https://kubernetes.io/docs/tasks/run-application/configure-pdb/"
      + "#unhealthy-pod-eviction-policy",
    remedy: "Set unhealthyPodEvictionPolicy: AlwaysAllow.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {maxUnavailable: 1}
        """,
      passes: """
        apiVersion: policy/v1
        kind: PodDisruptionBudget
        metadata: {name: web}
        spec: {maxUnavailable: 1, unhealthyPodEvictionPolicy: AlwaysAllow}
        """),
    aliases: [
      Alias(.kubeLinter, "pdb-unhealthy-pod-eviction-policy")
    ],
    makeCheck: { _, version in
      if version < KubernetesVersion(1, 27) { return nil }
      return .object { scope, findings in
        let object = scope.object
        guard object.version == "v1", let spec = object.node["spec"], spec.isMapping else { return }
        if let policy = spec["unhealthyPodEvictionPolicy"], !policy.isNull { return }
        findings.report(
          at: ["spec", "unhealthyPodEvictionPolicy"],
          "unhealthyPodEvictionPolicy is not set: pods that are not ready may stop a drain",
          fix: .set("AlwaysAllow"))
      }
    })
}
