import Documents
import Edits
import Policy
import TestSupport
import Testing

@Suite("Fixing what is found")
struct FixingTests {
  private static let fixable = Catalogue.fixable(by: .all, including: [.safe, .review])

  private static func engine(_ spec: String, _ rules: Set<String> = fixable) throws -> Engine {
    Engine(try compiled([layer(spec)]).fixing(rules, mutators: []))
  }

  private func only(_ text: String, _ engine: Engine) throws -> Evaluation {
    try engine.evaluate(object: try #require(documents(text).first).root)
  }

  @Test(
    "What a rule can fix it no longer finds, and a second run changes nothing",
    arguments: Fixtures.cases.filter { $0.fails && fixable.contains($0.rule) })
  func settled(fixture: Fixtures.Case) throws {
    let policy = try Fixtures.policy(for: fixture.rule, version: fixture.version)
    let engine = Engine(policy.fixing([fixture.rule], mutators: []))
    let documents = try documents(fixture.text())
    let context = EvaluationContext(reach: try engine.index(of: documents))
    for document in documents {
      let fixed = try engine.evaluate(document: document, context: context)
      let left = fixed.evaluations.flatMap(\.findings)
      #expect(!left.contains { $0.fix != nil })
      #expect(!fixed.evaluations.flatMap(\.notes).contains { $0.kind == .warning })
      let again = Document(Value(fixed.edits.applied(to: document.root)))
      #expect(try engine.evaluate(document: again, context: context).edits.isEmpty)
    }
  }

  @Test("Fixes of several rules at one object become one set of edits")
  func merged() throws {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers: [{name: app, image: web:1}]
      """
    let evaluation = try only(pod, Self.engine("preset: restricted"))
    #expect(!evaluation.findings.contains { $0.fix != nil })
    #expect(
      Set(evaluation.notes.map(\.mutator)).isSuperset(of: [
        "pss/run-as-non-root", "pss/capabilities-restricted", "pss/seccomp-restricted",
      ]))
    // One insertion into the container, though several rules want something of it.
    let document = try #require(documents(pod).first)
    let again = try Self.engine("preset: restricted").evaluate(document: document)
    let inContainer = JSONPatch(again.edits, below: document.root).operations.filter {
      guard case .add(let path, _) = $0 else { return false }
      return path.description == "/spec/containers/0/securityContext"
    }
    #expect(inContainer.count == 1)
  }

  @Test("Where two rules want one place, both are satisfied in the end")
  func rounds() throws {
    let evaluation = try only(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec:
        containers:
        - name: app
          image: web:1
          securityContext: {privileged: true, capabilities: {add: [SYS_ADMIN]}}
      """, Self.engine("preset: restricted"))
    #expect(!evaluation.findings.contains { $0.fix != nil })
  }

  @Test("What an exception or an annotation excuses is left as it is")
  func exemptions() throws {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web
        annotations: {kpatch.dev/exempt: pss/privileged, kpatch.dev/exempt-reason: drivers}
      spec:
        containers: [{name: app, securityContext: {privileged: true}}]
      """
    let spec = "preset: none\nrules: {pss/privileged: deny}"
    #expect(try only(pod, Self.engine(spec + "\nallowExemptions: true")).edits.isEmpty)
    #expect(try !only(pod, Self.engine(spec)).edits.isEmpty)
  }

  @Test("Only the named rules are fixed, and nothing that the policy excludes")
  func selection() throws {
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web, namespace: NAMESPACE}
      spec:
        hostNetwork: true
        containers: [{name: app, securityContext: {privileged: true}}]
      """
    let shop = pod.replacing("NAMESPACE", with: "shop")
    let fixed = try only(shop, Self.engine("preset: baseline", ["pss/privileged"]))
    #expect(fixed.notes.map(\.mutator) == ["pss/privileged"])
    #expect(fixed.findings.contains { $0.rule == "pss/host-namespaces" })
    let system = pod.replacing("NAMESPACE", with: "kube-system")
    #expect(try only(system, Self.engine("preset: baseline")).edits.isEmpty)
  }

  @Test("Mutators come first, and the edits of both are one set for a whole list")
  func afterMutators() throws {
    let spec = """
      preset: none
      rules: {api/string-required: deny}
      fix: [api/*]
      mutators: {labels: {set: {team: shop}}}
      """
    let engine = Engine(try compiled([layer(spec)]))
    let list = """
      apiVersion: v1
      kind: List
      items:
      - apiVersion: v1
        kind: ConfigMap
        metadata: {name: a}
        data: {PORT: 8080}
      - apiVersion: v1
        kind: ConfigMap
        metadata: {name: b, labels: {team: x}}
        data: {PORT: 8081, DEBUG: true}
      """
    let document = try #require(documents(list).first)
    let evaluation = try engine.evaluate(document: document)
    let result = Value(evaluation.edits.applied(to: document.root))
    guard case .sequence(let items)? = result["items"] else {
      Issue.record("no items")
      return
    }
    #expect(items.map { $0["data"] } == [["PORT": "8080"], ["PORT": "8081", "DEBUG": "true"]])
    #expect(items[0]["metadata"]?["labels"] == ["team": "shop"])
    #expect(evaluation.evaluations.flatMap(\.findings).isEmpty)
    #expect(
      evaluation.evaluations.map { $0.notes.filter { $0.mutator.hasPrefix("api/") }.count }
        == [1, 2])
  }

  @Test("What a fix makes possible for a mutator is done as well, so a second run changes nothing")
  func mutatedAgain() throws {
    let spec = """
      preset: none
      rules: {pss/host-namespaces: deny}
      mutators: {linkerd: {}, prometheus: {port: 9090}}
      """
    let policy = try compiled([layer(spec)])
    let engine = Engine(policy.fixing(Self.fixable, mutators: ["linkerd", "prometheus"]))
    let pods = """
      apiVersion: v1
      kind: List
      items:
      - {apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}
      - apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {hostNetwork: true, containers: [{name: app}]}
      """
    let document = try #require(documents(pods).first)
    let fixed = try engine.evaluate(document: document)
    let result = fixed.edits.applied(to: document.root)
    guard case .sequence(let items)? = Value(result)["items"] else {
      Issue.record("no items")
      return
    }
    #expect(
      items[1]["metadata"]?["annotations"] == [
        "linkerd.io/inject": "enabled", "prometheus.io/scrape": "true",
        "prometheus.io/port": "9090",
      ])
    #expect(fixed.evaluations.flatMap(\.notes).allSatisfy { $0.kind == .applied })
    #expect(fixed.evaluations.flatMap(\.findings).isEmpty)
    #expect(try engine.evaluate(document: Document(Value(result))).edits.isEmpty)
  }

  @Test("Where a mutator wants what a fix takes away, the fix has the last word")
  func againstMutator() throws {
    let spec = """
      preset: none
      rules: {pss/host-namespaces: deny}
      mutators: {patches: [{match: {kinds: [Pod]}, merge: {spec: {hostNetwork: true}}}]}
      """
    let policy = try compiled([layer(spec)])
    let engine = Engine(policy.fixing(Self.fixable, mutators: ["patches"]))
    let pod = """
      apiVersion: v1
      kind: Pod
      metadata: {name: web}
      spec: {containers: [{name: app}]}
      """
    let evaluation = try only(pod, engine)
    #expect(evaluation.findings.isEmpty)
    #expect(evaluation.judged["spec", "hostNetwork"].map { Value($0) } == false)
  }

  @Test("A policy may only ask for fixes that are safe")
  func unsafe() throws {
    let policy = PolicyCompiler.compile(
      [try layer("fix: [pss/privileged, probes/readines, api/string-required, pss/*]")], today: nil)
    #expect(policy.policy == nil)
    #expect(
      policy.problems.map(\.message) == [
        "\"pss/privileged\" has no fix that is safe", "unknown rule \"probes/readines\"",
        "no rule of \"pss/*\" has a fix that is safe",
      ])
  }
}
