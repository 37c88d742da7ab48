// Reads spec.selector and the pod template's labels of workloads; a ReplicationController's
// selector is a map.
// Allowed: a selector that matches; a missing one, which old versions of the API fill in, and an
// empty one of a ReplicationController; labels with a placeholder ${NAME}. Fields, types and labels
// of a selector that are wrong, an object without a pod template, and what only the API server of
// Kubernetes' own workloads refuses are others' business.

import Documents
import Kubernetes

extension Rule {
  static let selectorMatchesTemplate = Rule(
    id: "refs/selector-matches-template",
    title: "Selectors match their own pod template",
    severity: .error,
    presets: .ours(recommended: .deny, everything: .deny),
    subject: .kinds([
      .deployment, .statefulSet, .daemonSet, .replicaSet, .replicationController, .rollout,
    ]),
    fields: ["spec.selector", "spec.template.metadata.labels"],
    why:
      "A workload whose selector does not match its own template is refused, since it would make "
      + "pods without end.",
    source: "https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#selector",
    remedy: "Give the pod template all labels of the selector.",
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: website}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        """,
      passes: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        """),
    aliases: [
      Alias(.kubeLinter, "mismatching-selector"),
      Alias(.kubeScore, "deployment-pod-selector-labels-match"),
      Alias(.kubeScore, "statefulset-pod-selector-labels-match"),
    ],
    makeCheck: { _, _ in
      .object { scope, findings in
        let object = scope.object
        guard let node = object.node["spec", "selector"], let pod = scope.pods.first else {
          return
        }
        let isMap = object.kind == "ReplicationController"
        let isOwn = !object.group.utf8.contains(UInt8(ascii: "."))
        guard let selector = isMap ? LabelSelector(equalTo: node) : try? LabelSelector(node) else {
          if !isMap, isOwn, let problem = problem(of: node) {
            findings.report(
              at: ["spec", "selector"],
              "the selector is invalid: \(problem): the API server refuses this",
              remedy: "Mend the selector, and give the pod template all its labels.")
          }
          return
        }
        if selector.isEmpty {
          guard !isMap, isOwn, node.isMapping else { return }
          findings.report(
            at: ["spec", "selector"],
            "the selector is empty: the API server refuses this",
            remedy: "Select labels of the pod template by matchLabels.")
        } else if !selector.matches(pod.template.labels), !hasPlaceholder(pod.template.labels) {
          findings.report(
            at: ["spec", "selector"],
            "the selector does not match the labels of the pod template: the API server refuses "
              + "this")
        }
      }
    })

  private static func hasPlaceholder(_ labels: Node?) -> Bool {
    labels?.entries.contains { $0.key.hasPlaceholder || $0.value.hasPlaceholder } ?? false
  }

  /// What the API server does not take of a selector that has the right fields, types and labels.
  private static func problem(of node: Node) -> String? {
    do {
      _ = try LabelSelector(node)
      return nil
    } catch {
      switch error.reason {
      case .unknownOperator, .missingValues, .unexpectedValues:
        return error.message
      case .notMapping, .notSequence, .notString, .missingKey, .missingOperator, .unknownField,
        .key, .value:
        return nil
      }
    }
  }
}
