import Documents
import Patterns

// MARK: - Keywords that hold schemas

extension SchemaCompiler {
  typealias Keyword = SchemaNode.Keyword

  /// A keyword that refers to other schemas and stands on its own; `nil` for every other.
  mutating func applicator(
    _ entry: Value.Entry, _ scope: Scope
  ) throws(SchemaProblem) -> Keyword? {
    let isNew = scope.dialect.draft == .draft202012
    switch entry.key {
    case "$ref": return try reference(entry.value, entry.key, scope)
    case "$dynamicRef" where isNew: return try reference(entry.value, entry.key, scope)
    case "allOf": return .allOf(try list(entry, scope))
    case "anyOf": return .anyOf(try list(entry, scope))
    case "oneOf": return .oneOf(try list(entry, scope))
    case "not": return .not(try child(entry.value, scope, "not"))
    case "propertyNames": return .propertyNames(try child(entry.value, scope, "propertyNames"))
    case "unevaluatedItems" where isNew:
      return .unevaluatedItems(try child(entry.value, scope, entry.key))
    case "unevaluatedProperties" where isNew:
      return .unevaluatedProperties(try child(entry.value, scope, entry.key))
    case "dependentSchemas" where isNew:
      var schemas: [(key: String, schema: Int)] = []
      for other in try mapping(entry, scope) {
        schemas.append((other.key, try child(other.value, scope, entry.key, other.key)))
      }
      return .dependentSchemas(schemas)
    default: return nil
    }
  }

  private mutating func list(
    _ entry: Value.Entry, _ scope: Scope
  ) throws(SchemaProblem) -> [Int] {
    guard case .sequence(let elements) = entry.value, !elements.isEmpty else {
      throw problem(scope, entry.key, "a list of schemas is wanted, with at least one")
    }
    var numbers: [Int] = []
    for (place, element) in elements.enumerated() {
      numbers.append(try child(element, scope, entry.key, String(place)))
    }
    return numbers
  }

  private func mapping(
    _ entry: Value.Entry, _ scope: Scope
  ) throws(SchemaProblem) -> [Value.Entry] {
    guard case .mapping(let entries) = entry.value else {
      throw problem(scope, entry.key, "a mapping is wanted")
    }
    return entries
  }

  /// Keywords whose meaning hangs on their neighbours.
  mutating func addJoined(to node: inout SchemaNode, _ scope: Scope) throws(SchemaProblem) {
    let schema = scope.schema
    try addObject(to: &node, scope)
    try addArray(to: &node, scope)
    if let condition = schema["if"] {
      let number = try child(condition, scope, "if")
      var (then, otherwise): (Int?, Int?)
      if let value = schema["then"] { then = try child(value, scope, "then") }
      if let value = schema["else"] { otherwise = try child(value, scope, "else") }
      node.keywords.append(.conditional(number, then: then, otherwise: otherwise))
    }
    if case .mapping(let entries)? = schema["dependencies"] {
      try addDependencies(entries, to: &node, scope)
    }
  }

  private mutating func addObject(
    to node: inout SchemaNode, _ scope: Scope
  ) throws(SchemaProblem) {
    let schema = scope.schema
    var part = SchemaNode.ObjectPart()
    var isNeeded = false
    if let value = schema["properties"] {
      let entries = try mapping(.init("properties", value), scope)
      part.names = KeyTable(entries.map(\.key))
      for entry in entries {
        part.schemas.append(try child(entry.value, scope, "properties", entry.key))
      }
      isNeeded = true
    }
    if let value = schema["patternProperties"] {
      for entry in try mapping(.init("patternProperties", value), scope) {
        let pattern = try self.pattern(entry.key, scope, "patternProperties")
        let number = try child(entry.value, scope, "patternProperties", entry.key)
        part.patterns.append((pattern, number))
      }
      isNeeded = true
    }
    if let value = schema["additionalProperties"] {
      part.additional = try child(value, scope, "additionalProperties")
      isNeeded = true
    }
    if isNeeded { node.keywords.append(.object(part)) }
  }

  private mutating func addArray(
    to node: inout SchemaNode, _ scope: Scope
  ) throws(SchemaProblem) {
    let schema = scope.schema
    let isNew = scope.dialect.draft == .draft202012
    var prefix: [Int] = []
    var rest: Int?
    var restKeyword = "items"
    let prefixKey = isNew ? "prefixItems" : "items"
    if case .sequence(let elements)? = schema[prefixKey] {
      for (place, element) in elements.enumerated() {
        prefix.append(try child(element, scope, prefixKey, String(place)))
      }
      if !isNew, let value = schema["additionalItems"] {
        rest = try child(value, scope, "additionalItems")
        restKeyword = "additionalItems"
      }
    }
    if let value = schema["items"] {
      if case .sequence = value {
        if isNew { throw problem(scope, "items", "in draft 2020-12 a list is `prefixItems`") }
      } else {
        rest = try child(value, scope, "items")
      }
    }
    if !prefix.isEmpty || rest != nil {
      node.keywords.append(.array(prefix: prefix, rest: rest, restKeyword: restKeyword))
    }
    guard let value = schema["contains"] else { return }
    var (minimum, maximum) = (1, Int.max)
    if isNew, scope.dialect.validates {
      if let value = schema["minContains"] { minimum = try count(value, scope, "minContains") }
      if let value = schema["maxContains"] { maximum = try count(value, scope, "maxContains") }
    }
    node.keywords.append(
      .contains(
        try child(value, scope, "contains"), minimum: minimum, maximum: maximum, marks: isNew))
  }

  private mutating func addDependencies(
    _ entries: [Value.Entry], to node: inout SchemaNode, _ scope: Scope
  ) throws(SchemaProblem) {
    var schemas: [(key: String, schema: Int)] = []
    var keys: [(key: String, wanted: [String])] = []
    for entry in entries {
      if case .sequence = entry.value {
        keys.append((entry.key, try strings(entry.value, scope, "dependencies")))
      } else {
        schemas.append((entry.key, try child(entry.value, scope, "dependencies", entry.key)))
      }
    }
    if !keys.isEmpty { node.keywords.append(.dependentRequired(keys)) }
    if !schemas.isEmpty { node.keywords.append(.dependentSchemas(schemas)) }
  }
}

// MARK: - Keywords that judge a value

extension SchemaCompiler {
  /// A keyword that judges the value itself; `nil` for every other.
  mutating func assertion(
    _ entry: Value.Entry, _ scope: Scope
  ) throws(SchemaProblem) -> Keyword? {
    if entry.key == "format" { return try format(entry, scope) }
    if entry.key == "x-comparisons" { return try comparisons(entry.value, scope) }
    guard scope.dialect.validates else { return nil }
    let (key, value) = (entry.key, entry.value)
    switch key {
    case "type": return .types(try types(value, scope))
    case "const": return .constant(value)
    case "enum":
      guard case .sequence(let values) = value else {
        throw problem(scope, key, "a list of the allowed values is wanted")
      }
      return .enumeration(values)
    case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
      let (number, text) = try number(value, scope, key)
      return .bound(
        .init(
          isMaximum: key == "maximum" || key == "exclusiveMaximum",
          isExclusive: key.utf8.count > 7, number: number, text: text))
    case "multipleOf":
      let (number, text) = try number(value, scope, key)
      guard number.canDivide else {
        throw problem(scope, key, "a number above 0 with at most 18 significant digits is wanted")
      }
      return .multipleOf(number, text: text)
    case "minLength": return .length(minimum: try count(value, scope, key), maximum: .max)
    case "maxLength": return .length(minimum: 0, maximum: try count(value, scope, key))
    case "minItems": return .items(minimum: try count(value, scope, key), maximum: .max)
    case "maxItems": return .items(minimum: 0, maximum: try count(value, scope, key))
    case "minProperties": return .properties(minimum: try count(value, scope, key), maximum: .max)
    case "maxProperties": return .properties(minimum: 0, maximum: try count(value, scope, key))
    case "uniqueItems":
      guard case .boolean(let isWanted) = value else {
        throw problem(scope, key, "true or false is wanted")
      }
      return isWanted ? .uniqueItems : nil
    case "pattern":
      guard case .string(let text) = value else { throw problem(scope, key, "a text is wanted") }
      return .pattern(try pattern(text, scope, key))
    case "required": return .required(KeyTable(try strings(value, scope, key)))
    case "dependentRequired" where scope.dialect.draft == .draft202012:
      guard case .mapping(let entries) = value else {
        throw problem(scope, key, "a mapping of key to keys is wanted")
      }
      var keys: [(key: String, wanted: [String])] = []
      for entry in entries { keys.append((entry.key, try strings(entry.value, scope, key))) }
      return .dependentRequired(keys)
    default: return nil
    }
  }

  private func format(_ entry: Value.Entry, _ scope: Scope) throws(SchemaProblem) -> Keyword? {
    guard options.assertsFormats else { return nil }
    guard case .string(let name) = entry.value else {
      throw problem(scope, "format", "the name of a format is wanted")
    }
    let all = options.formats + SchemaFormat.standard
    if let format = all.first(where: { $0.name == name }) { return .format(format) }
    guard options.isStrict else { return nil }
    let hint = Nearest.word(to: name, among: all.map(\.name)).map { "; did you mean \($0)?" }
    throw problem(scope, "format", "\(name) is no format that kpatch knows\(hint ?? "")")
  }

  private func comparisons(_ value: Value, _ scope: Scope) throws(SchemaProblem) -> Keyword {
    var all: [Comparison] = []
    for text in try strings(value, scope, "x-comparisons") {
      do throws(Comparison.Problem) {
        all.append(try Comparison(parsing: text))
      } catch {
        throw problem(scope, "x-comparisons", error.message)
      }
    }
    return .comparisons(all)
  }

  private func types(_ value: Value, _ scope: Scope) throws(SchemaProblem) -> TypeSet {
    var names: [Value] = [value]
    if case .sequence(let list) = value { names = list }
    var set: TypeSet = []
    for name in names {
      guard case .string(let text) = name, let type = TypeSet(name: text) else {
        let known = TypeSet.names.map(\.name).joined(separator: ", ")
        throw problem(scope, "type", "one of \(known) is wanted, or a list of them")
      }
      set.insert(type)
    }
    return set
  }

  private func number(
    _ value: Value, _ scope: Scope, _ key: String
  ) throws(SchemaProblem) -> (ExactNumber, String) {
    guard case .number(let text) = value, let number = ExactNumber(text) else {
      throw problem(scope, key, "a number is wanted")
    }
    return (number, text)
  }

  func count(_ value: Value, _ scope: Scope, _ key: String) throws(SchemaProblem) -> Int {
    guard let number = try number(value, scope, key).0.natural else {
      throw problem(scope, key, "a whole number that is not negative is wanted")
    }
    return number
  }

  func strings(_ value: Value, _ scope: Scope, _ key: String) throws(SchemaProblem) -> [String] {
    guard case .sequence(let elements) = value else {
      throw problem(scope, key, "a list of keys is wanted")
    }
    var strings: [String] = []
    for element in elements {
      guard case .string(let text) = element else {
        throw problem(scope, key, "a key is a text")
      }
      strings.append(text)
    }
    return strings
  }

  func pattern(
    _ text: String, _ scope: Scope, _ key: String
  ) throws(SchemaProblem) -> SchemaPattern {
    do {
      return try SchemaPattern(compiling: text)
    } catch {
      throw problem(scope, key, error.message)
    }
  }
}
