// Scenario S09: the ServiceAccount must be called `<service>-sa`, and some are not.
// Reads spec.serviceAccountName of pods, and its old name spec.serviceAccount; with `accounts` the
// names of ServiceAccounts.
// Allowed: what `name` gives for the object, a text with fields such as ${name}-sa. Pods that
// belong to a controller are judged where their template is. The ServiceAccount default is in every
// namespace.

import Documents
import Kubernetes

extension Rule {
  static let serviceAccountName = Rule(
    id: "meta/service-account-name",
    title: "ServiceAccounts are called as the policy says",
    severity: .warning,
    presets: .untilSet,
    subject: .podsAnd([.serviceAccount]),
    fields: ["spec.serviceAccountName"],
    why:
      "Roles of the cloud are bound to the names of ServiceAccounts, so a name out of line is a "
      + "pod "
      + "without its rights.",
    source: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
    remedy: "Name the ServiceAccount as the policy says.",
    parameters: [
      Parameter(
        "name", .template, default: nil, required: true,
        "The name that the ServiceAccount of a workload must have, with fields such as ${name}."),
      Parameter(
        "accounts", .patterns, default: nil,
        "Names that ServiceAccounts themselves may have, beside default."),
    ],
    fix: .review,
    example: Example(
      fails: """
        # rules: {meta/service-account-name: {action: deny, name: "${name}-sa"}}
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: billing}
        spec:
          template:
            spec: {serviceAccountName: billing, containers: []}
        """,
      passes: """
        # rules: {meta/service-account-name: {action: deny, name: "${name}-sa"}}
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: billing}
        spec:
          template:
            spec: {serviceAccountName: billing-sa, containers: []}
        """),
    makeCheck: { parameters, _ in
      guard let wanted = parameters.template("name") else { return nil }
      let accounts = parameters.globs("accounts")
      return .object { scope, findings in
        let object = scope.object
        for pod in scope.pods { check(pod, wanted, scope, &findings) }
        guard !accounts.isEmpty, object.kind == "ServiceAccount", object.group.isEmpty,
          let name = object.name, name != "default", !accounts.contains(where: { $0.matches(name) })
        else { return }
        findings.report(
          at: ["metadata", "name"],
          "the ServiceAccount \(quoted(name)) is not called as the policy says: "
            + accounts.map(\.text).joined(separator: " or "))
      }
    })

  private static func check(
    _ pod: PodScope, _ wanted: FieldTemplate, _ scope: ObjectScope, _ findings: inout FindingSink
  ) {
    let owners = scope.object.metadata?["ownerReferences"]?.count ?? 0
    if pod.template.isPod, owners > 0 { return }
    switch wanted.render(for: scope) {
    case .missing(let field):
      findings.report(
        pod, at: ["serviceAccountName"],
        "the object has no \(field.text), by which its ServiceAccount must be named")
    case .text(let name):
      let written = pod.template.serviceAccountName
      if written == name { return }
      let field =
        pod.spec["serviceAccountName"] == nil && written != nil
        ? "serviceAccount" : "serviceAccountName"
      let what = written.map { "is \(quoted($0))" } ?? "is not named, which means default"
      findings.report(
        pod, at: [field], "the ServiceAccount \(what), and the policy wants \(quoted(name))",
        remedy: "Name it \(quoted(name)), and make sure that there is one.",
        fix: .set(.string(name)))
    }
  }
}
