// Scenario S18: tenant context missing, and the answer was a 500.
// Reads metadata.labels, and with `podTemplates` the labels of pod templates.
// Allowed: every name of `labels` is there with a value that is not empty; every name of `values`
// is there with a value that its pattern matches.

import Documents
import Patterns

extension Rule {
  static let requiredLabels = Rule(
    id: "meta/required-labels",
    title: "Objects carry the labels that the policy names",
    severity: .error,
    presets: .untilSet,
    subject: .objects,
    fields: ["metadata.labels"],
    why:
      "Owners, tenants and costs are found by labels, so an object without them belongs to nobody.",
    source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/",
    remedy: "Add the label to metadata.labels.",
    parameters: [
      Parameter(
        "labels", .strings, default: nil, required: true,
        "The names of the labels that every object must carry."),
      Parameter(
        "values", .patternMap, default: nil,
        "Names of labels with a pattern that their value must match where they are there."),
      Parameter(
        "podTemplates", .boolean, default: false,
        "Whether pod templates must carry the labels as well."),
    ],
    example: Example(
      fails: """
        # rules: {meta/required-labels: {action: deny, labels: [team, tenant-id]}}
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        """,
      passes: """
        # rules: {meta/required-labels: {action: deny, labels: [team, tenant-id]}}
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, labels: {team: payments, tenant-id: acme}}
        """),
    aliases: [
      Alias(.kubeLinter, "required-label-owner"),
      Alias(.kyverno, "require-labels"),
      Alias(.gatekeeper, "K8sRequiredLabels"),
    ],
    makeCheck: { parameters, _ in
      let names = parameters.strings("labels")
      let values = parameters.globMap("values")
      let podTemplates = parameters.boolean("podTemplates")
      return .object { scope, findings in
        check(scope.object.labels, ["metadata", "labels"], "the object", names, values, &findings)
        guard podTemplates else { return }
        for pod in scope.pods where !pod.template.isPod {
          check(
            pod.template.labels, pod.template.metadataPath + ["labels"], "the pod template", names,
            values, &findings)
        }
      }
    })

  private static func check(
    _ labels: Node?, _ path: [String], _ holder: String, _ names: [String],
    _ values: [(key: String, value: Glob)], _ findings: inout FindingSink
  ) {
    for name in names {
      if let value = labels?[name], !value.isNull, !value.isString("") { continue }
      findings.report(
        at: path + [name], "\(holder) has no label \(quoted(name)), which the policy requires",
        remedy: "Add the label \(quoted(name)) to \(path.joined(separator: ".")).")
    }
    for (name, pattern) in values {
      guard let value = labels?[name], !value.isNull, !pattern.matches(value) else { continue }
      findings.report(
        at: path + [name],
        "the label \(quoted(name)) of \(holder) does not match \(quoted(pattern.text)), "
          + "which the policy requires",
        remedy: "Give the label \(quoted(name)) a value that matches \(quoted(pattern.text)).")
    }
  }
}
