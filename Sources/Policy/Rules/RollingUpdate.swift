// Reads spec.strategy of Deployments and spec.updateStrategy of StatefulSets and DaemonSets, their
// replicas, and the volumes of their pods.
// Allowed: RollingUpdate, which is the default, unless it lets all pods go at once, as a share or
// as a number; Recreate and OnDelete where there is one replica at most, or where the pods share a
// PersistentVolumeClaim, which two versions may not be able to mount at once.

import Documents
import Kubernetes

extension Rule {
  static let rollingUpdate = Rule(
    id: "availability/rolling-update",
    title: "Updates replace pods one after the other",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.deployment, .statefulSet, .daemonSet]),
    others: .considered,
    fields: ["spec.strategy", "spec.updateStrategy"],
    why: "Recreate stops all pods before the first new one starts, and OnDelete never starts any.",
    source: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#strategy",
    remedy: "Use RollingUpdate with a maxUnavailable below 100 %.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 3
          strategy: {type: Recreate}
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        """,
      passes: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 3
          strategy: {type: RollingUpdate}
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        """),
    aliases: [
      Alias(.kubeLinter, "no-rolling-update-strategy"),
      Alias(.kubeScore, "deployment-strategy"),
    ],
    makeCheck: { _, _ in
      .object { scope, findings in
        let object = scope.object
        let field = object.kind == "Deployment" ? "strategy" : "updateStrategy"
        guard let strategy = object.node["spec"]?[named: field],
          object.kind == "DaemonSet" || scope.wants(2)
        else { return }
        if let amount = strategy["rollingUpdate", "maxUnavailable"], takesAll(amount, of: scope) {
          findings.report(
            at: ["spec", field, "rollingUpdate", "maxUnavailable"],
            "maxUnavailable lets all pods go at once", fix: .remove)
        }
        guard let type = strategy["type"]?.string, type == "Recreate" || type == "OnDelete",
          !(type == "Recreate" && scope.pods.contains(where: Rule.sharesClaim))
        else { return }
        findings.report(
          at: ["spec", field, "type"],
          type == "Recreate"
            ? "the strategy is Recreate: an update stops all pods before the first new one starts"
            : "the strategy is OnDelete: an update reaches a pod when somebody deletes it",
          fix: strategy.value("rollingUpdate") == nil ? .set("RollingUpdate") : nil)
      }
    })

  private static func takesAll(_ amount: Node, of scope: ObjectScope) -> Bool {
    switch DisruptionBudget.Amount(amount) {
    case .percent(let share): return share >= 100
    case .count(let count):
      // A DaemonSet has as many pods as there are nodes.
      guard scope.object.isReplicated, !scope.isScaled, let replicas = scope.object.wantedReplicas
      else { return false }
      return count >= replicas
    case nil: return false
    }
  }

  private static func sharesClaim(_ pod: PodScope) -> Bool {
    pod.volumes?.elements.contains { $0["persistentVolumeClaim"]?.isMapping == true } == true
  }
}
