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

  /// The environments of a failure that only shows where several are compared, in the order of
  /// their names: `fail.production.yaml`, `fail.staging.yaml`. Empty where there is `fail.yaml`.
  func environments(_ verdict: String) throws -> [String] {
    let folder = Self.root.appendingPathComponent(name)
    return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().compactMap {
      let parts = $0.split(separator: ".").map(String.init)
      return parts.count == 3 && parts[0] == verdict && parts[2] == "yaml" ? parts[1] : nil
    }
  }

  /// What is said: `action rule KIND/NAME POINTER message`, a line for each finding; where there
  /// are environments, `DIFFERENCE KIND/NAME PATH ENVIRONMENT=VALUE...` for each difference.
  func lines(_ verdict: String) throws -> [String] {
    let environments = try environments(verdict)
    if !environments.isEmpty { return try differences(verdict, environments) }
    let file = "\(verdict).yaml"
    return try Engine(policy()).evaluate(documents: documents(text(file)))
      .flatMap(\.evaluations).flatMap(\.findings).map { finding in
        let object = "\(finding.object.kind)/\(finding.object.name)"
        return "\(finding.action.name) \(finding.rule) \(object) \(finding.pointer) "
          + finding.message
      }
  }

  private func differences(_ verdict: String, _ names: [String]) throws -> [String] {
    let texts = try names.map { ($0, try text("\(verdict).\($0).yaml")) }
    return ParityLine.all(try ParityLine.parity(texts, policy()), names)
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
    let found = try scenario.lines("fail")
    #expect(
      found.joined(separator: "\n") + "\n" == (try scenario.text("findings")))
    #expect(!found.isEmpty)
  }

  @Test("The mended ones pass", arguments: Scenario.all)
  func passes(scenario: Scenario) throws {
    #expect(try scenario.lines("pass") == [])
  }
}
