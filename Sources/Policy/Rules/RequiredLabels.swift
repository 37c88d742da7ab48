// Scenario S18: tenant context missing, and the answer was a 500.
// Reads metadata.labels, and with `podTemplates` the labels of pod templates.
// Allowed: every name of `labels` is there with a value that is not empty; every name of `values`
// is there with a value that its pattern matches.

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
      let demand = RequiredEntries(
        field: "labels", noun: "label", names: parameters.strings("labels"),
        values: parameters.globMap("values"))
      let podTemplates = parameters.boolean("podTemplates")
      return .object { scope, findings in
        demand.check(scope, podTemplates: podTemplates, &findings)
      }
    })
}
