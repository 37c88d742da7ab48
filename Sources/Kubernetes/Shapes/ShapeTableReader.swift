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

  init(types: [String], kinds: String) {
    texts = types
    kindText = kinds
  }

  mutating func read() {
    // Types refer to later ones, so their names come first.
    for text in texts {
      for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
        let name = String(Substring(line.prefix { $0 != UInt8(ascii: " ") }))
        indices[name] = typeNames.count
        typeNames.append(name)
      }
    }
    for text in texts {
      for line in text.utf8.split(separator: UInt8(ascii: "\n")) {
        let first = fields.count
        for word in line.split(separator: UInt8(ascii: " ")).dropFirst() { readField(word) }
        types.append(first..<fields.count)
      }
    }
    for line in kindText.utf8.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " "))
      invariant(words.count == 3, "a kind is three words")
      var code = words[2]
      let versions = Self.versions(&code)
      kinds.append(
        APIShapes.Kind(
          apiVersion: String(Substring(words[0])), kind: String(Substring(words[1])),
          type: type(code), versions: versions))
    }
  }

  private mutating func readField(_ word: Substring.UTF8View) {
    let name = word.prefix { $0 != UInt8(ascii: "=") }
    var code = word.dropFirst(name.count + 1)
    let versions = Self.versions(&code)
    let isRequired = code.last == UInt8(ascii: "!")
    if isRequired { code = code.dropLast() }
    let start = names.count
    names += name
    fields.append(
      Field(
        name: start..<names.count, shape: shape(code), isRequired: isRequired, versions: versions))
  }

  private func shape(_ code: Substring.UTF8View) -> APIShape {
    var rest = code
    var wrappers: [APIShape.Wrapper] = []
    while let mark = rest.first {
      if mark == UInt8(ascii: "[") {
        wrappers.append(.list)
      } else if mark == UInt8(ascii: "{") {
        wrappers.append(.map)
      } else {
        break
      }
      rest = rest.dropFirst()
    }
    invariant(wrappers.count <= 4, "a shape is wrapped four times at most")
    return APIShape(base: base(rest), wrappers: wrappers)
  }

  private func base(_ code: Substring.UTF8View) -> APIShape.Base {
    guard code.count == 1, let letter = code.first else { return .type(type(code)) }
    switch letter {
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

  private func type(_ code: Substring.UTF8View) -> Int {
    let index = indices[String(Substring(code))]
    invariant(index != nil, "every type that is named is there")
    return index ?? 0
  }

  /// Takes `+33-34` from the end of a code.
  private static func versions(_ code: inout Substring.UTF8View) -> APIShapes.Versions {
    var versions = APIShapes.Versions()
    while let mark = code.dropLast(2).last,
      mark == UInt8(ascii: "+") || mark == UInt8(ascii: "-"),
      let number = UInt8(String(Substring(code.suffix(2))))
    {
      if mark == UInt8(ascii: "+") { versions.first = number } else { versions.last = number }
      code = code.dropLast(3)
    }
    return versions
  }
}
