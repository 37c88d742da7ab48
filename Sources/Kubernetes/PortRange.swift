/// A port or a range of ports in the text of a Linkerd annotation: `443`, `8000-8010`.
///
/// The grammar is that of linkerd2 pkg/util/portrange.go.
package struct PortRange: Sendable, Equatable {
  /// 0 to 65535.
  package let lower: UInt16
  /// Not below ``lower``.
  package let upper: UInt16

  package init(_ port: UInt16) {
    lower = port
    upper = port
  }

  package func contains(_ port: UInt16) -> Bool { lower <= port && port <= upper }
}

/// Why a text is no port range.
package enum PortRangeError: Error, Equatable, Sendable {
  /// More than one hyphen.
  case tooManyBounds
  case lowerBound
  case upperBound
  /// `25-23`.
  case reversed

  /// A clause without a capital and without a full stop, in the words of Linkerd's own errors.
  package var message: String {
    switch self {
    case .tooManyBounds: "ranges are expected as <lower>-<upper>"
    case .lowerBound: "the lower bound is not a port, 0 to 65535, in digits"
    case .upperBound: "the upper bound is not a port, 0 to 65535, in digits"
    case .reversed: "the upper bound must be greater than or equal to the lower bound"
    }
  }
}

extension PortRange {
  /// Reads one item of a list; blanks are not trimmed, for Linkerd's init container does not
  /// either.
  package init(parsing text: String) throws(PortRangeError) {
    try self.init(parsing: text.utf8Span.span)
  }

  /// As ``init(parsing:)-(String)``.
  package init(parsing text: Span<UInt8>) throws(PortRangeError) {
    var hyphen: Int?
    for index in 0..<text.count where text[index] == UInt8(ascii: "-") {
      guard hyphen == nil else { throw .tooManyBounds }
      hyphen = index
    }
    guard let lower = Self.port(text.extracting(0..<(hyphen ?? text.count))) else {
      throw .lowerBound
    }
    self.lower = lower
    guard let hyphen else {
      upper = lower
      return
    }
    guard let upper = Self.port(text.extracting(hyphen + 1..<text.count)) else { throw .upperBound }
    guard lower <= upper else { throw .reversed }
    self.upper = upper
  }

  /// As Go's `Atoi`, which takes a plus sign and leading zeros.
  private static func port(_ text: Span<UInt8>) -> UInt16? {
    var index = text.count > 0 && text[0] == UInt8(ascii: "+") ? 1 : 0
    guard index < text.count else { return nil }
    var value = 0
    while index < text.count {
      guard text[index].isDigit else { return nil }
      value = value * 10 + Int(text[index] - UInt8(ascii: "0"))
      guard value <= 65_535 else { return nil }
      index += 1
    }
    return UInt16(value)
  }
}
