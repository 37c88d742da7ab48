import Documents
import Kubernetes
import Policy
import TestSupport
import Testing

/// What an API server has to send follows from what rules declare, so that has to be complete.
@Suite("What rules are about")
struct SubjectTests {
  /// All kinds of Kubernetes, of the projects whose pod templates are known, those that rules
  /// declare, and some of nobody.
  static let kinds: [(apiVersion: String, kind: String)] = {
    let known = APIShapes.known.kinds.map { ($0.apiVersion, $0.kind) }
    let templates = PodTemplatePaths.kinds.map { group, kind in
      (group.isEmpty ? "v1" : "\(group)/v1", kind)
    }
    let declared = Catalogue.rules.flatMap { rule -> [(String, String)] in
      guard case .kinds(let kinds) = rule.subject else { return [] }
      return kinds.map { ($0.group.isEmpty ? "v1" : "\($0.group)/v1", $0.kind) }
    }
    let others = [("example.com/v1", "Service"), ("example.com/v1", "Widget")]
    return (known + templates + declared + others).sorted { $0 < $1 }
  }()

  @Test(
    "A rule finds nothing in an object of a kind that it does not declare",
    arguments: Catalogue.rules.map(\.id))
  func undeclaredKinds(id: String) throws {
    let rule = try #require(Catalogue.rule(id))
    let engine = Engine(try Fixtures.policy(for: id))
    let judged = engine.policy.judgedKinds
    let before = try rule.example.before.flatMap { try documents($0).first?.root }
    var found = 0
    for document in try documents(rule.example.fails) {
      for object in KubernetesObject.objects(of: document.root) {
        for (apiVersion, kind) in Self.kinds {
          func retyped(_ node: Node) -> Node {
            let value = Value(node).with("apiVersion", .string(apiVersion))
              .with("kind", .string(kind))
            return Document(value).root
          }
          let context = EvaluationContext(
            operation: before == nil ? .create : .update, oldObject: before.map(retyped))
          let evaluation = try engine.evaluate(object: retyped(object.node), context: context)
          guard !evaluation.findings.isEmpty else { continue }
          found += 1
          let kind = ObjectKind(kind, apiVersion: apiVersion)
          if case .kinds(let declared) = rule.subject { #expect(declared.contains(kind)) }
          #expect(rule.isSettledByServer || judged.contains(kind), "\(apiVersion) \(kind.kind)")
        }
      }
    }
    // Rules of several objects, and of what only YAML can hold, are silent without either.
    #expect(found > 0 || rule.others != .ignored || id == "api/duplicate-key")
  }

  @Test("A kind is declared only where the rule can find something", arguments: Fixtures.folders)
  func declaredInVain(id: String) throws {
    guard let rule = Catalogue.rule(id), case .kinds(let declared) = rule.subject else { return }
    let failing = try Fixtures.cases.filter { $0.rule == id && $0.fails }.flatMap {
      try documents($0.text()).flatMap { KubernetesObject.objects(of: $0.root) }
    }
    #expect(failing.contains { object in declared.contains(ObjectKind(object)) })
  }

  @Test(
    "A rule that looks at a part of pods which can change later declares it",
    arguments: Catalogue.rules.filter {
      $0.subject != .objects && $0.others != .needed
    }.map(\.id))
  func podParts(id: String) throws {
    let rule = try #require(Catalogue.rule(id))
    for fixture in Fixtures.cases where fixture.rule == id {
      let engine = Engine(try Fixtures.policy(for: id, version: fixture.version))
      for document in try documents(fixture.text()) {
        for object in KubernetesObject.objects(of: document.root) where object.kind == "Pod" {
          let pod = Value(object.node)
          let before = try Self.pointers(engine, pod)
          if !rule.reads(.ephemeralContainers) {
            #expect(try Self.pointers(engine, Self.debugged(pod)) == before, "\(fixture.file)")
          }
          if !rule.reads(.resources) {
            #expect(try Self.pointers(engine, Self.resized(pod)) == before, "\(fixture.file)")
          }
        }
      }
    }
  }

  @Test("The check of pod parts would notice a rule that declares none")
  func canary() throws {
    let engine = Engine(try Fixtures.policy(for: "pss/privileged"))
    let pod = Value(try #require(documents(Rule.privilegedExample).first).root)
    let before = try Self.pointers(engine, pod)
    #expect(try Self.pointers(engine, Self.debugged(pod)) != before)
    let requests = Engine(try Fixtures.policy(for: "resources/cpu-request"))
    #expect(try Self.pointers(requests, Self.resized(pod)) != Self.pointers(requests, pod))
  }

  private static func pointers(_ engine: Engine, _ pod: Value) throws -> [String] {
    try engine.evaluate(object: Document(pod).root).findings.map { "\($0.rule) \($0.pointer)" }
  }

  /// The pod with a debug container like each of its containers.
  private static func debugged(_ pod: Value) -> Value {
    guard let spec = pod["spec"], let containers = spec["containers"] else { return pod }
    return pod.with("spec", spec.with("ephemeralContainers", containers))
  }

  /// The pod with other resources, which are hardly those that anybody would allow.
  private static func resized(_ pod: Value) -> Value {
    guard let spec = pod["spec"], case .sequence(let containers) = spec["containers"] else {
      return pod
    }
    let resized = containers.map { container in
      let had = container["resources"]?["requests"]?["cpu"] != nil
      return container.with(
        "resources",
        had ? [:] : ["requests": ["cpu": "9", "memory": "9Gi"], "limits": ["cpu": "1"]])
    }
    return pod.with("spec", spec.with("containers", .sequence(resized)))
  }
}

extension Value {
  /// The mapping with an entry, in place of one with its key.
  fileprivate func with(_ key: String, _ value: Value) -> Value {
    guard case .mapping(let entries) = self else { return self }
    return .mapping(entries.filter { $0.key != key } + [.init(key, value)])
  }
}

extension Rule {
  fileprivate static var privilegedExample: String {
    Catalogue.rule("pss/privileged")?.example.fails ?? ""
  }
}

@Suite("Kinds of a policy")
struct KindSetTests {
  private func names(_ kinds: KindSet) -> [String] {
    kinds.isEverything
      ? ["*"]
      : kinds.kinds.map { $0.group.isEmpty ? $0.kind : "\($0.kind).\($0.group)" }.sorted()
  }

  /// The spec of a policy, the kinds that are judged and those that are mutated.
  static let policies: [(spec: String, judged: [String], mutated: [String])] = [
    ("preset: none", [], []),
    (
      "{preset: none, rules: {availability/pdb-has-policy: deny}}",
      ["PodDisruptionBudget.policy"], []
    ),
    // What needs other objects, and what the API server settles itself, asks for nothing.
    ("{preset: none, rules: {refs/dangling-service: deny, api/*: deny}}", [], []),
    (
      "{preset: none, rules: {meta/required-labels: {action: deny, labels: [team]}}}",
      ["*"], []
    ),
    (
      """
      preset: none
      rules:
        meta/required-labels:
          action: deny
          labels: [team]
          match: {kinds: [Ingress, Widget, Deployment]}
          exclude: {kinds: ['Deploy*']}
      """, ["Ingress.networking.k8s.io", "Widget.*"], []
    ),
    (
      "{preset: none, exclude: {kinds: [Job, 'C*']}, rules: {pss/privileged: deny}}"
        + "", PodKinds.without { $0.hasPrefix("C") || $0 == "Job" }, []
    ),
    (
      """
      preset: none
      rules: {pss/privileged: {action: deny, match: {kinds: [Pod]}}}
      overrides: [{match: {kinds: [Job]}, rules: {pss/privileged: {action: warn, match: {}}}}]
      """, ["Job.batch", "Pod"], []
    ),
    ("{preset: none, mutators: {irsa: {}}}", [], PodKinds.all + ["ServiceAccount"]),
    (
      "{preset: none, mutators: {prometheus: {targets: [services]}}}", [], ["Service"]
    ),
    (
      """
      preset: none
      mutators:
        patches:
          - {match: {kinds: [Service]}, merge: {spec: {internalTrafficPolicy: Local}}}
          - {match: {kinds: [Namespace]}, merge: {metadata: {labels: {a: b}}}}
      """, [], ["Namespace", "Service", "Service.serving.knative.dev"]
    ),
    (
      "{preset: none, fix: ['*'], rules: {availability/pdb-unhealthy-eviction: warn}}",
      ["PodDisruptionBudget.policy"], []
    ),
  ]

  /// Kinds with pod templates as ``names(_:)`` has them.
  private enum PodKinds {
    static let all = without { _ in false }

    static func without(_ isOut: (String) -> Bool) -> [String] {
      let kinds = PodTemplatePaths.kinds.filter { !isOut($0.kind) }.map { group, kind in
        ObjectKind(kind, in: group)
      }
      return Set(kinds).map { $0.group.isEmpty ? $0.kind : "\($0.kind).\($0.group)" }.sorted()
    }
  }

  @Test("A policy needs the kinds that its rules and mutators name", arguments: policies)
  func kinds(spec: String, judged: [String], mutated: [String]) throws {
    let policy = try compiled([layer(spec)])
    #expect(names(policy.judgedKinds) == judged.sorted())
    #expect(names(policy.mutatedKinds) == mutated.sorted())
  }

  @Test(
    "No preset for everybody makes an API server send every object",
    arguments: ["baseline", "restricted", "recommended"])
  func everything(preset: String) throws {
    let policy = try compiled([layer("preset: \(preset)")])
    #expect(
      !policy.judgedKinds.isEverything,
      "give rules that are on a subject with kinds, or say that they are settled by the server")
  }

  @Test("The parts of pods are those that active rules read")
  func podParts() throws {
    func parts(_ spec: String) throws -> Set<PodPart> {
      try compiled([layer(spec)]).judgedPodParts
    }
    #expect(try parts("preset: none") == [])
    #expect(try parts("preset: baseline") == [.ephemeralContainers])
    #expect(try parts("{preset: none, rules: {resources/*: warn}}") == [.resources])
    #expect(try parts("{preset: none, rules: {availability/*: warn}}") == [])
  }
}
