/// The shape that a value must have: a scalar, a type with fields, or lists and mappings of those.
package struct APIShape: Sendable, Equatable {
  package enum Base: Sendable, Equatable {
    case string, boolean, integer32, integer64, number, anything, quantity, integerOrString, time
    case base64
    /// A type with fields, by its index in ``APIShapes``.
    case type(Int)
  }

  package enum Wrapper: UInt8, Sendable {
    case list = 1
    case map = 2
  }

  package let base: Base
  /// What surrounds ``base``, the outermost in the lowest two bits; 0 where nothing does.
  private let wrappers: UInt8

  private init(base: Base, packed: UInt8) {
    self.base = base
    wrappers = packed
  }

  /// As ``APIShapeTable`` has it.
  init(code: Int, wrappers: UInt8) {
    self.init(base: Base(code: code), packed: wrappers)
  }

  package static func type(_ index: Int) -> APIShape { APIShape(base: .type(index), packed: 0) }

  /// Whether it is a list or a mapping of names to something.
  package var wrapper: Wrapper? { Wrapper(rawValue: wrappers & 3) }

  var isPlainString: Bool { wrappers == 0 && base == .string }

  /// The shape of the elements, or of the values.
  package var inner: APIShape { APIShape(base: base, packed: wrappers >> 2) }

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

extension APIShape.Base {
  init(code: Int) {
    self =
      switch code {
      case 0: .string
      case 1: .boolean
      case 2: .integer32
      case 3: .integer64
      case 4: .number
      case 5: .anything
      case 6: .quantity
      case 7: .integerOrString
      case 8: .time
      case 9: .base64
      default: .type(code - 10)
      }
  }
}
