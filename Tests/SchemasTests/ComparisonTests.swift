import Documents
import JSONSyntax
import Testing

@testable import Schemas

@Suite("Comparisons between keys")
struct ComparisonTests {
  private static let data =
    #"{"A": 10, "B": 20, "C": 0.1, "D": 0, "S": "x", "o": {"p": 3}, "k-e.y": 7, "E": 1e3}"#

  private func check(_ text: String) throws -> SchemaViolation? {
    let schema = try Schema(compiling: ["x-comparisons": [.string(text)]])
    return schema.check(try JSONParser.parse(Source(Self.data)).root).violations.first
  }

  @Test(
    "A comparison holds, or there is nothing to compare",
    arguments: [
      "A <= B / 2", "A < B", "B > A", "A >= 10", "A == B - A", "A != B", "C + C + C == 0.3",
      "(A + B) * 2 == 60", "A + B * 2 == 50", "B - A - A == 0", "B / 2 / 2 == 5", "o.p == 3",
      "`k-e.y` == 7", "E == 1000", "A <= MISSING", "S < A", "A <= o.q", "A<=B/2", "1 < A",
      "B / 3 * 3 == B",
    ])
  func holds(text: String) throws { #expect(try check(text) == nil) }

  @Test(
    "What fails is said with both sides",
    arguments: [
      ("A < B / 2", "`A < B / 2` must hold, here 10 and 10"),
      ("A <= B / 3", "`A <= B / 3` must hold, here 10 and about 6.666"),
      ("B * 0.75 <= A", "`B * 0.75 <= A` must hold, here 15 and 10"),
      (
        "A < B / D",
        "`A < B / D` cannot be computed: a number has too many digits, or one is divided by 0"
      ),
      ("A < 99999999999999999999999999999999999999999", ""),
    ])
  func fails(text: String, words: String) throws {
    if words.isEmpty {
      #expect(throws: SchemaProblem.self) { try check(text) }
    } else {
      let violation = try #require(try check(text))
      #expect(violation.sentence(showsValues: true) == words)
      #expect(violation.instancePointer() == JSONPointer([text.hasPrefix("B") ? "B" : "A"]))
      if words.contains("here") {
        #expect(!violation.sentence(showsValues: false).contains("here"))
      }
    }
  }

  @Test(
    "What cannot be read is an error of the schema",
    arguments: [
      "A", "A <", "< A", "A <= B <= C", "A + < B", "A B < C", "(A < B", "A) < B", "1 < 2",
      "A < `B", "A..B < 1", "A < ?", "A < B C", "",
      "A < " + String(repeating: "1+", count: 40) + "1",
    ])
  func unreadable(text: String) {
    #expect(throws: SchemaProblem.self) { try check(text) }
  }
}
