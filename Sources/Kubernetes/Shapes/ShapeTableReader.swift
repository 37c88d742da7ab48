import Documents

/// Reads the text of ``APIShapeTable``; its format is described there.
struct ShapeTableReader {
  struct Field {
    let name: Range<Int>
    let shape: APIShape
    let isRequired: Bool
    let versions: APIShapes.Versions
  }

  /// All lines of types one after the other; names are ranges of it.
  let text: [UInt8]
  private let kindText: [UInt8]
  private(set) var fields: [Field] = []
  private(set) var types: [(name: Range<Int>, fields: Range<Int>)] = []
  private(set) var kinds: [APIShapes.Kind] = []
  /// Finds types by their names.
  private var indices: [UInt16] = []

  private static let blank = UInt8(ascii: " ")
  private static let lineFeed = UInt8(ascii: "\n")

  init(types: [String], kinds: String) {
    var text: [UInt8] = []
    text.reserveCapacity(types.reduce(0) { $0 + $1.utf8.count + 1 })
    for part in types {
      text += part.utf8
      text.append(Self.lineFeed)
    }
    self.text = text
    kindText = Array(kinds.utf8)
  }

  /// It is read when a process starts, so it goes through the bytes by offsets and makes no string
  /// but those of kinds: names as strings took four times as long.
  mutating func read() {
    let bytes = text
    // Types refer to later ones, so their names come first.
    readNames(bytes.span)
    readFields(bytes.span)
    let kinds = kindText
    readKinds(kinds.span, bytes.span)
  }

  private mutating func readNames(_ text: Span<UInt8>) {
    types.reserveCapacity(1024)
    var at = 0
    while at < text.count {
      let end = Self.wordEnd(at, text)
      if end > at { types.append((at..<end, 0..<0)) }
      at = end
      while at < text.count, text[at] != Self.lineFeed { at += 1 }
      at += 1
    }
    indices = NameTable.slots(for: types.count)
    for index in types.indices {
      NameTable.insert(
        index, NameTable.hash(text.extracting(types[index].name)), in: &indices, 0..<indices.count)
    }
  }

  private mutating func readFields(_ text: Span<UInt8>) {
    fields.reserveCapacity(4096)
    for index in types.indices {
      let first = fields.count
      var at = types[index].name.upperBound
      while at < text.count, text[at] == Self.blank {
        let end = Self.wordEnd(at + 1, text)
        if end > at + 1 { readField(at + 1..<end, text) }
        at = end
      }
      types[index].fields = first..<fields.count
    }
  }

  private mutating func readKinds(_ text: Span<UInt8>, _ types: Span<UInt8>) {
    kinds.reserveCapacity(256)
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
          type: type(text.extracting(code), types), versions: versions))
    }
  }

  private mutating func readField(_ word: Range<Int>, _ text: Span<UInt8>) {
    var at = word.lowerBound
    while at < word.upperBound, text[at] != UInt8(ascii: "=") { at += 1 }
    let name = word.lowerBound..<at
    var code = min(at + 1, word.upperBound)..<word.upperBound
    let versions = Self.versions(&code, text)
    let isRequired = !code.isEmpty && text[code.upperBound - 1] == UInt8(ascii: "!")
    if isRequired { code = code.lowerBound..<code.upperBound - 1 }
    fields.append(
      Field(
        name: name, shape: shape(code, text), isRequired: isRequired,
        versions: versions))
  }

  private func shape(_ code: Range<Int>, _ text: Span<UInt8>) -> APIShape {
    var at = code.lowerBound
    while at < code.upperBound, Self.wrapper(text[at]) != nil { at += 1 }
    var shape = APIShape(base: base(at..<code.upperBound, text))
    invariant(at - code.lowerBound <= 4, "a shape is wrapped four times at most")
    // From the innermost outwards.
    for place in (code.lowerBound..<at).reversed() {
      if let wrapper = Self.wrapper(text[place]) { shape = shape.wrapped(in: wrapper) }
    }
    return shape
  }

  private static func wrapper(_ byte: UInt8) -> APIShape.Wrapper? {
    switch byte {
    case UInt8(ascii: "["): .list
    case UInt8(ascii: "{"): .map
    default: nil
    }
  }

  private func base(_ code: Range<Int>, _ text: Span<UInt8>) -> APIShape.Base {
    guard code.count == 1 else { return .type(type(text.extracting(code), text)) }
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

  /// The index of the type of a name, of which `text` has the lines.
  private func type(_ name: Span<UInt8>, _ text: Span<UInt8>) -> Int {
    let index = NameTable.find(NameTable.hash(name), in: indices, 0..<indices.count) { index in
      types[index].name.count == name.count && text.holds(name, at: types[index].name.lowerBound)
    }
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
