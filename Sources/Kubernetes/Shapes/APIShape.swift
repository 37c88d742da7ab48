/// The shape that a value must have: a scalar, a type with fields, or lists and mappings of those.
package struct APIShape: Sendable, Equatable {
  /// In the order of the table's codes.
  package enum Base: UInt8, Sendable {
    case string, boolean, integer32, integer64, number, anything, quantity, integerOrString, time
    case base64
    /// A type with fields: ``APIShape/typeIndex``.
    case type
  }

  package enum Wrapper: UInt8, Sendable {
    case list = 1
    case map = 2
  }

  package let base: Base
  /// What surrounds ``base``, the outermost in the lowest two bits; 0 where nothing does.
  private let wrappers: UInt8
  private let index: UInt16

  private init(base: Base, wrappers: UInt8, index: UInt16) {
    self.base = base
    self.wrappers = wrappers
    self.index = index
  }

  /// As ``APIShapeTable`` has it: codes of scalars, and behind them types.
  init(code: UInt16, wrappers: UInt8) {
    let scalars = UInt16(Base.type.rawValue)
    base = code < scalars ? Base(rawValue: UInt8(truncatingIfNeeded: code)) ?? .anything : .type
    index = code < scalars ? 0 : code - scalars
    self.wrappers = wrappers
  }

  package static func type(_ index: Int) -> APIShape {
    // The table has room for 1,014 types.
    APIShape(base: .type, wrappers: 0, index: UInt16(truncatingIfNeeded: index))
  }

  /// The index in ``APIShapes`` of a type with fields; of other shapes 0.
  package var typeIndex: Int { Int(index) }

  /// Whether it is a list or a mapping of names to something.
  package var wrapper: Wrapper? { Wrapper(rawValue: wrappers & 3) }

  var isPlainString: Bool { wrappers == 0 && base == .string }

  /// The shape of the elements, or of the values.
  package var inner: APIShape {
    APIShape(base: base, wrappers: wrappers >> 2, index: index)
  }

  /// What somebody has to write, for messages.
  package var phrase: String {
    switch wrapper {
    case .list: return "a list"
    case .map: return "a mapping"
    case nil: break
    }
    switch base {
    case .string: return "a string"
    case .boolean: return "true or false"
    case .integer32, .integer64: return "a whole number"
    case .number: return "a number"
    case .anything: return "anything"
    case .quantity: return "a quantity such as 500m or 1Gi"
    case .integerOrString: return "a whole number or a string"
    case .time: return "a time such as 2026-01-31T12:00:00Z, as a string"
    case .base64: return "a string in base64"
    case .type: return "a mapping"
    }
  }
}
