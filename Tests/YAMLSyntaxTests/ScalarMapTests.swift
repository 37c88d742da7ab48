import Documents
import JSONSyntax
import TestSupport
import Testing

@testable import YAMLSyntax

@Suite("Where the text of a scalar is written")
struct ScalarMapTests {
  /// The value of the only key.
  private func value(_ yaml: String) throws -> Node {
    try #require(try YAMLParser.parse(Source(yaml))[0].root["k"])
  }

  /// What the source has for each byte of the text.
  private func letters(_ node: Node) -> String {
    let map = ScalarMap(node)
    let bytes = node.document.bytes
    let count = node.withText { $0.count }
    return (0..<count).map { offset -> String in
      let place = map.source(of: offset)
      return place < bytes.count ? String(Unicode.Scalar(bytes[place])) : "$"
    }.joined()
  }

  @Test(
    "Each byte of the text has its byte in the source",
    arguments: [
      ("k: abc\n", "abc"), ("k: \"abc\"\n", "abc"), ("k: 'a''b'\n", "a'b"),
      ("k: |\n  ab\n  c\n", "ab\nc\n"), ("k: |\n  ab\n  c", "ab\nc$"),
      ("k: |-\n\n    a\n      b\n\n    c\n", "\na\n  b\n\nc"),
      ("k: |+\n  a\n\n\nm: 1\n", "a\n\n\n"),
      ("k: >\n  a\n  b\n\n  c\n   d\n  e\n", "a\nb\nc\n d\ne\n"),
      ("k: >-\n  a\n\n\n  b\n", "a\n\nb"),
      ("k: |2\n    a\n   b\n", "  a\n b\n"), ("k: |1\n\n   a\n", "\n  a\n"),
      ("k: a\n  b\n\n  c\n", "a\nb\nc"), ("k: 'a  \n  b'\n", "a\nb"),
      ("k: \"a\\\n  b\"\n", "ab"), ("k: \"a\\n\\u0041b\"\n", "a\\\\b"),
      ("k: \"\\t \\\n  \\ x\"\n", "\\ \\x"), ("k: |\r\n  a\r\n  b\r\n", "a\rb\r"),
      ("k: \"\\ud83d\\ude00x\"\n", ""),
    ])
  func letters(yaml: String, expected: String) throws {
    let node = try value(yaml)
    if yaml.contains("ud83d") {
      // Four bytes of text, all of one escape of twelve.
      #expect(ScalarMap(node).source(of: 4) == 4 + 12)
      #expect(ScalarMap(node).source(of: 0) == 4)
    } else {
      #expect(letters(node) == expected)
    }
  }

  @Test("A part ends where its last byte ends, not on the next line")
  func parts() throws {
    let node = try value("k: |\n    one\n    two\n")
    let range = ScalarMap(node).source(of: SourceRange(start: 0, end: 3))
    #expect(node.document.source.text(of: range) == "one")
    let escaped = try value("k: \"a\\n\\\"b\\\"c\"\n")
    let inner = ScalarMap(escaped).source(of: SourceRange(start: 2, end: 5))
    #expect(escaped.document.source.text(of: inner) == "\\\"b\\\"")
  }

  @Test("A key that means something else than it says is one place")
  func resolvedKeys() throws {
    let key = try #require(try YAMLParser.parse(Source("a: {no: 1, 0x10: 2}"))[0].root["a"])
    for entry in key.entries {
      let map = ScalarMap(entry.key)
      let range = map.source(
        of: SourceRange(start: 0, end: UInt32(entry.key.text.utf8.count)))
      #expect(range == entry.key.range)
      #expect(map.source(of: 1) == Int(entry.key.range.start))
    }
  }

  @Test(
    "What a tag makes of a text is one place",
    arguments: [
      "k: !!binary aGVsbG8=\n", "k: !!binary |\n  aGVs\n  bG8=\n", "k: !!binary \"aGVsbG8=\"\n",
    ])
  func decoded(yaml: String) throws {
    let node = try value(yaml)
    #expect(node.text == "hello")
    #expect((0..<5).allSatisfy { ScalarMap(node).source(of: $0) == Int(node.range.start) })
  }

  @Test("An alias is one place; what it stands for has its own")
  func aliases() throws {
    let document = try YAMLParser.parse(Source("a: &x |\n  text\nk: *x\n"))[0]
    let alias = try #require(document.root["k"])
    #expect(ScalarMap(alias).source(of: 3) == Int(alias.range.start))
    let original = try #require(document.root["a"])
    #expect(letters(original) == "text\n")
  }

  @Test("Whatever the style, each letter of the text is mapped to itself", arguments: 0..<400)
  func property(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let written = Written(&random)
    let source = Source(written.yaml)
    let node = try #require(
      try YAMLParser.parse(source)[0].root["outer", "k"], "\(written.yaml)")
    try expectMapped(node, written)
    if let json = written.json {
      let document = try JSONParser.parse(Source(json.text))
      try expectMapped(
        try #require(document.root["k"]), Written(yaml: json.text, places: json.places))
    }
  }

  private func expectMapped(_ node: Node, _ written: Written) throws {
    let map = ScalarMap(node)
    let bytes = Array(node.text.utf8)
    let letters = bytes.indices.filter { bytes[$0] > 0x20 }
    #expect(letters.count == written.places.count, "\(written.yaml)")
    for (offset, place) in zip(letters, written.places) {
      #expect(map.source(of: offset) == place, "byte \(offset) of \(written.yaml)")
    }
    var last = 0
    for offset in 0...bytes.count {
      let place = map.source(of: offset)
      #expect(place >= last && place <= Int(node.range.end))
      last = place
    }
  }
}

/// A scalar in some style, with the place of each byte of its text that is no white space.
private struct Written {
  var yaml: String
  var places: [Int]
  var json: (text: String, places: [Int])?

  init(yaml: String, places: [Int]) {
    self.yaml = yaml
    self.places = places
  }

  init(_ random: inout SeededGenerator) {
    yaml = "outer:\n  k: "
    places = []
    switch Int.random(in: 0..<5, using: &random) {
    case 0, 1: block(&random)
    case 2: flow(&random, open: "'", quoteWritten: "''")
    case 3: flow(&random, open: "", quoteWritten: "x")
    default: double(&random)
    }
    yaml += "\n  z: 1\n"
  }

  private mutating func letter(_ text: String, bytes: Int = 1) {
    for _ in 0..<bytes { places.append(yaml.utf8.count) }
    yaml += text
  }

  private mutating func words(_ random: inout SeededGenerator) {
    for word in 0..<Int.random(in: 1...3, using: &random) {
      if word > 0 { yaml += String(repeating: " ", count: Int.random(in: 1...2, using: &random)) }
      for _ in 0..<Int.random(in: 1...3, using: &random) {
        letter(String(["a", "b", "c", "7", "/"].randomElement(using: &random) ?? "a"))
      }
    }
  }

  private mutating func block(_ random: inout SeededGenerator) {
    let width = Int.random(in: 1...4, using: &random)
    let isExplicit = Bool.random(using: &random)
    yaml += ["|", ">"].randomElement(using: &random) ?? "|"
    if isExplicit { yaml += String(width) }
    yaml += ["", "-", "+"].randomElement(using: &random) ?? ""
    if Bool.random(using: &random) { yaml += "  # comment" }
    let margin = String(repeating: " ", count: 2 + width)
    for line in 0..<Int.random(in: 1...7, using: &random) {
      yaml += Bool.random(using: &random) ? "\n" : "\r\n"
      if Int.random(in: 0..<4, using: &random) == 0 {
        yaml += String(margin.prefix(Int.random(in: 0...margin.count, using: &random)))
        continue
      }
      yaml += margin
      // Without an indicator the first line decides, so it must not be wider.
      if line > 0, Int.random(in: 0..<4, using: &random) == 0 || isExplicit {
        // The first one that is not empty may have been left out so far.
        if isExplicit || !places.isEmpty { yaml += "  " }
      }
      words(&random)
    }
  }

  private mutating func flow(
    _ random: inout SeededGenerator, open: String, quoteWritten: String
  ) {
    yaml += open
    for line in 0..<Int.random(in: 1...4, using: &random) {
      if line > 0 {
        yaml += ["\n    ", "  \n\n     ", " \r\n \n    "].randomElement(using: &random) ?? "\n    "
      }
      words(&random)
      if !open.isEmpty, Bool.random(using: &random) { letter(quoteWritten) }
    }
    yaml += open
  }

  private mutating func double(_ random: inout SeededGenerator) {
    yaml += "\""
    var json = "{\"k\":\""
    var jsonPlaces: [Int] = []
    for _ in 0..<Int.random(in: 1...9, using: &random) {
      switch Int.random(in: 0..<6, using: &random) {
      case 0:
        let escape = [
          ("\\u00e9", 2), ("\\\"", 1), ("\\\\", 1), ("\\u20ac", 3), ("\\ud83d\\ude00", 4),
          ("\\u0041", 1),
        ].randomElement(using: &random)
        guard let escape else { continue }
        for _ in 0..<escape.1 { jsonPlaces.append(json.utf8.count) }
        json += escape.0
        letter(escape.0, bytes: escape.1)
      case 1:
        yaml += "\\n"
        json += "\\n"
      case 2:
        yaml += ["\n    ", "\\\n     ", " \n\n   "].randomElement(using: &random) ?? "\n    "
      case 3:
        for byte in "é€".utf8.indices {
          let start = "é€".utf8.distance(from: "é€".utf8.startIndex, to: byte)
          jsonPlaces.append(json.utf8.count + start)
          places.append(yaml.utf8.count + start)
        }
        yaml += "é€"
        json += "é€"
      default:
        jsonPlaces.append(json.utf8.count)
        json += "q"
        letter("q")
      }
    }
    yaml += "\""
    self.json = (json + "\"}", jsonPlaces)
  }
}
