import Documents
import Edits
import Testing

@Suite("The few edits that make another value of a node")
struct DifferenceTests {
  private static let containers: Value = [
    ["name": "init", "image": "i", "args": ["x"]],
    ["name": "app", "image": "a", "args": ["y"]],
    ["name": "side", "image": "s", "args": ["z"]],
  ]

  /// What the edits write, and where.
  private func patch(from old: Value, to new: Value) throws -> [String] {
    let document = Document(old)
    var proposals = EditProposals(document)
    try proposals.change(document.root, to: new, by: "test")
    let edits = try proposals.merged()
    #expect(Value(edits.applied(to: document.root)) == new)
    return JSONPatch(edits, below: document.root).operations.map { operation in
      switch operation {
      case .add(let path, _): "add \(path)"
      case .remove(let path): "remove \(path)"
      case .replace(let path, _): "replace \(path)"
      case .move, .copy, .test: "other"
      }
    }
  }

  @Test("What got another name is not written anew")
  func renamed() throws {
    let new: Value = [
      ["name": "init", "image": "i", "args": ["x"]],
      ["name": "main", "image": "a", "args": ["y"]],
      ["name": "side", "image": "s", "args": ["z"]],
    ]
    #expect(try patch(from: Self.containers, to: new) == ["replace /1/name"])
    #expect(try patch(from: [["name": "a"]], to: [["name": "b"]]) == ["replace /0/name"])
    #expect(
      try patch(from: [["name": "A", "value": "1"]], to: [["name": "B", "value": "1"]])
        == ["replace /0/name"])
  }

  @Test("Something new before or behind it does not hide it")
  func renamedBesideOthers() throws {
    let more: Value = [
      ["name": "init", "image": "i", "args": ["x"]],
      ["name": "proxy", "image": "p"],
      ["name": "main", "image": "a", "args": ["y"]],
      ["name": "side", "image": "s2", "args": ["z"]],
    ]
    #expect(
      Set(try patch(from: Self.containers, to: more))
        == ["add /1", "replace /1/name", "replace /2/image"])
    let fewer: Value = [["name": "main", "image": "a", "args": ["y"]]]
    #expect(
      Set(try patch(from: Self.containers, to: fewer))
        == ["remove /2", "replace /1/name", "remove /0"])
  }

  @Test("What came before an element without a name does not make another one of it")
  func unnamed() throws {
    #expect(
      Set(try patch(from: ["a", "b"], to: ["z", "a", "c"])) == ["add /0", "replace /1"])
    #expect(
      Set(try patch(from: ["a", "b", "c", "d"], to: ["b", "x", "d"]))
        == ["remove /0", "replace /2"])
    // Too many to look for each one.
    let many = (0..<200).map { Value.string("\($0)") }
    #expect(
      try patch(from: .sequence(many), to: .sequence(["x"] + many[1...] + ["y"]))
        == ["add /200", "replace /0"])
  }

  @Test("What is another thing is written anew, since comments on the old one are not about it")
  func others() throws {
    #expect(
      try patch(
        from: [["name": "A", "value": "1"], ["name": "B", "value": "2"]],
        to: [["name": "C", "value": "3"], ["name": "B", "value": "2"]]
      )
      .contains { $0.hasSuffix("/name") } == false)
    #expect(
      try patch(from: Self.containers, to: [["name": "new", "image": "n", "tty": true]])
        .contains { $0.hasSuffix("/name") } == false)
  }
}
