/// The sentence of a finding, put together in place.
///
/// A `String` is given room for two bytes of each value that is put into it, so that nearly every
/// message of a rule was allocated twice and copied once.
package struct FindingMessage: ExpressibleByStringInterpolation, Sendable {
  private(set) var text: String

  package init(_ text: String) {
    self.text = text
  }

  package init(stringLiteral text: String) {
    self.text = text
  }

  package init(stringInterpolation: StringInterpolation) {
    text = stringInterpolation.text
  }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    /// Names and what is added with `+`.
    private static let room = 96

    package init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + Self.room)
    }

    package mutating func appendLiteral(_ literal: String) {
      text += literal
    }

    package mutating func appendInterpolation(_ value: String) {
      text += value
    }

    package mutating func appendInterpolation(_ value: some CustomStringConvertible) {
      text += value.description
    }
  }

  package static func + (
    left: consuming FindingMessage, right: FindingMessage
  ) -> FindingMessage {
    left.text += right.text
    return left
  }

  @_disfavoredOverload
  package static func + (left: consuming FindingMessage, right: String) -> FindingMessage {
    left.text += right
    return left
  }
}
