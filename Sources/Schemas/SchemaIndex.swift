import Documents

/// The documents of a compilation with every schema in them that has a name: what `$id`, `$anchor`
/// and `$dynamicAnchor` declare, and which base address counts where.
struct SchemaIndex {
  /// A place in one of the documents.
  struct Place: Hashable {
    var document: Int
    var pointer: String
  }

  enum Draft: Sendable {
    case draft7
    case draft202012
  }

  /// How keywords are read.
  struct Dialect: Sendable {
    var draft: Draft
    /// Whether keywords such as `minimum` mean anything; a metaschema may leave them out.
    var validates = true
  }

  /// A schema with an address of its own and what belongs to it.
  struct Resource {
    var address: String
    var root: Place
    var value: Value
    var dialect: Dialect
    var anchors: [String: (Place, Value)] = [:]
    var dynamicAnchors: [String: Place] = [:]
  }

  var documents: [(address: String, value: Value)] = []
  var resources: [Resource] = []
  var byAddress: [String: Int] = [:]
  var resourceOfPlace: [Place: Int] = [:]
  /// What references may name, by address.
  let remotes: [String: Value]
  let standard: Dialect

  init(remotes: [String: Value], standard: Draft) {
    self.remotes = remotes
    self.standard = Dialect(draft: standard)
  }

  /// Takes a document in; gives the place of its resource.
  mutating func add(_ value: Value, address: String) throws(SchemaProblem) -> Int {
    let document = documents.count
    documents.append((address, value))
    let root = Place(document: document, pointer: "")
    let dialect = try self.dialect(of: value, document, standard)
    var first = resources.count
    resources.append(Resource(address: address, root: root, value: value, dialect: dialect))
    byAddress[address] = first
    // Schemas whose names are to be read, with the resource that they stand in.
    var open: [(value: Value, pointer: JSONPointer, resource: Int)] = [(value, .init(), first)]
    while let (value, pointer, outer) = open.popLast() {
      guard case .mapping(let entries) = value else { continue }
      let place = Place(document: document, pointer: pointer.description)
      let resource = try name(value, at: place, in: outer)
      if pointer.tokens.isEmpty { first = resource }
      resourceOfPlace[place] = resource
      let draft = resources[resource].dialect.draft
      for entry in entries {
        Self.children(entry, draft) { child, tokens in
          open.append((child, pointer.appending(tokens), resource))
        }
      }
    }
    return first
  }

  /// Reads the names of one schema; gives the resource that it belongs to.
  private mutating func name(
    _ value: Value, at place: Place, in outer: Int
  ) throws(SchemaProblem) -> Int {
    var resource = outer
    var dialect = resources[outer].dialect
    if case .string(let id)? = value["$id"], !(dialect.draft == .draft7 && value["$ref"] != nil) {
      let resolved = URIReference.resolve(id, against: resources[outer].address)
      if !id.hasPrefix("#") {
        if !place.pointer.isEmpty {
          dialect = try self.dialect(of: value, place.document, dialect)
        }
        resource = resources.count
        let address = resolved.address
        if let other = byAddress[address], resources[other].root != place, address != "" {
          throw problem(place, "/$id", "two schemas have the address \(address)")
        }
        resources.append(
          Resource(address: address, root: place, value: value, dialect: dialect))
        byAddress[address] = resource
      }
      if dialect.draft == .draft7, let anchor = resolved.fragment, !anchor.isEmpty {
        resources[resource].anchors[String(anchor)] = (place, value)
      }
    }
    guard dialect.draft == .draft202012 else { return resource }
    if case .string(let anchor)? = value["$anchor"] {
      resources[resource].anchors[anchor] = (place, value)
    }
    if case .string(let anchor)? = value["$dynamicAnchor"] {
      resources[resource].anchors[anchor] = (place, value)
      resources[resource].dynamicAnchors[anchor] = place
    }
    return resource
  }

  /// Calls `body` with every schema directly in a keyword's value and the way to it.
  static func children(_ entry: Value.Entry, _ draft: Draft, _ body: (Value, [String]) -> Void) {
    switch (entry.key, entry.value) {
    case ("$defs", .mapping(let entries)), ("definitions", .mapping(let entries)),
      ("properties", .mapping(let entries)), ("patternProperties", .mapping(let entries)),
      ("dependentSchemas", .mapping(let entries)), ("dependencies", .mapping(let entries)):
      if draft == .draft7, entry.key == "$defs" || entry.key == "dependentSchemas" { return }
      for child in entries { body(child.value, [entry.key, child.key]) }
    case ("allOf", .sequence(let elements)), ("anyOf", .sequence(let elements)),
      ("oneOf", .sequence(let elements)), ("prefixItems", .sequence(let elements)),
      ("items", .sequence(let elements)):
      if draft == .draft7, entry.key == "prefixItems" { return }
      for (place, child) in elements.enumerated() { body(child, [entry.key, String(place)]) }
    case ("additionalItems", let child), ("additionalProperties", let child),
      ("contains", let child), ("if", let child), ("then", let child), ("else", let child),
      ("items", let child), ("not", let child), ("propertyNames", let child),
      ("unevaluatedItems", let child), ("unevaluatedProperties", let child),
      ("contentSchema", let child):
      body(child, [entry.key])
    default: return
    }
  }

  /// What `$schema` says.
  private func dialect(
    of value: Value, _ document: Int, _ standard: Dialect
  ) throws(SchemaProblem) -> Dialect {
    guard case .string(let address)? = value["$schema"] else { return standard }
    let named = URIReference(address).address
    switch named {
    case "https://json-schema.org/draft/2020-12/schema": return Dialect(draft: .draft202012)
    case "http://json-schema.org/draft-07/schema", "https://json-schema.org/draft-07/schema":
      return Dialect(draft: .draft7)
    default: break
    }
    guard let metaschema = remotes[named] else {
      throw SchemaProblem(
        document: documents[document].address, pointer: JSONPointer(["$schema"]),
        message: "the dialect \(address) is not known; kpatch reads draft 2020-12 and draft-07")
    }
    var dialect = Dialect(draft: .draft202012)
    guard case .mapping(let vocabularies)? = metaschema["$vocabulary"] else { return dialect }
    let head = "https://json-schema.org/draft/2020-12/vocab/"
    dialect.validates = false
    for vocabulary in vocabularies {
      if vocabulary.key == head + "validation" { dialect.validates = true }
      guard !vocabulary.key.hasPrefix(head), case .boolean(true) = vocabulary.value else {
        continue
      }
      throw SchemaProblem(
        document: documents[document].address, pointer: JSONPointer(["$schema"]),
        message: "the dialect \(address) needs the vocabulary \(vocabulary.key), which is not known"
      )
    }
    return dialect
  }

  func problem(_ place: Place, _ suffix: String, _ message: String) -> SchemaProblem {
    SchemaProblem(
      document: documents[place.document].address,
      pointer: JSONPointer(parsing: place.pointer + suffix) ?? JSONPointer(), message: message)
  }
}

// MARK: - References

extension SchemaIndex {
  /// What a reference leads to.
  struct Target {
    var place: Place
    var value: Value
    var resource: Int
    /// The name, where the reference ends at a `$dynamicAnchor`.
    var dynamicAnchor: String?
  }

  /// Finds what a reference means; `origin` is the keyword's place, for the error.
  mutating func resolve(
    _ reference: String, in resource: Int, origin: (Place, String)
  ) throws(SchemaProblem) -> Target {
    let resolved = URIReference.resolve(reference, against: resources[resource].address)
    let address = resolved.address
    var found = byAddress[address]
    if reference.hasPrefix("#") { found = resource }
    if found == nil, let value = remotes[address] ?? Metaschemas.all[address] {
      found = try add(value, address: address)
    }
    guard let found else {
      throw problem(
        origin.0, origin.1,
        "\(reference) is not among the schemas that are given; nothing is read from the network")
    }
    guard let fragment = resolved.decodedFragment else {
      throw problem(origin.0, origin.1, "\(reference) has a % that two hex digits must follow")
    }
    let base = resources[found]
    if fragment.isEmpty {
      return Target(place: base.root, value: base.value, resource: found)
    }
    if fragment.hasPrefix("/") {
      guard let target = walk(from: found, fragment) else {
        throw problem(origin.0, origin.1, "\(reference) leads to nothing")
      }
      return target
    }
    guard let (place, value) = base.anchors[fragment] else {
      throw problem(origin.0, origin.1, "\(reference) leads to nothing: there is no such anchor")
    }
    return Target(
      place: place, value: value, resource: resourceOfPlace[place] ?? found,
      dynamicAnchor: base.dynamicAnchors[fragment] == nil ? nil : fragment)
  }

  private func walk(from start: Int, _ fragment: String) -> Target? {
    guard let pointer = JSONPointer(parsing: fragment) else { return nil }
    var target = Target(
      place: resources[start].root, value: resources[start].value, resource: start)
    for token in pointer.tokens {
      switch target.value {
      case .mapping:
        guard let child = target.value[token] else { return nil }
        target.value = child
      case .sequence(let elements):
        guard let place = JSONPointer.elementIndex(token), place < elements.count else {
          return nil
        }
        target.value = elements[place]
      default: return nil
      }
      target.place.pointer += JSONPointer([token]).description
      if let inner = resourceOfPlace[target.place] { target.resource = inner }
    }
    return target
  }
}
