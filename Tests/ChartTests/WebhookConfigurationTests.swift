import Documents
import Foundation
import TestSupport
import Testing
import YAMLSyntax

/// What API servers are told to send: nothing that could stop a cluster, and nothing in vain.
@Suite("The chart's webhook configurations")
struct WebhookConfigurationTests {
  /// `verb: group/resource operations` of each rule.
  private static func sent(_ objects: [Node], _ kind: String) -> Set<String> {
    var found: Set<String> = []
    for object in objects where object["kind"]?.isString(kind) == true {
      for webhook in object["webhooks"]?.elements.map(\.self) ?? [] {
        for rule in webhook["rules"]?.elements.map(\.self) ?? [] {
          let operations = rule["operations"]?.texts.joined(separator: ",") ?? ""
          for group in rule["apiGroups"]?.texts ?? [] {
            for resource in rule["resources"]?.texts ?? [] {
              found.insert("\(group)/\(resource) \(operations)")
            }
          }
        }
      }
    }
    return found
  }

  private static func mutated(_ spec: String) throws -> Set<String>? {
    try Chart.objects("policy: {spec: \(spec)}").map { sent($0, "MutatingWebhookConfiguration") }
  }

  private static func judged(_ spec: String) throws -> Set<String>? {
    try Chart.objects("policy: {spec: \(spec)}").map { sent($0, "ValidatingWebhookConfiguration") }
  }

  @Test("cannot stop a cluster", arguments: ValueSet.policies + ValueSet.certificates)
  func noDeadlock(_ values: ValueSet) throws {
    guard let objects = try Chart.objects(values.yaml) else { return }
    let configurations = objects.filter {
      $0["kind"]?.text.hasSuffix("WebhookConfiguration") == true
    }
    for configuration in configurations {
      let isMutating = configuration["kind"]?.isString("MutatingWebhookConfiguration") == true
      let name = try #require(configuration["metadata", "name"]).text
      for injector in ["linkerd-proxy-injector-webhook-config", "pod-identity-webhook"] {
        #expect(name < injector)
      }
      for webhook in try #require(configuration["webhooks"]).elements {
        if isMutating {
          #expect(webhook["failurePolicy"]?.text == "Ignore")
          #expect(webhook["reinvocationPolicy"]?.text == "IfNeeded")
        }
        #expect((1...10).contains(webhook["timeoutSeconds"]?.integer ?? 0))
        #expect(webhook["sideEffects"]?.text == "None")
        let selector = try #require(webhook["namespaceSelector", "matchExpressions"])
        let excluded = try #require(selector[element: 0])
        #expect(excluded["operator"]?.text == "NotIn")
        let spaces = Set(excluded["values"]?.texts ?? [])
        #expect(spaces.isSuperset(of: ["kpatch", "kube-system", "kube-node-lease"]))
        let names = webhook["matchConditions"]?.elements.map { $0["name"]?.text ?? "" }
        let conditions = Set(names ?? [])
        #expect(
          conditions.isSuperset(of: [
            "exclude-nodes", "exclude-leases", "exclude-certificate-signing-requests",
            "exclude-mirror-pods",
          ]))
      }
    }
  }

  @Test("there is no mutating webhook for a policy that changes nothing")
  func nothingToMutate() throws {
    guard let objects = try Chart.objects() else { return }
    #expect(!objects.has("MutatingWebhookConfiguration"))
    #expect(objects.has("ValidatingWebhookConfiguration"))
    let none = try Chart.objects("policy: {spec: {preset: none}}")
    #expect(none?.has("ValidatingWebhookConfiguration") == false)
  }

  @Test("a mutator gets the kinds that it changes, and no others")
  func mutators() throws {
    guard let services = try Self.mutated("{mutators: {prometheus: {targets: [services]}}}") else {
      return
    }
    #expect(services == ["/services CREATE,UPDATE"])
    let patches = try Self.mutated(
      "{mutators: {patches: [{match: {kinds: [Namespace]}, merge: {metadata: {labels: {a: b}}}}]}}")
    #expect(patches == ["/namespaces CREATE,UPDATE"])
    let linkerd = try #require(
      try Self.mutated("{mutators: {linkerd: {match: {kinds: [Pod, Job, \"Deploy*\"]}}}}"))
    #expect(
      linkerd == [
        "/pods CREATE", "batch/jobs CREATE", "apps/deployments CREATE,UPDATE",
      ])
    let irsa = try #require(try Self.mutated("{mutators: {irsa: {accountID: \"1\"}}}"))
    #expect(irsa.contains("/serviceaccounts CREATE,UPDATE"))
    #expect(irsa.contains("/pods CREATE"))
    #expect(try Self.mutated("{mutators: {labels: {set: {a: b}}}}") == ["*/* CREATE,UPDATE"])
    #expect(try Self.mutated("{mutators: {linkerd: false}}") == [])
  }

  @Test("rules get the kinds that they read, and no others")
  func rules() throws {
    guard
      let one = try Self.judged("{preset: none, rules: {availability/hpa-min-replicas: warn}}")
    else { return }
    #expect(one == ["autoscaling/horizontalpodautoscalers CREATE,UPDATE"])
    let off = "{preset: none, rules: {availability/hpa-min-replicas: off}}"
    #expect(try Self.judged(off) == [])
    let overridden = """
      {preset: none, overrides: [{match: {namespaces: [prod]}, \
      rules: {availability/hpa-min-replicas: deny}}]}
      """
    #expect(try Self.judged(overridden) == one)
    let specific = try Self.judged("{rules: {\"*\": off, availability/*: warn}}")
    #expect(specific?.contains("policy/poddisruptionbudgets CREATE,UPDATE") == true)
    #expect(specific?.contains("/services CREATE,UPDATE") == false)
    let narrow = """
      {preset: none, rules: {meta/required-labels: {action: warn, labels: [team], \
      match: {kinds: [ConfigMap]}}}}
      """
    #expect(try Self.judged(narrow) == ["/configmaps CREATE,UPDATE"])
    let levels = try #require(
      try Self.judged("{preset: none, podSecurity: {level: baseline}, exclude: {kinds: [Job]}}"))
    #expect(levels.contains("/pods CREATE,UPDATE"))
    #expect(levels.contains("/pods/ephemeralcontainers UPDATE"))
    #expect(!levels.contains("/pods/resize UPDATE"))
    #expect(!levels.contains("batch/jobs CREATE,UPDATE"))
    #expect(try Self.judged("{preset: none, podSecurity: {level: privileged}}") == [])
    let custom = try #require(
      try Self.judged(
        "{preset: baseline, podTemplates: [{group: games.example.com, kind: GameServer}]}"))
    #expect(custom.contains("games.example.com/gameservers CREATE,UPDATE"))
  }
}
