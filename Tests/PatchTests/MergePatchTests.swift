import Documents
import Edits
import Testing

@Suite("JSON Merge Patch, RFC 7386")
struct MergePatchTests {
  @Test(
    "The examples of appendix A, and what follows from §2",
    arguments: [
      (["a": "b"], ["a": "c"], ["a": "c"]),
      (["a": "b"], ["b": "c"], ["a": "b", "b": "c"]),
      (["a": "b"], ["a": nil], [:]),
      (["a": "b", "b": "c"], ["a": nil], ["b": "c"]),
      (["a": ["b"]], ["a": "c"], ["a": "c"]),
      (["a": "c"], ["a": ["b"]], ["a": ["b"]]),
      (["a": ["b": "c"]], ["a": ["b": "d", "c": nil]], ["a": ["b": "d"]]),
      (["a": [["b": "c"]]], ["a": [1]], ["a": [1]]),
      (["a", "b"], ["c", "d"], ["c", "d"]),
      (["a": "b"], ["c"], ["c"]),
      (["a": "foo"], nil, nil),
      (["a": "foo"], "bar", "bar"),
      (["e": nil], ["a": 1], ["e": nil, "a": 1]),
      ([1, 2], ["a": "b", "c": nil], ["a": "b"]),
      ([:], ["a": ["bb": ["ccc": nil]]], ["a": ["bb": [:]]]),
      ("text", ["a": ["b": nil], "c": [nil]], ["a": [:], "c": [nil]]),
      (
        ["a": ["x": 1, "y": 2], "b": 3], ["a": ["y": nil, "z": 4], "b": [:]],
        ["a": ["x": 1, "z": 4], "b": [:]]
      ),
    ] as [(Value, Value, Value)])
  func example(target: Value, patch: Value, expected: Value) {
    #expect(MergePatch(patch).applied(to: target) == expected)
  }

  @Test("Entries keep their places, new ones come last in the order of the patch")
  func order() {
    let target: Value = ["z": 1, "y": 2, "x": 3]
    guard
      case .mapping(let entries) = MergePatch(["b": 1, "y": 5, "a": 2, "z": nil])
        .applied(to: target)
    else {
      Issue.record("no mapping")
      return
    }
    #expect(entries.map(\.key) == ["y", "x", "b", "a"])
  }

  @Test("Wide mappings go by a table and give the same")
  func wide() {
    func entries(_ range: Range<Int>, _ value: (Int) -> Value) -> Value {
      .mapping(range.map { Value.Entry("k\($0)", value($0)) })
    }
    let target = entries(0..<300) { ["v": .number(String($0))] }
    let patch = entries(100..<400) { $0 % 2 == 0 ? .null : ["w": 1] }
    let expected = Value.mapping(
      (0..<400).compactMap { place in
        let old: [Value.Entry] = place < 300 ? [.init("v", .number(String(place)))] : []
        if place < 100 { return .init("k\(place)", .mapping(old)) }
        return place % 2 == 0 ? nil : .init("k\(place)", .mapping(old + [.init("w", 1)]))
      })
    #expect(MergePatch(patch).applied(to: target) == expected)
  }

  @Test("Depth costs no stack")
  func deep() {
    let deep = (0..<1_000).reduce(Value.number("1")) { value, _ in ["a": value] }
    #expect(MergePatch(deep).applied(to: ["b": 1])["a"] != nil)
    #expect(MergePatch(deep).applied(to: deep) == deep)
  }
}
