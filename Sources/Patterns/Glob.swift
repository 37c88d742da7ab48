import Documents

/// A pattern for names: of namespaces, objects, containers, rules, images.
///
/// | written    | matches                                                                       |
/// |------------|-------------------------------------------------------------------------------|
/// | `*`        | any characters, also none, also `/`; `**` is the same                         |
/// | `?`        | one character                                                                 |
/// | `[a-z0_]`  | one character of these; `[!a-z]` or `[^a-z]` one that is none of them         |
/// | `\*`       | the character after the backslash as it stands                                |
/// | all else   | itself; upper and lower case differ                                           |
///
/// `*` crosses slashes since the names that it is used on are no paths: `pss/*` are the rules of a
/// category, `registry.example.com/*` the images of a registry. Braces are refused, so that nobody
/// takes them for alternatives.
///
/// The whole text must match. A pattern is compiled once; matching does not allocate, and looks at
/// each byte of the text at most as often as the pattern has elements, of which there are at most
/// ``maximumBytes``: no pattern makes it stall.
package struct Glob: Sendable {
  /// Bytes of a pattern.
  package static let maximumBytes = 256

  /// The pattern as it was written.
  package let text: String
  /// How many characters of the text the pattern fixes; of two that match, the higher one is the
  /// more specific.
  package let literalCount: Int

  let shape: Shape

  /// What the pattern amounts to. The first four are nearly all that people write.
  enum Shape: Sendable {
    case everything
    case exactly([UInt8])
    case beginning([UInt8])
    case ending([UInt8])
    case general([Element])
  }

  enum Element: Sendable, Equatable {
    case byte(UInt8)
    case anyCharacter
    case characters(CharacterSet)
    case anything
  }

  struct CharacterSet: Sendable, Equatable {
    var isNegated: Bool
    var ranges: [ClosedRange<UInt32>]

    func contains(_ scalar: UInt32) -> Bool {
      for range in ranges where range.contains(scalar) { return !isNegated }
      return isNegated
    }
  }

  /// The one text that it matches, where it is written without any wildcard.
  package var literal: String? {
    guard case .exactly(let bytes) = shape else { return nil }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Compiles a pattern.
  package init(_ text: String) throws(GlobError) {
    let bytes = Array(text.utf8)
    self.text = text
    if GlobCompiler.isLiteral(bytes) {
      self.literalCount = bytes.count
      self.shape = .exactly(bytes)
      return
    }
    var compiler = GlobCompiler(bytes)
    let elements = try compiler.compile()
    self.literalCount = elements.count { $0 != .anything && $0 != .anyCharacter }
    self.shape = Self.shape(of: elements)
  }

  /// Whether the pattern is a plain name, without any wildcard.
  package var isLiteral: Bool {
    if case .exactly = shape { return true }
    return false
  }

  private static func shape(of elements: [Element]) -> Shape {
    var literal: [UInt8] = []
    literal.reserveCapacity(elements.count)
    for element in elements {
      if case .byte(let byte) = element { literal.append(byte) }
    }
    if literal.count == elements.count { return .exactly(literal) }
    if elements == [.anything] { return .everything }
    if literal.count == elements.count - 1 {
      if elements.last == .anything { return .beginning(literal) }
      if elements.first == .anything { return .ending(literal) }
    }
    return .general(elements)
  }
}

extension Glob: Equatable {
  package static func == (left: Glob, right: Glob) -> Bool {
    left.text.utf8.elementsEqual(right.text.utf8)
  }
}

/// Why a pattern cannot be compiled, and where in it.
package struct GlobError: Error, Equatable, Sendable {
  package enum Reason: Equatable, Sendable {
    /// The empty pattern.
    case empty
    /// Longer than ``Glob/maximumBytes``.
    case tooLong
    /// `[a-`.
    case unclosedSet
    /// `[]`.
    case emptySet
    /// `[z-a]`.
    case reversedRange
    /// A backslash at the end.
    case danglingEscape
    /// `{a,b}`.
    case braces
  }

  package let reason: Reason
  /// Byte offset in the pattern.
  package let offset: Int

  /// A clause without a capital and without a full stop.
  package var message: String {
    switch reason {
    case .empty: "the pattern is empty and matches no name"
    case .tooLong: "the pattern is longer than \(Glob.maximumBytes) bytes"
    case .unclosedSet: "the pattern has a `[` without its `]`"
    case .emptySet: "the pattern has `[]`, a set without characters"
    case .reversedRange: "the pattern has a range whose end comes before its start"
    case .danglingEscape: "the pattern ends with a backslash that escapes nothing"
    case .braces: "braces are no alternatives here; write one pattern for each"
    }
  }
}

// MARK: - Matching

extension Glob {
  /// Whether the whole text matches.
  package func matches(_ text: String) -> Bool { matches(text.utf8Span.span) }

  /// Whether a scalar's whole text matches.
  package func matches(_ node: Node) -> Bool { node.withText { matches($0) } }

  /// Whether the whole text matches.
  package func matches(_ text: Span<UInt8>) -> Bool {
    switch shape {
    case .everything: true
    case .exactly(let bytes): text.count == bytes.count && Self.holds(text, bytes, at: 0)
    case .beginning(let bytes): text.count >= bytes.count && Self.holds(text, bytes, at: 0)
    case .ending(let bytes):
      text.count >= bytes.count && Self.holds(text, bytes, at: text.count - bytes.count)
    case .general(let elements): Self.matches(text, elements)
    }
  }

  private static func holds(_ text: Span<UInt8>, _ bytes: [UInt8], at start: Int) -> Bool {
    let wanted = bytes.span
    for index in 0..<wanted.count where text[start + index] != wanted[index] { return false }
    return true
  }

  /// Takes each star as short as it goes, and lengthens only the last one that was met: whatever an
  /// earlier star could take as well, the last one can. So there is nothing to go back to before
  /// it.
  private static func matches(_ text: Span<UInt8>, _ elements: [Element]) -> Bool {
    var place = 0
    var index = 0
    var star: (place: Int, index: Int)?
    while true {
      if place < elements.count, elements[place] == .anything {
        place += 1
        star = (place, index)
        continue
      }
      if index == text.count {
        return place == elements.count
      }
      if place < elements.count, let length = length(of: elements[place], text, at: index) {
        place += 1
        index += length
        continue
      }
      guard let last = star else { return false }
      index = last.index + characterLength(text, at: last.index)
      place = last.place
      star = (last.place, index)
    }
  }

  /// The bytes that an element takes at a place; `nil` where it does not match.
  private static func length(of element: Element, _ text: Span<UInt8>, at index: Int) -> Int? {
    switch element {
    case .byte(let byte): return text[index] == byte ? 1 : nil
    case .anyCharacter: return characterLength(text, at: index)
    case .characters(let set):
      let length = characterLength(text, at: index)
      return set.contains(scalar(text, at: index, length: length)) ? length : nil
    case .anything: return nil
    }
  }

  /// The bytes of the character at a place; 1 for a byte that begins none.
  static func characterLength(_ text: Span<UInt8>, at index: Int) -> Int {
    let length: Int =
      switch text[index] {
      case 0xC2...0xDF: 2
      case 0xE0...0xEF: 3
      case 0xF0...0xF4: 4
      default: 1
      }
    guard index + length <= text.count else { return 1 }
    for offset in 1..<length where text[index + offset] & 0xC0 != 0x80 { return 1 }
    return length
  }

  /// The code point of a character; a byte that begins none stands for itself.
  static func scalar(_ text: Span<UInt8>, at index: Int, length: Int) -> UInt32 {
    guard length > 1 else { return UInt32(text[index]) }
    var value = UInt32(text[index]) & (0x7F >> UInt32(length))
    for offset in 1..<length { value = value << 6 | UInt32(text[index + offset] & 0x3F) }
    return value
  }
}
