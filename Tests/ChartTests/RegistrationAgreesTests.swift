import Documents
import Foundation
import TestSupport
import Testing
import YAMLSyntax

/// The chart and `kpatch-webhook config` compute the same from a policy, one in a template language
/// and one in Swift: what API servers are told has to be the same whichever was used.
@Suite("The chart and `kpatch-webhook config`")
struct RegistrationAgreesTests {
  static let policies: [ValueSet] = [
    ("the default policy", "{preset: recommended}"),
    ("no rule", "{preset: none}"),
    ("baseline", "{preset: baseline}"),
    ("restricted", "{preset: restricted}"),
    ("everything", "{preset: everything}"),
    ("one rule", "{preset: none, rules: {availability/hpa-min-replicas: deny}}"),
    ("OpenShift's kinds", "{preset: none, rules: {security/scc-privileged: warn}}"),
    ("pods and other kinds", "{preset: none, rules: {legacy/tiller-dashboard: warn}}"),
    ("kinds of the cluster", "{preset: none, rules: {rbac/*: warn}}"),
    ("a category but one", "{rules: {\"*\": off, rbac/*: warn, rbac/wildcards: off}}"),
    (
      "scopes",
      """
      {preset: restricted, exclude: {kinds: [Job, "Cron*"], namespaces: [calico-system, "dev-*"]}, \
      rules: {meta/required-labels: {action: warn, labels: [team], match: {kinds: [Service]}}}}
      """
    ),
    (
      "overrides",
      """
      {preset: none, rules: {probes/*: {action: warn, exclude: {kinds: [Job]}}}, overrides: \
      [{match: {namespaces: [prod], kinds: [StatefulSet]}, rules: {image/tag-pinned: deny}}]}
      """
    ),
    ("levels", "{preset: none, podSecurity: {level: baseline, warn: restricted}}"),
    (
      "pods of others",
      """
      {preset: recommended, rules: {legacy/tiller-dashboard: warn}, \
      podTemplates: [{group: games.example.com, kind: GameServer, pointer: /spec/template}]}
      """
    ),
    ("Prometheus", "{mutators: {prometheus: {targets: [services, podTemplates]}}}"),
    ("Linkerd", "{mutators: {linkerd: {match: {kinds: [Pod, Job, \"Deploy*\"]}}}}"),
    (
      "IRSA",
      "{mutators: {irsa: {accountID: \"123456789012\", roleName: \"x-${serviceAccount}\"}}}"
    ),
    ("labels of everything", "{mutators: {labels: {set: {a: b}}}}"),
    (
      "labels of two groups",
      """
      {mutators: {labels: [{set: {a: b}, match: {kinds: [Namespace, Ingress, Whatever]}}, \
      {set: {c: d}, targets: [podTemplates], exclude: {kinds: [Pod]}}]}}
      """
    ),
    (
      "patches",
      "{mutators: {patches: [{match: {kinds: [Endpoints]}, merge: {metadata: {labels: {a: b}}}}]}}"
    ),
    ("fixes", "{preset: everything, fix: [security/*]}"),
  ].map { ValueSet(name: $0.0, yaml: $0.1) }

  /// What an API server is told, in an order that does not matter to it.
  private static func registration(_ configuration: Node) throws -> [String] {
    let webhook = try #require(configuration["webhooks"]?[element: 0])
    #expect(configuration["webhooks"]?.count == 1)
    var told = [configuration["kind"]?.text ?? "", configuration["metadata", "name"]?.text ?? ""]
    for entry in webhook.entries {
      switch entry.key.text {
      case "rules":
        for rule in entry.value.elements {
          let parts = ["apiGroups", "apiVersions", "operations", "resources"].map { name in
            "\(name) \(rule[named: name]?.texts.sorted() ?? [])"
          }
          told.append("rule \(parts.joined(separator: " ")) scope \(rule["scope"]?.text ?? "")")
        }
      case "matchConditions":
        told += entry.value.elements.map {
          "condition \($0["name"]?.text ?? ""): \($0["expression"]?.text ?? "")"
        }
      case "namespaceSelector":
        for expression in try #require(entry.value["matchExpressions"]).elements {
          told.append(
            "selector \(expression["key"]?.text ?? "") \(expression["operator"]?.text ?? "") "
              + "\(expression["values"]?.texts.sorted() ?? [])")
        }
        #expect(entry.value.count == 1)
      default:
        told.append("\(entry.key.text): \(Value(entry.value))")
      }
    }
    return told.sorted()
  }

  @Test("tell API servers the same", arguments: policies)
  func agree(_ policy: ValueSet) throws {
    guard let rendered = try Chart.objects("policy: {spec: \(policy.yaml)}") else { return }
    let workplace = try Workplace()
    try workplace.write(
      "policy.yaml",
      "apiVersion: kpatch.dev/v1alpha1\nkind: Policy\nmetadata: {name: test}\nspec: \(policy.yaml)\n"
    )
    let printed = try Tool.shell(
      "kpatch-webhook config -p policy.yaml --service kpatch/kpatch", in: workplace.url)
    try #require(printed.status == 0, "\(printed.errorText)")
    let objects = try YAMLParser.parse(Source(printed.outputText)).map(\.root).filter(\.isMapping)
    for kind in ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"] {
      let sides = try [rendered, objects].map { objects in
        try objects.filter { $0["kind"]?.isString(kind) == true }.flatMap(Self.registration)
      }
      let (chart, command) = (Set(sides[0]), Set(sides[1]))
      #expect(chart.subtracting(command).sorted() == [], "only the chart has it")
      #expect(command.subtracting(chart).sorted() == [], "only the command has it")
    }
  }

  @Test("know of kinds in both configurations that would not agree if one were left out")
  func canary() throws {
    let document = try YAMLParser.parse(
      Source("kind: x\nmetadata: {name: y}\nwebhooks: [{rules: [{apiGroups: [a]}], b: c}]"))
    let told = try Self.registration(document[0].root)
    #expect(told.contains("b: string(\"c\")"))
    #expect(told.contains { $0.hasPrefix("rule apiGroups [\"a\"]") })
  }
}
