// Reads spec.replicas (1 where it is missing) and the strategy of Deployments, StatefulSets and
// Argo Rollouts, and the autoscalers whose target they are.
// Allowed: at least `minimum`; 0, which is switched off on purpose; Recreate, which says that there
// may not be two at once; an autoscaler, which decides on the number
// (availability/hpa-min-replicas).

import Documents
import Kubernetes

extension Rule {
  static let minReplicas = Rule(
    id: "availability/min-replicas",
    title: "Workloads run in several replicas",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.deployment, .statefulSet, .rollout]),
    others: .considered,
    fields: ["spec.replicas"],
    why: "A single pod is missing whenever its node is drained, and until the new one is ready.",
    source:
      "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#replicas",
    remedy: "Set replicas to 2 or more, or let an autoscaler decide.",
    parameters: [
      Parameter("minimum", .integer(2...1000), default: 2, "The least number of replicas.")
    ],
    fix: .review,
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
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
          replicas: 2
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        """),
    aliases: [
      Alias(.polaris, "deploymentMissingReplicas"),
      Alias(.kubeLinter, "minimum-three-replicas"),
      Alias(.kubeScore, "deployment-replicas"),
      Alias(.kyverno, "deployment-has-multiple-replicas"),
      Alias(.gatekeeper, "K8sReplicaLimits"),
    ],
    makeCheck: { parameters, _ in
      let minimum = parameters.integer("minimum")
      return .object { scope, findings in
        let object = scope.object
        guard object.isReplicated, !scope.pods.isEmpty,
          object.node["spec", "strategy", "type"]?.isString("Recreate") != true,
          let replicas = object.wantedReplicas, replicas > 0, replicas < minimum, !scope.isScaled
        else { return }
        findings.report(
          at: ["spec", "replicas"],
          object.node["spec"]?.value("replicas") == nil
            ? "no replicas are set, which means 1, and the policy wants at least \(minimum)"
            : "the replicas are \(replicas), and the policy wants at least \(minimum)",
          fix: .set(.number(String(minimum))))
      }
    })
}

extension KubernetesObject {
  /// Whether it is one of the kinds that keep a number of equal pods.
  var isReplicated: Bool {
    switch (ObjectKind(self).group, kind) {
    case ("apps", "Deployment"), ("apps", "StatefulSet"), ("argoproj.io", "Rollout"): true
    default: false
    }
  }
}

extension ObjectScope {
  /// Whether an autoscaler in reach decides on the replicas.
  var isScaled: Bool {
    guard let reach = context.reach, let name = object.name else { return false }
    return reach.isScaled(ObjectKind(object), in: namespace, named: name)
  }

  /// Whether at least so many pods are wanted; an autoscaler may want them.
  func wants(_ minimum: Int64) -> Bool {
    guard object.isReplicated, let replicas = object.wantedReplicas, replicas > 0 else {
      return false
    }
    return replicas >= minimum || isScaled
  }
}
