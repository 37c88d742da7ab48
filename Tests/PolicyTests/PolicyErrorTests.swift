import Documents
import Foundation
import Policy
import TestSupport
import Testing
import YAMLSyntax

@Suite("Mistakes in a policy")
struct PolicyErrorTests {
  /// The problems of a policy document, as `line:column text`.
  static func problems(_ text: String, today: String? = nil) throws -> [String] {
    let source = Source(text)
    let document = try #require(try YAMLParser.parse(source).first)
    let lines = LineTable(source)
    return PolicyCompiler.compile(
      [PolicyLayer(document: document, name: "kpatch.yaml")],
      today: today.flatMap { CalendarDate(parsing: $0) }
    ).problems.map { problem in
      guard let range = problem.range else { return problem.text }
      let place = lines.position(of: Int(range.start))
      return "\(place.line):\(place.column) \(problem.kind == .note ? "note: " : "")\(problem.text)"
    }
  }

  static let fixtures: [String] = {
    let folder = Suites.root.appendingPathComponent("Tests/Fixtures/policies")
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return files.filter { $0.hasSuffix(".yaml") }.sorted()
  }()

  @Test("There are fixtures")
  func some() { #expect(Self.fixtures.count >= 8) }

  @Test("Each is told with its place, its cause and what to do", arguments: fixtures)
  func wording(file: String) throws {
    let folder = Suites.root.appendingPathComponent("Tests/Fixtures/policies")
    let text = try String(
      contentsOf: folder.appendingPathComponent(file), encoding: .utf8)
    let wanted = folder.appendingPathComponent(file.replacing(".yaml", with: ".problems"))
    let expected = (try? String(contentsOf: wanted, encoding: .utf8)) ?? ""
    let found = try Self.problems(text, today: "2026-11-21").joined(separator: "\n")
    #expect(found == expected.trimmingCharacters(in: .newlines))
  }

  @Test("What the command line says is read with the same care")
  func commandLine() {
    let settings = CommandLineSettings(
      preset: "recomended", rules: ["pss/priviledged=deny", "pss/*", "pss/*=forbid", "ps/*=warn"],
      mutators: ["prometheuss"], kubernetesVersion: "1.99")
    let compilation = PolicyCompiler.compile([PolicyLayer(commandLine: settings)], today: nil)
    #expect(compilation.policy == nil)
    #expect(compilation.problems.allSatisfy { $0.layer == "command line" && $0.range == nil })
    #expect(
      compilation.problems.map(\.text).prefix(6) == [
        "\"pss/*\" names no action; expected RULE=ACTION: pss/privileged=warn",
        "unknown preset \"recomended\"; did you mean \"recommended\"?",
        "kubernetesVersion \"1.99\" is not known; expected \"1.0\" to \"1.37\"",
        "unknown rule \"pss/priviledged\"; did you mean \"pss/privileged\"?",
        "unknown action \"forbid\"; expected one of off, audit, warn, deny",
        "unknown category \"ps\"; did you mean \"pss\"?",
      ])
  }

  @Test("A mutator that is not known is an error")
  func unknownMutator() throws {
    let layer = try layer("mutators: {nonesuch: {}}")
    let problems = PolicyCompiler.compile([layer], today: nil).problems
    #expect(problems.map(\.message) == ["unknown mutator \"nonesuch\""])
    #expect(problems.first?.pointer.description == "/spec/mutators/nonesuch")
  }

  @Test("No byte of a policy makes the reader trap", arguments: fixtures)
  func mutilated(file: String) throws {
    let folder = Suites.root.appendingPathComponent("Tests/Fixtures/policies")
    let bytes = [UInt8](try Data(contentsOf: folder.appendingPathComponent(file)))
    var random = SystemRandomNumberGenerator()
    for _ in 0..<200 {
      var changed = bytes
      for _ in 0..<3 {
        changed[Int(random.next(upperBound: UInt(changed.count)))] =
          [0x3A, 0x20, 0x5B, 0x7B, 0x2D, 0x27, 0x0A, 0x7E, 0x31][
            Int(random.next(upperBound: UInt(9)))]
      }
      guard let documents = try? YAMLParser.parse(Source(changed)) else { continue }
      for document in documents {
        let layer = PolicyLayer(document: document, name: "kpatch.yaml")
        let compilation = PolicyCompiler.compile([layer], today: nil)
        #expect((compilation.policy == nil) == compilation.problems.contains { $0.kind == .error })
      }
    }
  }
}
