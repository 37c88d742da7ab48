import Documents
import Edits
import JSONSyntax
import Testing

@Suite("JSON writer") struct JSONWriterTests {
  private let value: Value = [
    "name": "a\"b\\c\n\u{1}\u{1F}\u{7F}/é\u{2028}", "list": [1, true, .null, [], [:], ["x": [2]]],
    "": .number("1e400"),
  ]

  @Test func `compact`() {
    let text = #"{"name":"a\"b\\c\n\u0001\u001f\#u{7F}/é\#u{2028}","list":[1,true,null,[],{},"#
    #expect(value.json() == text + #"{"x":[2]}],"":1e400}"#)
  }

  @Test func `pretty`() {
    let value: Value = ["a": [1, ["b": "c"], []], "d": [:]]
    let text = """
      {
        "a": [
          1,
          {
            "b": "c"
          },
          []
        ],
        "d": {}
      }
      """
    #expect(value.json(.pretty) == text)
  }

  @Test(arguments: [
    "1", "\"a\"", "[]", "{}", "null", "[[],[[]],{}]", #"{"a":{},"b":[],"c":{"d":[{}]}}"#,
  ])
  func `a node and its value are written the same`(_ text: String) throws {
    let document = try parsed(Source(text))
    #expect(document.root.json == text)
    #expect(Value(document.root).json() == text)
  }

  @Test func `a node within a document`() throws {
    let document = try parsed(Source(#"{"a": {"b": [1, {"c": "\u0041"}]}, "d": 2}"#))
    #expect(document.root["a"]?.json == #"{"b":[1,{"c":"A"}]}"#)
    #expect(document.root["a", "b"]?[element: 1]?["c"]?.json == #""A""#)
    #expect(document.root["d"]?.json == "2")
  }

  @Test func `every control character is written so that it reads back`() throws {
    for byte in UInt8(0)..<0x20 {
      for padding in [0, 5, 15, 16, 40] {
        let text = String(repeating: "a", count: padding) + String(UnicodeScalar(byte)) + "é\"z"
        let written = Value.string(text).json()
        #expect(try parsed(Source(written)).root.string == text)
      }
    }
  }

  @Test func `a deep value is written without recursion`() throws {
    var value: Value = 1
    for _ in 0..<900 { value = [value] }
    let text = String(repeating: "[", count: 900) + "1" + String(repeating: "]", count: 900)
    #expect(value.json() == text)
  }

  @Test func `a patch is written as its value is`() {
    let path = JSONPointer(["a/b", "m~n", "", "quo\"te", "é\u{1}"])
    let patch = JSONPatch([
      .add(path: path, value: value), .remove(path: JSONPointer()), .replace(path: path, value: 1),
      .move(from: path, path: JSONPointer(["-"])), .copy(from: JSONPointer(["0"]), path: path),
      .test(path: path, value: .null),
    ])
    for patch in [patch, JSONPatch()] {
      var text: [UInt8] = []
      JSONWriter.append(patch, to: &text)
      #expect(String(decoding: text, as: UTF8.self) == patch.value.json())
    }
  }
}
