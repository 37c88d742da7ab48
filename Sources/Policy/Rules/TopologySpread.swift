// Reads spec.topologySpreadConstraints and the labels of the pod templates of workloads with
// several replicas, and the autoscalers whose target they are.
// Allowed: a constraint that selects the pods themselves, one for each of `topologyKeys`; fewer
// than `minReplicas` replicas. A constraint that selects other pods only does nothing, whatever the
// number of replicas.

import Documents
import Kubernetes

extension Rule {
  static let topologySpread = Rule(
    id: "availability/topology-spread",
    title: "Replicas are spread by constraints that select them",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.deployment, .statefulSet, .rollout]),
    others: .considered,
    fields: ["spec.topologySpreadConstraints"],
    why: "The scheduler spreads what a constraint selects; without one it only leans that way, and "
      + "a whole zone may hold all replicas.",
    source:
      "https://kubernetes.io/docs/concepts/scheduling-eviction/topology-spread-constraints/",
    remedy: "Add a constraint whose labelSelector matches the labels of the pods.",
    parameters: [
      Parameter(
        "minReplicas", .integer(2...1000), default: 3, "From how many replicas on it is demanded."),
      Parameter(
        "topologyKeys", .strings, default: nil,
        "The keys of nodes over which pods must be spread, such as topology.kubernetes.io/zone."),
    ],
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 3
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
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              topologySpreadConstraints:
                - topologyKey: topology.kubernetes.io/zone
                  maxSkew: 1
                  whenUnsatisfiable: DoNotSchedule
                  labelSelector: {matchLabels: {app: web}}
              containers: [{name: web, image: web:1.4.2}]
        """),
    aliases: [
      Alias(.polaris, "topologySpreadConstraint"),
      Alias(.kubeScore, "pod-topology-spread-constraints"),
      Alias(.kyverno, "topologyspreadconstraints-policy"),
    ],
    makeCheck: { parameters, _ in
      let minimum = parameters.integer("minReplicas")
      let keys = parameters.strings("topologyKeys")
      return .object { scope, findings in
        guard scope.object.isReplicated else { return }
        for pod in scope.pods { check(pod, scope.wants(minimum), keys, &findings) }
      }
    })

  private static func check(
    _ pod: PodScope, _ isDemanded: Bool, _ keys: [String], _ findings: inout FindingSink
  ) {
    let path = ["topologySpreadConstraints"]
    let constraints = pod.spec["topologySpreadConstraints"]
    var missing = keys
    if let constraints {
      for (position, constraint) in constraints.elements.enumerated() where constraint.isMapping {
        if SpreadTerms.selects(constraint, pod.template.labels) {
          missing.removeAll { constraint["topologyKey"]?.isString($0) == true }
          continue
        }
        findings.report(
          pod, at: path + [String(position), "labelSelector"],
          on: constraint["labelSelector"] ?? constraint,
          "the constraint does not select the pods that have it: it spreads nothing",
          remedy: "Give the constraint a labelSelector that matches the labels of the pod.")
      }
    }
    // Without labels it is a fragment of a patch.
    guard isDemanded, pod.template.labels != nil else { return }
    if (constraints?.count ?? 0) == 0 {
      findings.report(
        pod, at: path, "no constraint spreads the replicas over nodes and zones")
    } else if let key = missing.first {
      findings.report(
        pod, at: path, "no constraint spreads the replicas over \(quoted(key))",
        remedy: "Add a constraint with the topologyKey \(quoted(key)).")
    }
  }
}
