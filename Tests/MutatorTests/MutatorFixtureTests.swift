import Documents
import Foundation
import TestSupport
import Testing
import YAMLSyntax

/// `Tests/Fixtures/mutators/<mutator>/<case>`: `policy.yaml` turns `before.yaml` into `after.yaml`
/// and says what is in `notes.txt`, one note in a line; without that file it says nothing.
@Suite("Mutators by their fixtures")
struct MutatorFixtureTests {
  struct Fixture: Sendable, CustomTestStringConvertible {
    let mutator: String
    let name: String

    var testDescription: String { "\(mutator)/\(name)" }

    var folder: URL {
      Suites.root.appendingPathComponent("Tests/Fixtures/mutators/\(mutator)/\(name)")
    }

    func text(_ file: String) throws -> String {
      String(decoding: try Data(contentsOf: folder.appendingPathComponent(file)), as: UTF8.self)
    }
  }

  static let fixtures: [Fixture] = {
    let home = Suites.root.appendingPathComponent("Tests/Fixtures/mutators")
    func entries(_ url: URL) -> [String] {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
      return names.filter { !$0.hasPrefix(".") && !$0.hasSuffix(".md") }.sorted()
    }
    return entries(home).flatMap { mutator in
      entries(home.appendingPathComponent(mutator)).map { Fixture(mutator: mutator, name: $0) }
    }
  }()

  @Test("There are fixtures for every mutator")
  func coverage() {
    #expect(
      Set(Self.fixtures.map(\.mutator)) == [
        "prometheus", "linkerd", "irsa", "labels", "annotations", "patches",
      ])
  }

  @Test("Before becomes after, with the notes that are expected", arguments: fixtures)
  func fixture(_ fixture: Fixture) throws {
    let bench = try Bench(policy: fixture.text("policy.yaml"))
    let outcome = try bench.mutate(fixture.text("before.yaml"))
    let expected = try YAMLParser.parse(Source(fixture.text("after.yaml")))
    #expect(outcome.after.count == expected.count)
    for (value, document) in zip(outcome.after, expected) {
      let wanted = Value(document.root)
      #expect(value == wanted, "\(value.brief)\nis not\n\(wanted.brief)")
    }
    // Nothing but what changes is written anew: comments, quotes and order stay.
    if ProcessInfo.processInfo.environment["KPATCH_RECORD"] != nil {
      try Data(outcome.text.utf8).write(to: fixture.folder.appendingPathComponent("after.yaml"))
    }
    #expect(try outcome.text == fixture.text("after.yaml"))
    let notes = (try? fixture.text("notes.txt")) ?? ""
    #expect(outcome.notes == notes.split(separator: "\n").map(String.init))
  }
}
