import Documents

/// What a schema asks of a scalar, where that is little: type, length, whole bounds, a few texts.
///
/// Most schemas of settings are of this sort, and most values are fine. The shortcut knows both at
/// once; whatever it does not know is left to the evaluator, which also says what is wrong. It
/// counts the same steps.
final class ScalarShortcut: Sendable {
  /// Bytes of a text for which the evaluator counts no step.
  private static let maximumText = 31
  private static let maximumNumber = 15

  /// Steps beside the one of the schema itself.
  let steps: Int
  private let types: TypeSet
  private let lengths: ClosedRange<Int>
  private let bounds: ClosedRange<Int64>?
  /// The texts of `enum` or `const`.
  private let texts: KeyTable?

  /// `nil` for a schema that asks for anything else.
  init?(_ node: SchemaNode) {
    guard node.accepts, !node.keywords.isEmpty, !node.asksUnevaluated else { return nil }
    var types: TypeSet?
    var lengths = (0, Int.max)
    var lower: Int64?
    var upper: Int64?
    var texts: [String]?
    var steps = 0
    for keyword in node.keywords {
      switch keyword {
      case .types(let own) where types == nil: types = own
      case .length(let minimum, let maximum):
        lengths = (max(lengths.0, minimum), min(lengths.1, maximum))
      case .constant(let value) where texts == nil: texts = Self.texts([value])
      case .enumeration(let values) where texts == nil:
        texts = Self.texts(values)
        steps = values.count / 8
      case .bound(let bound):
        guard let limit = Int64(bound.text), limit > .min, limit < .max else { return nil }
        if bound.isMaximum {
          upper = min(upper ?? .max, bound.isExclusive ? limit - 1 : limit)
        } else {
          lower = max(lower ?? .min, bound.isExclusive ? limit + 1 : limit)
        }
      default: return nil
      }
    }
    let bounds = (lower ?? .min, upper ?? .max)
    guard bounds.0 <= bounds.1, lengths.0 <= lengths.1 else { return nil }
    self.bounds = lower == nil && upper == nil ? nil : bounds.0...bounds.1
    self.types = types ?? .any
    self.lengths = lengths.0...lengths.1
    self.texts = texts.map { KeyTable($0) }
    self.steps = steps
  }

  private static func texts(_ values: [Value]) -> [String] {
    values.compactMap { value in
      if case .string(let text) = value { text } else { nil }
    }
  }

  /// Whether a value is surely as the schema wants it; false where that is unknown.
  func accepts(_ value: Node) -> Bool {
    switch value.kind {
    case .string:
      guard types.meets(.string) else { return false }
      return value.withText { accepts(text: $0) }
    case .integer:
      guard types.meets(.numbers), texts == nil else { return false }
      guard let bounds else { return true }
      return value.withText { text in
        guard let number = Self.integer(text) else { return false }
        return bounds.contains(number)
      }
    case .boolean: return texts == nil && types.meets(.boolean)
    case .null: return texts == nil && types.meets(.null)
    case .float, .sequence, .mapping: return false
    }
  }

  private func accepts(text: Span<UInt8>) -> Bool {
    guard text.count <= Self.maximumText else { return false }
    // A character has a byte at least.
    if text.count > lengths.upperBound || text.count < lengths.lowerBound { return false }
    if lengths.lowerBound > 1, text.characterCount < lengths.lowerBound { return false }
    guard let texts else { return true }
    return texts.find(text) != nil
  }

  private static func integer(_ text: Span<UInt8>) -> Int64? {
    guard text.count <= maximumNumber else { return nil }
    let start = text.count > 0 && text[0] == UInt8(ascii: "-") ? 1 : 0
    guard start < text.count else { return nil }
    var number: Int64 = 0
    for index in start..<text.count {
      let digit = text[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      number = number * 10 + Int64(digit)
    }
    return start == 1 ? -number : number
  }
}

extension Span<UInt8> {
  /// Characters as JSON Schema counts them: Unicode scalar values (RFC 8259), of which each has one
  /// byte that is no continuation.
  var characterCount: Int {
    var count = 0
    for index in indices where self[index] & 0xC0 != 0x80 { count += 1 }
    return count
  }
}
