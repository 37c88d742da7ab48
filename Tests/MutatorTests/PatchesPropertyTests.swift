import Documents
import Edits
import Policy
import TestSupport
import Testing

@Suite("Patches of the policy, at random")
struct PatchesPropertyTests {
  @Test("Whatever patches do to whatever object, a second run changes nothing", arguments: 0..<8)
  func repeatable(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    var changed = 0
    for _ in 0..<150 {
      let patches = (0..<Int.random(in: 1...3, using: &generator)).map { _ in
        Bool.random(using: &generator)
          ? Value.mapping([.init("merge", .mapping([.init("data", .tree(3, &generator))]))])
          : Value.mapping([.init("json", .operations(&generator))])
      }
      let policy: Value = [
        "apiVersion": "kpatch.dev/v1alpha1", "kind": "Policy",
        "spec": ["preset": "none", "mutators": ["patches": .sequence(patches)]],
      ]
      let compilation = PolicyCompiler.compile(
        [PolicyLayer(document: Document(policy), name: "random")], today: nil)
      let engine = Engine(try #require(compilation.policy, "\(compilation.problems)"))
      let object = Document([
        "apiVersion": "v1", "kind": "ConfigMap", "metadata": ["name": "x", "labels": ["a": "b"]],
        "data": .tree(3, &generator),
      ])
      let first = try engine.evaluate(document: object)
      if !first.edits.isEmpty { changed += 1 }
      let patched = first.edits.applied(to: object.root)
      let patch = JSONPatch(first.edits, below: object.root)
      #expect(try patch.applied(to: Value(object.root)) == Value(patched))
      let second = try engine.evaluate(document: patched.document)
      let again = JSONPatch(second.edits, below: patched).lines
      #expect(again.isEmpty, "\(policy.brief)\n\(Value(object.root).brief)\n\(again)")
    }
    // Enough of the patches do something for the rest to mean something.
    #expect(changed > 30)
  }
}

extension Value {
  /// A mapping, at the top, of few keys, so that patches and objects meet.
  fileprivate static func tree(_ depth: Int, _ generator: inout SeededGenerator) -> Value {
    .mapping(
      ["a", "b", "c"].filter { _ in Bool.random(using: &generator) }
        .map { Entry($0, any(depth - 1, &generator)) })
  }

  private static func any(_ depth: Int, _ generator: inout SeededGenerator) -> Value {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 4), using: &generator) {
    case 0: .null
    case 1: .string("${labels['a']}-x")
    case 2: .string("y")
    case 3: .number(String(Int.random(in: 0..<3, using: &generator)))
    case 4, 5:
      .sequence(
        (0..<Int.random(in: 0..<4, using: &generator)).map { _ in any(depth - 1, &generator) })
    default: tree(depth, &generator)
    }
  }

  fileprivate static func operations(_ generator: inout SeededGenerator) -> Value {
    let names = ["add", "remove", "replace", "move", "copy", "test"]
    return .sequence(
      (0..<Int.random(in: 1...3, using: &generator)).map { _ in
        [
          "op": .string(names.randomElement(using: &generator) ?? "add"),
          "path": pointer(&generator), "from": pointer(&generator), "value": any(1, &generator),
        ]
      })
  }

  private static func pointer(_ generator: inout SeededGenerator) -> Value {
    let tokens = ["a", "b", "c", "0", "1", "-"]
    let path = (0..<Int.random(in: 1...2, using: &generator)).map { _ in
      tokens.randomElement(using: &generator) ?? "a"
    }
    return .string((["", "data"] + path).joined(separator: "/"))
  }
}
