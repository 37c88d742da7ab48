import Documents

/// Reads the text of ``APIShapeTable``; its format is described there.
struct ShapeTableReader {
  struct Field {
    let name: Range<Int>
    let shape: APIShape
    let isRequired: Bool
    let versions: APIShapes.Versions
  }

  private let texts: [String]
  private let kindText: String
  private(set) var names: [UInt8] = []
  private(set) var fields: [Field] = []
  private(set) var types: [Range<Int>] = []
  private(set) var typeNames: [String] = []
  private(set) var kinds: [APIShapes.Kind] = []
  private var indices: [String: Int] = [:]

  private static let blank = UInt8(ascii: " ")
  private static let lineFeed = UInt8(ascii: "\n")

  init(types: [String], kinds: String) {
    texts = types
    kindText = kinds
  }

  /// It is read when a process starts, so it goes through the bytes by offsets: slices of strings
  /// took fifteen times as long.
  mutating func read() {
    let parts = texts.map { Array($0.utf8) }
    // Types refer to later ones, so their names come first.
    for part in parts { readNames(part.span) }
    for part in parts { readTypes(part.span) }
    readKinds(Array(kindText.utf8).span)
  }

  private mutating func readNames(_ text: Span<UInt8>) {
    var at = 0
    while at < text.count {
      let end = Self.wordEnd(at, text)
      if end > at {
        let name = Self.string(at..<end, text)
        indices[name] = typeNames.count
        typeNames.append(name)
      }
      at = end
      while at < text.count, text[at] != Self.lineFeed { at += 1 }
      at += 1
    }
  }

  private mutating func readTypes(_ text: Span<UInt8>) {
    var at = 0
    while at < text.count {
      let first = fields.count
      let name = at
      at = Self.wordEnd(at, text)
      let isEmpty = at == name
      while at < text.count, text[at] == Self.blank {
        let end = Self.wordEnd(at + 1, text)
        if end > at + 1 { readField(at + 1..<end, text) }
        at = end
      }
      if !isEmpty { types.append(first..<fields.count) }
      at += 1
    }
  }

  private mutating func readKinds(_ text: Span<UInt8>) {
    var at = 0
    while at < text.count {
      let version = at..<Self.wordEnd(at, text)
      at = version.upperBound + 1
      if version.isEmpty { continue }
      let kind = at..<Self.wordEnd(at, text)
      at = kind.upperBound + 1
      var code = at..<Self.wordEnd(at, text)
      at = code.upperBound
      invariant(
        !kind.isEmpty && !code.isEmpty && (at == text.count || text[at] == Self.lineFeed),
        "a kind is three words")
      at += 1
      let versions = Self.versions(&code, text)
      kinds.append(
        APIShapes.Kind(
          apiVersion: Self.string(version, text), kind: Self.string(kind, text),
          type: type(code, text), versions: versions))
    }
  }

  private mutating func readField(_ word: Range<Int>, _ text: Span<UInt8>) {
    var at = word.lowerBound
    let start = names.count
    while at < word.upperBound, text[at] != UInt8(ascii: "=") {
      names.append(text[at])
      at += 1
    }
    var code = min(at + 1, word.upperBound)..<word.upperBound
    let versions = Self.versions(&code, text)
    let isRequired = !code.isEmpty && text[code.upperBound - 1] == UInt8(ascii: "!")
    if isRequired { code = code.lowerBound..<code.upperBound - 1 }
    fields.append(
      Field(
        name: start..<names.count, shape: shape(code, text), isRequired: isRequired,
        versions: versions))
  }

  private func shape(_ code: Range<Int>, _ text: Span<UInt8>) -> APIShape {
    var at = code.lowerBound
    var wrappers: [APIShape.Wrapper] = []
    while at < code.upperBound {
      if text[at] == UInt8(ascii: "[") {
        wrappers.append(.list)
      } else if text[at] == UInt8(ascii: "{") {
        wrappers.append(.map)
      } else {
        break
      }
      at += 1
    }
    invariant(wrappers.count <= 4, "a shape is wrapped four times at most")
    return APIShape(base: base(at..<code.upperBound, text), wrappers: wrappers)
  }

  private func base(_ code: Range<Int>, _ text: Span<UInt8>) -> APIShape.Base {
    guard code.count == 1 else { return .type(type(code, text)) }
    switch text[code.lowerBound] {
    case UInt8(ascii: "s"): return .string
    case UInt8(ascii: "b"): return .boolean
    case UInt8(ascii: "i"): return .integer32
    case UInt8(ascii: "l"): return .integer64
    case UInt8(ascii: "n"): return .number
    case UInt8(ascii: "q"): return .quantity
    case UInt8(ascii: "x"): return .integerOrString
    case UInt8(ascii: "t"): return .time
    case UInt8(ascii: "y"): return .base64
    default: return .anything
    }
  }

  private func type(_ code: Range<Int>, _ text: Span<UInt8>) -> Int {
    let index = indices[Self.string(code, text)]
    invariant(index != nil, "every type that is named is there")
    return index ?? 0
  }

  /// Takes `+33-34` from the end of a code.
  private static func versions(
    _ code: inout Range<Int>, _ text: Span<UInt8>
  ) -> APIShapes.Versions {
    var versions = APIShapes.Versions()
    while code.count >= 3 {
      let mark = text[code.upperBound - 3]
      guard mark == UInt8(ascii: "+") || mark == UInt8(ascii: "-"),
        let tens = digit(text[code.upperBound - 2]), let ones = digit(text[code.upperBound - 1])
      else { break }
      let number = tens * 10 + ones
      if mark == UInt8(ascii: "+") { versions.first = number } else { versions.last = number }
      code = code.lowerBound..<code.upperBound - 3
    }
    return versions
  }

  private static func digit(_ byte: UInt8) -> UInt8? { byte.isDigit ? byte - 48 : nil }

  /// Where the word that begins at an offset ends.
  private static func wordEnd(_ start: Int, _ text: Span<UInt8>) -> Int {
    var at = min(start, text.count)
    while at < text.count, text[at] != blank, text[at] != lineFeed { at += 1 }
    return at
  }

  private static func string(_ range: Range<Int>, _ text: Span<UInt8>) -> String {
    // SAFETY: the pointer is to the range, which the call before has checked.
    unsafe text.extracting(range).withUnsafeBufferPointer {
      unsafe String(decoding: $0, as: UTF8.self)
    }
  }
}
