import Documents
import Policy

/// What the cells of a line say: what a difference is in each environment.
enum ParityCells {
  /// The most characters of a value that a cell has.
  private static let maximumValue = 40
  /// Of a value that is cut at its beginning, the characters before the first that differs.
  private static let lead = 8

  /// Different answers never read the same: where they would, or are hidden, they have numbers.
  static func values(of difference: ParityDifference) -> [String] {
    let start = start(of: difference)
    let isOpen = !difference.hasSeveralValues
    let texts = difference.sides.map { side in
      guard let side else { return "-" }
      if side.isMissing { return "missing" }
      guard let shown = side.shown else { return isOpen ? "there" : "hidden" }
      return LogLine.escaped(shortened(shown, from: start))
    }
    var groups: [String: Set<Int>] = [:]
    for (text, side) in zip(texts, difference.sides) {
      if let side { groups[text, default: []].insert(side.group) }
    }
    return zip(texts, difference.sides).map { text, side in
      guard let side, !side.isMissing, groups[text, default: []].count > 1 else { return text }
      return "\(text), #\(side.group + 1)"
    }
  }

  /// Where long values begin that only differ far behind their beginning.
  private static func start(of difference: ParityDifference) -> Int {
    let shown = difference.sides.compactMap { $0?.shown?.unicodeScalars }
    guard let first = shown.first, shown.contains(where: { $0.count > maximumValue }) else {
      return 0
    }
    var length = first.count
    for other in shown.dropFirst() where !other.elementsEqual(first) {
      length = min(length, zip(first, other).prefix { $0 == $1 }.count)
    }
    return length < first.count && length > maximumValue / 3 ? length - lead : 0
  }

  /// A long value from where it differs, or else without its middle.
  private static func shortened(_ text: String, from start: Int) -> String {
    let scalars = text.unicodeScalars
    guard start > 0, scalars.count > maximumValue else {
      return shortened(text, to: maximumValue)
    }
    var short = "…".unicodeScalars
    let rest = scalars.dropFirst(start)
    short.append(contentsOf: rest.prefix(maximumValue - 2))
    if rest.count > maximumValue - 2 { short.append("…") }
    return String(short)
  }

  /// A long text without its middle: what differs is often at the end.
  static func shortened(_ text: String, to limit: Int) -> String {
    let scalars = text.unicodeScalars
    guard scalars.count > limit else { return text }
    var short = String.UnicodeScalarView(scalars.prefix(limit / 2))
    short.append("…")
    short.append(contentsOf: scalars.suffix(limit - limit / 2 - 1))
    return String(short)
  }
}
