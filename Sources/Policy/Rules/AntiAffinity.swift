// Reads spec.affinity.podAntiAffinity, spec.topologySpreadConstraints and the labels of the pod
// templates of workloads with several replicas, and the autoscalers whose target they are.
// Allowed: a term or a constraint whose selector matches the pods themselves; fewer than
// `minReplicas` replicas. A DaemonSet has one pod on each node by itself.

import Documents
import Kubernetes

extension Rule {
  static let antiAffinity = Rule(
    id: "availability/anti-affinity",
    title: "Replicas keep away from each other",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.deployment, .statefulSet, .rollout]),
    others: .considered,
    fields: ["spec.affinity.podAntiAffinity", "spec.topologySpreadConstraints"],
    why: "Replicas that may share a node may all go with it.",
    source:
      "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/"
      + "#inter-pod-affinity-and-anti-affinity",
    remedy:
      "Add a topologySpreadConstraint or a preferred podAntiAffinity whose labelSelector matches "
      + "the pods.",
    parameters: [
      Parameter(
        "minReplicas", .integer(2...1000), default: 2, "From how many replicas on it is demanded.")
    ],
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
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
            spec:
              topologySpreadConstraints:
                - topologyKey: kubernetes.io/hostname
                  maxSkew: 1
                  whenUnsatisfiable: ScheduleAnyway
                  labelSelector: {matchLabels: {app: web}}
              containers: [{name: web, image: web:1.4.2}]
        """),
    aliases: [
      Alias(.kubeLinter, "no-anti-affinity"),
      Alias(.kubeScore, "deployment-has-host-podantiaffinity"),
      Alias(.kubeScore, "statefulset-has-host-podantiaffinity"),
      Alias(.kyverno, "insert-pod-antiaffinity"),
    ],
    makeCheck: { parameters, _ in
      let minimum = parameters.integer("minReplicas")
      return .object { scope, findings in
        guard scope.wants(minimum) else { return }
        for pod in scope.pods {
          // Without labels it is a fragment of a patch.
          guard let labels = pod.template.labels else { continue }
          let constraints = pod.spec["topologySpreadConstraints"]
          if SpreadTerms.anySelects(constraints, at: [], labels) { continue }
          let affinity = pod.spec["affinity", "podAntiAffinity"]
          let required = affinity?["requiredDuringSchedulingIgnoredDuringExecution"]
          if SpreadTerms.anySelects(required, at: [], labels) { continue }
          let preferred = affinity?["preferredDuringSchedulingIgnoredDuringExecution"]
          if SpreadTerms.anySelects(preferred, at: ["podAffinityTerm"], labels) { continue }
          let hasTerms = (required?.count ?? 0) + (preferred?.count ?? 0) > 0
          findings.report(
            pod, at: ["affinity", "podAntiAffinity"],
            hasTerms
              ? "podAntiAffinity selects other pods than these: the replicas may share a node"
              : "nothing keeps the replicas apart: they may share a node")
        }
      }
    })
}

/// Terms that keep pods apart.
enum SpreadTerms {
  /// Terms of a pod that are looked at.
  private static let maximum = 64

  /// Whether the selector of one of them matches these labels. `path` leads to what has it.
  static func anySelects(_ terms: Node?, at path: [String], _ labels: Node?) -> Bool {
    guard let terms, terms.isSequence else { return false }
    return terms.elements.prefix(maximum).contains { term in
      term.at(path[...]).map { selects($0, labels) } == true
    }
  }

  /// Whether the selector of a term matches these labels: one that is missing matches nothing, one
  /// that cannot be read is somebody else's affair.
  static func selects(_ term: Node, _ labels: Node?) -> Bool {
    guard let node = term.value("labelSelector") else { return false }
    guard let selector = try? LabelSelector(node) else { return true }
    return selector.matches(labels)
  }
}
