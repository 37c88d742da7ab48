import Admission
import Documents
import Foundation
import JSONSyntax
import Kubernetes
import Policy
import TestSupport
import Testing
import YAMLSyntax

@Suite("Registration")
struct RegistrationTests {
  private static let service = WebhookRegistration.Address.service(
    namespace: "guard", name: "kpatch-webhook", port: 443, pathPrefix: "")

  private static func policy(_ spec: String) throws -> CompiledPolicy {
    let document = try #require(try YAMLParser.parse(Source(spec)).first)
    return try Reviews.engine(preset: "none", spec: Value(document.root)).policy
  }

  /// The webhook of a configuration, by its kind.
  private static func webhook(_ kind: String, _ objects: [Value]) -> Value? {
    let object = objects.first { $0["kind"] == .string("\(kind)WebhookConfiguration") }
    guard case .sequence(let webhooks) = object?["webhooks"] else { return nil }
    return webhooks.count == 1 ? webhooks[0] : nil
  }

  /// A webhook's rules, one in a line: `apps: deployments CREATE,UPDATE Namespaced`.
  private static func rules(_ webhook: Value?) -> [String] {
    guard case .sequence(let rules) = webhook?["rules"] else { return [] }
    return rules.map { rule in
      func words(_ key: String) -> String {
        guard case .sequence(let values) = rule[key] else { return "" }
        return values.map { if case .string(let text) = $0 { text } else { "?" } }
          .joined(separator: ",")
      }
      #expect(rule["apiVersions"] == ["*"])
      guard case .string(let scope) = rule["scope"] else { return "" }
      return "\(words("apiGroups")): \(words("resources")) \(words("operations")) \(scope)"
    }
  }

  /// The spec of a policy with the rules of the mutating and of the validating webhook.
  static let policies: [(spec: String, mutating: [String], validating: [String])] = [
    ("{}", [], []),
    (
      "{mutators: {prometheus: {targets: [services]}}}",
      [": services CREATE,UPDATE Namespaced"], []
    ),
    (
      """
      {rules: {availability/hpa-max-above-min: deny, availability/pdb-has-policy: warn}}
      """, [],
      [
        "autoscaling: horizontalpodautoscalers CREATE,UPDATE Namespaced",
        "policy: poddisruptionbudgets CREATE,UPDATE Namespaced",
      ]
    ),
    (
      "{rules: {pss/privileged: {action: deny, match: {kinds: [Pod, Job]}}}}", [],
      [
        ": pods CREATE,UPDATE Namespaced", ": pods/ephemeralcontainers UPDATE Namespaced",
        "batch: jobs CREATE,UPDATE Namespaced",
      ]
    ),
    (
      "{rules: {resources/cpu-request: {action: warn, match: {kinds: [Pod]}}}}", [],
      [": pods CREATE,UPDATE Namespaced", ": pods/resize UPDATE Namespaced"]
    ),
    (
      "{rules: {availability/*: off, pss/privileged: {action: deny, match: {kinds: [Job]}}}}", [],
      ["batch: jobs CREATE,UPDATE Namespaced"]
    ),
    (
      "{mutators: {labels: {set: {team: web}, match: {kinds: [Pod, Job, Service, Namespace]}}}}",
      [
        ": namespaces CREATE,UPDATE Cluster", ": services CREATE,UPDATE Namespaced",
        ": pods CREATE Namespaced", "batch: jobs CREATE Namespaced",
        "serving.knative.dev: services CREATE,UPDATE *",
      ], []
    ),
    // A kind of the whole cluster that Kubernetes itself does not have.
    (
      "{rules: {security/scc-privileged: deny}}", [],
      ["security.openshift.io: securitycontextconstraints CREATE,UPDATE *"]
    ),
    (
      "{rules: {meta/required-labels: {action: deny, labels: [team]}}}", [],
      ["*: * CREATE,UPDATE *"]
    ),
    (
      "{rules: {meta/required-labels: {action: deny, labels: [team], match: {kinds: [Policy]}}}}",
      [], ["*: policies CREATE,UPDATE *"]
    ),
  ]

  @Test("What is sent follows from the policy", arguments: policies)
  func kinds(spec: String, mutating: [String], validating: [String]) throws {
    let objects = WebhookRegistration(Self.service).objects(for: try Self.policy(spec))
    #expect(Self.rules(Self.webhook("Mutating", objects)) == mutating)
    #expect(Self.rules(Self.webhook("Validating", objects)) == validating)
    #expect(objects.count == (mutating.isEmpty ? 0 : 1) + (validating.isEmpty ? 0 : 1))
  }

  @Test("All that the door has something to say to is sent")
  func complete() throws {
    // With a rule for all objects everything is sent anyhow.
    let named = Catalogue.rules.filter { $0.subject != .objects && $0.presets[.everything] != .off }
    let engine = try Reviews.engine(rules: named.map { "\($0.id)=warn" })
    let objects = WebhookRegistration(Self.service).objects(for: engine.policy)
    let sent = Self.rules(Self.webhook("Validating", objects))
    var judged = 0
    let folder = Suites.root.appendingPathComponent("Tests/Fixtures/rules")
    let walk = FileManager.default.enumerator(atPath: folder.path)
    while let path = walk?.nextObject() as? String {
      guard path.hasSuffix(".yaml"), !path.hasSuffix("policy.yaml") else { continue }
      let text = try String(contentsOf: folder.appendingPathComponent(path), encoding: .utf8)
      for document in try YAMLParser.parse(Source(text)) {
        for object in KubernetesObject.objects(of: document.root) {
          let findings = try engine.evaluate(object: object.node).findings
          if findings.isEmpty { continue }
          judged += 1
          let kind = ObjectKind(object)
          let resource = ResourceName.plural(of: kind.kind)
          let isSent = sent.contains { line in
            let parts = line.split(separator: " ")
            return line.hasPrefix("\(kind.group): ") && parts.contains("CREATE,UPDATE")
              && parts.contains { $0.split(separator: ",").contains(Substring(resource)) }
          }
          #expect(isSent, "\(path): \(object.apiVersion) \(object.kind)")
        }
      }
    }
    #expect(judged > 100)
  }

  @Test("Rules that the API server settles find nothing in what a real one sends")
  func settled() throws {
    let ids = Catalogue.rules.filter(\.isSettledByServer).map { "\($0.id)=deny" }
    #expect(!ids.isEmpty)
    let engine = try Reviews.engine(
      rules: ids, spec: ["updates": ["existingViolations": "deny"]])
    let handler = AdmissionHandler(engine: engine)
    guard let folder = Suites.directory("admissionreviews") else { return }
    var judged = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    where name.hasSuffix(".json") {
      let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(name)))
      let decision = try handler.handle(bytes, at: .review).decision
      judged += decision.isEvaluated ? 1 : 0
      // Of a deprecated version the server warns whoever asks, and goes on.
      let told = decision.findings.filter { $0.rule != "api/deprecated-version" }
        .map { "\($0.rule): \($0.message)" }
      #expect(told == [], "\(name)")
    }
    #expect(judged > 20)
  }

  @Test("Who answers for what, and what is never sent")
  func terms() throws {
    var registration = WebhookRegistration(Self.service)
    registration.excludedNamespaces = ["legacy"]
    registration.authorities = Array("PEM\n".utf8)
    let policy = try Self.policy(
      """
      exclude: {namespaces: [istio-system, "team-*"]}
      rules: {pss/privileged: deny}
      mutators: {linkerd: {}}
      """)
    let objects = registration.objects(for: policy)
    let mutating = try #require(Self.webhook("Mutating", objects))
    let validating = try #require(Self.webhook("Validating", objects))
    #expect(mutating["failurePolicy"] == "Ignore")
    #expect(mutating["reinvocationPolicy"] == "IfNeeded")
    #expect(validating["reinvocationPolicy"] == nil)
    for (webhook, verb) in [(mutating, "mutate"), (validating, "validate")] {
      #expect(webhook["name"] == .string("\(verb).kpatch.dev"))
      #expect(webhook["sideEffects"] == "None")
      #expect(webhook["timeoutSeconds"] == 5)
      #expect(webhook["admissionReviewVersions"] == ["v1", "v1beta1"])
      let service: Value = [
        "namespace": "guard", "name": "kpatch-webhook", "path": .string("/\(verb)"), "port": 443,
      ]
      #expect(webhook["clientConfig"] == ["service": service, "caBundle": "UEVNCg=="])
      #expect(
        webhook["namespaceSelector"] == [
          "matchExpressions": [
            [
              "key": "kubernetes.io/metadata.name", "operator": "NotIn",
              "values": ["guard", "istio-system", "kube-node-lease", "kube-system", "legacy"],
            ]
          ]
        ])
      guard case .sequence(let conditions) = webhook["matchConditions"] else {
        Issue.record("there are no conditions")
        continue
      }
      #expect(
        conditions.map { $0["name"] } == [
          "exclude-nodes", "exclude-leases", "exclude-certificate-signing-requests",
          "exclude-mirror-pods",
        ])
    }
    registration.failurePolicy = .fail
    let strict = registration.objects(for: policy)
    #expect(Self.webhook("Mutating", strict)?["failurePolicy"] == "Ignore")
    #expect(Self.webhook("Validating", strict)?["failurePolicy"] == "Fail")
  }

  @Test("API servers ask before they ask the injectors that read what is written")
  func order() {
    let name = WebhookRegistration.standardName
    #expect(WebhookRegistration.injectors.allSatisfy { name < $0 })
  }

  @Test("The configurations are valid for every version", arguments: 25...37)
  func valid(minor: Int) throws {
    for spec in Self.policies.map(\.spec) + ["{preset: everything, mutators: {irsa: {}}}"] {
      let policy = try Self.policy(
        spec.replacing("{", with: "{kubernetesVersion: '1.\(minor)', ", maxReplacements: 1))
      let judge = try Reviews.engine(
        spec: ["kubernetesVersion": .string("1.\(minor)"), "rules": ["api/*": "deny"]])
      for object in WebhookRegistration(Self.service).objects(for: policy) {
        let found = try judge.evaluate(object: Document(object).root).findings
        #expect(found.map(\.message) == [])
        let webhook = Self.webhook("Validating", [object]) ?? Self.webhook("Mutating", [object])
        #expect((webhook?["matchConditions"] != nil) == (minor >= 27))
      }
    }
  }
}
