import Documents
import Embedded
import Kubernetes
import Patterns
import Schemas

// `configMaps`: what ConfigMaps and Secrets carry.

extension LayerReader {
  static let configMapKeys = [
    "match", "usedBy", "booleans", "immutable", "schema", "documents", "workloads", "examples",
  ]
  static let configDocumentKeys = ["keys", "format", "schema"]
  static let configWorkloadKeys = ["when", "replicas", "schema", "message"]
  static let configKinds = ["ConfigMap", "Secret"]

  mutating func readConfigMaps(_ node: Node) {
    guard isList(node, "configMaps") else { return }
    let remotes = schemasWithNames(node)
    for entry in node.elements {
      guard reader.isMapping(entry, "each of configMaps") else { continue }
      let before = reader.problems.count
      reader.keys(of: entry, known: Self.configMapKeys, in: "an entry of configMaps")
      let read = readConfigMap(entry, remotes)
      if reader.problems.count == before {
        layer.configMaps.append(
          .init(entry: read, settings: Value(entry), origin: origin(entry)))
      }
    }
  }

  /// The schemas that others may refer to by their `$id`.
  private func schemasWithNames(_ node: Node) -> [String: Value] {
    var found: [String: Value] = [:]
    for entry in node.elements {
      var schemas = [entry["schema"]]
      schemas += (entry["documents"]?.elements.map { $0["schema"] }) ?? []
      for schema in schemas.compactMap({ $0 }) {
        if let name = schema["$id"]?.string, !name.isEmpty { found[name] = Value(schema) }
      }
    }
    return found
  }

  private mutating func readConfigMap(
    _ node: Node, _ remotes: [String: Value]
  ) -> ConfigMapEntry {
    var entry = ConfigMapEntry()
    entry.match.kinds = [try? Glob(Self.configKinds[0])].compactMap { $0 }
    for (key, value) in node.entries {
      switch key.text {
      case "match":
        guard var match = readMatch(value, "match", containers: false) else { continue }
        if match.kinds.isEmpty { match.kinds = entry.match.kinds }
        if !match.kinds.contains(where: { glob in Self.configKinds.contains { glob.matches($0) } })
        {
          reader.fail(value["kinds"] ?? value, "kinds means neither ConfigMap nor Secret")
        }
        entry.match = match
      case "usedBy": entry.usedBy = readMatch(value, "usedBy", containers: false)
      case "booleans": entry.reading = readBooleans(value) ?? entry.reading
      case "immutable": entry.immutable = reader.boolean(value, "immutable")
      case "schema": entry.schema = readSchema(value, remotes).map { ConfigSchema($0) }
      case "documents": entry.documents = readDocuments(value, remotes)
      case "workloads": entry.workloads = readWorkloads(value, remotes)
      case "examples": entry.examples = readExamples(value)
      default: continue
      }
    }
    if !entry.examples.isEmpty, entry.schema == nil, entry.documents.isEmpty, node["schema"] == nil
    {
      reader.fail(node, "examples have nothing to be held against", "add a schema")
    }
    return entry
  }

  /// The spellings of true and false.
  private mutating func readBooleans(_ node: Node) -> TypedReading? {
    guard reader.isMapping(node, "booleans") else { return nil }
    reader.keys(of: node, known: ["true", "false"], in: "booleans")
    var reading = TypedReading()
    for (key, value) in node.entries {
      guard let words = reader.strings(value, key.text) else { return nil }
      if words.isEmpty { reader.fail(value, "\(key.text) is empty", "name a spelling") }
      if key.textEquals("true") { reading.trueWords = words } else { reading.falseWords = words }
    }
    if let both = reading.trueWords.first(where: { reading.falseWords.contains($0) }) {
      reader.fail(node, "\(quoted(both)) is a spelling of both true and false")
    }
    return reading
  }

  private mutating func readSchema(_ node: Node, _ remotes: [String: Value]) -> Schema? {
    guard checkWords(node) else { return nil }
    do throws(SchemaProblem) {
      return try Schema(
        compiling: Value(node), remotes: remotes,
        options: Schema.Options(formats: ConfigFormats.all, isStrict: true))
    } catch {
      let place = error.document.isEmpty ? node.nearest(to: error.pointer) : node
      let owner = error.document.isEmpty ? "" : " (in the schema \(printable(error.document)))"
      reader.fail(place, "the schema cannot be used: \(error.message)\(owner)")
      return nil
    }
  }

  private mutating func readDocuments(
    _ node: Node, _ remotes: [String: Value]
  ) -> [ConfigMapEntry.EmbeddedEntry] {
    guard isList(node, "documents") else { return [] }
    var documents: [ConfigMapEntry.EmbeddedEntry] = []
    for entry in node.elements {
      guard reader.isMapping(entry, "each of documents") else { continue }
      reader.keys(of: entry, known: Self.configDocumentKeys, in: "an entry of documents")
      guard let keysNode = entry["keys"] else {
        reader.fail(entry, "the document has no keys", "say which keys hold it: keys: [app.yaml]")
        continue
      }
      guard let keys = reader.globs(keysNode, "keys") else { continue }
      var format: EmbeddedFormat?
      if let value = entry["format"] {
        let words = EmbeddedFormat.allCases.map(\.rawValue)
        format = reader.choice(value, of: words, "format").flatMap { EmbeddedFormat(rawValue: $0) }
      } else if let key = keys.first(where: { EmbeddedFormat(key: $0.text) == nil }) {
        reader.fail(
          keysNode, "the end of \(quoted(key.text)) says no format",
          "add format: \(EmbeddedFormat.allCases.map(\.rawValue).joined(separator: ", "))")
      }
      let schema = entry["schema"].flatMap { readSchema($0, remotes) }
      documents.append(
        .init(keys: keys, format: format, schema: schema.map { ConfigSchema($0) }))
    }
    return documents
  }

  private mutating func readWorkloads(
    _ node: Node, _ remotes: [String: Value]
  ) -> [ConfigMapEntry.WorkloadEntry] {
    guard isList(node, "workloads") else { return [] }
    var workloads: [ConfigMapEntry.WorkloadEntry] = []
    for entry in node.elements {
      guard reader.isMapping(entry, "each of workloads") else { continue }
      reader.keys(of: entry, known: Self.configWorkloadKeys, in: "an entry of workloads")
      let when = entry["when"].flatMap { readSchema($0, remotes) }
      let schema = entry["schema"].flatMap { readSchema($0, remotes) }
      let replicas = entry["replicas"].flatMap {
        reader.integer($0, in: 0...1_000_000, "replicas")
      }
      let message = entry["message"].flatMap { reader.string($0, "message") }
      if entry["schema"] == nil, entry["replicas"] == nil {
        reader.fail(entry, "the workload's entry demands nothing", "add replicas or a schema")
        continue
      }
      workloads.append(
        .init(
          when: when.map { ConfigSchema($0) }, replicas: replicas, schema: schema,
          message: message))
    }
    return workloads
  }

  private mutating func readExamples(_ node: Node) -> [ConfigExample] {
    guard reader.isMapping(node, "examples") else { return [] }
    reader.keys(of: node, known: ["valid", "invalid"], in: "examples")
    var examples: [ConfigExample] = []
    for (key, value) in node.entries {
      guard isList(value, key.text) else { continue }
      for example in value.elements where reader.isMapping(example, "an example") {
        _ = checkWords(example)
        for (_, value) in example.entries {
          _ = reader.string(value, "each value of an example")
        }
        examples.append(
          ConfigExample(data: example, isValid: key.textEquals("valid"), origin: origin(example)))
      }
    }
    return examples
  }
}
