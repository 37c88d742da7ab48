import Documents
import Edits
import Foundation
import JSONSyntax
import TestSupport
import Testing

/// The source with the edits done, after checking that they are in order and that the text reads as
/// what the edits make of the tree: invariants I3 and I4.
func rendered(_ edits: EditSet, _ label: String = "") throws -> [UInt8] {
  let document = edits.document
  let textEdits = JSONRenderer.textEdits(for: edits)
  var position = document.range.start
  for edit in textEdits {
    try #require(edit.range.start >= position, "\(label): edits overlap or are out of order")
    position = edit.range.end
  }
  try #require(position <= document.range.end)
  var output: [UInt8] = []
  TextEdit.apply(textEdits, to: document.source.bytes, in: document.range, into: &output)
  let again = try parsed(Source(output))
  let expected = edits.applied(to: document.root)
  #expect(again.root.json == expected.json, "\(label)")
  return output
}

@Suite("JSON renderer") struct JSONRendererTests {
  private func edit(
    _ text: String, _ propose: (inout EditProposals) throws -> Void
  ) throws -> String {
    var proposals = EditProposals(try JSONParser.parse(Source(text)))
    try propose(&proposals)
    return String(decoding: try rendered(proposals.merged()), as: UTF8.self)
  }

  private func set(_ text: String, _ path: [String], _ value: Value) throws -> String {
    try edit(text) { try $0.set(value, at: path, below: $0.document.root, by: "test") }
  }

  private func remove(_ text: String, _ paths: [String]...) throws -> String {
    try edit(text) {
      for path in paths { try $0.remove(at: path, below: $0.document.root, by: "test") }
    }
  }

  private func insert(_ text: String, _ value: Value, _ positions: Int...) throws -> String {
    try edit(text) {
      for position in positions {
        try $0.insert(value, position: position, at: ["a"], below: $0.document.root, by: "test")
      }
    }
  }

  @Test(arguments: [
    (#"{"a":1}"#, #"{"a":1,"x":{"y":[1,2]}}"#),
    (#"{"a": 1}"#, #"{"a": 1, "x": {"y": [1, 2]}}"#),
    (#"{"a" : 1,"b" : [1,2]}"#, #"{"a" : 1,"b" : [1,2],"x" : {"y" : [1,2]}}"#),
    (#"{ "a": 1 } "#, #"{ "a": 1, "x": {"y": [1, 2]} } "#),
    (#"{}"#, #"{"x": {"y": [1, 2]}}"#), (#" { } "#, #" {"x": {"y": [1, 2]}} "#),
    ("{\n}", "{\n  \"x\": {\n    \"y\": [\n      1,\n      2\n    ]\n  }\n}"),
    (
      "{\n    \"a\": 1\n}\n",
      "{\n    \"a\": 1,\n    \"x\": {\n        \"y\": [\n            1,\n            2\n        ]\n    }\n}\n"
    ),
    (
      "{\r\n\t\"a\":1\r\n}\r\n",
      "{\r\n\t\"a\":1,\r\n\t\"x\":{\r\n\t\t\"y\":[\r\n\t\t\t1,\r\n\t\t\t2\r\n\t\t]\r\n\t}\r\n}\r\n"
    ),
    (
      "{\n  \"a\": 1,\n\n  \"b\": {\"c\": 2}}",
      "{\n  \"a\": 1,\n\n  \"b\": {\"c\": 2},\n  \"x\": {\n    \"y\": [\n      1,\n      2\n    ]\n  }}"
    ),
  ])
  func `an entry comes in as its siblings stand`(_ before: String, _ after: String) throws {
    #expect(try set(before, ["x", "y"], [1, 2]) == after)
  }

  @Test(arguments: [
    ("{\n  \"a\": {}\n}", "{\n  \"a\": {\n    \"x\": 1\n  }\n}"),
    ("{\n  \"a\": {\n  }\n}", "{\n  \"a\": {\n    \"x\": 1\n  }\n}"),
    ("{\n  \"a\": { }, \"b\": 2\n}", "{\n  \"a\": {\n    \"x\": 1\n  }, \"b\": 2\n}"),
    (
      "{\n \"b\": [{\"c\": 1, \"a\": {}}]\n}",
      "{\n \"b\": [{\"c\": 1, \"a\": {}}],\n \"a\": {\n  \"x\": 1\n }\n}"
    ),
    (#"{"a":{},"b":{"c":1}}"#, #"{"a":{"x":1},"b":{"c":1}}"#),
    (#"{"a": null}"#, #"{"a": {"x": 1}}"#),
    ("{\n  \"a\": null\n}", "{\n  \"a\": {\n    \"x\": 1\n  }\n}"),
  ])
  func `an empty container and null are filled`(_ before: String, _ after: String) throws {
    #expect(try set(before, ["a", "x"], 1) == after)
  }

  @Test(arguments: [
    ("{\n  \"a\": 1,\n  \"b\": 2\n}", "{\n  \"b\": 2\n}"),
    ("{\n  \"b\": 2,\n  \"a\": 1\n}", "{\n  \"b\": 2\n}"),
    ("{\n  \"b\": 2,\n  \"a\": 1,\n  \"c\": [ ]\n}", "{\n  \"b\": 2,\n  \"c\": [ ]\n}"),
    ("{\n  \"a\": {\"b\": 1}\n}\n", "{}\n"), (#"{ "a" : 1 }"#, "{}"),
    (#"{"a":1,"b":2}"#, #"{"b":2}"#), (#"{"b":2 , "a":1 }"#, #"{"b":2 }"#),
  ])
  func `an entry goes and takes its comma along`(_ before: String, _ after: String) throws {
    #expect(try remove(before, ["a"]) == after)
  }

  @Test func `several neighbours go`() throws {
    let text = "{\"a\": [0, 1, 2, 3, 4]}"
    #expect(try remove(text, ["a", "0"], ["a", "1"]) == "{\"a\": [2, 3, 4]}")
    #expect(try remove(text, ["a", "1"], ["a", "3"]) == "{\"a\": [0, 2, 4]}")
    #expect(try remove(text, ["a", "3"], ["a", "4"]) == "{\"a\": [0, 1, 2]}")
    #expect(try remove(text, ["a", "0"], ["a", "2"], ["a", "4"]) == "{\"a\": [1, 3]}")
    let all = try remove(
      text, ["a", "0"], ["a", "1"], ["a", "2"], ["a", "3"], ["a", "4"])
    #expect(all == "{\"a\": []}")
  }

  @Test func `elements come in where they are wanted`() throws {
    let lines = "{\"a\": [\n  1,\n  2\n]}"
    #expect(try insert(lines, 9, 0) == "{\"a\": [\n  9,\n  1,\n  2\n]}")
    #expect(try insert(lines, 9, 1) == "{\"a\": [\n  1,\n  9,\n  2\n]}")
    #expect(try insert(lines, 9, 2, 0) == "{\"a\": [\n  9,\n  1,\n  2,\n  9\n]}")
    #expect(try insert(#"{"a":[1,2]}"#, ["b": 1], 1, 1) == #"{"a":[1,{"b":1},{"b":1},2]}"#)
    #expect(try insert(#"{"a": [ 1 ]}"#, 9, 0, 1) == #"{"a": [ 9, 1, 9 ]}"#)
    #expect(try insert(#"{"a": []}"#, 9, 0, 0) == #"{"a": [9, 9]}"#)
  }

  @Test func `all go and others come`() throws {
    let text = "{\n  \"a\": [\n    1,\n    2\n  ]\n}\n"
    let after = try edit(text) {
      try $0.remove(at: ["a", "0"], below: $0.document.root, by: "test")
      try $0.append("x", at: ["a"], below: $0.document.root, by: "test")
      try $0.remove(at: ["a", "1"], below: $0.document.root, by: "test")
      try $0.append("y", at: ["a"], below: $0.document.root, by: "test")
    }
    #expect(after == "{\n  \"a\": [\n    \"x\",\n    \"y\"\n  ]\n}\n")
  }

  @Test func `a scalar is replaced and nothing else`() throws {
    let text = "{ \"a\" :\t\"\\u0041\" ,\r\n\"b\":[ 1,2 ] }"
    #expect(
      try set(text, ["a"], "8080\n\"") == "{ \"a\" :\t\"8080\\n\\\"\" ,\r\n\"b\":[ 1,2 ] }")
    #expect(try set(text, ["b", "1"], .null) == "{ \"a\" :\t\"\\u0041\" ,\r\n\"b\":[ 1,null ] }")
    #expect(try set("1", [], "x") == "\"x\"")
    #expect(try set(" [1, 2] ", [], ["a": [:]]) == " {\"a\": {}} ")
    #expect(try set("[\n 1\n]\n", [], ["a": 1]) == "{\n \"a\": 1\n}\n")
  }

  @Test func `a value on one line stays on one line`() throws {
    let text = "{\n  \"args\": [\"a\", \"b\"],\n  \"m\": {\n    \"x\": 1\n  }\n}"
    #expect(
      try set(text, ["args"], ["c", "d"])
        == text.replacingOccurrences(
          of: #"["a", "b"]"#, with: #"["c", "d"]"#))
    #expect(
      try set(text, ["m"], ["y": 2]) == text.replacingOccurrences(of: "\"x\": 1", with: "\"y\": 2"))
  }

  @Test func `documents of a stream are edited each within its own range`() throws {
    let source = Source("{\"a\":1}\n{\"a\": 2}\n")
    var output: [UInt8] = []
    for document in try JSONParser.parseStream(source) {
      var proposals = EditProposals(document)
      try proposals.set(3, at: ["b"], below: document.root, by: "test")
      let edits = JSONRenderer.textEdits(for: try proposals.merged())
      TextEdit.apply(edits, to: source.bytes, in: document.range, into: &output)
    }
    #expect(String(decoding: output, as: UTF8.self) == "{\"a\":1,\"b\":3}\n{\"a\": 2, \"b\": 3}\n")
  }

  @Test func `nothing changes where nothing is to change`() throws {
    let document = try JSONParser.parse(Source("{ }"))
    #expect(JSONRenderer.textEdits(for: EditSet(unchanged: document)).isEmpty)
  }
}

@Suite("Edits written as their patch") struct PatchWritingTests {
  let document = Document(["metadata": ["name": "web"], "a/b~\"c": ["d": 1]])

  private func isWrittenAsItsPatch(_ edits: EditSet) {
    var text: [UInt8] = []
    JSONWriter.append(edits, below: document.root, to: &text)
    let patch = JSONPatch(edits, below: document.root).value.json()
    #expect(String(decoding: text, as: UTF8.self) == patch)
  }

  @Test func `of every length, with and without room for all of it`() throws {
    for count in 0...1_100 {
      var proposals = EditProposals(document)
      let text = String(repeating: "x", count: count)
      let annotations: Value = ["a": .string(text), "b": ""]
      try proposals.set(annotations, at: ["metadata", "annotations"], below: document.root, by: "")
      isWrittenAsItsPatch(try proposals.merged())
    }
    for count in [1, 20, 30, 40, 100] {
      var proposals = EditProposals(document)
      for number in 0..<count {
        try proposals.set(
          .string("value"), at: ["metadata", "key\(number)"], below: document.root, by: "")
      }
      isWrittenAsItsPatch(try proposals.merged())
    }
  }

  @Test(
    "of every value and key",
    arguments: [
      "", "a", "a\"", "\\", "seven\"7", "eight\"88", "\n2345678", "12345678\n", "äöü",
      "1234567890ä",
      "a text of more than sixteen bytes", "a text of more than sixteen \"bytes\"",
      "sixteen bytes, and a tab at the end\t", "\u{7F}", "\u{2028}", "~", "/", "~1/0",
    ])
  func everyText(text: String) throws {
    let values: [Value] = [
      .string(text), ["k": .string(text)], .mapping([.init(text, "v")]), .mapping([]), .null, 1,
      true,
      [.string(text)], ["k": ["l": .string(text)]],
    ]
    for value in values {
      for path in [[text], ["metadata", "name"], ["a/b~\"c", "d"], ["a/b~\"c", text]] {
        var proposals = EditProposals(document)
        try proposals.set(value, at: path, below: document.root, by: "")
        isWrittenAsItsPatch(try proposals.merged())
      }
    }
    var proposals = EditProposals(document)
    try proposals.remove(at: ["a/b~\"c", "d"], below: document.root, by: "")
    try proposals.remove(at: ["metadata"], below: document.root, by: "")
    isWrittenAsItsPatch(try proposals.merged())
  }
}

@Suite("JSON edits at random") struct JSONRandomEditTests {
  @Test func `text and tree agree on made-up documents`() throws {
    for seed in 0..<1_500 {
      var random = SeededGenerator(UInt64(seed))
      let text = RandomJSON.text(&random)
      let document = try JSONParser.parse(Source(text))
      let edits = RandomJSON.edits(document, &random)
      _ = try rendered(edits, "seed \(seed): \(String(decoding: text, as: UTF8.self))")
      isWrittenAsItsPatch(edits, "seed \(seed)")
    }
  }

  /// At each container of the document: what is written of the edits is the patch that they are.
  private func isWrittenAsItsPatch(_ edits: EditSet, _ name: String) {
    for (row, record) in edits.document.records.enumerated() where record.isContainer || row == 0 {
      let base = Node(document: edits.document, index: UInt32(row))
      var text: [UInt8] = []
      JSONWriter.append(edits, below: base, to: &text)
      let patch = JSONPatch(edits, below: base).value.json()
      #expect(String(decoding: text, as: UTF8.self) == patch, "\(name), below row \(row)")
    }
  }

  @Test func `text and tree agree on real objects`() throws {
    for suite in ["admissionreviews", "k8s-api-roundtrip"] {
      guard let folder = Suites.directory(suite),
        let walk = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
      else { continue }
      for case let url as URL in walk where url.pathExtension == "json" {
        let bytes = [UInt8](try Data(contentsOf: url))
        guard bytes.count < 100_000 else { continue }
        var random = SeededGenerator(UInt64(bytes.count))
        for round in 0..<3 {
          let document = try JSONParser.parse(Source(bytes))
          let edits = RandomJSON.edits(document, &random)
          _ = try rendered(edits, "\(url.lastPathComponent) round \(round)")
          isWrittenAsItsPatch(edits, "\(url.lastPathComponent) round \(round)")
        }
      }
    }
  }
}

/// SplitMix64: the same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }
}

/// Documents in any spacing, and edits of any kind.
enum RandomJSON {
  static func value(_ random: inout SeededGenerator, depth: Int = 3) -> Value {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
    case 0: return .null
    case 1: return .boolean(Bool.random(using: &random))
    case 2:
      return .number(["0", "-1.5e3", "12345678901234567890"].randomElement(using: &random) ?? "1")
    case 3, 4: return .string(["", "a\"\n", "é", "8080"].randomElement(using: &random) ?? "")
    case 5: return .sequence([])
    case 6:
      return .sequence((0..<3).map { _ in value(&random, depth: depth - 1) })
    default:
      let count = Int.random(in: 0..<4, using: &random)
      return .mapping((0..<count).map { .init("k\($0)", value(&random, depth: depth - 1)) })
    }
  }

  /// A value's text, with white space of any kind where it may stand.
  static func text(_ random: inout SeededGenerator) -> [UInt8] {
    let value: Value = [
      "a": value(&random, depth: 4), "b": value(&random), "c": [value(&random), value(&random)],
    ]
    let lines = Bool.random(using: &random)
    var text: [UInt8] = []
    JSONWriter.append(value, to: &text, style: lines ? .pretty : .compact)
    let wild = Int.random(in: 0..<3, using: &random)
    guard wild > 0 else { return text }
    var output: [UInt8] = []
    var inString = false
    var escaped = false
    for byte in text {
      let structural = !inString && "{}[]:,".utf8.contains(byte)
      if structural { output += white(&random, wild) }
      output.append(byte)
      if structural { output += white(&random, wild) }
      if byte == UInt8(ascii: "\""), !escaped { inString.toggle() }
      escaped = inString && byte == UInt8(ascii: "\\") && !escaped
    }
    return output
  }

  private static func white(_ random: inout SeededGenerator, _ wild: Int) -> [UInt8] {
    guard Int.random(in: 0..<4, using: &random) < wild else { return [] }
    return Array(
      (["", " ", "\t", "\n  ", "\r\n", "\n\n "].randomElement(using: &random) ?? "").utf8)
  }

  /// One to eight edits at random places; those that cannot be are left out.
  static func edits(_ document: Document, _ random: inout SeededGenerator) -> EditSet {
    var result = EditSet(unchanged: document)
    var proposals = EditProposals(document)
    for _ in 0..<Int.random(in: 1...8, using: &random) {
      let row = UInt32.random(in: 0..<UInt32(document.records.count), using: &random)
      let path = document.pointer(to: Node(document: document, index: row)).tokens
      var attempt = proposals
      do throws(EditConflict) {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: try attempt.set(value(&random), at: path, below: document.root, by: "a")
        case 1:
          try attempt.set(
            value(&random), at: path + ["new", "x~/\"y"], below: document.root, by: "b")
        case 2, 3: try attempt.remove(at: path, below: document.root, by: "c")
        case 4: try attempt.append(value(&random), at: path, below: document.root, by: "d")
        default:
          try attempt.insert(
            value(&random), position: Int.random(in: 0..<3, using: &random), at: path,
            below: document.root, by: "e")
        }
        result = try attempt.merged()
        proposals = attempt
      } catch {
        continue
      }
    }
    return result
  }
}
