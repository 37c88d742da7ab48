/// A duration in the text of an annotation, read as Go's `time.ParseDuration` reads it: `1500ms`,
/// `1h30m`, `-0.5s`, `0`.
package struct GoDuration: Sendable, Equatable, Comparable {
  /// Nanoseconds; Go counts in 64 bits as well, so that 292 years are the most.
  package let nanoseconds: Int64

  package init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  package static func < (left: GoDuration, right: GoDuration) -> Bool {
    left.nanoseconds < right.nanoseconds
  }
}

/// Why a text is no duration.
package enum GoDurationError: Error, Equatable, Sendable {
  /// Neither a sign and `0` nor numbers with units.
  case format
  /// `30`: a number without a unit. The most frequent mistake by far.
  case missingUnit
  /// `1d`, `5sec`.
  case unknownUnit
  /// More than 64 bits of nanoseconds, about 292 years.
  case overflow

  /// A clause without a capital and without a full stop.
  package var message: String {
    switch self {
    case .format: "a duration is a number with a unit, as in 1500ms or 1h30m"
    case .missingUnit: "the duration lacks a unit: ns, us, ms, s, m or h"
    case .unknownUnit: "the duration has an unknown unit; there are ns, us, ms, s, m and h"
    case .overflow: "the duration is longer than 292 years"
    }
  }
}

extension GoDuration {
  /// `[-+]?` and then `0`, or one or more of a decimal number and its unit.
  package init(parsing text: String) throws(GoDurationError) {
    try self.init(parsing: text.utf8Span.span)
  }

  /// As ``init(parsing:)-(String)``.
  package init(parsing text: Span<UInt8>) throws(GoDurationError) {
    var index = 0
    let end = text.count
    var isNegative = false
    if end > 0, text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") {
      isNegative = text[0] == UInt8(ascii: "-")
      index = 1
    }
    guard index < end else { throw .format }
    if end - index == 1, text[index] == UInt8(ascii: "0") {
      nanoseconds = 0
      return
    }
    // One above Int64.max is allowed on the way, for the most negative duration.
    let bound: UInt64 = 1 << 63
    var sum: UInt64 = 0
    while index < end {
      let part = try Self.part(text, &index)
      sum += part
      guard part <= bound, sum <= bound else { throw .overflow }
    }
    if isNegative {
      nanoseconds = Int64(truncatingIfNeeded: 0 &- sum)
    } else {
      guard sum < bound else { throw .overflow }
      nanoseconds = Int64(truncatingIfNeeded: sum)
    }
  }

  /// One number with its unit, in nanoseconds; at most 2^63.
  private static func part(
    _ text: Span<UInt8>, _ index: inout Int
  ) throws(GoDurationError) -> UInt64 {
    let bound: UInt64 = 1 << 63
    let start = index
    var whole: UInt64 = 0
    while index < text.count, text[index].isDigit {
      guard whole <= bound / 10 else { throw .overflow }
      whole = whole * 10 + UInt64(text[index] - UInt8(ascii: "0"))
      guard whole <= bound else { throw .overflow }
      index += 1
    }
    var digits = index - start
    var fraction: UInt64 = 0
    var scale = 1.0
    if index < text.count, text[index] == UInt8(ascii: ".") {
      index += 1
      let point = index
      var isFull = false
      while index < text.count, text[index].isDigit {
        defer { index += 1 }
        // Digits beyond 63 bits are passed over, as Go does.
        isFull = isFull || fraction > (bound - 1) / 10
        guard !isFull else { continue }
        let next = fraction * 10 + UInt64(text[index] - UInt8(ascii: "0"))
        isFull = next > bound
        guard !isFull else { continue }
        fraction = next
        scale *= 10
      }
      digits += index - point
    }
    guard digits > 0 else { throw .format }
    let unit = try Self.unit(text, &index)
    guard whole <= bound / unit else { throw .overflow }
    // Go computes the fraction in floating point, and so does this, to the same nanosecond. It is
    // less than one unit, an hour at most.
    return whole * unit + UInt64(Double(fraction) * (Double(unit) / scale))
  }

  private static func unit(
    _ text: Span<UInt8>, _ index: inout Int
  ) throws(GoDurationError) -> UInt64 {
    let start = index
    while index < text.count, text[index] != UInt8(ascii: "."), !text[index].isDigit { index += 1 }
    let name = text.extracting(start..<index)
    switch name.count {
    case 0: throw .missingUnit
    case 1:
      switch name[0] {
      case UInt8(ascii: "s"): return 1_000_000_000
      case UInt8(ascii: "m"): return 60 * 1_000_000_000
      case UInt8(ascii: "h"): return 3_600 * 1_000_000_000
      default: throw .unknownUnit
      }
    case 2 where name[1] == UInt8(ascii: "s"):
      switch name[0] {
      case UInt8(ascii: "n"): return 1
      case UInt8(ascii: "u"): return 1_000
      case UInt8(ascii: "m"): return 1_000_000
      default: throw .unknownUnit
      }
    case 3 where name[2] == UInt8(ascii: "s"):
      // U+00B5 and U+03BC, the micro sign and the letter mu.
      if name[0] == 0xC2, name[1] == 0xB5 { return 1_000 }
      if name[0] == 0xCE, name[1] == 0xBC { return 1_000 }
      throw .unknownUnit
    default: throw .unknownUnit
    }
  }
}
