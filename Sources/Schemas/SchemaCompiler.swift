import Documents
import Patterns

/// Turns schemas into a program: every schema that the root reaches gets a place in one list, every
/// reference becomes such a place.
struct SchemaCompiler {
  typealias Place = SchemaIndex.Place

  var index: SchemaIndex
  let options: Schema.Options
  var nodes: [SchemaNode] = []
  private var numbers: [Place: Int] = [:]
  private var pending: [(number: Int, place: Place, value: Value)] = []
  private var anchorNumbers: [String: Int] = [:]
  /// Resources whose dynamic anchors are in the program.
  private var finishedResources = 0
  private var dynamicAnchors: [[Int: Int]] = []

  init(remotes: [String: Value], options: Schema.Options) {
    index = SchemaIndex(remotes: remotes, standard: options.isDraft7 ? .draft7 : .draft202012)
    self.options = options
  }

  mutating func compile(_ value: Value, address: String) throws(SchemaProblem) -> Schema {
    let resource = try index.add(value, address: address)
    let root = try number(index.resources[resource].root, value, resource)
    repeat {
      while let next = pending.popLast() {
        let node = try compile(next.value, next.place, nodes[next.number])
        nodes[next.number] = node
      }
      try addDynamicAnchors()
    } while !pending.isEmpty
    return Schema(
      nodes: nodes, root: root, dynamicAnchors: dynamicAnchors, limits: options.limits)
  }

  /// A `$dynamicRef` may end at any dynamic anchor of a resource that the check came through.
  private mutating func addDynamicAnchors() throws(SchemaProblem) {
    while finishedResources < index.resources.count {
      let resource = index.resources[finishedResources]
      var table: [Int: Int] = [:]
      for (name, place) in resource.dynamicAnchors {
        guard let value = resource.anchors[name]?.1 else { continue }
        table[anchorNumber(name)] = try number(place, value, finishedResources)
      }
      dynamicAnchors.append(table)
      finishedResources += 1
    }
  }

  mutating func anchorNumber(_ name: String) -> Int {
    if let known = anchorNumbers[name] { return known }
    anchorNumbers[name] = anchorNumbers.count
    return anchorNumbers.count - 1
  }

  /// The place in the program of a schema, which is compiled later where it is new.
  mutating func number(
    _ place: Place, _ value: Value, _ resource: Int
  ) throws(SchemaProblem) -> Int {
    if let known = numbers[place] { return known }
    let number = nodes.count
    guard number < options.limits.maximumSchemas else {
      throw index.problem(
        place, "", "there are more than \(options.limits.maximumSchemas) schemas; divide them")
    }
    numbers[place] = number
    var node = SchemaNode()
    node.resource = index.resourceOfPlace[place] ?? resource
    node.document = index.documents[place.document].address
    node.pointer = JSONPointer(parsing: place.pointer) ?? JSONPointer()
    nodes.append(node)
    pending.append((number, place, value))
    return number
  }

  /// The program's place of the schema in a keyword.
  mutating func child(
    _ value: Value, _ scope: Scope, _ tokens: String...
  ) throws(SchemaProblem) -> Int {
    let pointer = scope.place.pointer + JSONPointer(tokens).description
    return try number(
      Place(document: scope.place.document, pointer: pointer), value, scope.resource)
  }

  /// Where a keyword stands.
  struct Scope {
    var place: Place
    var resource: Int
    var dialect: SchemaIndex.Dialect
    var schema: Value
  }

  private mutating func compile(
    _ value: Value, _ place: Place, _ empty: SchemaNode
  ) throws(SchemaProblem) -> SchemaNode {
    var node = empty
    switch value {
    case .boolean(let accepts):
      node.accepts = accepts
      return node
    case .mapping: break
    default: throw index.problem(place, "", "a schema is a mapping, true or false")
    }
    guard case .mapping(let entries) = value else { return node }
    let scope = Scope(
      place: place, resource: node.resource,
      dialect: index.resources[node.resource].dialect, schema: value)
    if case .string(let text)? = value["description"] { node.description = text }
    switch value["errorMessage"] {
    case .string(let text)?: node.errorMessages[""] = text
    case .mapping(let texts)?:
      for entry in texts {
        if case .string(let text) = entry.value { node.errorMessages[entry.key] = text }
      }
    default: break
    }
    if let value = value["x-separator"] {
      guard case .string(let text) = value, !text.isEmpty else {
        throw problem(scope, "x-separator", "a text is wanted that stands between elements: \",\"")
      }
      node.separator = text
    }
    if scope.dialect.draft == .draft7, let reference = value["$ref"] {
      // Draft-07 core §8.3: all other properties beside "$ref" are ignored.
      node.keywords = [try self.reference(reference, "$ref", scope)]
      return node
    }
    for entry in entries {
      var keyword = try applicator(entry, scope)
      if keyword == nil { keyword = try assertion(entry, scope) }
      if let keyword {
        node.keywords.append(keyword)
      } else if options.isStrict {
        try checkKnown(entry.key, scope)
      }
    }
    try addJoined(to: &node, scope)
    node.keywords.sort { Self.rank($0) < Self.rank($1) }
    node.asksUnevaluated = node.keywords.contains { Self.rank($0) == 3 }
    return node
  }

  /// Cheap questions first; those about what others have judged last.
  private static func rank(_ keyword: SchemaNode.Keyword) -> Int {
    switch keyword {
    case .types: 0
    case .unevaluatedItems, .unevaluatedProperties: 3
    case .allOf, .anyOf, .oneOf, .not, .conditional, .dependentSchemas, .reference,
      .dynamicReference:
      2
    default: 1
    }
  }

  mutating func reference(
    _ value: Value, _ key: String, _ scope: Scope
  ) throws(SchemaProblem) -> SchemaNode.Keyword {
    guard case .string(let text) = value else {
      throw problem(scope, key, "a reference is a text")
    }
    let target = try index.resolve(text, in: scope.resource, origin: (scope.place, "/" + key))
    let number = try number(target.place, target.value, target.resource)
    if key == "$dynamicRef", let anchor = target.dynamicAnchor {
      return .dynamicReference(number, anchor: anchorNumber(anchor))
    }
    return .reference(number)
  }

  func problem(_ scope: Scope, _ key: String, _ message: String) -> SchemaProblem {
    index.problem(scope.place, JSONPointer([key]).description, "`\(key)`: " + message)
  }

  /// A keyword that nobody knows is most likely misspelt.
  private func checkKnown(_ key: String, _ scope: Scope) throws(SchemaProblem) {
    if Self.silent.contains(key) || key.hasPrefix("x-") { return }
    if Self.joined.contains(key) { return }
    let known = Schema.keywords
    if known.contains(key) { return }
    let hint = Nearest.word(to: key, among: known).map { "; did you mean `\($0)`?" } ?? ""
    throw index.problem(
      scope.place, JSONPointer([key]).description, "`\(key)` is no keyword of JSON Schema\(hint)")
  }

  /// Keywords without a meaning for a check.
  static let silent: [String] = [
    "$schema", "$id", "$anchor", "$dynamicAnchor", "$comment", "$vocabulary", "$defs",
    "definitions", "title", "description", "default", "examples", "deprecated", "readOnly",
    "writeOnly", "contentEncoding", "contentMediaType", "contentSchema", "errorMessage",
  ]

  /// Keywords that are compiled together with their neighbours.
  static let joined: [String] = [
    "properties", "patternProperties", "additionalProperties", "prefixItems", "items",
    "additionalItems", "if", "then", "else", "contains", "minContains", "maxContains",
  ]
}
