import Documents
import Edits
import Testing

@Suite("JSON Patch, RFC 6902: errors, limits, all or nothing")
struct JSONPatchTests {
  static let object: Value = [
    "a": ["b": 1], "list": [1, 2, 3], "text": "x", "": "empty", "~/": true,
  ]

  static func patch(_ operations: [Value]) throws -> JSONPatch {
    try JSONPatch(parsing: Document(.sequence(operations)).root)
  }

  @Test(
    "Each operation that cannot be done names its cause and the place",
    arguments: [
      (["op": "add", "path": "/x/y", "value": 1], .missing, "/x"),
      (["op": "add", "path": "/text/y", "value": 1], .noContainer, "/text"),
      (["op": "add", "path": "/text/y/z", "value": 1], .noContainer, "/text"),
      (["op": "add", "path": "/list/4", "value": 1], .outOfRange, "/list/4"),
      (["op": "add", "path": "/list/01", "value": 1], .noPosition, "/list/01"),
      (["op": "add", "path": "/list/-1", "value": 1], .noPosition, "/list/-1"),
      (["op": "add", "path": "/list/-/x", "value": 1], .outOfRange, "/list/-"),
      (["op": "remove", "path": "/a/c"], .missing, "/a/c"),
      (["op": "remove", "path": "/list/-"], .outOfRange, "/list/-"),
      (["op": "remove", "path": ""], .rootRemoved, ""),
      (["op": "replace", "path": "/c", "value": 1], .missing, "/c"),
      (["op": "replace", "path": "/list/3", "value": 1], .outOfRange, "/list/3"),
      (["op": "move", "from": "/a", "path": "/a/b"], .intoItself, "/a/b"),
      (["op": "move", "from": "/c", "path": "/c"], .missing, "/c"),
      (["op": "copy", "from": "/list/x", "path": "/c"], .noPosition, "/list/x"),
      (["op": "test", "path": "/a/b", "value": 2], .testFailed, "/a/b"),
      (["op": "test", "path": "/a/b", "value": "1"], .testFailed, "/a/b"),
    ] as [(Value, JSONPatchError.Cause, String)])
  func failure(operation: Value, cause: JSONPatchError.Cause, pointer: String) throws {
    let good: Value = ["op": "add", "path": "/new", "value": 1]
    let patch = try Self.patch([good, operation])
    let error = try #require(throws: JSONPatchError.self) { try patch.applied(to: Self.object) }
    let place = try #require(JSONPointer(parsing: pointer))
    #expect(error == JSONPatchError(cause, operation: 1, at: place))
    #expect(!error.message.isEmpty)
  }

  @Test(
    "What is no patch names its cause and the place in the patch",
    arguments: [
      ("x", .noSequence, ""),
      (["op": "test"], .noSequence, ""),
      ([1], .noMapping, "/0"),
      ([["path": "/a"]], .missing(member: "op"), "/0"),
      ([["op": "add", "path": "/a"]], .missing(member: "value"), "/0"),
      ([["op": "move", "path": "/a"]], .missing(member: "from"), "/0"),
      ([["op": "remove"]], .missing(member: "path"), "/0"),
      ([["op": 1, "path": "/a"]], .noString, "/0/op"),
      ([["op": "remove", "path": nil]], .noString, "/0/path"),
      ([["op": "Add", "path": "/a", "value": 1]], .unknownOperation, "/0/op"),
      ([["op": "remove", "path": "a"]], .noPointer, "/0/path"),
      ([["op": "copy", "path": "/a", "from": "/~2"]], .noPointer, "/0/from"),
    ] as [(Value, JSONPatchSyntaxError.Cause, String)])
  func syntax(patch: Value, cause: JSONPatchSyntaxError.Cause, pointer: String) throws {
    let place = try #require(JSONPointer(parsing: pointer))
    let error = try #require(throws: JSONPatchSyntaxError.self) {
      try JSONPatch(parsing: Document(patch).root)
    }
    #expect(error == JSONPatchSyntaxError(cause, at: place))
    #expect(!error.message.isEmpty)
  }

  @Test("Keys are found by their bytes, not by canonical equivalence")
  func keysAreBytes() throws {
    let document: Value = ["e\u{301}": 1]
    let patch = try Self.patch([["op": "add", "path": "/\u{e9}", "value": 2]])
    guard case .mapping(let entries) = try patch.applied(to: document) else {
      Issue.record("no mapping")
      return
    }
    #expect(entries.count == 2)
  }

  @Test("Copies are counted together, and one byte more than allowed is refused")
  func copyLimit() throws {
    let document: Value = ["a": "12345678"]  // `"12345678"` has 10 bytes.
    let copy: Value = ["op": "copy", "from": "/a", "path": "/b"]
    let patch = try Self.patch([copy, copy])
    let enough = JSONPatchLimits(maximumCopyBytes: 20)
    #expect(throws: Never.self) { try patch.applied(to: document, limits: enough) }
    let short = JSONPatchLimits(maximumCopyBytes: 19)
    let error = try #require(throws: JSONPatchError.self) {
      try patch.applied(to: document, limits: short)
    }
    #expect(error.cause == .copiesTooLarge)
    #expect(error.operation == 1)
  }

  @Test("Copies that double the document end at the limit and not with the machine's memory")
  func doubling() throws {
    let copies: [Value] = (0..<64).map { _ in ["op": "copy", "from": "/l", "path": "/l/-"] }
    let patch = try Self.patch(copies)
    let error = try #require(throws: JSONPatchError.self) {
      try patch.applied(to: ["l": [["x": "0123456789"]]])
    }
    #expect([.copiesTooLarge, .tooDeep].contains(error.cause))
  }

  @Test("Nesting has a limit, by add, copy and move alike; the limit itself is allowed")
  func depth() throws {
    let limits = JSONPatchLimits(maximumDepth: 3)
    let document: Value = ["a": [:], "b": ["c": [:]]]
    for (operation, allowed) in [
      (["op": "add", "path": "/a/x", "value": []], true),
      (["op": "add", "path": "/a/x", "value": [[]]], false),
      (["op": "replace", "path": "/a", "value": [[]]], true),
      (["op": "replace", "path": "/a", "value": [[[]]]], false),
      (["op": "copy", "from": "/b/c", "path": "/a/x"], true),
      (["op": "copy", "from": "/b", "path": "/a/x"], false),
      (["op": "move", "from": "/a", "path": "/b/x"], true),
      (["op": "move", "from": "/a", "path": "/b/c/x"], false),
      (["op": "move", "from": "/b", "path": "/a/x"], false),
    ] as [(Value, Bool)] {
      let patch = try Self.patch([operation])
      if allowed {
        #expect(throws: Never.self) { try patch.applied(to: document, limits: limits) }
      } else {
        let error = #expect(throws: JSONPatchError.self) {
          try patch.applied(to: document, limits: limits)
        }
        #expect(error?.cause == .tooDeep)
      }
    }
  }

  @Test("A patch has as many operations as the API server takes, and not one more")
  func operationLimit() throws {
    let test: Value = ["op": "test", "path": "/a", "value": 1]
    var patch = try Self.patch(Array(repeating: test, count: 10_000))
    #expect(throws: Never.self) { try patch.applied(to: ["a": 1]) }
    patch.operations.append(patch.operations[0])
    let error = #expect(throws: JSONPatchError.self) { try patch.applied(to: ["a": 1]) }
    #expect(error?.cause == .tooManyOperations)
  }

  @Test("Deep documents are patched without deep recursion")
  func deep() throws {
    let levels = 999
    let deep = (0..<levels).reduce(Value.number("1")) { value, _ in ["a": value] }
    let path = String(repeating: "/a", count: levels)
    let patch = try Self.patch([
      ["op": "test", "path": .string(path), "value": 1],
      ["op": "replace", "path": .string(path), "value": []],
    ])
    let result = try patch.applied(to: deep)
    #expect(Document(result).root.at(try #require(JSONPointer(parsing: path)))?.isSequence == true)
  }

  @Test("What a patch shows of itself is what it was read from")
  func roundTrip() throws {
    let operations: Value = [
      ["op": "add", "path": "/a~1b/0", "value": nil],
      ["op": "remove", "path": ""],
      ["op": "replace", "path": "/~0", "value": ["x": [.number("1.5")]]],
      ["op": "move", "path": "/a", "from": "/b"],
      ["op": "copy", "path": "/a", "from": "/b"],
      ["op": "test", "path": "/a", "value": false],
    ]
    #expect(try JSONPatch(parsing: Document(operations).root).value == operations)
  }
}

extension Value: ExpressibleByNilLiteral {
  package init(nilLiteral: ()) { self = .null }
}
