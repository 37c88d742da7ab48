import Documents

/// What a schema asks for at the keys of a value, for whoever has texts only and must know as what
/// to read them: environment variables, ConfigMaps, properties.
///
/// It gathers the `type` keywords of every schema that may be held against a value: through
/// references, `allOf`, `anyOf`, `oneOf`, `if`, `then`, `else`. Where none has a type, those of
/// `const` and `enum` count, a bound asks for a number, and what is said of elements or of keys
/// asks for a list or an object.
package final class ReadingPlan: Sendable {
  /// Empty where the schema asks for nothing.
  package let types: TypeSet
  /// `x-separator`: what stands between the elements of a list.
  package let separator: String?
  /// The names of the formats that are asked for.
  package let formats: Set<String>
  /// What is asked of elements.
  package let elements: ReadingPlan?
  private let names: KeyTable
  private let children: [ReadingPlan]
  private let patterns: [(pattern: SchemaPattern, plan: ReadingPlan)]
  private let additional: ReadingPlan?

  /// What is asked of the value at a key.
  package func child(_ key: Span<UInt8>) -> ReadingPlan? {
    if let place = names.find(key) { return children[place] }
    return patterns.first { $0.pattern.matches(key) }?.plan ?? additional
  }

  /// What is asked of the value at a key that the schema names, itself or by a pattern; `nil` for
  /// one that only falls under what it says of all others.
  package func named(_ key: Span<UInt8>) -> ReadingPlan? {
    if let place = names.find(key) { return children[place] }
    return patterns.first { $0.pattern.matches(key) }?.plan
  }

  /// Whether the schema names any key.
  package var namesKeys: Bool { !names.keys.isEmpty || !patterns.isEmpty }

  /// Keys that the schema names.
  package var keys: [String] { names.keys }

  /// Levels of keys that are looked at: a file of sections has two, and a list in it one more.
  private static let levels = 3

  package convenience init(of schema: Schema) {
    self.init(schema, [schema.root], levels: Self.levels)
  }

  private init(_ schema: Schema, _ roots: [Int], levels: Int) {
    let numbers = Self.closure(schema, roots)
    var asked: TypeSet = []
    var implied: TypeSet = []
    var separator: String?
    var formats: Set<String> = []
    var parts: [SchemaNode.ObjectPart] = []
    var rest: [Int] = []
    for number in numbers {
      separator = separator ?? schema.nodes[number].separator
      for keyword in schema.nodes[number].keywords {
        switch keyword {
        case .types(let types): asked.formUnion(types)
        case .constant(let value): implied.formUnion(TypeSet(of: value))
        case .enumeration(let values): for value in values { implied.formUnion(TypeSet(of: value)) }
        case .bound, .multipleOf: implied.insert(.number)
        case .format(let format): formats.insert(format.name)
        case .object(let part):
          implied.insert(.object)
          parts.append(part)
        case .required, .dependentRequired, .properties, .propertyNames: implied.insert(.object)
        case .array(_, let items, _):
          implied.insert(.array)
          if let items { rest.append(items) }
        case .items, .uniqueItems, .contains: implied.insert(.array)
        default: break
        }
      }
    }
    types = asked.isEmpty ? implied : asked
    self.separator = separator
    self.formats = formats
    elements = rest.isEmpty || levels == 0 ? nil : ReadingPlan(schema, rest, levels: levels - 1)
    guard levels > 0 else {
      (names, children, patterns, additional) = (KeyTable([]), [], [], nil)
      return
    }
    var places: [String: [Int]] = [:]
    var order: [String] = []
    for part in parts {
      for (place, name) in part.names.keys.enumerated() {
        if places[name] == nil { order.append(name) }
        places[name, default: []].append(part.schemas[place])
      }
    }
    let matchers = parts.flatMap(\.patterns)
    names = KeyTable(order)
    children = order.map { name in
      let matching = matchers.filter { $0.pattern.matches(name.utf8Span.span) }.map(\.schema)
      return ReadingPlan(schema, (places[name] ?? []) + matching, levels: levels - 1)
    }
    patterns = matchers.map { ($0.pattern, ReadingPlan(schema, [$0.schema], levels: levels - 1)) }
    let others = parts.compactMap(\.additional)
    additional = others.isEmpty ? nil : ReadingPlan(schema, others, levels: levels - 1)
  }

  /// The schemas that are held against the same value as these, these among them.
  private static func closure(_ schema: Schema, _ roots: [Int]) -> [Int] {
    var seen: Set<Int> = []
    var order: [Int] = []
    var open = roots.reversed() as [Int]
    while let number = open.popLast() {
      guard seen.insert(number).inserted else { continue }
      order.append(number)
      for keyword in schema.nodes[number].keywords {
        switch keyword {
        case .reference(let target), .dynamicReference(let target, _): open.append(target)
        case .allOf(let all), .anyOf(let all), .oneOf(let all): open += all
        case .conditional(let condition, let then, let otherwise):
          open += [condition] + [then, otherwise].compactMap { $0 }
        case .dependentSchemas(let all): open += all.map(\.schema)
        case .not(let other): open.append(other)
        default: break
        }
      }
    }
    return order
  }
}

extension TypeSet {
  fileprivate init(of value: Value) {
    switch value {
    case .null: self = .null
    case .boolean: self = .boolean
    case .number(let text): self = ExactNumber(text)?.isInteger == true ? .integer : .number
    case .string: self = .string
    case .sequence: self = .array
    case .mapping: self = .object
    }
  }
}
