import Documents
import Foundation
import TestSupport
import Testing

@testable import YAMLSyntax

@Suite("Limits and hostile YAML")
struct LimitTests {
  private func reason(
    _ yaml: String, _ limits: DocumentLimits, _ reading: YAMLParser.Reading = .kubernetes
  ) -> String? {
    let source = Source(yaml)
    do {
      let documents = try YAMLParser.parse(source, reading: reading, limits: limits)
      expectWellFormed(documents, source, limits: limits)
      return nil
    } catch {
      return error.reason.id.description
    }
  }

  private func nested(_ open: String, _ count: Int, _ close: String) -> String {
    String(repeating: open, count: count) + String(repeating: close, count: count)
  }

  @Test("Depth is allowed up to its limit, in flow, in block, and through aliases")
  func depth() {
    let limits = DocumentLimits(maximumDepth: 8)
    #expect(reason(nested("[", 8, "]"), limits) == nil)
    #expect(reason(nested("[", 9, "]"), limits) == "too-deep")
    #expect(reason(nested("- ", 8, ""), limits) == nil)
    #expect(reason(nested("- ", 9, ""), limits) == "too-deep")
    #expect(reason("a: &x [[[]]]\nb: [[[[*x]]]]\n", limits) == nil)
    #expect(reason("a: &x [[[]]]\nb: [[[[[*x]]]]]\n", limits) == "too-deep")
    #expect(reason("[[[[[[[a: b]]]]]]]\n", limits) == nil)
    #expect(reason("[[[[[[[[a: b]]]]]]]]\n", limits) == "too-deep")
    // A collection that turns out to be a key is one deeper than it began.
    #expect(reason(nested("[", 7, "]") + ": 1\n", limits, .core) == nil)
    #expect(reason(nested("[", 8, "]") + ": 1\n", limits, .core) == "too-deep")
    #expect(reason("[\(nested("[", 7, "]")): 1]\n", limits, .core) == "too-deep")
  }

  @Test("Nodes are allowed up to their limit")
  func nodes() {
    let limits = DocumentLimits(maximumNodes: 5)
    #expect(reason("a: 1\nb: 2\n", limits) == nil)
    #expect(reason("a: 1\nb: [2]\n", limits) == "too-many-nodes")
    #expect(reason("[a: b, c]\n", limits) == nil)
    #expect(reason("[a, b, c: d]\n", limits) == "too-many-nodes")
  }

  @Test("Bytes are allowed up to their limit")
  func bytes() {
    #expect(reason("a: 1\n", DocumentLimits(maximumBytes: 5)) == nil)
    #expect(reason("a: 12\n", DocumentLimits(maximumBytes: 5)) == "input-too-large")
  }

  @Test("What aliases and merge keys make is allowed up to its limit")
  func aliases() {
    let limits = DocumentLimits(maximumAliasNodes: 6)
    #expect(reason("a: &x [1, 2]\nb: [*x, *x]\n", limits) == nil)
    #expect(reason("a: &x [1, 2, 3]\nb: [*x, *x]\n", limits) == "yaml-too-many-aliases")
    #expect(reason("a: &x {b: 1, c: 2}\nd: {<<: *x}\n", limits) == nil)
    #expect(reason("a: &x {b: 1, c: 2}\nd: {<<: *x, <<: *x}\n", limits) == "yaml-too-many-aliases")
  }

  @Test("Aliases of aliases are refused before they grow")
  func bomb() {
    var yaml = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1..<40 {
      let alias = "*a\(level - 1)"
      yaml +=
        "a\(level): &a\(level) [\(Array(repeating: alias, count: 9).joined(separator: ","))]\n"
    }
    #expect(reason(yaml, .standard) == "yaml-too-many-aliases")
  }

  @Test("Copying what was dropped is bounded too")
  func droppedCopies() {
    let many = String(repeating: "k: 1, ", count: 20_000)
    let uses = String(repeating: "*a, ", count: 2_000)
    #expect(reason("a: &a {\(many)}\nb: [\(uses)]\n", .standard) == "yaml-too-many-aliases")
    let empty = String(repeating: "{}, ", count: 20_000)
    let merges = String(repeating: "- {<<: *a}\n", count: 2_000)
    #expect(reason("a: &a [\(empty)]\nb:\n\(merges)", .standard) == "yaml-too-many-aliases")
  }

  // MARK: Cost

  /// Inputs of some 200 kB that take minutes where any step is quadratic.
  static let heavy: [(name: String, text: String)] = [
    ("flow nesting", String(repeating: "[", count: 250_000)),
    ("braces", String(repeating: "{a: ", count: 75_000)),
    ("block nesting", String(repeating: "- ", count: 125_000)),
    ("lines of a plain scalar", "a: b\n" + String(repeating: "  c d\n", count: 37_500)),
    ("lines of a quoted scalar", "a: \"b\n" + String(repeating: "  c d\n", count: 37_500) + "\""),
    ("candidates for keys", String(repeating: "- 'a'   \n", count: 30_000)),
    ("flow candidates for keys", "[" + String(repeating: "'a', ", count: 50_000) + "]"),
    ("pairs", "[" + String(repeating: "a: b, ", count: 37_500) + "]"),
    ("comments", "a: 1\n" + String(repeating: "# comment\n", count: 25_000)),
    ("comments after values", String(repeating: "- a # b\n# c\n", count: 20_000)),
    ("empty lines after values", String(repeating: "- a\n\n\n\n", count: 30_000)),
    ("empty lines", "a: b" + String(repeating: "\n", count: 250_000) + "c: d"),
    ("a block scalar", "a: |\n" + String(repeating: "  text of a line\n", count: 15_000)),
    ("empty lines of a block scalar", "a: |\n" + String(repeating: "  \n", count: 75_000) + "  b"),
    ("keys", (0..<20_000).map { "key\($0): 1\n" }.joined()),
    ("equal keys", String(repeating: "key: 1\n", count: 25_000)),
    ("repeated keys", String(repeating: (0..<10_000).map { "k\($0): 1\n" }.joined(), count: 2)),
    (
      "long equal keys",
      String(repeating: String(repeating: "k", count: 1_000) + ": 1\n", count: 900)
    ),
    ("anchors", (0..<15_000).map { "- &a\($0) x\n" }.joined()),
    ("aliases", "- &a x\n" + String(repeating: "- *a\n", count: 22_500)),
    ("merges", "- &a {x: 1}\n" + String(repeating: "- <<: *a\n", count: 10_000)),
    ("tags", String(repeating: "- !!str x\n", count: 22_500)),
    ("documents", String(repeating: "---\na: 1\n", count: 15_000)),
    ("ends", "a\n" + String(repeating: "...\n", count: 50_000)),
    ("spaces", "a: b" + String(repeating: " ", count: 250_000) + "# c\n"),
    ("numbers", String(repeating: "- 1.2345678901234567e10\n", count: 10_000)),
    ("a long number", "a: " + String(repeating: "9", count: 250_000)),
    ("open braces", String(repeating: "{{ x\n", count: 50_000)),
    ("explicit keys", String(repeating: "? a\n", count: 50_000)),
    ("nested explicit keys", String(repeating: "? ", count: 100_000)),
  ]

  @Test(
    "Much of the same is read or refused in time", .timeLimit(.minutes(1)),
    arguments: heavy.indices)
  func cost(index: Int) {
    let source = Source(Self.heavy[index].text)
    for reading in [YAMLParser.Reading.kubernetes, .core] {
      let documents = (try? YAMLParser.parse(source, reading: reading)) ?? []
      #expect(documents.reduce(0) { $0 + $1.records.count } < 1_000_000)
    }
  }

  // MARK: Mutations

  private struct Generator {
    var state: UInt64

    mutating func below(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return bound > 0 ? Int(state >> 33) % bound : 0
    }
  }

  static let pieces: [[UInt8]] = [
    "- ", "? ", ": ", "\n", "\n  ", "&a ", "*a", "!!int ", "<<: *a\n", "{", "}", "[", "]", ",", "'",
    "\"", "|\n", ">-\n", " #", "\t", "---\n", "...\n", "a: b\n", "1e3", "~", "\r", "%TAG ! x\n",
    "{{", "\\", "é", "k: &a {x: 1, y: [1, *a]}\n",
  ].map { Array($0.utf8) }

  private func mutated(_ seeds: [[UInt8]], _ random: inout Generator) -> [UInt8] {
    var bytes = seeds[random.below(seeds.count)]
    for _ in 0...random.below(5) {
      let at = random.below(bytes.count + 1)
      let end = min(bytes.count, at + random.below(30))
      switch random.below(5) {
      case 0: bytes.removeSubrange(at..<end)
      case 1: if at < bytes.count { bytes[at] = UInt8(random.below(256)) }
      case 2: bytes.insert(contentsOf: Array(bytes[at..<end]), at: random.below(bytes.count + 1))
      case 3: bytes.insert(contentsOf: seeds[random.below(seeds.count)], at: at)
      default: bytes.insert(contentsOf: Self.pieces[random.below(Self.pieces.count)], at: at)
      }
    }
    return bytes
  }

  @Test("Mutated inputs are refused, or give tables that are well-formed", arguments: 1...4)
  func mutations(seed: Int) {
    var seeds = Self.pieces
    seeds += YAMLTestSuiteTests.cases.map { Array($0.yaml.utf8) }
    seeds += ErrorTests.mistakes.map { Array($0.yaml.utf8) }
    var random = Generator(state: UInt64(seed) &* 0x9E37_79B9_7F4A_7C15)
    for _ in 0..<2_500 {
      let source = Source(mutated(seeds, &random))
      for reading in [YAMLParser.Reading.kubernetes, .core] {
        guard let documents = try? YAMLParser.parse(source, reading: reading) else { continue }
        expectWellFormed(documents, source)
      }
    }
  }
}
