import Documents
import Foundation
import Policy
import TestSupport
import Testing

/// A failure that reached production somewhere: the manifests that were to blame, what is said of
/// them, and the mended ones.
struct Scenario: Sendable, CustomTestStringConvertible {
  static let root = Suites.root.appendingPathComponent("Tests/Fixtures/scenarios")

  /// The folder: `S01-image-runs-as-root`.
  let name: String

  var testDescription: String { name }

  static let all: [Scenario] = {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: root.path)) ?? []
    return names.sorted().map(Scenario.init)
  }()

  func text(_ file: String) throws -> String {
    try String(
      contentsOf: Self.root.appendingPathComponent("\(name)/\(file)"), encoding: .utf8)
  }

  /// `policy.yaml` of the folder; the built-in policy where there is none.
  func policy() throws -> CompiledPolicy {
    guard let text = try? text("policy.yaml") else { return .builtIn }
    return try compiled([
      PolicyLayer(document: try #require(documents(text).first), name: "policy.yaml")
    ])
  }

  /// What is said of a file: `action rule KIND/NAME POINTER message`, a line for each finding.
  func lines(_ file: String) throws -> [String] {
    try Engine(policy()).evaluate(documents: documents(text(file)))
      .flatMap(\.evaluations).flatMap(\.findings).map { finding in
        let object = "\(finding.object.kind)/\(finding.object.name)"
        return "\(finding.action.name) \(finding.rule) \(object) \(finding.pointer) "
          + finding.message
      }
  }
}

@Suite("Failures that reached production")
struct ScenarioTests {
  @Test("A folder is called after the scenario", arguments: Scenario.all)
  func names(scenario: Scenario) {
    #expect(scenario.name.wholeMatch(of: /S[0-9]{2}(-[a-z0-9]+)+/) != nil)
  }

  @Test("The manifests that were to blame are found, in these words", arguments: Scenario.all)
  func fails(scenario: Scenario) throws {
    let found = try scenario.lines("fail.yaml")
    #expect(
      found.joined(separator: "\n") + "\n" == (try scenario.text("findings")))
    #expect(!found.isEmpty)
  }

  @Test("The mended ones pass", arguments: Scenario.all)
  func passes(scenario: Scenario) throws {
    #expect(try scenario.lines("pass.yaml") == [])
  }
}
