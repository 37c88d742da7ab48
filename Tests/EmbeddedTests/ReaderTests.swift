import Documents
import JSONSyntax
import Testing

@testable import Embedded

@Suite("Readers of embedded documents")
struct ReaderTests {
  private func json(_ text: String, _ format: EmbeddedFormat) throws -> String {
    let document = try EmbeddedDocument.parse(Source(text), as: format)[0]
    #expect(document.malformation() == nil)
    var bytes: [UInt8] = []
    JSONWriter.append(Value(document.root), to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  private func failure(_ text: String, _ format: EmbeddedFormat) -> String {
    do throws(SyntaxError) {
      _ = try EmbeddedDocument.parse(Source(text), as: format)
      return "fine"
    } catch {
      return "\(error.reason.id) \(error.offset)"
    }
  }

  @Test(
    "The end of a key says the format",
    arguments: [
      ("app.yaml", EmbeddedFormat.yaml), ("kong.yml", .yaml), (".env", .env), ("a.b.json", .json),
      ("x.properties", .properties), ("x.ini", .ini), ("x.toml", .toml), ("x.conf", nil),
      ("json", nil), ("LOG_LEVEL", nil), ("x.json.tmpl", nil), ("x.", nil),
    ] as [(String, EmbeddedFormat?)])
  func formats(key: String, format: EmbeddedFormat?) {
    #expect(EmbeddedFormat(key: key) == format)
  }

  @Test(
    "An env file",
    arguments: [
      ("", "{}"), ("A=1\nB= two  # note\n# C=3\n\n", #"{"A":"1","B":"two"}"#),
      ("export A=1\r\nexport=2\r\n", #"{"A":"1","export":"2"}"#),
      ("A='x # \\n'\nB=\"a\\n\\\"b\\\" \\$C\"  # c", #"{"A":"x # \\n","B":"a\n\"b\" $C"}"#),
      ("A=\"one\ntwo\"\nB=\n", #"{"A":"one\ntwo","B":""}"#), ("A=b#c\n", #"{"A":"b#c"}"#),
      ("A = ${B}-x\n", #"{"A":"${B}-x"}"#), ("A.b-c_1=é\n", #"{"A.b-c_1":"é"}"#),
    ])
  func env(text: String, expected: String) throws { #expect(try json(text, .env) == expected) }

  @Test(
    "A properties file",
    arguments: [
      ("a=1\nb : 2\nc 3\nd\n", #"{"a":"1","b":"2","c":"3","d":""}"#),
      ("# x\n! y\n  a.b = c=d:e  \n", #"{"a.b":"c=d:e  "}"#),
      ("a = one, \\\n    two\nb=\\u00e9\\t\\:\\ud83d\\ude00\n", #"{"a":"one, two","b":"é\t:😀"}"#),
      ("a\\ b\\=c = d\\", #"{"a b=c":"d"}"#), ("a=\\\r\n  b\r\n", #"{"a":"b"}"#),
    ])
  func properties(text: String, expected: String) throws {
    #expect(try json(text, .properties) == expected)
  }

  @Test(
    "An INI file",
    arguments: [
      (
        "a = 1\n[s]\nb: 2\n; c\n# d\n[t] ; x\n  e = \"f\"\n",
        #"{"a":"1","s":{"b":"2"},"t":{"e":"\"f\""}}"#
      ),
      (
        "[s]\na=1\n[t]\nb=2\n[s]\na=3\nskip-name\n",
        #"{"s":{"a":"3","skip-name":null},"t":{"b":"2"}}"#
      ),
      ("[s]\na = one\n  two\n\n  three\nb=\n", #"{"s":{"a":"one\ntwo","three":null,"b":""}}"#),
      ("a=1\nb=2\na=3\nc=4\na=5\n", #"{"b":"2","c":"4","a":"5"}"#),
      ("[a.b]\nurl = http://x/?a=b;c#d\n", #"{"a.b":{"url":"http://x/?a=b;c#d"}}"#),
    ])
  func ini(text: String, expected: String) throws { #expect(try json(text, .ini) == expected) }

  @Test(
    "TOML",
    arguments: [
      ("a = 1\nb.c = \"x\"\nb.\"d e\" = true\n", #"{"a":1,"b":{"c":"x","d e":true}}"#),
      ("[a.b]\nc = 1\n[a]\nd = 2 # x\n[a.e]\n", #"{"a":{"b":{"c":1},"d":2,"e":{}}}"#),
      ("[[p]]\nn = 1\n[p.q]\nr = 2\n[[p]]\nn = 3\n", #"{"p":[{"n":1,"q":{"r":2}},{"n":3}]}"#),
      (
        "a = [1, [2,\n # c\n 3,],]\nb = {c = {d.e = 1}, f = []}\n",
        #"{"a":[1,[2,3]],"b":{"c":{"d":{"e":1}},"f":[]}}"#
      ),
      (
        "a = 1_000\nb = 0xFF\nc = 0o17\nd = 0b11\ne = +1.5e-3\nf = -0\n",
        #"{"a":1000,"b":255,"c":15,"d":3,"e":1.5e-3,"f":-0}"#
      ),
      (
        "a = 1979-05-27 07:32:00Z\nb = 07:32:00.5\nc = 1979-05-27\nd = inf\n",
        #"{"a":"1979-05-27 07:32:00Z","b":"07:32:00.5","c":"1979-05-27","d":"inf"}"#
      ),
      (
        "a = \"\"\"\none \\\n   two\"\"\"\"\nb = '''\nx\\n'y'''\nc = 'z\\'\n",
        #"{"a":"one two\"","b":"x\\n'y","c":"z\\"}"#
      ),
      ("a = \"\\u00e9\\U0001F600\\t\"\r\n\"\" = {}\n", #"{"a":"é😀\t","":{}}"#), ("", "{}"),
    ])
  func toml(text: String, expected: String) throws { #expect(try json(text, .toml) == expected) }

  @Test(
    "What is wrong is said with its place",
    arguments: [
      ("A\n", EmbeddedFormat.env, "expected-assignment 0"), ("A=1\nA=2", .env, "equal-keys 4"),
      ("1A=1", .env, "bad-name 0"), ("A B=1", .env, "bad-name 1"), ("=1", .env, "bad-name 0"),
      ("A=\"x\" y", .env, "text-after-quote 6"), ("A='x\n", .env, "unclosed-quote 2"),
      ("A=\"\\q\"", .env, "bad-escape 3"), ("A=\u{1}", .env, "control-character 2"),
      ("a=\\u12", .properties, "bad-escape 2"), ("a=1\na=2", .properties, "equal-keys 4"),
      ("a=\\ud800x", .properties, "bad-escape 2"),
      ("[s\na=1", .ini, "unclosed-section 0"), ("[s] x", .ini, "unclosed-section 4"),
      ("two words", .ini, "expected-assignment 0"), ("= x", .ini, "expected-assignment 0"),
      ("a=1\n[a]", .ini, "equal-keys 4"),
      ("a", .toml, "toml-equals 1"), ("a = b", .toml, "toml-value 4"),
      ("a = 1 b", .toml, "toml-end-of-line 6"), ("a = 01", .toml, "toml-value 4"),
      ("a = 1\na = 2", .toml, "equal-keys 6"), ("[a]\n[a]", .toml, "toml-table 5"),
      ("a = {b = 1}\na.c = 2", .toml, "toml-table 12"), ("a = [1", .toml, "toml-unclosed 4"),
      ("a = \"x\nb = 1", .toml, "toml-unclosed 4"), ("a = 1__0", .toml, "toml-value 4"),
      ("a = [1]\n[[a]]", .toml, "toml-table 10"), ("[a.b]\n[a]\nb.c = 1", .toml, "toml-table 10"),
      ("a = \"\\x\"", .toml, "bad-escape 5"), (".a = 1", .toml, "toml-key 0"),
      ("a = {b = 1", .toml, "toml-unclosed 4"), ("a = {b = 1,}", .toml, "toml-key 11"),
      ("{\"a\": 1, \"a\": 2}", .json, "json-duplicate-key 9"),
      ("a: 1\na: 2\n", .yaml, "equal-keys 5"),
      ("{", .json, "json-unclosed-container 1"), ("a: b: c", .yaml, "yaml-mapping-not-allowed 4"),
    ])
  func errors(text: String, format: EmbeddedFormat, expected: String) {
    #expect(failure(text, format) == expected)
  }

  @Test("Bytes that are no UTF-8 are refused", arguments: EmbeddedFormat.allCases)
  func encoding(format: EmbeddedFormat) {
    #expect(throws: SyntaxError.self) {
      try EmbeddedDocument.parse(Source([0x61, 0x3D, 0xFF]), as: format)
    }
  }

  @Test("Limits hold at their value and not above", arguments: ["[", "{a="])
  func depth(opening: String) throws {
    let closing = opening == "[" ? "]" : "}"
    func nested(_ depth: Int) -> String {
      "k = " + String(repeating: opening, count: depth - 1) + (opening == "[" ? "" : "1")
        + String(repeating: closing, count: depth - 1)
    }
    let limits = DocumentLimits(maximumDepth: 20)
    let fine = try EmbeddedDocument.parse(Source(nested(20)), as: .toml, limits: limits)
    #expect(fine[0].malformation(limits: limits) == nil)
    #expect(throws: SyntaxError.self) {
      try EmbeddedDocument.parse(Source(nested(21)), as: .toml, limits: limits)
    }
    #expect(throws: SyntaxError.self) {
      try EmbeddedDocument.parse(
        Source("a=1\nb=2"), as: .env, limits: DocumentLimits(maximumNodes: 4))
    }
  }
}
