import Documents
import Embedded
import Kubernetes
import Schemas

// What ConfigMaps and Secrets carry: keys of both, and of ConfigMaps the values that a schema of
// the policy speaks about.

extension ParityFacts {
  /// - Parameter entries: those of the policy that are for the object, in whichever environment.
  mutating func addData(_ entries: [ConfigMapEntry]) {
    guard let data = ConfigData(object) else { return }
    for field in ["data", "stringData", "binaryData"] {
      guard let node = object.node[field] else { continue }
      note(Self.path([field]), Spot(node: node, pointer: [field]))
    }
    for item in data.items {
      let key = item.key.text
      add(
        ParityFact(
          missing: .key, unequal: nil, path: Self.keyPath(item, key, data), subject: "key \(key)",
          place: Spot(node: item.key, pointer: [item.field, key])))
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

  /// A key of a Secret is the same one in `data` and in `stringData`.
  private static func keyPath(
    _ item: ConfigData.Item, _ key: String, _ data: ConfigData
  ) -> String {
    path([data.isSecret ? "data" : item.field, key])
  }

  // MARK: Values

  private mutating func addValues(
    _ schema: ConfigSchema, _ reading: TypedReading, _ data: ConfigData
  ) {
    let table = data.table(schema, reading, in: object.node.document)
    var items: [UInt32: ConfigData.Item] = [:]
    for item in data.items { items[item.value.index] = item }
    for (key, value) in table.document.root.entries {
      guard key.withText({ schema.plan.named($0) }) != nil,
        let place = table.place(of: value), let item = items[place.node.index]
      else { continue }
      let name = key.text
      let spot = Spot(
        node: item.value, pointer: [item.field, name], isEncoded: place.isEncoded)
      add(
        ParityFact(
          missing: nil, unequal: .value, path: Self.path([item.field, name]),
          subject: "value of \(name)", place: spot, value: Value(value),
          shown: Self.shown(value, [name])))
    }
  }

  /// A scalar as it may be said: none of the names on the way to it is that of a secret.
  private static func shown(_ value: Node, _ names: [String]) -> String? {
    guard !value.isContainer, names.allSatisfy({ ConfigWords.mayShow(value, of: $0) }) else {
      return nil
    }
    return value.isString && value.text.isEmpty ? "empty" : value.text
  }

  // MARK: Documents

  private mutating func addDocument(
    _ item: ConfigData.Item, _ key: String, _ format: EmbeddedFormat, _ schema: ConfigSchema,
    _ reading: TypedReading
  ) {
    // What cannot be parsed is a finding of its own, and there is nothing to compare.
    guard let text = item.text,
      let documents = try? EmbeddedDocument.parse(text.source, as: format)
    else { return }
    let parsed = Self.path([item.field, key]) + "/"
    note(parsed, Spot(node: item.key, pointer: [item.field, key]))
    for (number, document) in documents.enumerated() {
      var table: TypedTable?
      if format.isUntyped {
        var builder = TypedTable.Builder(document, reading)
        builder.append(entriesOf: document.root, schema.plan)
        table = builder.finish()
      }
      let tokens = documents.count > 1 ? [String(number)] : []
      walk(table?.document.root ?? document.root, schema.plan, tokens) { node, tokens in
        let origin = table.map { $0.place(of: node)?.node ?? document.root } ?? node
        let spot = Spot(
          node: item.value, pointer: [item.field, key], part: Finding.pointRange(origin),
          isEncoded: item.isEncoded)
        return ParityFact(
          missing: .value, unequal: .value, path: Self.path([item.field, key] + tokens),
          parent: parsed, subject: "\(key): " + tokens.joined(separator: "."), place: spot,
          value: Value(node), shown: Self.shown(node, [key] + tokens))
      }
    }
  }

  /// Goes to what the schema names and has no names for below, which is as deep as the plan.
  private mutating func walk(
    _ root: Node, _ plan: ReadingPlan, _ tokens: [String],
    fact: (Node, [String]) -> ParityFact
  ) {
    var open = [(node: root, plan: plan, tokens: tokens)]
    while let (node, plan, tokens) = open.popLast() {
      var deeper: [(node: Node, plan: ReadingPlan, tokens: [String])] = []
      for (key, value) in node.entries {
        guard let below = key.withText({ plan.named($0) }) else { continue }
        let path = tokens + [key.text]
        if value.isMapping, below.namesKeys {
          deeper.append((value, below, path))
        } else {
          add(fact(value, path))
        }
      }
      open += deeper.reversed()
    }
  }
}
