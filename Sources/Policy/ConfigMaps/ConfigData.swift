import Documents
import Embedded
import Kubernetes

/// The data of a ConfigMap or Secret, whatever the field.
struct ConfigData {
  /// An entry of `data`, `stringData` or `binaryData`.
  struct Item {
    let field: String
    let key: Node
    let value: Node
    let isEncoded: Bool

    /// The text; `nil` where the value is no text, or no base64 where it should be.
    var text: ValueText? {
      guard value.isString else { return nil }
      return isEncoded ? ValueText(decoding: value) : ValueText(value)
    }
  }

  let isSecret: Bool
  /// Whether SOPS has encrypted the values, so that nothing can be said of them.
  let isEncrypted: Bool
  private(set) var items: [Item] = []
  /// Where what is missing would be.
  let place: Node
  let field: String

  /// `nil` for every other kind.
  init?(_ object: KubernetesObject) {
    let kind = ObjectKind(object)
    guard kind == .configMap || kind == .secret else { return nil }
    isSecret = kind == .secret
    isEncrypted = object.node["sops"] != nil
    let fields = isSecret ? ["stringData", "data"] : ["data", "binaryData"]
    let data = fields.compactMap { name in object.node[named: name].map { (name, $0) } }
    field = data.first?.0 ?? "data"
    place = data.first?.1 ?? object.node
    var written: Set<String> = []
    for (name, mapping) in data {
      let isEncoded = name == "binaryData" || isSecret && name == "data"
      for (key, value) in mapping.entries {
        // The API server writes stringData over data.
        if isSecret, !written.insert(key.text).inserted { continue }
        items.append(Item(field: name, key: key, value: value, isEncoded: isEncoded))
      }
    }
  }
}

extension ConfigData {
  /// The data as the schema wants to read it.
  ///
  /// - Parameter document: the one that the object is in.
  func table(
    _ schema: ConfigSchema, _ reading: TypedReading, in document: Document
  ) -> TypedTable {
    var builder = TypedTable.Builder(document, reading)
    for item in items {
      let plan = item.key.withText { schema.plan.child($0) }
      guard item.isEncoded else {
        builder.append(item.key, item.value, plan)
        continue
      }
      if let text = item.text { builder.append(item.key, text, plan) }
    }
    return builder.finish()
  }
}

/// Whether a value may be said in a finding. A ConfigMap should hold no secret, but many do.
enum ConfigWords {
  private static let secretParts = [
    "PASSW", "SECRET", "TOKEN", "CREDENTIAL", "PRIVATE", "APIKEY", "API_KEY", "ACCESS_KEY", "DSN",
    "AUTH", "CERT", "SALT",
  ]

  /// - Parameter key: of the ConfigMap, or inside of a document.
  static func mayShow(_ value: Node, of key: String) -> Bool {
    // A lifetime of tokens is no secret, but a PIN is.
    guard value.isString else {
      return SecretName.meaning(of: key.utf8Span.span) != .password
        && !has(key, among: ["PASSW", "SECRET", "PIN"])
    }
    return !isSecret(key) && value.withText { isTame($0) }
  }

  static func mayShow(text: String, of key: String) -> Bool {
    !isSecret(key) && isTame(text.utf8Span.span)
  }

  /// Whether a name may be that of a secret: more than rules find, since what is not said does no
  /// harm.
  private static func isSecret(_ key: String) -> Bool {
    SecretName.meaning(of: key.utf8Span.span) != .nothing || has(key, among: secretParts)
  }

  private static func has(_ key: String, among parts: [String]) -> Bool {
    let name = String(key.uppercased().map { $0 == "-" || $0 == "." ? "_" : $0 })
    return parts.contains { name.contains($0) }
  }

  /// Whether a text is short, has not the form of a secret, and is no address that may hold one.
  private static func isTame(_ text: Span<UInt8>) -> Bool {
    if text.count > 32 || SecretShape.first(in: text) != nil { return false }
    for index in text.indices {
      if text[index] == UInt8(ascii: "@") { return false }
      if text[index] == UInt8(ascii: "/"), index > 0, text[index - 1] == UInt8(ascii: "/") {
        return false
      }
    }
    return true
  }
}
