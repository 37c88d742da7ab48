import Documents
import JSONSyntax
import Testing

/// Parses, and checks every property that a parse has: invariants I2 and I1's half of the writer.
func parsed(
  _ source: Source, limits: DocumentLimits = .standard,
  duplicateKeys: JSONParser.DuplicateKeys = .reject
) throws(SyntaxError) -> Document {
  let document = try JSONParser.parse(source, limits: limits, duplicateKeys: duplicateKeys)
  #expect(document.malformation(limits: limits) == nil)
  #expect(document.range == SourceRange(start: 0, end: UInt32(source.count)))
  // What the writer makes of it reads back as the same.
  var text: [UInt8] = []
  JSONWriter.append(document.root, to: &text)
  let again = try JSONParser.parse(Source(text), limits: limits)
  #expect(again.malformation(limits: limits) == nil)
  #expect(again.records.count == document.records.count)
  var textAgain: [UInt8] = []
  JSONWriter.append(again.root, to: &textAgain)
  #expect(text == textAgain)
  return document
}

func failure(_ text: String, limits: DocumentLimits = .standard) -> SyntaxError? {
  do {
    _ = try parsed(Source(text), limits: limits)
    return nil
  } catch {
    return error
  }
}

@Suite("JSON parser") struct JSONParserTests {
  @Test func `the worked example of the node table`() throws {
    let document = try parsed(Source(#"{"a": [1, "x\n"]}"#))
    #expect(
      document.records == [
        NodeRecord(kind: .mapping, flags: .flow, start: 0, end: 17, first: 1, second: 5),
        NodeRecord(kind: .string, start: 1, end: 4, first: 2, second: 1),
        NodeRecord(kind: .sequence, flags: .flow, start: 6, end: 16, first: 2, second: 5),
        NodeRecord(kind: .integer, start: 7, end: 8, first: 7, second: 1),
        NodeRecord(kind: .string, flags: .sideText, start: 10, end: 15, first: 0, second: 2),
      ])
    #expect(document.sideText == Array("x\n".utf8))
  }

  @Test(arguments: [
    ("9223372036854775808", Node.Kind.integer), ("-0", .integer), ("1e400", .float),
    ("1.50", .float), ("-0.0E-07", .float), ("123456789012345678901234567890", .integer),
  ])
  func `a number keeps its text`(_ text: String, _ kind: Node.Kind) throws {
    let root = try parsed(Source(text)).root
    #expect(root.kind == kind)
    #expect(root.text == text)
    #expect(root.json == text)
  }

  @Test(arguments: [
    (#""""#, ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
    (#""\u0041\u00e9""#, "A\u{E9}"),
    (#""\ud834\udd1E""#, "\u{1D11E}"), (#""\u0000""#, "\0"),
    ("\"\u{7F}\u{10FFFF}\"", "\u{7F}\u{10FFFF}"),
    ("\"sixteen bytes..é and more of it\\n\"", "sixteen bytes..é and more of it\n"),
    (#""\uFFFF\ud7ff\ue000""#, "\u{FFFF}\u{D7FF}\u{E000}"),
  ])
  func `a string means its characters`(_ text: String, _ meaning: String) throws {
    let root = try parsed(Source(text)).root
    #expect(root.string.map { Array($0.utf8) } == Array(meaning.utf8))
  }

  @Test(arguments: [
    ("", "json-empty", 0, nil), (" \n", "json-empty", 2, nil),
    ("[1", "json-unclosed-container", 2, 0), ("[[1],", "json-unclosed-container", 5, 0),
    (#"{"a""#, "json-unclosed-container", 4, 0), (#"{"a":"#, "json-unclosed-container", 5, 0),
    ("{", "json-unclosed-container", 1, 0), (#"["ab"#, "json-unclosed-string", 4, 1),
    (#"["ab\"#, "json-unclosed-string", 5, 1), (#"["ab\""#, "json-unclosed-string", 6, 1),
    ("[flase]", "json-expected-value", 1, nil), ("nul", "json-expected-value", 0, nil),
    ("[,1]", "json-expected-value", 1, nil), ("[1,,2]", "json-expected-value", 3, nil),
    (#"{"a":}"#, "json-expected-value", 5, nil), ("'a'", "json-expected-value", 0, nil),
    ("{a:1}", "json-expected-key", 1, nil), ("{,}", "json-expected-key", 1, nil),
    (#"{"a" 1}"#, "json-expected-colon", 5, nil), (#"{"a",1}"#, "json-expected-colon", 4, nil),
    ("[1 2]", "json-expected-comma", 3, 0), (#"{"a":1 "b":2}"#, "json-expected-comma", 7, 0),
    ("[1, \n]", "json-trailing-comma", 2, nil), (#"{"a":1,}"#, "json-trailing-comma", 6, nil),
    ("[1}", "json-wrong-bracket", 2, 0), (#"{"a":[1}}"#, "json-wrong-bracket", 7, 5),
    (#"{"a":1]"#, "json-wrong-bracket", 6, 0), (#"{]"#, "json-wrong-bracket", 1, 0),
    ("// a\n1", "json-comment", 0, nil), ("[1 # a\n]", "json-comment", 3, nil),
    ("{/**/}", "json-comment", 1, nil),
    ("01", "json-number", 0, nil), ("[-01]", "json-number", 1, nil), ("1.", "json-number", 0, nil),
    (".5", "json-number", 0, nil), ("1e", "json-number", 0, nil), ("1e+", "json-number", 0, nil),
    ("-", "json-number", 0, nil), ("+1", "json-number", 0, nil), ("-a", "json-number", 0, nil),
    ("\"a\tb\"", "json-control-character", 2, nil), ("\"a\nb\"", "json-control-character", 2, nil),
    (#""\x41""#, "json-escape", 1, nil), (#""\u12G4""#, "json-escape", 1, nil),
    (#""\u12"#, "json-escape", 1, nil), (#""\u12""#, "json-escape", 1, nil),
    (#""\ud800""#, "json-surrogate", 1, nil), (#""\udc00""#, "json-surrogate", 1, nil),
    (#""\ud800\u0041""#, "json-surrogate", 1, nil), (#""\ud800\ud800""#, "json-surrogate", 1, nil),
    (#""\ud800\u00""#, "json-escape", 7, nil),
    ("{} x", "json-trailing-content", 3, nil), ("1 2", "json-trailing-content", 2, nil),
    ("[]]", "json-trailing-content", 2, nil), ("1a", "json-trailing-content", 1, nil),
    (#"{"a":1,"b":2,"a":3}"#, "json-duplicate-key", 13, 1),
    (#"{"x":{"a":{"a":1},"b":[{"a":1}],"\u0061":3}}"#, "json-duplicate-key", 32, 6),
  ])
  func `what cannot be is told with its place`(
    _ text: String, _ id: String, _ offset: Int, _ related: Int?
  ) throws {
    let error = try #require(failure(text))
    #expect(error.reason.id.description == id)
    #expect(error.offset == offset)
    #expect(error.related == related)
  }

  @Test(
    arguments: [
      [0x80], [0xC0, 0xAF], [0xC1, 0x80], [0xC2], [0xC2, 0x41], [0xE0, 0x9F, 0x80], [0xE1, 0x80],
      [0xED, 0xA0, 0x80], [0xEF, 0x80, 0x41], [0xF0, 0x8F, 0x80, 0x80], [0xF4, 0x90, 0x80, 0x80],
      [0xF1, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xFF],
    ] as [[UInt8]])
  func `bytes that are no UTF-8 are an error`(_ bytes: [UInt8]) {
    for padding in [0, 7, 15, 16, 31] {
      let text = [0x22] + [UInt8](repeating: 0x61, count: padding) + bytes + [0x22]
      #expect(throws: SyntaxError(.invalidUTF8, at: 1 + padding)) {
        _ = try JSONParser.parse(Source(text))
      }
      // At the very end of the input nothing behind it is looked at.
      #expect(throws: SyntaxError.self) { _ = try JSONParser.parse(Source(text.dropLast())) }
    }
  }

  @Test func `every prefix of a document is an error, none reads past its end`() throws {
    let text = Array(
      #" {"a":[1.5e+3,true,{"é\u00e9":"\ud834\udd1e"}],"b":null,"c":{"d":false}} "#.utf8)
    _ = try parsed(Source(text))
    for count in 0..<text.count - 1 {
      #expect(throws: SyntaxError.self) { _ = try JSONParser.parse(Source(Array(text[..<count]))) }
    }
  }

  @Test func `a byte order mark at the start is passed over, elsewhere it is an error`() throws {
    let document = try JSONParser.parse(Source("\u{FEFF} {\"a\":1}"))
    #expect(document.root["a"]?.integer == 1)
    #expect(document.root.range.start == 4)
    #expect(document.range.start == 0)
    #expect(failure("\u{FEFF}\u{FEFF}{}")?.offset == 3)
    #expect(failure(" \u{FEFF}{}")?.offset == 1)
  }

  @Test func `a part of a source is read by the offsets of the whole`() throws {
    let source = Source(#"xx{"a":1} "#)
    let range = SourceRange(start: 2, end: 9)
    let document = try JSONParser.parse(source, range: range)
    #expect(document.range == range)
    #expect(document.root.range == range)
    #expect(document.malformation() == nil)
    #expect(throws: SyntaxError(.jsonUnclosedContainer, at: 8, related: 2)) {
      _ = try JSONParser.parse(source, range: SourceRange(start: 2, end: 8))
    }
  }
}

@Suite("JSON limits") struct JSONLimitsTests {
  @Test func `depth at the limit and one above`() throws {
    let limits = DocumentLimits(maximumDepth: 10)
    let open = String(repeating: #"[{"a":"#, count: 5)
    let close = String(repeating: "}]", count: 5)
    _ = try parsed(Source(open + "1" + close), limits: limits)
    #expect(failure(open + "[]" + close, limits: limits) == SyntaxError(.tooDeep, at: 30))
  }

  @Test(arguments: [1, 2, 3, 10, 64, 65, 1_000])
  func `nodes at the limit and one above`(_ count: Int) throws {
    let limits = DocumentLimits(maximumNodes: count)
    func sequence(_ elements: Int) -> String {
      "[" + [String](repeating: "1", count: elements).joined(separator: ",") + "]"
    }
    _ = try parsed(Source(sequence(count - 1)), limits: limits)
    #expect(failure(sequence(count), limits: limits)?.reason == .tooManyNodes)
    if count % 2 == 1 {
      let entries = (0..<count / 2).map { #""\#($0)":1"# }.joined(separator: ",")
      _ = try parsed(Source("{\(entries)}"), limits: limits)
      let comma = count > 1 ? "," : ""
      #expect(failure("{\(entries)\(comma)\"x\":1}", limits: limits)?.reason == .tooManyNodes)
    }
  }

  @Test func `bytes at the limit and one above`() throws {
    let limits = DocumentLimits(maximumBytes: 6)
    _ = try parsed(Source("[1, 2]"), limits: limits)
    #expect(failure("[1,  2]", limits: limits) == SyntaxError(.tooLarge, at: 6))
  }

  @Test func `a deep text ends at the limit, not at the end of the stack`() {
    let text = [UInt8](repeating: UInt8(ascii: "["), count: 5_000_000)
    #expect(throws: SyntaxError(.tooDeep, at: 1_000)) { _ = try JSONParser.parse(Source(text)) }
    let limits = DocumentLimits(maximumDepth: .max)
    #expect(throws: SyntaxError.self) { _ = try JSONParser.parse(Source(text), limits: limits) }
  }
}

@Suite("JSON keys") struct JSONKeysTests {
  /// A mapping with this many different keys, one of them again at the end.
  private func text(keys: Int, again: Int?) -> String {
    var names = (0..<keys).map { "key-\($0)" }
    if let again { names.append("key-\(again)") }
    return "{" + names.map { "\"\($0)\":{\"a\":[1],\"b\":2}" }.joined(separator: ",") + "}"
  }

  @Test(arguments: [1, 2, 15, 16, 17, 18, 40, 1_000])
  func `equal keys are found among few and many`(_ keys: Int) throws {
    _ = try parsed(Source(text(keys: keys, again: nil)))
    for again in Set([0, keys / 2, keys - 1]) {
      let text = text(keys: keys, again: again)
      let wrong = try #require(failure(text))
      #expect(wrong.reason == .jsonDuplicateKey)
      let key = Array("\"key-\(again)\"".utf8)
      let bytes = Array(text.utf8)
      let related = try #require(wrong.related)
      #expect(Array(bytes[wrong.offset..<wrong.offset + key.count]) == key)
      #expect(Array(bytes[related..<related + key.count]) == key)
      #expect(related < wrong.offset)
    }
  }

  @Test(arguments: ["a", "sevens7", "eight888", "quite-a-long-key-with-a-tail", "é", ""])
  func `a key with escapes is equal to the same key without`(_ key: String) {
    let escaped = key.utf16.map { unit in
      "\\u" + String(repeating: "0", count: 4 - String(unit, radix: 16).count)
        + String(unit, radix: 16)
    }.joined()
    #expect(failure("{\"\(key)\":1,\"\(escaped)\":2}")?.reason == .jsonDuplicateKey)
    #expect(failure("{\"\(escaped)\":1,\"\(key)\":2}")?.reason == .jsonDuplicateKey)
  }

  @Test func `keys are not equal by canonical equivalence`() throws {
    _ = try parsed(Source("{\"e\\u0301\":1,\"\\u00e9\":2}"))
  }

  @Test func `the last of equal keys counts where that is asked for`() throws {
    let text = #"{"a":{"x":1,"x":2},"b":[{"k":1,"l":2,"k":3}],"a":{"y":[1,2]},"c":0,"a":"z"}"#
    let document = try parsed(Source(text), duplicateKeys: .lastCounts)
    #expect(document.root.json == #"{"b":[{"l":2,"k":3}],"c":0,"a":"z"}"#)
    #expect(document.remarks.count == 4)
    #expect(document.remarks.allSatisfy { $0.kind == .duplicateKey })
    #expect(document.remarks.last?.range.start == 67)
    #expect(document.remarks.last?.related.start == 45)
  }
}

@Suite("JSON streams") struct JSONStreamTests {
  @Test(arguments: [
    ("", 0), (" \n ", 0), ("{}", 1), ("{}{}", 2), ("{} [] 1 \"a\" null", 5),
    ("\u{FEFF}{}\n{}\n", 2),
    (" {\"a\":1}\n\n{\"a\":1}\n", 2), ("[][]", 2), ("{}1", 2),
  ])
  func `values one after the other`(_ text: String, _ count: Int) throws {
    let source = Source(text)
    let documents = try JSONParser.parseStream(source)
    #expect(documents.count == count)
    var end: UInt32 = 0
    for (position, document) in documents.enumerated() {
      #expect(document.position == position)
      #expect(document.malformation() == nil)
      #expect(document.range.start == end)
      end = document.range.end
    }
    if count > 0 { #expect(Int(end) == source.count) }
  }

  @Test(arguments: [
    ("{} x", 3), ("{}\n{", 4), ("1{}", 1), ("null true [", 11), ("nulltrue", 4), ("null true[", 9),
  ])
  func `an error in any of them is the error of all`(_ text: String, _ offset: Int) {
    do {
      _ = try JSONParser.parseStream(Source(text))
      Issue.record("parsed")
    } catch {
      #expect(error.offset == offset)
    }
  }
}
