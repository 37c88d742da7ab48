import Documents
import Testing

/// The table of `{"a": [1, "x\n"]}`, the worked example of ``NodeRecord``.
private func example(
  changing change: (inout [NodeRecord]) -> Void = { _ in }
) -> Document {
  let source = Source(#"{"a": [1, "x\n"]}"#)
  var records = [
    NodeRecord(kind: .mapping, flags: .flow, start: 0, end: 17, first: 1, second: 5),
    NodeRecord(kind: .string, start: 1, end: 4, first: 2, second: 1),
    NodeRecord(kind: .sequence, flags: .flow, start: 6, end: 16, first: 2, second: 5),
    NodeRecord(kind: .integer, start: 7, end: 8, first: 7, second: 1),
    NodeRecord(kind: .string, flags: .sideText, start: 10, end: 15, first: 0, second: 2),
  ]
  change(&records)
  return Document(
    source: source, range: SourceRange(start: 0, end: 17), records: records,
    sideText: Array("x\n".utf8))
}

@Suite("Document")
struct DocumentTests {
  @Test("The worked example of the layout is well-formed and says what it shows")
  func workedExample() {
    let document = example()
    #expect(document.malformation() == nil)
    #expect(document.root["a"]?[element: 0]?.integer == 1)
    #expect(document.root["a"]?[element: 1]?.string == "x\n")
    #expect(document.root["a"]?[element: 2] == nil)
    #expect(document.root["b"] == nil)
    #expect(Value(document.root) == .mapping([.init("a", [1, "x\n"])]))
  }

  @Test("A row has 20 bytes and a node 12")
  func sizes() {
    #expect(MemoryLayout<NodeRecord>.size == 20)
    #expect(MemoryLayout<NodeRecord>.stride == 20)
    #expect(MemoryLayout<Node>.size == 12)
  }

  @Test("Pointers lead to nodes and back")
  func pointers() {
    let document = example()
    for row in [0, 2, 3, 4] as [UInt32] {
      let node = Node(document: document, index: row)
      let pointer = document.pointer(to: node)
      #expect(document.root.at(pointer)?.index == row)
    }
    #expect(document.pointer(to: Node(document: document, index: 4)).description == "/a/1")
    let key = Node(document: document, index: 1)
    #expect(document.pointer(to: key).description == "/a")
    let sequence = Node(document: document, index: 2)
    let element = Node(document: document, index: 3)
    #expect(document.pointer(to: element, from: sequence).description == "/0")
  }

  @Test("A path leads as far as going down step by step does, from any node")
  func nearest() {
    let document = example()
    let tokens = ["a", "b", "", "0", "1", "2", "01", "-", "x\n", "a\u{301}"]
    let paths =
      [[]] + tokens.map { [$0] } + tokens.flatMap { first in tokens.map { [first, $0] } }
      + tokens.flatMap { last in tokens.map { ["a", $0, last] } }
    for start in [0, 2, 3, 4] as [UInt32] {
      for path in paths {
        var node = Node(document: document, index: start)
        var depth = 0
        while depth < path.count, let next = node.child(path[depth]) {
          node = next
          depth += 1
        }
        let nearest = Node(document: document, index: start).nearest(along: path)
        #expect(nearest.node.index == node.index && nearest.depth == depth, "\(path)")
      }
    }
  }

  @Test(
    "A malformed table is told",
    arguments: [
      (0, "rows beside the root"), (1, "count"), (2, "range outside its parent's"),
      (3, "range ends before it starts"), (4, "text outside"), (5, "before its elder sibling"),
      (6, "count"), (7, "ends outside the table"),
    ])
  func malformed(breakage: Int, complaint: String) throws {
    let document = example { records in
      switch breakage {
      case 0: records[0].second = 4
      case 1: records[2].first = 3
      case 2: records[3].end = 17
      case 3: records[3].end = 6
      case 4: records[4].second = 99
      case 5: records[4].start = 7
      case 6: records[2].second = 4
      default: records[2].second = 6
      }
    }
    let found = try #require(document.malformation())
    #expect(found.contains(complaint), "\(found)")
  }

  @Test("A table deeper than the limit is told, one at the limit is not")
  func depth() {
    func nested(_ depth: Int) -> Document {
      let records = (0..<depth).map { level in
        NodeRecord(
          kind: .sequence, start: UInt32(level), end: UInt32(2 * depth - level),
          first: level == depth - 1 ? 0 : 1, second: UInt32(depth))
      }
      let source = Source(
        Array(repeating: UInt8(ascii: "["), count: depth)
          + Array(repeating: UInt8(ascii: "]"), count: depth))
      return Document(
        source: source, range: SourceRange(start: 0, end: UInt32(source.count)), records: records)
    }
    #expect(nested(1_000).malformation() == nil)
    #expect(nested(1_001).malformation()?.contains("too deep") == true)
  }

  @Test(
    "Integers are read exactly or not at all",
    arguments: [
      ("0", 0), ("-1", -1), ("9223372036854775807", .max), ("-9223372036854775808", .min),
      ("9223372036854775808", nil), ("-9223372036854775809", nil),
    ] as [(String, Int64?)])
  func integers(text: String, value: Int64?) {
    let source = Source(text)
    let length = UInt32(source.count)
    let record = NodeRecord(kind: .integer, start: 0, end: length, first: 0, second: length)
    let document = Document(
      source: source, range: SourceRange(start: 0, end: length), records: [record])
    #expect(document.root.integer == value)
  }

  @Test("Values are equal as JSON is: mappings in any order, numbers by worth")
  func equality() {
    #expect(
      Value.mapping([.init("a", 1), .init("b", [true, .null])])
        == .mapping([.init("b", [true, .null]), .init("a", .number("1.0"))]))
    #expect(Value.sequence([1, 2]) != .sequence([2, 1]))
    #expect(Value.string("é") != .string("e\u{301}"))
    #expect(Value.mapping([.init("a", 1)]) != .mapping([.init("b", 1)]))
    #expect(Value.null != false)
  }
}
