/// Reads the text of a ``RegularExpression`` into a ``SyntaxTree``.
///
/// Groups that are open are a stack of frames, since the pattern decides how deep they go.
struct RegularExpressionParser {
  let bytes: [UInt8]
  let flavour: RegularExpression.Flavour
  var index = 0
  var tree = SyntaxTree()
  var groupNames: [String?] = [nil]
  var flags = Flags()

  private var frames: [Frame] = []
  var frame = Frame(start: 0, number: nil, flags: Flags())

  /// What `(?ims-U)` sets.
  struct Flags: Equatable {
    var ignoresCase = false
    var isMultiline = false
    var dotTakesNewline = false
    var swapsGreed = false
  }

  struct Frame {
    /// Where its `(` stands.
    let start: Int
    /// Its number, where it captures.
    let number: Int?
    /// The flags that hold again after it.
    let flags: Flags
    var alternatives: [Int] = []
    var items: [Int] = []
    /// Whether a repetition may follow, and whether the last item is one.
    var lastIsRepetition = false
  }

  init(_ bytes: [UInt8], _ flavour: RegularExpression.Flavour) {
    self.bytes = bytes
    self.flavour = flavour
  }

  /// The root's place in ``tree``.
  mutating func parse() throws(RegularExpressionError) -> Int {
    guard bytes.count <= RegularExpression.Limits.patternBytes else {
      throw RegularExpressionError(.tooLong, at: RegularExpression.Limits.patternBytes)
    }
    while index < bytes.count { try parseItem() }
    guard frames.isEmpty else { throw RegularExpressionError(.unclosedGroup, at: frame.start) }
    let root = finishFrame()
    try checkSize(root, at: 0)
    return root
  }

  private mutating func parseItem() throws(RegularExpressionError) {
    let start = index
    switch bytes[index] {
    case UInt8(ascii: "("): try openGroup()
    case UInt8(ascii: ")"): try closeGroup()
    case UInt8(ascii: "|"):
      index += 1
      finishAlternative()
    case UInt8(ascii: "*"): try repetition(0, nil, length: 1)
    case UInt8(ascii: "+"): try repetition(1, nil, length: 1)
    case UInt8(ascii: "?"): try repetition(0, 1, length: 1)
    case UInt8(ascii: "{"):
      guard let counts = try counts() else {
        index += 1
        return try append(character: UInt32(UInt8(ascii: "{")), at: start)
      }
      try repetition(counts.minimum, counts.maximum, length: counts.length)
    case UInt8(ascii: "["):
      let set = try parseSet()
      try append(tree.add(set), at: start)
    case UInt8(ascii: "."):
      index += 1
      try append(tree.add(dot), at: start)
    case UInt8(ascii: "^"):
      index += 1
      try append(tree.add(.assertion(flags.isMultiline ? .lineStart : .textStart)), at: start)
    case UInt8(ascii: "$"):
      index += 1
      try append(tree.add(.assertion(flags.isMultiline ? .lineEnd : .textEnd)), at: start)
    case UInt8(ascii: "\\"): try parseEscape()
    default:
      try append(character: nextScalar(), at: start)
    }
  }

  // MARK: Items

  mutating func append(_ node: Int, at offset: Int) throws(RegularExpressionError) {
    try checkSize(node, at: offset)
    frame.items.append(node)
    frame.lastIsRepetition = false
  }

  mutating func append(character: UInt32, at offset: Int) throws(RegularExpressionError) {
    let node =
      flags.ignoresCase
      ? tree.add(CaseFolding.closed(ScalarSet([character...character])))
      : tree.add(.scalar(character))
    try append(node, at: offset)
  }

  /// Holds a node to the limits; an item that is within them is checked again with what it is part
  /// of.
  func checkSize(_ node: Int, at offset: Int) throws(RegularExpressionError) {
    let limits = RegularExpression.Limits.self
    let facts = tree.facts[node]
    if facts.repetitions > limits.repetitions {
      throw RegularExpressionError(.tooManyRepetitions, at: offset)
    }
    if facts.height > limits.depth { throw RegularExpressionError(.tooDeep, at: offset) }
    if facts.size > limits.instructions || tree.rangeCount > limits.ranges {
      throw RegularExpressionError(.tooLarge, at: offset)
    }
  }

  private var dot: ScalarSet {
    if flags.dotTakesNewline { return .all }
    return flavour == .ecma ? Self.notLineEnds : Self.notLineFeed
  }

  private static let notLineFeed = ScalarSet([0x0A...0x0A]).inverted
  private static let notLineEnds =
    ScalarSet([0x0A...0x0A, 0x0D...0x0D, 0x2028...0x2029]).inverted

  /// The character at the index, which moves behind it.
  mutating func nextScalar() -> UInt32 {
    let (scalar, length) = UTF8Text.scalar(bytes.span, at: index)
    index += length
    return scalar
  }

  // MARK: Groups

  mutating func push(number: Int?, start: Int) throws(RegularExpressionError) {
    guard frames.count < RegularExpression.Limits.depth else {
      throw RegularExpressionError(.tooDeep, at: start)
    }
    frames.append(frame)
    frame = Frame(start: start, number: number, flags: flags)
  }

  private mutating func closeGroup() throws(RegularExpressionError) {
    let start = index
    index += 1
    guard let outer = frames.popLast() else {
      throw RegularExpressionError(.unopenedGroup, at: start)
    }
    var node = finishFrame()
    if let number = frame.number { node = tree.add(.group(node, number: number)) }
    let opened = frame.start
    flags = frame.flags
    frame = outer
    try append(node, at: opened)
  }

  private mutating func finishAlternative() {
    let items = frame.items
    frame.items = []
    frame.lastIsRepetition = false
    let node: Int =
      switch items.count {
      case 0: tree.add(.empty)
      case 1: items[0]
      default: tree.add(.sequence(items))
      }
    frame.alternatives.append(node)
  }

  private mutating func finishFrame() -> Int {
    finishAlternative()
    let alternatives = frame.alternatives
    return alternatives.count == 1 ? alternatives[0] : tree.add(.choice(alternatives))
  }

  // MARK: Repetitions

  private mutating func repetition(
    _ minimum: Int, _ maximum: Int?, length: Int
  ) throws(RegularExpressionError) {
    let start = index
    if frame.lastIsRepetition {
      let isPossessive = bytes[start] == UInt8(ascii: "+")
      throw RegularExpressionError(isPossessive ? .atomicGroup : .doubleRepetition, at: start)
    }
    guard let item = frame.items.popLast() else {
      throw RegularExpressionError(.nothingToRepeat, at: start)
    }
    index += length
    var isLazy = flags.swapsGreed
    if index < bytes.count, bytes[index] == UInt8(ascii: "?") {
      isLazy.toggle()
      index += 1
    }
    try append(
      tree.add(.repetition(item, minimum: minimum, maximum: maximum, isLazy: isLazy)), at: start)
    frame.lastIsRepetition = true
  }

  /// `{2}`, `{2,}` or `{2,4}` at the index; anything else begins with a brace that stands for
  /// itself.
  private func counts() throws(RegularExpressionError) -> (
    minimum: Int, maximum: Int?, length: Int
  )? {
    var place = index + 1
    guard let minimum = number(&place) else { return nil }
    var maximum: Int? = minimum
    if place < bytes.count, bytes[place] == UInt8(ascii: ",") {
      place += 1
      maximum = number(&place)
    }
    guard place < bytes.count, bytes[place] == UInt8(ascii: "}") else { return nil }
    if let maximum, maximum < minimum {
      throw RegularExpressionError(.reversedRepetition, at: index)
    }
    guard max(minimum, maximum ?? 0) <= RegularExpression.Limits.repetitions else {
      throw RegularExpressionError(.tooManyRepetitions, at: index)
    }
    return (minimum, maximum, place + 1 - index)
  }

  /// Digits, cut off far above the limit. RE2 takes none that begin with a needless zero.
  private func number(_ place: inout Int) -> Int? {
    let start = place
    var value = 0
    while place < bytes.count, case UInt8(ascii: "0")...UInt8(ascii: "9") = bytes[place] {
      value = min(value * 10 + Int(bytes[place] - UInt8(ascii: "0")), 1_000_000)
      place += 1
    }
    if flavour == .re2, place - start > 1, bytes[start] == UInt8(ascii: "0") { return nil }
    return place == start ? nil : value
  }
}
