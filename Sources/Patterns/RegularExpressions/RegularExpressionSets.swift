// Sets of characters: `[...]`, `\d`, `\p{...}`, `[:alpha:]`.

extension RegularExpressionParser {
  /// Reads the set whose bracket is at the index.
  mutating func parseSet() throws(RegularExpressionError) -> ScalarSet {
    let start = index
    var ranges: [ClosedRange<UInt32>] = []
    // These have been folded as they are read: what is folded after a complement is everything.
    var sets: [ClosedRange<UInt32>] = []
    index += 1
    let isNegated = index < bytes.count && bytes[index] == UInt8(ascii: "^")
    if isNegated { index += 1 }
    // In RE2 a bracket that comes first stands for itself.
    let first = flavour == .re2 ? index : -1
    while true {
      guard index < bytes.count else { throw RegularExpressionError(.unclosedSet, at: start) }
      if bytes[index] == UInt8(ascii: "]"), index != first { break }
      if let named = try namedSet() {
        sets += named.ranges
        continue
      }
      let place = index
      switch try member(start) {
      case .set(let set): sets += set.ranges
      case .character(let lower): ranges.append(try range(from: lower, place, start))
      }
      guard ranges.count + sets.count <= RegularExpression.Limits.ranges else {
        throw RegularExpressionError(.tooLarge, at: start)
      }
    }
    index += 1
    let set = ScalarSet(folded(ScalarSet(ranges)).ranges + sets)
    return isNegated ? set.inverted : set
  }

  private enum Member {
    case character(UInt32)
    case set(ScalarSet)
  }

  private mutating func member(_ start: Int) throws(RegularExpressionError) -> Member {
    guard index < bytes.count else { throw RegularExpressionError(.unclosedSet, at: start) }
    guard bytes[index] == UInt8(ascii: "\\") else { return .character(nextScalar()) }
    let place = index
    switch try escape(inSet: true) {
    case .character(let scalar): return .character(scalar)
    case .set(let set): return .set(set)
    case .assertion: throw RegularExpressionError(.unknownEscape, at: place)
    }
  }

  /// The range that a character begins, or itself.
  private mutating func range(
    from lower: UInt32, _ place: Int, _ start: Int
  ) throws(RegularExpressionError) -> ClosedRange<UInt32> {
    var upper = lower
    // A hyphen before the bracket stands for itself.
    if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "-"),
      bytes[index + 1] != UInt8(ascii: "]")
    {
      index += 1
      guard case .character(let end) = try member(start) else {
        throw RegularExpressionError(.rangeOfSet, at: place)
      }
      upper = end
    }
    guard lower <= upper else { throw RegularExpressionError(.reversedRange, at: place) }
    return lower...upper
  }

  /// The set with all characters that differ from one of it only in case, under `(?i)`.
  func folded(_ set: ScalarSet) -> ScalarSet {
    flags.ignoresCase ? CaseFolding.closed(set) : set
  }

  // MARK: Sets with names

  /// `\d`, `\s`, `\w`.
  func perlSet(_ letter: UInt8) -> ScalarSet {
    switch letter {
    case UInt8(ascii: "d"): folded(ScalarSet([0x30...0x39]))
    case UInt8(ascii: "w"):
      folded(ScalarSet([0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A]))
    // ECMA-262 §12.2 and §12.3: white space and line ends.
    case _ where flavour == .ecma:
      ScalarSet([
        0x09...0x0D, 0x20...0x20, 0xA0...0xA0, 0x1680...0x1680, 0x2000...0x200A, 0x2028...0x2029,
        0x202F...0x202F, 0x205F...0x205F, 0x3000...0x3000, 0xFEFF...0xFEFF,
      ])
    // RE2 leaves out the vertical tab.
    default: ScalarSet([0x09...0x0A, 0x0C...0x0D, 0x20...0x20])
    }
  }

  /// `[:alpha:]` or `[:^alpha:]` within a set of RE2; `nil` where the bracket stands for itself. In
  /// ECMA-262 it always does, and a name is an error: nobody who writes one means its letters.
  private mutating func namedSet() throws(RegularExpressionError) -> ScalarSet? {
    let start = index
    guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "["),
      bytes[index + 1] == UInt8(ascii: ":")
    else { return nil }
    var end = index + 2
    // Names are short; a bracket without its end is looked at no further than that.
    while end + 1 < bytes.count, end - start < 16,
      bytes[end] != UInt8(ascii: ":") || bytes[end + 1] != UInt8(ascii: "]")
    { end += 1 }
    guard end + 1 < bytes.count, bytes[end] == UInt8(ascii: ":"),
      bytes[end + 1] == UInt8(ascii: "]")
    else { return nil }
    var name = String(decoding: bytes[(index + 2)..<end], as: UTF8.self)
    let isNegated = name.utf8.first == UInt8(ascii: "^")
    if isNegated { name.removeFirst() }
    let ranges = Self.posixSets[name]
    if flavour == .ecma {
      if ranges == nil { return nil }
      throw RegularExpressionError(.namedSet, at: start)
    }
    guard let ranges else {
      throw RegularExpressionError(.unknownSetName, at: start)
    }
    index = end + 2
    let set = folded(ScalarSet(ranges))
    return isNegated ? set.inverted : set
  }

  private static let posixSets: [String: [ClosedRange<UInt32>]] = [
    "alnum": [0x30...0x39, 0x41...0x5A, 0x61...0x7A],
    "alpha": [0x41...0x5A, 0x61...0x7A],
    "ascii": [0x00...0x7F],
    "blank": [0x09...0x09, 0x20...0x20],
    "cntrl": [0x00...0x1F, 0x7F...0x7F],
    "digit": [0x30...0x39],
    "graph": [0x21...0x7E],
    "lower": [0x61...0x7A],
    "print": [0x20...0x7E],
    "punct": [0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E],
    "space": [0x09...0x0D, 0x20...0x20],
    "upper": [0x41...0x5A],
    "word": [0x30...0x39, 0x41...0x5A, 0x5F...0x5F, 0x61...0x7A],
    "xdigit": [0x30...0x39, 0x41...0x46, 0x61...0x66],
  ]

  // MARK: Properties

  /// What follows `\p` or `\P`: a letter, or a name in braces.
  mutating func property(
    _ start: Int, isNegated: Bool
  ) throws(RegularExpressionError) -> ScalarSet {
    var isNegated = isNegated
    let unknown = RegularExpressionError(.unknownProperty, at: start)
    guard index < bytes.count else { throw unknown }
    var name: ArraySlice<UInt8>
    if bytes[index] == UInt8(ascii: "{") {
      guard let end = bytes[index...].prefix(64).firstIndex(of: UInt8(ascii: "}")) else {
        throw unknown
      }
      name = bytes[(index + 1)..<end]
      index = end + 1
    } else {
      guard flavour == .re2 else { throw unknown }
      name = bytes[index...index]
      index += 1
    }
    if flavour == .re2, name.first == UInt8(ascii: "^") {
      isNegated.toggle()
      name = name.dropFirst()
    }
    guard
      let set = UnicodeProperties.set(
        String(decoding: name, as: UTF8.self), acceptsKeys: flavour == .ecma)
    else { throw unknown }
    return isNegated ? folded(set).inverted : folded(set)
  }
}
