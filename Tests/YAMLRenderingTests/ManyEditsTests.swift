import Documents
import Edits
import Testing
import YAMLSyntax

/// Thousands of edits in one document, in shapes in which something could be done once too often
/// for each of them. What takes more than linear time shows here as a test that does not end.
@Suite struct ManyEditsTests {
  static let count = 3_000

  static let shapes: [(name: String, text: String)] = [
    ("a mapping", (0..<count).map { "k\($0): v # c\n" }.joined()),
    ("a sequence", "list:\n" + (0..<count).map { "  - v\($0)\n" }.joined()),
    ("nested mappings", (0..<count).map { "k\($0):\n  a:\n    b: 1\n" }.joined()),
    (
      "a line of flow",
      "{" + (0..<count).map { "k\($0): [1, {a: b}]" }.joined(separator: ", ") + "}\n"
    ),
    (
      "lines of flow",
      "list: [\n" + (0..<count).map { "  v\($0)" }.joined(separator: ",\n") + "\n]\n"
    ),
    ("one line of dashes", String(repeating: "- ", count: 300) + "x\n"),
    ("aliases", "a: &a {x: 1}\n" + (0..<count).map { "k\($0): *a\n" }.joined()),
    ("merge keys", "a: &a {x: 1}\n" + (0..<count).map { "k\($0):\n  <<: *a\n" }.joined()),
    ("comments", (0..<count).map { "k\($0):\n  a: 1\n  # c\n  # d\n\n" }.joined()),
    ("block scalars", (0..<count).map { "k\($0): |\n  one\n  two\n" }.joined()),
  ]

  @Test(arguments: shapes.indices)
  func `Every scalar and every mapping of a large document can be edited at once`(index: Int) throws
  {
    let document = try #require(try YAMLParser.parse(Source(Self.shapes[index].text)).first)
    var proposals = EditProposals(document)
    var isKey = false
    var open: [(end: UInt32, isMapping: Bool, children: Int)] = []
    for row in document.records.indices {
      while let last = open.last, last.end <= UInt32(row) { open.removeLast() }
      let node = Node(document: document, index: UInt32(row))
      isKey = open.last.map { $0.isMapping && $0.children % 2 == 0 } ?? false
      if !open.isEmpty { open[open.count - 1].children += 1 }
      if node.isContainer { open.append((node.record.second, node.isMapping, 0)) }
      if isKey { continue }
      if node.isMapping {
        try proposals.set("y", at: ["new"], below: node, by: "test")
      } else if node.isSequence {
        try proposals.append("y", at: [], below: node, by: "test")
      } else if row % 3 > 0 {
        try proposals.set("other", at: [], below: node, by: "test")
      }
    }
    let edits = try proposals.merged()
    #expect(edits.changes.count > 100)
    let result = RenderingPropertyTests.check(document, edits)
    #expect(result.problem == nil)
    #expect(result.widenings == 0)
  }

  @Test func `What costs no node is not copied for each of many aliases`() throws {
    let comment = "# " + String(repeating: "c", count: 2_000)
    let wide = "\"v\n" + String(repeating: " ", count: 50_000) + "w\""
    let text = "base: &base\n  \(comment)\n  a: 1 \(comment)\n  b: \(wide)\nlist:\n"
    let document = try #require(
      try YAMLParser.parse(Source(text + String(repeating: "- *base\n", count: 1_000))).first)
    var proposals = EditProposals(document)
    try proposals.set(.number("2"), at: ["base", "a"], below: document.root, by: "test")
    let edits = try YAMLRenderer.textEdits(for: proposals.merged())
    let written = edits.reduce(0) { $0 + $1.replacement.count }
    // The first copies have the comments, and all of them what `a` was.
    #expect(written > 30_000)
    #expect(written < 100_000)
  }
}
