// What follows `(`.

extension RegularExpressionParser {
  mutating func openGroup() throws(RegularExpressionError) {
    let start = index
    index += 1
    guard index < bytes.count, bytes[index] == UInt8(ascii: "?") else {
      return try openCapture(nil, start)
    }
    index += 1
    guard index < bytes.count else { throw RegularExpressionError(.unclosedGroup, at: start) }
    switch bytes[index] {
    case UInt8(ascii: "="), UInt8(ascii: "!"):
      throw RegularExpressionError(.lookahead, at: start)
    case UInt8(ascii: ">"):
      throw RegularExpressionError(.atomicGroup, at: start)
    case UInt8(ascii: "P") where flavour == .re2:
      index += 1
      guard index < bytes.count else { throw RegularExpressionError(.unclosedGroup, at: start) }
      switch bytes[index] {
      case UInt8(ascii: "<"): try openNamed(start)
      case UInt8(ascii: "="): throw RegularExpressionError(.backreference, at: start)
      default: throw RegularExpressionError(.unknownGroup, at: start)
      }
    case UInt8(ascii: "<"):
      if index + 1 < bytes.count,
        bytes[index + 1] == UInt8(ascii: "=") || bytes[index + 1] == UInt8(ascii: "!")
      {
        throw RegularExpressionError(.lookbehind, at: start)
      }
      try openNamed(start)
    default: try openFlags(start)
    }
  }

  private mutating func openCapture(_ name: String?, _ start: Int) throws(RegularExpressionError) {
    guard groupNames.count <= RegularExpression.Limits.groups else {
      throw RegularExpressionError(.tooManyGroups, at: start)
    }
    groupNames.append(name)
    try push(number: groupNames.count - 1, start: start)
  }

  /// `<name>`.
  private mutating func openNamed(_ start: Int) throws(RegularExpressionError) {
    index += 1
    let begin = index
    while index < bytes.count, Self.isName(bytes[index], flavour, isFirst: index == begin) {
      index += 1
    }
    guard index > begin, index < bytes.count, bytes[index] == UInt8(ascii: ">") else {
      throw RegularExpressionError(.invalidName, at: begin)
    }
    let name = String(decoding: bytes[begin..<index], as: UTF8.self)
    guard !groupNames.contains(name) else {
      throw RegularExpressionError(.repeatedName, at: begin)
    }
    index += 1
    try openCapture(name, start)
  }

  /// RE2 takes a digit first as well, ECMA-262 takes `$` and letters of all scripts.
  private static func isName(
    _ byte: UInt8, _ flavour: RegularExpression.Flavour, isFirst: Bool
  ) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "_"):
      true
    case UInt8(ascii: "0")...UInt8(ascii: "9"): flavour == .re2 || !isFirst
    case UInt8(ascii: "$"): flavour == .ecma
    default: byte >= 0x80
    }
  }

  /// `i-s)`, which holds to the end of the group around it, or `i-s:`, which opens one.
  private mutating func openFlags(_ start: Int) throws(RegularExpressionError) {
    let outer = flags
    var isOn = true
    var hasSign = false
    var count = 0
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "i"): flags.ignoresCase = isOn
      case UInt8(ascii: "m"): flags.isMultiline = isOn
      case UInt8(ascii: "s"): flags.dotTakesNewline = isOn
      case UInt8(ascii: "U") where flavour == .re2: flags.swapsGreed = isOn
      case UInt8(ascii: "-") where !hasSign:
        hasSign = true
        isOn = false
        count = 0
        continue
      case UInt8(ascii: ":") where !hasSign || count > 0:
        let inner = flags
        flags = outer
        try push(number: nil, start: start)
        flags = inner
        return
      case UInt8(ascii: ")") where count > 0:
        guard flavour == .re2 else { throw RegularExpressionError(.flagsWithoutGroup, at: start) }
        return
      default:
        throw RegularExpressionError(.unknownGroup, at: start)
      }
      count += 1
    }
    throw RegularExpressionError(.unclosedGroup, at: start)
  }
}
