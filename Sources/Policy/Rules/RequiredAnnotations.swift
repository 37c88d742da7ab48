// Reads metadata.annotations, and with `podTemplates` the annotations of pod templates.
// Allowed: every name of `annotations` is there with a value that is not empty; every name of
// `values` that is there has a value that its pattern matches.

import Documents
import Kubernetes

extension Rule {
  static let requiredAnnotations = Rule(
    id: "meta/required-annotations",
    title: "Objects carry the annotations that the policy names",
    severity: .error,
    presets: .untilSet,
    subject: .objects,
    fields: ["metadata.annotations"],
    why: "Who answers for an object, and where its instructions are, is found by its annotations.",
    source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/",
    remedy: "Add the annotation to metadata.annotations.",
    parameters: [
      Parameter(
        "annotations", .strings, default: nil, required: true,
        "The names of the annotations that every object must carry."),
      Parameter(
        "values", .patternMap, default: nil,
        "Names of annotations with a pattern that their value must match where they are there."),
      Parameter(
        "podTemplates", .boolean, default: false,
        "Whether pod templates must carry the annotations as well."),
    ],
    example: Example(
      fails: """
        # rules: {meta/required-annotations: {action: deny, annotations: [example.com/owner]}}
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        """,
      passes: """
        # rules: {meta/required-annotations: {action: deny, annotations: [example.com/owner]}}
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, annotations: {example.com/owner: payments@example.com}}
        """),
    aliases: [
      Alias(.kubeLinter, "required-annotation-email"),
      Alias(.kyverno, "require-annotations"),
      Alias(.gatekeeper, "K8sRequiredAnnotations"),
    ],
    makeCheck: { parameters, _ in
      let demand = RequiredEntries(
        field: "annotations", noun: "annotation", names: parameters.strings("annotations"),
        values: parameters.globMap("values"))
      let podTemplates = parameters.boolean("podTemplates")
      return .object { scope, findings in
        demand.check(scope, podTemplates: podTemplates, &findings)
      }
    })
}
