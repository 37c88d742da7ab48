import Documents

/// The types that a schema may ask for, as a set.
package struct TypeSet: OptionSet, Sendable, Equatable {
  package let rawValue: UInt8

  package init(rawValue: UInt8) { self.rawValue = rawValue }

  package static let null = TypeSet(rawValue: 1)
  package static let boolean = TypeSet(rawValue: 2)
  package static let integer = TypeSet(rawValue: 4)
  package static let number = TypeSet(rawValue: 8)
  package static let string = TypeSet(rawValue: 16)
  package static let array = TypeSet(rawValue: 32)
  package static let object = TypeSet(rawValue: 64)
  package static let any = TypeSet(rawValue: 127)
  package static let numbers = TypeSet(rawValue: 12)
  package static let containers = TypeSet(rawValue: 96)

  /// All names, in the order in which they are said.
  package static let names: [(name: String, article: String, set: TypeSet)] = [
    ("null", "null", .null), ("boolean", "a boolean", .boolean),
    ("integer", "an integer", .integer),
    ("number", "a number", .number), ("string", "a string", .string), ("array", "a list", .array),
    ("object", "an object", .object),
  ]

  /// Whether one of the types is among those. The standard library's `isDisjoint(with:)` makes
  /// a list of a literal whenever it is asked.
  package func meets(_ other: TypeSet) -> Bool { rawValue & other.rawValue != 0 }

  init?(name: String) {
    guard let known = Self.names.first(where: { $0.name == name }) else { return nil }
    self = known.set
  }

  /// "a string or a list".
  package var words: String {
    Self.names.filter { contains($0.set) }.map(\.article).joined(separator: " or ")
  }

  /// Whether a value is of one of the types; `1.0` is an integer.
  func holds(_ node: Node) -> Bool {
    switch node.kind {
    case .null: contains(.null)
    case .boolean: contains(.boolean)
    case .integer: meets(.numbers)
    case .float:
      contains(.number) || contains(.integer) && ExactNumber(node)?.isInteger == true
    case .string: contains(.string)
    case .sequence: contains(.array)
    case .mapping: contains(.object)
    }
  }
}

/// One schema of a program; others are named by their place in it.
struct SchemaNode: Sendable {
  /// What must hold, cheap questions first, `unevaluated...` last.
  var keywords: [Keyword] = []
  /// False for the schema `false`.
  var accepts = true
  /// The resource that it belongs to, for `$dynamicRef`.
  var resource = 0
  /// Whether it asks which properties or elements the schemas beside it have judged.
  var asksUnevaluated = false
  /// Where it is written.
  var document = ""
  var pointer = JSONPointer()
  /// Its own words: `description`, and `errorMessage` for all keywords (key "") or for one.
  var description: String?
  var errorMessages: [String: String] = [:]
  /// `x-separator`, which judges nothing: how a list is written as one text.
  var separator: String?
  /// Where it asks for little, what that is.
  var shortcut: ScalarShortcut?

  /// One keyword with its operands.
  enum Keyword: Sendable {
    case reference(Int)
    case dynamicReference(Int, anchor: Int)
    case types(TypeSet)
    case constant(Value)
    case enumeration([Value])
    case bound(Bound)
    case multipleOf(ExactNumber, text: String)
    case length(minimum: Int, maximum: Int)
    case pattern(SchemaPattern)
    case format(SchemaFormat)
    case items(minimum: Int, maximum: Int)
    case uniqueItems
    case properties(minimum: Int, maximum: Int)
    case required(KeyTable)
    case dependentRequired([(key: String, wanted: [String])])
    case object(ObjectPart)
    case propertyNames(Int)
    case array(prefix: [Int], rest: Int?, restKeyword: String)
    case contains(Int, minimum: Int, maximum: Int, marks: Bool)
    case allOf([Int])
    case anyOf([Int])
    case oneOf([Int])
    case not(Int)
    case conditional(Int, then: Int?, otherwise: Int?)
    case dependentSchemas([(key: String, schema: Int)])
    case comparisons([Comparison])
    case unevaluatedItems(Int)
    case unevaluatedProperties(Int)
  }

  /// `minimum`, `exclusiveMinimum`, `maximum` or `exclusiveMaximum`.
  struct Bound: Sendable {
    var isMaximum: Bool
    var isExclusive: Bool
    var number: ExactNumber
    var text: String

    var keyword: String {
      switch (isMaximum, isExclusive) {
      case (false, false): "minimum"
      case (false, true): "exclusiveMinimum"
      case (true, false): "maximum"
      case (true, true): "exclusiveMaximum"
      }
    }

    func holds(_ other: ExactNumber) -> Bool {
      if other == number { return !isExclusive }
      return isMaximum ? other < number : number < other
    }
  }

  /// `properties`, `patternProperties` and `additionalProperties`.
  struct ObjectPart: Sendable {
    var names = KeyTable([])
    /// Schemas in the order of ``names``.
    var schemas: [Int] = []
    var patterns: [(pattern: SchemaPattern, schema: Int)] = []
    var additional: Int?
  }
}
