// Reads metadata.labels of every object, the labels of pod templates and spec.selector.matchLabels.
// Allowed: keys and values that the API server takes: NameRule.qualifiedName and
// NameRule.labelValue; texts with a placeholder ${NAME}. What is no string is
// `api/string-required`'s.

import Documents
import Kubernetes

extension Rule {
  static let labelValuesValid = Rule(
    id: "meta/label-values-valid",
    title: "Labels have keys and values that the API server takes",
    severity: .error,
    presets: .ours(recommended: .deny, everything: .deny),
    subject: .objects,
    isSettledByServer: true,
    fields: ["metadata.labels", "spec.selector.matchLabels"],
    why:
      "The API server refuses an object with a label that is too long or has a blank or a slash in "
      + "its "
      + "value.",
    source:
      "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/",
    remedy: "Use at most 63 letters, digits, hyphens, dots and underscores.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, labels: {team: payments and billing}}
        """,
      passes: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, labels: {team: payments-and-billing}}
        """),
    aliases: [
      Alias(.kubeScore, "label-values")
    ],
    makeCheck: { _, _ in
      .object { scope, findings in
        check(scope.object.labels, ["metadata", "labels"], &findings)
        for pod in scope.pods where !pod.template.isPod {
          check(pod.template.labels, pod.template.metadataPath + ["labels"], &findings)
        }
        if let labels = scope.object.node["spec", "selector", "matchLabels"] {
          check(labels, ["spec", "selector", "matchLabels"], &findings)
        }
      }
    })

  private static func check(
    _ labels: Node?, _ path: @autoclosure () -> [String], _ findings: inout FindingSink
  ) {
    guard let labels else { return }
    for (key, value) in labels.entries {
      if let problem = key.withText({ NameRule.qualifiedName.problem(in: $0) }) {
        if key.hasPlaceholder { continue }
        findings.report(
          at: path() + [key.text], on: value,
          "the key of the label \(quoted(key.text)) is invalid: \(problem.message)")
      } else if value.isString,
        let problem = value.withText({ NameRule.labelValue.problem(in: $0) }), !value.hasPlaceholder
      {
        findings.report(
          at: path() + [key.text], on: value,
          "the value of the label \(quoted(key.text)) is invalid: \(problem.message)")
      }
    }
  }
}
