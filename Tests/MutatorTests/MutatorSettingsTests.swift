import Documents
import Foundation
import Policy
import TestSupport
import Testing
import YAMLSyntax

/// `Tests/Fixtures/mutator-settings/<mutator>.yaml`: a stream of documents with `settings`, which
/// stand below `spec.mutators` of a policy, and the `problems` with them, each after its line.
@Suite("Settings of mutators: mistakes name their place, their cause and the way out")
struct MutatorSettingsTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let settings: String
    let problems: [String]
    var testDescription: String { settings }
  }

  static let cases: [Case] = ["prometheus", "linkerd", "irsa", "labels", "annotations", "patches"]
    .flatMap { mutator in
      let path = "Tests/Fixtures/mutator-settings/\(mutator).yaml"
      guard let bytes = try? Suites.projectFile(path),
        let documents = try? YAMLParser.parse(Source(bytes))
      else { return [Case(settings: path, problems: ["cannot be read"])] }
      return documents.map { document in
        Case(
          settings: document.root["settings"]?.string ?? "",
          problems: document.root["problems"]?.elements.map(\.text) ?? [])
      }
    }

  @Test("A mistake is an error with its line", arguments: cases)
  func mistakes(_ example: Case) {
    #expect(!example.problems.isEmpty)
    #expect(Bench.problems(example.settings) == example.problems)
  }

  @Test(
    "What is right has no problems",
    arguments: [
      "prometheus: {}", "prometheus: {match: {kinds: [Deployment]}, exclude: {namespaces: [x]}}",
      "linkerd: {}", "irsa: {}", "irsa: {accountID: \"000000000000\", roleName: \"${name}\"}",
      "linkerd: {config: {config.beta.linkerd.io/proxy-enable-native-sidecar: true}}",
      "labels: []", "patches: []", "annotations: {set: {Example.com/A: \"\"}}",
    ])
  func sound(settings: String) {
    #expect(Bench.problems(settings) == [])
  }

  @Test("Every key of every mutator's schema is told in the README", arguments: schemas)
  func documented(_ schema: Schema) throws {
    let readme = String(
      decoding: try Suites.projectFile("Sources/Policy/Mutators/README.md"), as: UTF8.self)
    #expect(!schema.keys.isEmpty)
    for key in schema.keys { #expect(readme.contains("`\(key)`"), "\(schema.mutator): \(key)") }
  }

  struct Schema: Sendable, CustomTestStringConvertible {
    let mutator: String
    let keys: [String]
    var testDescription: String { mutator }
  }

  static let schemas: [Schema] = MutatorCatalogue.all.map { definition in
    // The settings themselves, or one element of a list of them.
    var schema = definition.schema
    if case .sequence(let either)? = schema["anyOf"] { schema = either.first ?? schema }
    if let items = schema["items"] { schema = items }
    guard case .mapping(let entries)? = schema["properties"] else {
      return Schema(mutator: definition.id, keys: [])
    }
    return Schema(mutator: definition.id, keys: entries.map(\.key))
  }
}
