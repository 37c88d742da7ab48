import Documents
import JSONSyntax
import Testing

@testable import YAMLSyntax

@Suite("Node table of YAML")
struct TableTests {
  private func parse(_ yaml: String) throws -> Document {
    let source = Source(yaml)
    let documents = try YAMLParser.parse(source)
    expectWellFormed(documents, source)
    return try #require(documents.first)
  }

  private func expect(
    _ yaml: String, _ json: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let expected = Value(try JSONParser.parse(Source(json)).root)
    #expect(Value(try parse(yaml).root) == expected, sourceLocation: sourceLocation)
  }

  @Test(
    "A stream without content holds no document, nothing after a marker is one",
    arguments: [
      ("", true), ("\n", true), ("# only\r\n# comments", true), ("...\n", true), ("\u{FEFF}", true),
      ("---\n", false), ("# a\n---", false), ("\u{FEFF}---\n# b\n", false), ("# --- a\n", true),
      ("~\n", false), ("a:\n", false),
    ])
  func absent(yaml: String, isAbsent: Bool) throws {
    #expect(try parse(yaml).isAbsent == isAbsent)
  }

  // MARK: Keys

  @Test("Of a key that stands twice the last entry stays, with a remark")
  func duplicates() throws {
    let document = try parse("a: 1\nb: {c: [1, 2]}\n\"a\": 3\nb: 4\n")
    #expect(document.root.json == #"{"a":3,"b":4}"#)
    #expect(document.remarks.map(\.kind) == [.duplicateKey, .duplicateKey])
    let texts = document.remarks.map {
      [$0.range, $0.related].map(document.source.text(of:))
    }
    #expect(texts == [["\"a\"", "a"], ["b", "b"]])
    #expect(document.remarks[0].range.start == 20 && document.remarks[0].related.start == 0)
  }

  @Test("Equal keys are found in big mappings, in nested ones, and after conversion to strings")
  func manyKeys() throws {
    var yaml = ""
    for index in 0..<500 { yaml += "key\(index): {x: 1, z: 2}\n" }
    yaml += "key17: last\nkey499: last\n1: a\n0x1: b\n'1': c\n"
    let document = try parse(yaml)
    #expect(document.root.count == 501)
    #expect(document.remarks.count == 4)
    #expect(document.root["key17"]?.string == "last")
    #expect(document.root["key18", "z"]?.integer == 2)
    #expect(document.root["1"]?.string == "c")
    try expect("a: {b: 1, c: {b: 2}, b: 3}\nb: 1\n", #"{"a": {"c": {"b": 2}, "b": 3}, "b": 1}"#)
  }

  @Test(
    "Keys are strings as Kubernetes' reader writes them",
    arguments: [
      ("1e3: a", "1000"), ("1e21: a", "1e+21"), ("3.14159265358979: a", "3.1415927"),
      ("0.00001: a", "1e-05"), ("on: a", "true"), ("0o17: a", "15"), ("? 1.50\n: a", "1.5"),
      ("{1.0: a}", "1"), ("'on': a", "on"), ("-0: a", "0"),
    ])
  func keyText(yaml: String, key: String) throws {
    let entry = try #require(try parse(yaml).root.entries.first { _ in true })
    #expect(entry.key.isString && entry.key.text == key)
  }

  // MARK: Aliases

  @Test("An alias is written out: its root has the alias' range, what is below the original's")
  func aliases() throws {
    let document = try parse("a: &x {b: [1]}\nc: *x\n")
    #expect(document.root.json == #"{"a":{"b":[1]},"c":{"b":[1]}}"#)
    let original = try #require(document.root["a"]).record
    #expect(original.has(.anchored) && !original.has(.aliasRoot))
    let copy = try #require(document.root["c"])
    #expect(copy.record.has(.aliasRoot) && !copy.record.has(.aliased))
    #expect(document.source.text(of: copy.range) == "*x")
    let below = try #require(copy["b"])
    #expect(below.record.has(.aliased) && document.source.text(of: below.range) == "[1]")
    #expect(
      document.decorations == [
        Decoration(kind: .anchor, row: 2, target: 2, range: SourceRange(start: 3, end: 5)),
        Decoration(kind: .alias, row: 7, target: 2, range: SourceRange(start: 18, end: 20)),
      ])
  }

  @Test("An anchor that nothing refers to is decorated and not flagged")
  func unusedAnchor() throws {
    let document = try parse("a: &x 1\nb: !!str 2\n")
    #expect(document.root["a"]?.record.has(.anchored) == false)
    #expect(document.decorations.map(\.kind) == [.anchor, .tag])
    #expect(document.decorations.map(\.row) == [2, 4])
  }

  @Test(
    "Aliases of every kind are read",
    arguments: [
      ("a: &x 1\nb: *x\n", #"{"a": 1, "b": 1}"#),
      ("&k a: 1\nb: {*k : 2}\n", #"{"a": 1, "b": {"a": 2}}"#),
      ("&k a: &v b\n*v : *k\n", #"{"a": "b", "b": "a"}"#),
      ("- &x 1\n- &x 2\n- *x\n", "[1, 2, 2]"),
      ("a: &x [&y {z: 1}]\nb: [*x, *y]\n", #"{"a": [{"z": 1}], "b": [[{"z": 1}], {"z": 1}]}"#),
      ("a: &x\nb: *x\n", #"{"a": null, "b": null}"#),
      ("a: &x {k: 1, k: 2}\nb: *x\n", #"{"a": {"k": 2}, "b": {"k": 2}}"#),
      ("&x k: 1\nk: 2\nb: *x\n", #"{"k": 2, "b": "k"}"#),
      ("k: &x [1]\nk: 2\nb: *x\n", #"{"k": 2, "b": [1]}"#),
    ])
  func aliasValues(yaml: String, json: String) throws {
    try expect(yaml, json)
  }

  // MARK: Merge keys

  @Test(
    "Merge keys count at their place",
    arguments: [
      ("a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  b: 3\n", #"{"c": 2, "b": 3}"#),
      ("a: &x {b: 1}\nd:\n  b: 3\n  <<: *x\n", #"{"b": 1}"#),
      ("a: &x {b: 1}\ne: &y {b: 2, c: 3}\nd:\n  <<: [*x, *y]\n", #"{"b": 1, "c": 3}"#),
      ("d:\n  <<: {b: {c: 1}}\n  e: 2\n", #"{"b": {"c": 1}, "e": 2}"#),
      ("a: &x {<<: {p: 1}, q: 2}\nd: {<<: *x, <<: {r: 3}}\n", #"{"p": 1, "q": 2, "r": 3}"#),
      ("d: {'<<': 1, b: <<}\n", #"{"<<": 1, "b": "<<"}"#),
      ("d: {!!str <<: 1}\n", #"{"<<": 1}"#),
      ("d:\n  <<:\n    b: 1\n", #"{"b": 1}"#),
    ])
  func merges(yaml: String, json: String) throws {
    let document = try parse(yaml)
    let expected = Value(try JSONParser.parse(Source(json)).root)
    #expect(try Value(#require(document.root["d"])) == expected)
    #expect(document.remarks.isEmpty)
  }

  @Test("What a merge key brings in is flagged, and the entry itself is a decoration")
  func mergeFlags() throws {
    let document = try parse("a: &x {b: [1]}\nd:\n  <<: *x  # c\n  e: 2\n")
    let mapping = try #require(document.root["d"])
    let flags = mapping.entries.map { [$0.key.record.has(.merged), $0.value.record.has(.merged)] }
    #expect(flags == [[true, true], [false, false]])
    let merged = try #require(mapping["b"])
    #expect(merged.record.has(.aliased) && document.source.text(of: merged.range) == "[1]")
    let merge = try #require(document.decorations.last)
    #expect(merge.kind == .merge && merge.row == mapping.index)
    #expect(document.source.text(of: merge.range) == "<<: *x")
    #expect(document.root["a"]?.record.has(.anchored) == true)
  }

  // MARK: Scalars

  @Test(
    "A scalar that YAML 1.2 reads otherwise is ambiguous",
    arguments: [
      ("on", true), ("yes", true), ("y", true), ("true", false), ("True", false), ("0777", true),
      ("08", false), ("01", false), ("1_000", true), ("0b1", true), ("0o17", false),
      ("0O17", true), ("-0x1F", true), ("0x1F", false), ("1e400", true), ("1.5", false),
      ("1.50", false), (".5", false), ("1e3", false), ("text", false), ("~", false),
      ("'on'", false), ("12:30", false), ("2024-01-01", false), ("+1", false), ("-0", false),
    ])
  func ambiguous(text: String, expected: Bool) throws {
    #expect(try parse("a: \(text)\n").root["a"]?.record.has(.ambiguous) == expected)
  }

  @Test("Text that stands in the source is not copied")
  func sliced() throws {
    let document = try parse("a: b c\nd: 'e'\nf: \"g\"\nh: 8080\ni: true\nj: null\nk: 0.5\n")
    #expect(document.records.allSatisfy { !$0.has(.sideText) })
    #expect(document.sideText.isEmpty)
  }

  @Test(
    "Strings are unfolded and unescaped",
    arguments: [
      (#"a: "x\ty\x41\u00e9\U0001F600\/\\\"\e""#, "x\tyAé😀/\\\"\u{1B}"),
      ("a: \"x\n\n  y\\\n  z  \\\n  w\"", "x\nyz  w"),
      ("a: 'it''s\n   b'", "it's b"),
      ("a: x\n  y\n\n\n  z", "x y\n\nz"),
      ("a: >\n  x\n  y\n\n  z\n   w\n  v\n", "x y\nz\n w\nv\n"),
      ("a: |-\n  x\n   y\n\n", "x\n y"),
      ("a: |\r\n  x\r\n  y\r\n", "x\ny\n"),
      ("a: \"\\\n  x\"", "x"),
    ])
  func strings(yaml: String, expected: String) throws {
    #expect(try parse(yaml).root["a"]?.string == expected)
  }

  @Test("Flow style is marked on collections that have brackets, and on pairs inside them")
  func flow() throws {
    let document = try parse("a: [b: 1]\nc:\n- d\n")
    let flags = document.records.filter(\.isContainer).map { $0.has(.flow) }
    #expect(flags == [false, true, true, false])
  }
}
