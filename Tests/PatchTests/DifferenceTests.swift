import Documents
import Edits
import TestSupport
import Testing

@Suite("The difference between an object and a value, as edits")
struct DifferenceTests {
  static func patch(from old: Value, to new: Value) throws -> JSONPatch {
    let document = Document(old)
    var proposals = EditProposals(document)
    try proposals.change(document.root, to: new, by: "test")
    let edits = try proposals.merged()
    #expect(Value(edits.applied(to: document.root)) == new)
    let patch = JSONPatch(edits, below: document.root)
    // The patch that the webhook sends says the same as the edits.
    #expect(try patch.applied(to: old) == new)
    return patch
  }

  @Test(
    "Only what differs is edited",
    arguments: [
      // Same value, another order and another spelling of a number: nothing.
      (["a": 1, "b": ["c": 10]], ["b": ["c": .number("1e1")], "a": 1], []),
      (["a": 1], ["a": 2], ["replace /a"]),
      (["a": 1], ["a": 1, "b": 2, "c": 3], ["add /b", "add /c"]),
      (["a": 1, "b": 2], ["b": 2], ["remove /a"]),
      (["a": ["b": ["c": 1, "d": 2]]], ["a": ["b": ["c": 1, "d": 3]]], ["replace /a/b/d"]),
      (["a": nil], ["a": [:]], ["replace /a"]),
      (["a": [:]], ["a": ["b": 1]], ["add /a/b"]),
      (["a": 1], ["a": [1]], ["replace /a"]),
      ([1, 2, 3], [1, 2, 3, 4], ["add /3"]),
      ([1, 2, 3], [0, 1, 2, 3], ["add /0"]),
      ([1, 2, 3], [1, 3], ["remove /1"]),
      ([1, 2, 3], [1, 9, 3], ["replace /1"]),
      ([1, 2, 3], [], ["remove /2", "remove /1", "remove /0"]),
      ([], [1], ["add /0"]),
      ("a", "b", ["replace "]),
    ] as [(Value, Value, [String])])
  func minimal(old: Value, new: Value, expected: [String]) throws {
    #expect(try Self.patch(from: old, to: new).summary == expected)
  }

  @Test("Containers are told apart by name, so that one that comes or goes changes no other one")
  func named() throws {
    let app: Value = ["name": "app", "image": "a:1"]
    let proxy: Value = ["name": "proxy", "image": "p:1"]
    let newer: Value = ["name": "app", "image": "a:2"]
    let log: Value = ["name": "log", "image": "l:1"]
    #expect(
      try Self.patch(from: [app, proxy], to: [log, newer, proxy]).summary == [
        "replace /0/image", "add /0",
      ])
    #expect(
      try Self.patch(from: [app, proxy, log], to: [newer, log]).summary == [
        "remove /1", "replace /0/image",
      ])
    #expect(
      try Self.patch(from: [app, proxy], to: [proxy, log]).summary == ["add /2", "remove /0"])
  }

  @Test("Any two values: the edits lead from one to the other")
  func random() throws {
    var generator = SeededGenerator(seed: 7)
    for _ in 0..<400 {
      let old = Value.random(depth: 4, &generator)
      let new = Bool.random(using: &generator) ? Value.random(depth: 4, &generator) : old
      let patch = try Self.patch(from: old, to: new)
      if old == new { #expect(patch.operations.isEmpty) }
    }
  }

  @Test("What stays the same contradicts nobody who changes it")
  func others() throws {
    let document = Document(["a": 1, "b": ["c": 2]])
    var proposals = EditProposals(document)
    try proposals.set("1", at: ["a"], below: document.root, by: "quotes")
    try proposals.change(document.root, to: ["a": 1, "b": ["c": 3]], by: "patch")
    let edited = try proposals.merged().applied(to: document.root)
    #expect(Value(edited) == ["a": "1", "b": ["c": 3]])
  }

  @Test("Depth costs no stack")
  func deep() throws {
    let old = (0..<990).reduce(Value.number("1")) { value, _ in [value] }
    let new = (0..<990).reduce(Value.number("2")) { value, _ in [value] }
    #expect(try Self.patch(from: old, to: new).operations.count == 1)
  }
}

extension JSONPatch {
  /// `op path` of each operation.
  fileprivate var summary: [String] {
    operations.map {
      switch $0 {
      case .add(let path, _): "add \(path)"
      case .remove(let path): "remove \(path)"
      case .replace(let path, _): "replace \(path)"
      case .move(_, let path): "move \(path)"
      case .copy(_, let path): "copy \(path)"
      case .test(let path, _): "test \(path)"
      }
    }
  }
}

extension Value {
  fileprivate static func random(depth: Int, _ generator: inout SeededGenerator) -> Value {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 4), using: &generator) {
    case 0: return .null
    case 1: return .boolean(Bool.random(using: &generator))
    case 2: return .number(String(Int.random(in: 0..<3, using: &generator)))
    case 3: return .string(["x", "y"].randomElement(using: &generator) ?? "")
    case 4, 5:
      let count = Int.random(in: 0..<5, using: &generator)
      return .sequence((0..<count).map { _ in random(depth: depth - 1, &generator) })
    default:
      let keys = ["name", "a", "b", "c", "d"].shuffled(using: &generator)
      let count = Int.random(in: 0..<5, using: &generator)
      return .mapping(
        keys.prefix(count).map { Entry($0, random(depth: depth - 1, &generator)) })
    }
  }
}
