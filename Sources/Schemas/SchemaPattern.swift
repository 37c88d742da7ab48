import Patterns

/// A `pattern` of a schema: the one place that knows how texts are matched.
///
/// The syntax is that of ECMA-262 without what cannot be matched in linear time: no looking around,
/// no backreferences.
struct SchemaPattern: Sendable {
  let text: String
  private let expression: RegularExpression

  /// Throws why the pattern cannot be used.
  init(compiling text: String) throws(RegularExpressionError) {
    self.text = text
    expression = try RegularExpression(parsing: text, flavour: .ecma)
  }

  /// Whether the pattern is found anywhere in the text, as JSON Schema has it.
  func matches(_ text: Span<UInt8>) -> Bool { expression.isFound(in: text) }
}
