import Documents
import Embedded
import Kubernetes
import Schemas

// What ConfigMaps and Secrets carry: keys of both and of what makes Secrets, and of ConfigMaps the
// values that a schema of the policy speaks about.

extension ParityFacts {
  /// - Parameter entries: those of the policy that are for the object, in whichever environment.
  mutating func addData(_ entries: [ConfigMapEntry]) {
    guard let data = ConfigData(object) else { return addMadeKeys() }
    for field in ["data", "stringData", "binaryData"] {
      guard let node = object.node[named: field] else { continue }
      note(Self.path([field]), Spot(node: node, pointer: [field]))
    }
    for item in data.items {
      let key = item.key.text
      add(
        ParityFact(
          missing: .key, unequal: .key, path: Self.keyPath(key), subject: "key \(key)",
          place: Spot(node: item.key, pointer: [item.field, key]),
          value: .string(data.isSecret ? "" : item.field), shown: "in \(item.field)"))
    }
    // Of a Secret nothing is said but its keys, and nothing is compared.
    if data.isSecret { return }
    for entry in entries {
      if let schema = entry.schema { addValues(schema, entry.reading, data) }
      for item in data.items {
        let key = item.key.text
        guard let document = entry.document(for: key), let schema = document.schema,
          let format = document.format(of: key)
        else { continue }
        addDocument(item, key, format, schema, entry.reading)
      }
    }
  }

  /// A key is the same one in `data` and in `stringData` or `binaryData`.
  private static func keyPath(_ key: String, _ tokens: [String] = []) -> String {
    path(["data", key] + tokens)
  }

  /// The names of the keys of Secrets that controllers make; what they hold is not here.
  private mutating func addMadeKeys() {
    let kind = ObjectKind(object)
    func mappings(_ places: [[String]]) -> [(pointer: [String], node: Node)] {
      places.compactMap { place in
        var node: Node? = object.node
        for token in place { node = node?[named: token] }
        return node.map { (place, $0) }
      }
    }
    var found: [(pointer: [String], node: Node)]
    switch (kind.group, kind.kind) {
    case ("bitnami.com", "SealedSecret"):
      found = mappings([["spec", "encryptedData"], ["spec", "template", "data"]])
    case ("external-secrets.io", "ExternalSecret"):
      found = mappings([["spec", "target", "template", "data"]])
      guard let data = object.node["spec", "data"] else { break }
      note(Self.path(["spec", "data"]), Spot(node: data, pointer: ["spec", "data"]))
      for (position, node) in data.elements.enumerated() {
        guard let key = node["secretKey"], let name = key.string else { continue }
        addMadeKey(name, key, ["spec", "data", String(position), "secretKey"], ["spec", "data"])
      }
    default: return
    }
    for (pointer, node) in found {
      note(Self.path(pointer), Spot(node: node, pointer: pointer))
      for (key, _) in node.entries { addMadeKey(key.text, key, pointer + [key.text], pointer) }
    }
  }

  private mutating func addMadeKey(
    _ name: String, _ node: Node, _ pointer: [String], _ place: [String]
  ) {
    add(
      ParityFact(
        missing: .key, unequal: nil, path: Self.path(place + [name]), subject: "key \(name)",
        place: Spot(node: node, pointer: pointer)))
  }

  // MARK: Values

  private mutating func addValues(
    _ schema: ConfigSchema, _ reading: TypedReading, _ data: ConfigData
  ) {
    let table = data.table(schema, reading, in: object.node.document)
    var items: [UInt32: ConfigData.Item] = [:]
    for item in data.items { items[item.value.index] = item }
    for (key, value) in table.document.root.entries {
      guard let plan = key.withText({ schema.plan.named($0) }),
        let place = table.place(of: value), let item = items[place.node.index]
      else { continue }
      let name = key.text
      let spot = Spot(
        node: item.value, pointer: [item.field, name], isEncoded: place.isEncoded)
      add(
        ParityFact(
          missing: nil, unequal: .value, path: Self.keyPath(name),
          subject: "value of \(name)", place: spot, value: Self.worth(value, plan),
          shown: Self.shown(value, [name])))
    }
  }

  /// What a value is worth: one amount may be written as 1 and as 1000m.
  private static func worth(_ value: Node, _ plan: ReadingPlan) -> Value {
    // What may be either is neither: 1m is a minute and a thousandth.
    switch (plan.formats.contains("quantity"), plan.formats.contains("duration")) {
    case (true, false):
      if let amount = try? Quantity(value) { return .string("quantity " + amount.decimalText) }
    case (false, true) where value.isString:
      if let time = try? GoDuration(parsing: value.text) {
        return .string("duration \(time.nanoseconds)")
      }
    default: break
    }
    return Value(value)
  }

  /// A scalar as it may be said: none of the names on the way to it is that of a secret. Of what
  /// holds others, what it is.
  private static func shown(_ value: Node, _ names: [String]) -> String? {
    if value.isContainer { return form(value) }
    guard names.allSatisfy({ ConfigWords.mayShow(value, of: $0) }) else { return nil }
    return value.isString && value.text.isEmpty ? "empty" : value.text
  }

  private static func form(_ value: Node) -> String {
    switch value.kind {
    case .mapping: "a mapping"
    case .sequence: "a list of \(value.count)"
    default: "a scalar"
    }
  }

  // MARK: Documents

  /// What holds others, and what is of another sort elsewhere; no pointer has such an end.
  private static let formEnd = "/~"

  private mutating func addDocument(
    _ item: ConfigData.Item, _ key: String, _ format: EmbeddedFormat, _ schema: ConfigSchema,
    _ reading: TypedReading
  ) {
    // What cannot be parsed is a finding of its own, and there is nothing to compare.
    guard schema.plan.namesKeys, let text = item.text,
      var documents = try? EmbeddedDocument.parse(text.source, as: format)
    else { return }
    // As for the judge, a document of YAML that is only a comment is none.
    if format == .yaml { documents.removeAll(where: \.isBlank) }
    let parsed = Self.keyPath(key) + Self.formEnd
    let spot = Spot(node: item.key, pointer: [item.field, key])
    note(parsed, spot)
    let forms = documents.map { $0.root.isMapping ? "mapping" : Self.form($0.root) }
    let whole = parsed + forms.joined(separator: "~")
    note(whole, spot)
    add(
      ParityFact(
        missing: nil, unequal: .value, path: Self.keyPath(key), parent: parsed,
        subject: "value of \(key)", place: spot, value: .sequence(forms.map { .string($0) }),
        shown: documents.count == 1
          ? Self.form(documents[0].root) : "\(documents.count) documents",
        isForm: true))
    for (number, document) in documents.enumerated() {
      var table: TypedTable?
      if format.isUntyped {
        var builder = TypedTable.Builder(document, reading)
        builder.append(entriesOf: document.root, schema.plan)
        table = builder.finish()
      }
      let tokens = documents.count > 1 ? [String(number)] : []
      walk(table?.document.root ?? document.root, schema.plan, tokens, whole) { value in
        let origin = table.map { $0.place(of: value.node)?.node ?? document.root } ?? value.node
        let tokens = value.tokens
        return ParityFact(
          missing: .value, unequal: .value, path: Self.keyPath(key, tokens),
          parent: value.parent, subject: "\(key): " + tokens.joined(separator: "."),
          place: Spot(
            node: item.value, pointer: [item.field, key], part: Finding.pointRange(origin),
            isEncoded: item.isEncoded),
          value: value.isOpen ? .mapping([]) : Self.worth(value.node, value.plan),
          shown: Self.shown(value.node, [key] + tokens))
      }
    }
  }

  /// A value on the way through a document.
  private struct Step {
    let node: Node
    let plan: ReadingPlan
    let tokens: [String]
    /// What must be there so that it could be.
    let parent: String

    /// Whether what is in it is compared, and not itself.
    var isOpen: Bool { node.isMapping && plan.namesKeys }
  }

  /// Goes to what the schema names and has no names for below, which is as deep as the plan.
  private mutating func walk(
    _ root: Node, _ plan: ReadingPlan, _ tokens: [String], _ parent: String,
    fact: (Step) -> ParityFact
  ) {
    var open = [Step(node: root, plan: plan, tokens: tokens, parent: parent)]
    while let step = open.popLast() {
      var deeper: [Step] = []
      for (key, value) in step.node.entries {
        guard let below = key.withText({ step.plan.named($0) }) else { continue }
        let next = Step(
          node: value, plan: below, tokens: step.tokens + [key.text], parent: step.parent)
        let fact = fact(next)
        add(fact)
        guard next.isOpen else { continue }
        let inside = fact.path + Self.formEnd
        note(inside, fact.place)
        deeper.append(Step(node: value, plan: below, tokens: next.tokens, parent: inside))
      }
      open += deeper.reversed()
    }
  }
}
