import Foundation
import TestSupport
import Testing

/// The tables of failures in the guides: each row names the tests that prove it.
@Suite("Tables of failures")
struct FailureTableTests {
  static let guides = ["kpatch-webhook", "HTTPServer", "Telemetry"].map {
    "Sources/\($0)/README.md"
  }

  /// The cells of each row of the tables that have a column `failure` and end with one `test`.
  private static func rows(of guide: String) -> [[String]] {
    var rows: [[String]] = []
    var isInside = false
    for line in guide.split(separator: "\n", omittingEmptySubsequences: false) {
      guard line.hasPrefix("|"), line.hasSuffix("|") else {
        isInside = false
        continue
      }
      let cells = line.dropFirst().dropLast().split(
        separator: "|", omittingEmptySubsequences: false
      ).map { $0.trimmingCharacters(in: .whitespaces) }
      if cells.contains("failure"), cells.last == "test" {
        isInside = true
      } else if isInside, line.contains(where: { !"|-: ".contains($0) }) {
        rows.append(cells)
      }
    }
    return rows
  }

  /// The names of the tests in a Swift file.
  private static func tests(in text: String) -> [String] {
    text.matches(of: /@Test\(\s*"((?:[^"\\]|\\.)*)"/).map { String($0.1) }
      + text.matches(of: /func `([^`]+)`/).map { String($0.1) }
  }

  /// Rows without a test, and tests that are not there. A name may be cut: `It begins like ...`.
  private static func unproved(_ rows: [[String]], by tests: [String]) -> [String] {
    rows.flatMap { cells -> [String] in
      let names = (cells.last ?? "").matches(of: /`([^`]+)`/).map { String($0.1) }
      if names.isEmpty { return [cells.joined(separator: " | ")] }
      return names.filter { name in
        guard name.hasSuffix(" ...") else { return !tests.contains(name) }
        return !tests.contains { $0.hasPrefix(name.dropLast(4)) }
      }
    }
  }

  @Test("Each failure is proved by tests that exist", arguments: guides)
  func proved(guide: String) throws {
    let tests = Project.files.filter { $0.isIn("Tests") && $0.isSwift }
      .flatMap { Self.tests(in: $0.text) }
    #expect(tests.count > 500)
    let rows = Self.rows(of: String(decoding: try Suites.projectFile(guide), as: UTF8.self))
    #expect(rows.count > 5)
    #expect(Self.unproved(rows, by: tests) == [])
  }

  @Test("Each failure of the server has a component, a blast radius and a guardrail")
  func complete() throws {
    let rows = Self.rows(
      of: String(decoding: try Suites.projectFile(Self.guides[0]), as: UTF8.self))
    #expect(rows.filter { $0.count != 5 || $0.contains("") } == [])
  }

  @Test("A row without a test, and one whose test is gone, are found")
  func canary() {
    let guide = """
      | failure | what happens | test |
      |---|---|---|
      | a | b | `It holds ...`, `It is there` |
      | c | d | |
      | e | f | `It is gone`; `It was ...` |

      | no | table |
      |---|---|
      | g | h |
      """
    let source = "@Test(\n  \"It holds well\", arguments: x)\n  @Test func `It is there`() {}"
    let rows = Self.rows(of: guide)
    #expect(rows.count == 3)
    #expect(
      Self.unproved(rows, by: Self.tests(in: source)) == ["c | d | ", "It is gone", "It was ..."])
  }
}
