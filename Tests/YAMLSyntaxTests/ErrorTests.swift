import Documents
import Testing

@testable import YAMLSyntax

@Suite("Errors of YAML")
struct ErrorTests {
  struct Mistake: Sendable, CustomTestStringConvertible {
    let yaml: String
    let id: String
    let offset: Int
    let related: Int?

    init(_ yaml: String, _ id: String, _ offset: Int, _ related: Int? = nil) {
      self.yaml = yaml
      self.id = id
      self.offset = offset
      self.related = related
    }

    var testDescription: String { "\(id): \(yaml.debugDescription)" }
  }

  static let mistakes = [
    Mistake("a: \u{1}\n", "yaml-control-character", 3),
    Mistake("a: \u{7F}\n", "yaml-control-character", 3),
    Mistake("a: \"\u{85}\u{9F}\"\n", "yaml-control-character", 6),
    Mistake("a: b\0\n", "yaml-control-character", 4),
    Mistake("a:\n\tb: 1\n", "yaml-tab-indentation", 4),
    Mistake("a:\n  b: 1\n\tc: 2\n", "yaml-tab-indentation", 11),
    Mistake("-\t- a\n", "yaml-tab-indentation", 2),
    Mistake("a: |\n\tb\n", "yaml-tab-indentation", 5),
    Mistake("a: 'x'\n  b: 1\n", "yaml-bad-indentation", 9),
    Mistake("a:\n    b: 1\n  c: 2\n", "yaml-bad-indentation", 14),
    Mistake("a:\n  - b\n c: d\n", "yaml-bad-indentation", 10),
    Mistake("a: b: c\n", "yaml-mapping-not-allowed", 4),
    Mistake("a: b\n  c: d\n", "yaml-mapping-not-allowed", 8, 3),
    Mistake("a: 'b': c\n", "yaml-mapping-not-allowed", 6),
    Mistake("--- a: b\n", "yaml-mapping-not-allowed", 5),
    Mistake("a: - b\n", "yaml-sequence-not-allowed", 3),
    Mistake("&a - b\n", "yaml-sequence-not-allowed", 3),
    Mistake("a: 1\n\u{FEFF}---\nb: 2\n", "yaml-byte-order-mark", 5),
    Mistake("- a\n\u{FEFF}---\nb: 2\n", "yaml-byte-order-mark", 4),
    Mistake("{a: 1}\n\u{FEFF}---\nb: 2\n", "yaml-byte-order-mark", 7),
    Mistake("a: |\n  b\n\u{FEFF}--- # c\nb: 2\n", "yaml-byte-order-mark", 9),
    Mistake("a: 1\n---\n\u{FEFF}b\nc: d\n", "yaml-multiline-key", 12, 15),
    Mistake("a: 1\nb\nc: 2\n", "yaml-expected-key", 5),
    Mistake("a: 1\nb\n", "yaml-expected-key", 5),
    Mistake("a: 1\n- b\n", "yaml-expected-key", 5),
    Mistake("- a\nb: 1\n", "yaml-expected-entry", 4, 0),
    Mistake("\(String(repeating: "k", count: 1_100)): 1\n", "yaml-key-too-long", 0),
    Mistake("\"a\n b\": 1\n", "yaml-multiline-key", 0, 6),
    Mistake("[a,\n b]: 1\n", "yaml-multiline-key", 0, 7),
    Mistake("[a: b\n, [c]\n: d]", "yaml-multiline-key", 8, 12),
    Mistake("? [a]\n: b\n", "yaml-complex-key", 2),
    Mistake("{a: b}: c\n", "yaml-complex-key", 0),
    Mistake("{[a]: b}\n", "yaml-complex-key", 1),
    Mistake("[[a]: b]\n", "yaml-complex-key", 1),
    Mistake("null: a\n", "yaml-null-key", 0),
    Mistake("a: {: b}\n", "yaml-null-key", 4),
    Mistake("a: 'b' c\n", "yaml-unexpected-content", 7),
    Mistake("a: [b] c\n", "yaml-unexpected-content", 7),
    Mistake("a: 'b'#c\n", "yaml-unexpected-content", 6),
    Mistake("... x\n", "yaml-unexpected-content", 4),
    Mistake("'a'\nb\n", "yaml-content-after-root", 4),
    Mistake("a: @b\n", "yaml-reserved-indicator", 3),
    Mistake("a: `b`\n", "yaml-reserved-indicator", 3),
    Mistake("a: %b\n", "yaml-reserved-indicator", 3),
    Mistake("a: [b, c\nd: e\n", "yaml-unclosed-sequence", 3, 10),
    Mistake("a: {b: c\n---\n", "yaml-unclosed-mapping", 3, 9),
    Mistake("a: [b}\n", "yaml-wrong-bracket", 5, 3),
    Mistake("a: ]\n", "yaml-wrong-bracket", 3),
    Mistake("a: ['b' 'c']\n", "yaml-missing-comma", 8, 3),
    Mistake("a: {b: [] d}\n", "yaml-missing-comma", 10, 3),
    Mistake("a: [b,, c]\n", "yaml-empty-flow-entry", 6),
    Mistake("a: {,}\n", "yaml-empty-flow-entry", 4),
    Mistake("a: \"b\n", "yaml-unclosed-double-quote", 3, 6),
    Mistake("a: \"b\n---\n", "yaml-unclosed-double-quote", 3, 6),
    Mistake("a: 'b\n", "yaml-unclosed-single-quote", 3, 6),
    Mistake(#"a: "b\qc""#, "yaml-bad-escape", 5),
    Mistake(#"a: "\ud800x""#, "yaml-bad-escape", 4),
    Mistake(#"a: "\udc00""#, "yaml-bad-escape", 4),
    Mistake(#"a: "\U00110000""#, "yaml-bad-escape", 4),
    Mistake(#"a: "\x4""#, "yaml-bad-escape", 4),
    Mistake("a: | b\n", "yaml-block-header", 5),
    Mistake("a: |0\n  b\n", "yaml-block-header", 4),
    Mistake("a: |\n    \n  b\n", "yaml-block-leading-spaces", 5, 12),
    Mistake("a: !!int b\n", "yaml-tag-mismatch", 9, 3),
    Mistake("a: !!binary '*'\n", "yaml-tag-mismatch", 12, 3),
    Mistake("a: -.inf\n", "yaml-not-in-json", 3),
    Mistake("a: & b\n", "yaml-bad-anchor", 3),
    Mistake("a: &x[b]\n", "yaml-bad-anchor", 5),
    Mistake("a: *\n", "yaml-bad-anchor", 3),
    Mistake("a: &x &y b\n", "yaml-duplicate-property", 6, 3),
    Mistake("a: !!str\n  !!int b\n", "yaml-duplicate-property", 11, 3),
    Mistake("a: !<b\n", "yaml-bad-tag", 3),
    Mistake("a: !x{}y b\n", "yaml-bad-tag", 5),
    Mistake("a: !x!y b\n", "yaml-unknown-tag-handle", 3),
    Mistake("a: *b\n", "yaml-unknown-alias", 3),
    Mistake("a: &b 1\nc: &d *b\n", "yaml-alias-with-properties", 14),
    Mistake("a: &b\n  c: *b\n", "yaml-alias-cycle", 11, 8),
    Mistake("a: &b [*b]\n", "yaml-alias-cycle", 7, 6),
    Mistake("<<: 1\n", "yaml-merge-needs-mapping", 4, 0),
    Mistake("<<: [{}, a]\n", "yaml-merge-needs-mapping", 9, 0),
    Mistake("%YAML\n---\n", "yaml-bad-directive", 0),
    Mistake("%TAG x y\n---\n", "yaml-bad-directive", 0),
    Mistake("%YAML 1.2\n%YAML 1.2\n---\n", "yaml-duplicate-directive", 10),
    Mistake("%YAML 2.0\n---\n", "yaml-version", 0),
    Mistake("%YAML 1.2\na: 1\n", "yaml-missing-document-start", 0),
  ]

  @Test("A mistake is named and placed", arguments: mistakes)
  func mistake(_ item: Mistake) {
    let error = #expect(throws: SyntaxError.self) { try YAMLParser.parse(Source(item.yaml)) }
    #expect(error?.reason.id.description == item.id)
    #expect(error?.offset == item.offset)
    #expect(error?.related == item.related)
    #expect(error?.reason.message.description.isEmpty == false)
  }

  @Test("Lines in brackets and quotes that are indented too little are refused by YAML 1.2 only")
  func flowIndentation() throws {
    for yaml in ["a: [\nb\n]\n", "a: \"b\nc\"\n", "a: {b: c\n d}\n", "- [a,\n'b\nc']\n"]
      .enumerated()
    {
      let source = Source(yaml.element)
      if yaml.offset != 2 {
        let error = #expect(throws: SyntaxError.self) {
          try YAMLParser.parse(source, reading: .core)
        }
        #expect(error?.reason == .flowIndentation)
        expectWellFormed(try YAMLParser.parse(source), source)
      }
    }
  }

  @Test(
    "Bytes that are no UTF-8 are refused where they stand",
    arguments: [
      ([0x61, 0xFF, 0x62], "invalid-utf8", 1), ([0x61, 0xC3], "invalid-utf8", 1),
      ([0xC0, 0x80], "invalid-utf8", 0), ([0xED, 0xA0, 0x80], "invalid-utf8", 0),
      ([0xF5, 0x80, 0x80, 0x80], "invalid-utf8", 0), ([0xE2, 0x82], "invalid-utf8", 0),
      ([0xFE, 0xFF, 0x00, 0x61], "yaml-encoding", 0),
      ([0xFF, 0xFE, 0x61, 0x00], "yaml-encoding", 0),
      ([0x61, 0x00, 0x3A, 0x00], "yaml-encoding", 0),
      ([0x00, 0x00, 0x00, 0x61], "yaml-encoding", 0),
      ([0xEF, 0xBF, 0xBF], "yaml-control-character", 0),
    ] as [([UInt8], String, Int)])
  func encoding(bytes: [UInt8], id: String, offset: Int) {
    let error = #expect(throws: SyntaxError.self) { try YAMLParser.parse(Source(bytes)) }
    #expect(error?.reason.id.description == id)
    #expect(error?.offset == offset)
  }

  @Test("The words of an error tell what to do")
  func words() {
    let error = #expect(throws: SyntaxError.self) { try YAMLParser.parse(Source("a:\n\tb: 1\n")) }
    #expect(error?.reason.message.description == "a tab is used for indentation")
    #expect(error?.reason.remedy.description == "indent with spaces")
  }

  @Test(
    "A Helm template is recognised",
    arguments: [
      ("name: {{ .Release.Name }}\n", 6),
      ("{{- if .Values.x }}\na: b\n{{- end }}\n", 0),
      ("metadata:\n  labels:\n    {{- include \"x.labels\" . | nindent 4 }}\n", 24),
      ("a: b\n{{- range .Values.x }}\n- {{ . }}\n{{- end }}\n", 5),
      ("# {{ not }}\na: {{ .b }}\n", 15),
      ("a: 'x {{ y }}'\nb: {{ .z | quote }}\n", 18),
      ("{{/*\nCopyright: 'me, you\n*/}}\na: b\n", 0),
    ])
  func helm(yaml: String, offset: Int) {
    let error = #expect(throws: SyntaxError.self) { try YAMLParser.parse(Source(yaml)) }
    #expect(error?.reason == .helmTemplate)
    #expect(error?.offset == offset)
    #expect(error?.reason.message.description == "this is a Helm template")
    #expect(error?.reason.remedy.description == "render it first with helm template")
  }

  @Test(
    "What only looks like a template is not called one",
    arguments: [
      "a: 'x {{ y }}'\nb: [\n", "# {{ .x }}\na: @b\n", "a: ${{ x }}\nb: @c\n",
      "a: \"{{ $labels.x }}\" b\n", "a: b {{ c }}\nd: @e\n", "{{a: b}: c}\n", "a: | {{\n",
      "a: {{ .b }}\u{1}\n",
    ])
  func noHelm(yaml: String) {
    let error = #expect(throws: SyntaxError.self) { try YAMLParser.parse(Source(yaml)) }
    #expect(error?.reason != .helmTemplate)
  }
}
