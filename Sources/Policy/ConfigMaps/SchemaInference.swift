import Documents
import Embedded
import Kubernetes
import Schemas

/// What the ConfigMaps of several environments have in common, as a proposal for a schema.
package struct SchemaInference {
  /// What is known of a key.
  package struct Key {
    package let name: String
    /// ConfigMaps of the group that have it.
    package let count: Int
    /// What a schema would say of it, and why, for a comment.
    package let schema: Value
    package let remark: String
  }

  /// ConfigMaps of one name, which are one in several environments.
  package struct Group {
    package let name: String
    /// ConfigMaps of this name.
    package let count: Int
    package let keys: [Key]
    /// Keys that all of them have.
    package let required: [String]
  }

  private struct Collected {
    var count = 0
    var keys: [String] = []
    var values: [String: [String]] = [:]
  }

  private var names: [String] = []
  private var groups: [String: Collected] = [:]

  /// Different values that are listed as all that are allowed; of more, none are.
  private static let maximumChoices = 5
  /// Bytes of a value that may be listed.
  private static let maximumChoiceBytes = 32

  package init() {}

  /// Adds a ConfigMap; other objects are left out.
  package mutating func add(_ object: KubernetesObject) {
    guard ObjectKind(object) == .configMap, let name = object.name, let data = ConfigData(object)
    else { return }
    if groups[name] == nil { names.append(name) }
    groups[name, default: Collected()].count += 1
    for item in data.items where item.field == "data" && item.value.isString {
      let key = item.key.text
      if groups[name]?.values[key] == nil { groups[name]?.keys.append(key) }
      groups[name]?.values[key, default: []].append(item.value.text)
    }
  }

  /// In the order in which they came; keys likewise.
  package var proposals: [Group] {
    names.compactMap { name in
      guard let group = groups[name] else { return nil }
      let keys = group.keys.map { key in
        Self.key(key, group.values[key] ?? [])
      }
      let required = keys.filter { $0.count == group.count }.map(\.name)
      return Group(name: name, count: group.count, keys: keys, required: required)
    }
  }

  private static func key(_ name: String, _ values: [String]) -> Key {
    let (schema, remark) = proposal(name, values)
    return Key(name: name, count: values.count, schema: schema, remark: remark)
  }

  /// The narrowest type that all values have.
  private static func proposal(_ name: String, _ values: [String]) -> (Value, String) {
    if values.allSatisfy({ $0 == "true" || $0 == "false" }) {
      return (["type": "boolean"], "")
    }
    let numbers = values.compactMap { text -> (number: ExactNumber, text: String)? in
      guard Self.isNumber(text), let number = ExactNumber(text) else { return nil }
      return (number, text)
    }
    if numbers.count == values.count {
      let sorted = numbers.sorted { $0.number < $1.number }
      let isInteger = numbers.allSatisfy { $0.number.isInteger && !$0.text.contains(".") }
      let type: Value = isInteger ? "integer" : "number"
      guard let low = sorted.first?.text, let high = sorted.last?.text else { return (true, "") }
      return (
        ["type": type, "minimum": .number(low), "maximum": .number(high)],
        "these are the bounds of what is there, not of what works"
      )
    }
    if values.allSatisfy({ Self.isJSON($0, opening: "[") }) {
      return (["type": "array"], "a list in JSON")
    }
    if values.allSatisfy({ Self.isJSON($0, opening: "{") }) {
      return (["type": "object"], "an object in JSON")
    }
    if let format = commonFormat(of: values) { return (["format": .string(format)], "") }
    let choices = Set(values)
    // Words that come again are a choice; what is different everywhere, or could be a secret, is
    // not said.
    if values.count > choices.count || values.count > 1 && name.hasSuffix("LEVEL"),
      choices.count <= maximumChoices,
      choices.allSatisfy({
        $0.utf8.count <= maximumChoiceBytes && ConfigWords.mayShow(text: $0, of: name)
      })
    {
      return (["enum": .sequence(choices.sorted().map { .string($0) })], "values that are there")
    }
    return values.contains("")
      ? (["type": "string"], "may be empty")
      : (["type": "string", "minLength": 1], "")
  }

  private static func isNumber(_ text: String) -> Bool {
    TypedReading.isNumber(text.utf8Span.span)
  }

  private static func isJSON(_ text: String, opening: String) -> Bool {
    text.hasPrefix(opening) && EmbeddedDocument.holds(text.utf8Span.span, as: .json)
  }

  /// Formats that a text has by no chance.
  private static let telling = ["url", "host-port", "cidr", "arn", "duration", "email"]

  private static func commonFormat(of values: [String]) -> String? {
    telling.first { name in
      guard let format = ConfigFormats.format(name) else { return false }
      return values.allSatisfy { format.holds($0.utf8Span.span) }
    }
  }
}
