// Reads spec.selector and the pod template's labels of workloads; a ReplicationController's
// selector is a map.
// Allowed: a selector that matches; a missing one, which old versions of the API fill in. A
// selector that cannot be read, and an object without a pod template, are others' business.

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
        let selector =
          object.kind == "ReplicationController"
          ? LabelSelector(equalTo: node) : try? LabelSelector(node)
        guard let selector, !selector.isEmpty, !selector.matches(pod.template.labels) else {
          return
        }
        findings.report(
          at: ["spec", "selector"],
          "the selector does not match the labels of the pod template: the API server refuses this")
      }
    })
}
