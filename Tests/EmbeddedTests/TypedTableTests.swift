import Documents
import JSONSyntax
import Schemas
import Testing

@testable import Embedded

@Suite("Reading texts as a schema asks")
struct TypedTableTests {
  private func table(
    _ data: String, _ schema: String, _ reading: TypedReading = TypedReading()
  ) throws -> TypedTable {
    let document = try JSONParser.parse(Source(data))
    let schema = try Schema(compiling: Value(try JSONParser.parse(Source(schema)).root))
    var builder = TypedTable.Builder(document, reading)
    builder.append(entriesOf: document.root, ReadingPlan(of: schema))
    return builder.finish()
  }

  private func json(_ node: Node) -> String {
    var bytes: [UInt8] = []
    JSONWriter.append(Value(node), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(
    "A text becomes the type that is asked for, and else stays a text",
    arguments: [
      (#""20""#, #"{"type": "integer"}"#, "20"), (#""020""#, #"{"type": "integer"}"#, #""020""#),
      (#""+5""#, #"{"type": "integer"}"#, #""+5""#),
      (#""20 ""#, #"{"type": "integer"}"#, #""20 ""#),
      (#""-1.5e3""#, #"{"type": "number"}"#, "-1.5e3"),
      (#""20""#, #"{"type": "string"}"#, #""20""#),
      (#""20""#, "{}", #""20""#), (#""true""#, #"{"type": "boolean"}"#, "true"),
      (#""True""#, #"{"type": "boolean"}"#, #""True""#), (#""1""#, #"{"const": true}"#, #""1""#),
      (#""auto""#, #"{"type": ["integer", "string"]}"#, #""auto""#),
      (#""7""#, #"{"type": ["string", "integer"]}"#, "7"), (#""5""#, #"{"minimum": 3}"#, "5"),
      (#""""#, #"{"type": ["null", "integer"]}"#, "null"),
      (#""""#, #"{"type": ["null", "string"]}"#, #""""#),
      (#""[1, \"a\", {}]""#, #"{"type": "array"}"#, #"[1,"a",{}]"#),
      (#""a, b ,c""#, #"{"type": "array", "x-separator": ","}"#, #"["a","b","c"]"#),
      (
        #""1,x,2""#, #"{"type": "array", "x-separator": ",", "items": {"type": "integer"}}"#,
        #"[1,"x",2]"#
      ),
      (#""""#, #"{"type": "array", "x-separator": ","}"#, "[]"),
      (#""a;;b""#, #"{"type": "array", "x-separator": ";"}"#, #"["a","","b"]"#),
      (#""a,b""#, #"{"type": "array"}"#, #""a,b""#),
      (#""{\"a\": [\"\\u00e9\"]}""#, #"{"type": "object"}"#, #"{"a":["é"]}"#),
      (#""{""#, #"{"type": "object"}"#, #""{""#), ("7", #"{"type": "string"}"#, "7"),
      (#""5""#, #"{"enum": [5, 10]}"#, "5"), (#""5""#, #"{"allOf": [{"type": "integer"}]}"#, "5"),
      (#""5""#, ##"{"$ref": "#/properties/k/$defs/n", "$defs": {"n": {"type": "integer"}}}"##, "5"),
      (#""5""#, #"{"if": {"type": "integer"}, "then": {"minimum": 7}}"#, "5"),
      (#""[\"1\"]""#, #"{"items": {"type": "integer"}}"#, #"["1"]"#),
      (#""[1]""#, #"{"minItems": 2}"#, "[1]"), (#""[1]""#, #"{"uniqueItems": true}"#, "[1]"),
      (#""[1]""#, #"{"not": {"contains": {"const": 2}}}"#, "[1]"),
      (#""[1]""#, #"{"type": "string", "minItems": 2}"#, #""[1]""#),
      (#""{}""#, #"{"required": ["a"]}"#, "{}"), (#""{}""#, #"{"properties": {"a": {}}}"#, "{}"),
      (#""{}""#, #"{"items": {}}"#, #""{}""#), (#""[1]""#, #"{"required": ["a"]}"#, #""[1]""#),
    ])
  func forms(text: String, schema: String, expected: String) throws {
    let table = try table("{\"k\": \(text)}", "{\"properties\": {\"k\": \(schema)}}")
    #expect(table.document.malformation() == nil)
    #expect(json(table.document.root) == "{\"k\":\(expected)}")
  }

  @Test("The spellings of booleans are those that are given")
  func booleans() throws {
    let reading = TypedReading(trueWords: ["on", "1"], falseWords: ["off"])
    let table = try table(
      #"{"a": "on", "b": "off", "c": "true", "d": "1"}"#,
      #"{"additionalProperties": {"type": "boolean"}}"#, reading)
    #expect(json(table.document.root) == #"{"a":true,"b":false,"c":"true","d":true}"#)
  }

  @Test("Sections are read by the schema below their key, others by patterns and the rest")
  func sections() throws {
    let table = try table(
      #"{"db": {"size": "5", "name": "5"}, "N_1": "1", "rest": "2"}"#,
      """
      {"properties": {"db": {"properties": {"size": {"type": "integer"}}}},
       "patternProperties": {"^N_": {"type": "integer"}}, "additionalProperties": {"type": "number"}}
      """)
    #expect(json(table.document.root) == #"{"db":{"size":5,"name":"5"},"N_1":1,"rest":2}"#)
  }

  @Test("Every node leads back to the text that it is from")
  func places() throws {
    let table = try table(
      #"{"a": "1", "l": "x, y", "j": "[true, 22]"}"#,
      """
      {"properties": {"a": {"type": "integer"}, "l": {"type": "array", "x-separator": ","},
       "j": {"type": "array"}}}
      """)
    func place(_ node: Node?) throws -> String {
      let known = try #require(node)
      let place = try #require(table.place(of: known))
      return "\(place.node.text) \(place.part.map { "\($0.start)-\($0.end)" } ?? "all")"
    }
    let root = table.document.root
    #expect(table.place(of: root) == nil)
    #expect(try place(root["a"]) == "1 all")
    #expect(try place(root["l"]) == "x, y all")
    #expect(try place(root["l"]?[element: 1]) == "x, y 3-4")
    #expect(try place(root["j"]?[element: 1]) == "[true, 22] 7-9")
    #expect(try place(root.entry("l")?.key) == "l all")
  }

  @Test("A decoded byte stands where base64 has it")
  func base64() throws {
    let node = try JSONParser.parse(Source(#"{"k": "aHVu\ndGVy\nMg=="}"#)).root["k"]
    let encoded = try #require(node)
    let text = try #require(ValueText(decoding: encoded))
    #expect(text.source.text(of: SourceRange(start: 0, end: 7)) == "hunter2")
    let range = text.places.range(of: SourceRange(start: 3, end: 6))
    #expect(node?.document.source.text(of: range) == "dGVy")
    for wrong in ["a", "a===", "ab=c", "a b="] {
      let node = try JSONParser.parse(Source("\"\(wrong)\"")).root
      #expect(ValueText(decoding: node) == nil)
    }
  }
}
