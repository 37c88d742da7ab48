import Documents
import Embedded
import Kubernetes
import Schemas

/// Holds a ConfigMap or Secret against the policy's `configMaps`.
struct ConfigJudge {
  let scope: ObjectScope
  let data: ConfigData

  init?(_ scope: ObjectScope) {
    guard let data = ConfigData(scope.object) else { return nil }
    self.scope = scope
    self.data = data
  }

  func judge(_ findings: inout FindingSink) {
    for entry in scope.configMaps where entry.covers(scope) {
      if let wanted = entry.immutable { judgeImmutable(wanted, &findings) }
      if let schema = entry.schema { judgeData(schema, entry.reading, &findings) }
      if !entry.documents.isEmpty { judgeDocuments(entry, &findings) }
      if !entry.workloads.isEmpty { judgeWorkloads(entry, &findings) }
    }
  }

  private func judgeImmutable(_ wanted: Bool, _ findings: inout FindingSink) {
    let node = scope.object.node["immutable"]
    guard (node?.boolean ?? false) != wanted else { return }
    findings.report(
      at: ["immutable"], "the policy wants `immutable` to be \(wanted), here it is \(!wanted)",
      remedy: "Set immutable: \(wanted).")
  }

  // MARK: Values

  private func judgeData(
    _ schema: ConfigSchema, _ reading: TypedReading, _ findings: inout FindingSink
  ) {
    let table = table(schema, reading)
    let result = schema.schema.check(table.document.root)
    var places = PlaceCache()
    for violation in result.violations {
      report(violation, table, schema, &places, &findings)
    }
    if let halt = result.halt { report(halt, at: [data.field], data.place, &findings) }
  }

  func table(_ schema: ConfigSchema, _ reading: TypedReading) -> TypedTable {
    data.table(schema, reading, in: scope.object.node.document)
  }

  private func report(
    _ halt: SchemaHalt, at path: [String], _ node: Node, _ findings: inout FindingSink
  ) {
    findings.report(
      at: path, on: node, FindingMessage(halt.message),
      remedy: "Make the policy's schema simpler, or the value.")
  }

  private func report(
    _ violation: SchemaViolation, _ table: TypedTable, _ schema: ConfigSchema,
    _ places: inout PlaceCache, _ findings: inout FindingSink
  ) {
    let tokens = violation.instancePointer().tokens
    let key = tokens.first ?? ""
    let shows = !data.isSecret && ConfigWords.mayShow(violation.value, of: key)
    let message = violation.sentence(
      showsValues: shows, names: data.isSecret && tokens.count > 1 ? schema.names : nil)
    guard let place = table.place(of: violation.value) else {
      var path = [data.field]
      if case .missing(let key, _) = violation.reason { path.append(key) }
      findings.report(
        at: path, on: data.place, FindingMessage(message), remedy: Self.remedy(violation))
      return
    }
    let item = data.items.first {
      $0.key.index == place.node.index || $0.value.index == place.node.index
    }
    var node = place.node
    var remedy = Self.remedy(violation)
    if tokens.count == 1, let item {
      switch violation.reason {
      case .unknownKey: node = item.key
      case .wrongType(let types) where types.contains(.array) || types.contains(.object):
        remedy = "Write it as JSON, as the policy's schema wants it."
      default: break
      }
    }
    let range =
      node.index == place.node.index
      ? places.range(of: node, isEncoded: place.isEncoded, place.part) : nil
    findings.report(
      at: [item?.field ?? data.field, key], on: node, at: range,
      FindingMessage(message), remedy: remedy)
  }

  static func remedy(_ violation: SchemaViolation) -> String {
    if violation.isOfKey { return "Remove it, or correct its name." }
    return switch violation.reason {
    case .missing: "Add it, or change the policy's schema."
    case .unknownKey, .forbidden: "Remove it, or correct its name."
    default: "Give it a value that the policy's schema allows."
    }
  }

  // MARK: Documents

  private func judgeDocuments(_ entry: ConfigMapEntry, _ findings: inout FindingSink) {
    for item in data.items {
      let key = item.key.text
      guard let wanted = entry.document(for: key), let schema = wanted.schema,
        let format = wanted.format(of: key), let text = item.text
      else { continue }
      do throws(SyntaxError) {
        let documents = try EmbeddedDocument.parse(text.source, as: format)
        // Between separators of YAML there may be nothing; a text of nothing else is null.
        let isEmpty = documents.allSatisfy(\.isBlank)
        for document in isEmpty ? documents.prefix(1) : documents[...]
        where isEmpty || format != .yaml || !document.isBlank {
          judge(document, format, item, schema, entry.reading, &findings)
        }
      } catch {
        Self.report(error, format, item, data.isSecret, &findings)
      }
    }
  }

  private func judge(
    _ document: Document, _ format: EmbeddedFormat, _ item: ConfigData.Item,
    _ schema: ConfigSchema, _ reading: TypedReading, _ findings: inout FindingSink
  ) {
    var table: TypedTable?
    var root = document.root
    if format.isUntyped {
      var builder = TypedTable.Builder(document, reading)
      builder.append(entriesOf: document.root, schema.plan)
      let made = builder.finish()
      table = made
      root = made.document.root
    }
    let result = schema.schema.check(root)
    let key = item.key.text
    let places = ValueText.Places(of: item.value, isEncoded: item.isEncoded)
    for violation in result.violations {
      // Each name on the way may be that of a secret: `password: {value: …}`.
      let names = [key] + violation.instancePointer().tokens
      let shows =
        !data.isSecret && names.allSatisfy { ConfigWords.mayShow(violation.value, of: $0) }
      let message = violation.sentence(
        showsValues: shows, names: data.isSecret ? schema.names : nil)
      var node: Node? = violation.value
      if let table { node = table.place(of: violation.value)?.node }
      let range = places.range(of: Finding.pointRange(node ?? document.root))
      findings.report(
        at: [item.field, key], on: item.value, at: range, "in `\(printable(key))`: \(message)",
        remedy: Self.remedy(violation))
    }
    if let halt = result.halt { report(halt, at: [item.field, key], item.value, &findings) }
  }

  /// Reports that a value is not of its format.
  static func report(
    _ error: SyntaxError, _ format: EmbeddedFormat, _ item: ConfigData.Item, _ isSecret: Bool,
    _ findings: inout FindingSink
  ) {
    let key = item.key.text
    let places = ValueText.Places(of: item.value, isEncoded: item.isEncoded)
    let start = UInt32(truncatingIfNeeded: error.offset)
    let range = places.range(of: SourceRange(start: start, end: start + 1))
    let remedy = error.reason.remedy.description
    findings.report(
      at: [item.field, key], on: item.value, at: range,
      "`\(printable(key))` is not \(format.words): \(error.reason.message)",
      remedy: remedy.isEmpty ? "Mend it there." : sentence(remedy))
  }

  private static func sentence(_ text: String) -> String {
    guard let first = text.first else { return text }
    return first.uppercased() + text.dropFirst() + (text.hasSuffix(".") ? "" : ".")
  }
}

/// Ways from texts to the manifest, each made once for all findings of one value.
struct PlaceCache {
  private var known: [UInt32: ValueText.Places] = [:]

  mutating func range(of node: Node, isEncoded: Bool, _ part: SourceRange?) -> SourceRange? {
    let places = known[node.index] ?? ValueText.Places(of: node, isEncoded: isEncoded)
    known[node.index] = places
    return part.map { places.range(of: $0) } ?? places.whole
  }
}
