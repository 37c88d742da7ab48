import Documents
import Policy
import TestSupport
import Testing
import YAMLSyntax

/// What the README says is compared with what is there.
@Suite("README")
struct ReadmeTests {
  private static let text = try? String(
    decoding: Suites.projectFile("README.md"), as: UTF8.self)

  private func readme() throws -> String { try #require(Self.text) }

  @Test(
    "The two commands stand there as they are promised",
    arguments: ["swift run -c release kpatch patch --diff manifests/examples", "swift test"])
  func commands(command: String) throws {
    let line = "apt-get update && apt-get install -y libssl-dev && \(command)\n"
    #expect(try readme().contains(line))
  }

  @Test("Every setting of every mutator is described", arguments: MutatorCatalogue.all.map(\.id))
  func mutators(id: String) throws {
    let definition = try #require(MutatorCatalogue.mutator(id))
    let settings = Self.properties(of: definition.schema)
    #expect(!settings.isEmpty)
    let parts = try readme().components(after: "**`\(id)`**", upTo: "\n**`")
    let part = try #require(parts, "the README has no part on \(id)")
    for setting in settings { #expect(part.contains("`\(setting)`"), "\(id): \(setting)") }
  }

  /// The names of the settings, whatever shapes they may come in.
  private static func properties(of schema: Value) -> [String] {
    if case .mapping(let entries)? = schema["properties"] { return entries.map(\.key) }
    if let items = schema["items"] { return properties(of: items) }
    if case .sequence(let shapes)? = schema["anyOf"], let first = shapes.first {
      return properties(of: first)
    }
    return []
  }

  @Test("Every policy that is shown can be used")
  func policies() throws {
    var policies = MarkdownBlock.all(in: try readme()).filter { $0.language == "yaml" }
      .map(\.text).filter { $0.contains("kind: Policy") }
    #expect(!policies.isEmpty)
    policies.append(
      String(decoding: try Suites.projectFile("manifests/examples/kpatch.yaml"), as: UTF8.self))
    for policy in policies {
      let documents = try YAMLParser.parse(Source(policy))
      let compilation = PolicyCompiler.compile(
        documents.map { PolicyLayer(document: $0, name: "policy") }, today: nil)
      #expect(compilation.problems.map(\.text) == [])
    }
  }

  @Test("Every section of a policy is shown")
  func policySections() throws {
    guard case .mapping(let schema)? = PolicySchema.value["properties"]?["spec"]?["properties"]
    else {
      Issue.record("the schema has no spec")
      return
    }
    let text = try readme()
    #expect(schema.count > 5)
    for section in schema.map(\.key) { #expect(text.contains("\n  \(section):"), "\(section)") }
  }

  @Test("The limits are those of the parsers")
  func limits() throws {
    let limits = DocumentLimits.standard
    let rows = [
      "| one input | \(limits.maximumBytes >> 20) MiB |",
      "| containers inside one another | \(Self.grouped(limits.maximumDepth)) |",
      "| nodes of one document | \(limits.maximumNodes / 1_000_000) million |",
      "| nodes that aliases and merge keys expand to | \(Self.grouped(limits.maximumAliasNodes)) |",
    ]
    let text = try readme()
    for row in rows { #expect(text.contains(row), "\(row)") }
  }

  private static func grouped(_ number: Int) -> String {
    number < 1_000 ? "\(number)" : "\(number / 1_000),000"
  }

  @Test("Every preset is described", arguments: Preset.allCases)
  func presets(preset: Preset) throws {
    #expect(try readme().contains("`\(preset.name)`"))
  }
}

extension String {
  /// The text from a mark up to another one, or to the end.
  fileprivate func components(after mark: String, upTo end: String) -> Substring? {
    guard let start = firstRange(of: mark) else { return nil }
    let rest = self[start.upperBound...]
    return rest[..<(rest.firstRange(of: end)?.lowerBound ?? rest.endIndex)]
  }
}
