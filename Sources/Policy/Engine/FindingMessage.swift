import Documents

/// The sentence of a finding, in the parts that its rule put it together from.
///
/// To judge an object is to make dozens of these, of which a server shows a few and a report writes
/// all into its own text: so no `String` is made of them before somebody asks, which for the three
/// containers of `engine-profile` (`Tests/Benchmarks`) is a tenth of all that is done.
package struct FindingMessage: ExpressibleByStringInterpolation, Sendable {
  private var first: String
  /// What stands behind ``first``; mostly literals, and names that many findings share.
  private var rest: [String] = []

  package init(_ text: String) {
    first = text
  }

  package init(stringLiteral text: String) {
    first = text
  }

  package init(stringInterpolation: StringInterpolation) {
    first = stringInterpolation.first
    rest = stringInterpolation.rest
  }

  package var text: String { rest.reduce(first, +) }

  /// Appends ``text`` in UTF-8, without making it.
  package func append(to output: inout [UInt8]) {
    let room = rest.reduce(first.utf8.count) { $0 + $1.utf8.count }
    output.append(addingCapacity: room) { output in
      output.append(copying: first.utf8Span.span)
      for part in rest { output.append(copying: part.utf8Span.span) }
    }
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var first = ""
    fileprivate var rest: [String] = []
    private var isFirst = true

    package init(literalCapacity: Int, interpolationCount: Int) {
      // Literals between the values, and what is added with `+`.
      rest.reserveCapacity(2 * interpolationCount + 2)
    }

    package mutating func appendLiteral(_ literal: String) {
      if isFirst { first = literal } else { rest.append(literal) }
      isFirst = false
    }

    package mutating func appendInterpolation(_ value: String) {
      appendLiteral(value)
    }

    package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      appendLiteral(value.description)
    }
  }

  package static func + (
    left: consuming FindingMessage, right: FindingMessage
  ) -> FindingMessage {
    left.rest.append(right.first)
    if !right.rest.isEmpty { left.rest += right.rest }
    return left
  }

  @_disfavoredOverload
  package static func + (left: consuming FindingMessage, right: String) -> FindingMessage {
    left.rest.append(right)
    return left
  }
}
