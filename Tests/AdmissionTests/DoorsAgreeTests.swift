import Admission
import Documents
import Edits
import Foundation
import JSONSyntax
import Kubernetes
import Policy
import TestSupport
import Testing
import YAMLSyntax

/// Invariant I6: the same object through the webhook and through the CLI gives the same findings in
/// the same order, and the same object afterwards.
@Suite("Both doors")
struct DoorsAgreeTests {
  /// The manifests of the project: every rule's fixtures and the examples.
  private static let manifests: [String] = {
    var found: [String] = []
    for folder in ["Tests/Fixtures/rules", "manifests/examples"] {
      let walk = FileManager.default.enumerator(
        atPath: Suites.root.appendingPathComponent(folder).path)
      while let path = walk?.nextObject() as? String {
        if path.hasSuffix(Suites.beforeEnding) { continue }
        if path.hasSuffix(".yaml") || path.hasSuffix(".json") { found.append("\(folder)/\(path)") }
      }
    }
    return found.sorted()
  }()

  @Test("Every object of every manifest is told the same at both doors", arguments: manifests)
  func agree(manifest: String) throws {
    let engine = try Reviews.engine(
      preset: "everything", mutators: MutatorCatalogue.all.filter(\.hasDefaults).map(\.id))
    let handler = AdmissionHandler(engine: engine)
    let source = Source(try Suites.projectFile(manifest))
    let documents =
      try manifest.hasSuffix(".json")
      ? JSONParser.parseStream(source) : YAMLParser.parse(source)
    let former = try Suites.before(manifest).map { try YAMLParser.parse(Source($0)) } ?? []
    let old = former.flatMap { KubernetesObject.objects(of: $0.root) }
    for object in documents.flatMap({ KubernetesObject.objects(of: $0.root) }) {
      let before = old.first { $0.kind == object.kind && $0.name == object.name }
      let context = EvaluationContext(
        operation: before == nil ? .create : .update, namespace: "shop", oldObject: before?.node)
      let offline = try engine.evaluate(object: object.node, context: context)
      let body = Reviews.body(
        before == nil ? "CREATE" : "UPDATE",
        kind: object.kind, group: object.group, version: object.version,
        namespace: context.namespace(of: object), object: object.node.json,
        oldObject: before?.node.json)
      let online = try handler.handle(body, at: .review)
      // How something is written, twice, as another type or in which order, no JSON of an API
      // server can show.
      let told = [offline.findings, online.decision.findings].map { findings in
        findings.filter { !$0.rule.hasPrefix("api/") && $0.rule != "meta/sorted-keys" }
          .map(Said.init)
      }
      #expect(told[0] == told[1])
      guard online.decision.allowed else { continue }
      // Of a running pod hardly anything can be changed.
      if before != nil, !online.decision.isMutable { continue }
      let patch = try Reviews.response(to: body, from: handler, at: .review)["patch"]
      let patched =
        try patch.map {
          try JSONPatch(parsing: Document(Reviews.operations($0)).root)
            .applied(to: Value(object.node))
        } ?? Value(object.node)
      #expect(patched == Value(offline.judged))
    }
  }
}
