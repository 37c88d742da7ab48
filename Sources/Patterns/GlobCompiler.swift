/// Reads the text of a ``Glob``.
struct GlobCompiler {
  private let bytes: [UInt8]
  private var index = 0
  private var elements: [Glob.Element] = []

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    elements.reserveCapacity(min(bytes.count, Glob.maximumBytes))
  }

  /// Whether a text is a pattern that stands for itself, as most of the patterns of rules do: there
  /// is nothing to compile.
  static func isLiteral(_ bytes: [UInt8]) -> Bool {
    guard !bytes.isEmpty, bytes.count <= Glob.maximumBytes else { return false }
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["), UInt8(ascii: "{"),
        UInt8(ascii: "}"), UInt8(ascii: "\\"):
        return false
      default: continue
      }
    }
    return true
  }

  mutating func compile() throws(GlobError) -> [Glob.Element] {
    guard !bytes.isEmpty else { throw GlobError(reason: .empty, offset: 0) }
    guard bytes.count <= Glob.maximumBytes else {
      throw GlobError(reason: .tooLong, offset: Glob.maximumBytes)
    }
    while index < bytes.count {
      let byte = bytes[index]
      switch byte {
      case UInt8(ascii: "*"):
        if elements.last != .anything { elements.append(.anything) }
        index += 1
      case UInt8(ascii: "?"):
        elements.append(.anyCharacter)
        index += 1
      case UInt8(ascii: "["):
        try compileSet()
      case UInt8(ascii: "{"), UInt8(ascii: "}"):
        throw GlobError(reason: .braces, offset: index)
      case UInt8(ascii: "\\"):
        guard index + 1 < bytes.count else {
          throw GlobError(reason: .danglingEscape, offset: index)
        }
        elements.append(.byte(bytes[index + 1]))
        index += 2
      default:
        elements.append(.byte(byte))
        index += 1
      }
    }
    return elements
  }

  /// `[`, perhaps `!` or `^`, characters and ranges, `]`. A `]` that comes first ends the set,
  /// which is then empty and an error, rather than standing for itself.
  private mutating func compileSet() throws(GlobError) {
    let start = index
    index += 1
    var set = Glob.CharacterSet(isNegated: false, ranges: [])
    if index < bytes.count, bytes[index] == UInt8(ascii: "!") || bytes[index] == UInt8(ascii: "^") {
      set.isNegated = true
      index += 1
    }
    while true {
      guard index < bytes.count else { throw GlobError(reason: .unclosedSet, offset: start) }
      if bytes[index] == UInt8(ascii: "]") { break }
      let place = index
      let lower = try character(in: start)
      var upper = lower
      // A hyphen before the bracket stands for itself.
      if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "-"),
        bytes[index + 1] != UInt8(ascii: "]")
      {
        index += 1
        upper = try character(in: start)
      }
      guard lower <= upper else { throw GlobError(reason: .reversedRange, offset: place) }
      set.ranges.append(lower...upper)
    }
    guard !set.ranges.isEmpty else { throw GlobError(reason: .emptySet, offset: start) }
    index += 1
    elements.append(.characters(set))
  }

  private mutating func character(in start: Int) throws(GlobError) -> UInt32 {
    if bytes[index] == UInt8(ascii: "\\") {
      index += 1
      guard index < bytes.count else { throw GlobError(reason: .unclosedSet, offset: start) }
    }
    let bytes = bytes
    let text = bytes.span
    let length = Glob.characterLength(text, at: index)
    let scalar = Glob.scalar(text, at: index, length: length)
    index += length
    return scalar
  }
}
