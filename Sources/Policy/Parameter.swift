import Documents
import Kubernetes
import Patterns

/// A setting of a rule in the policy document, beside `action`, `match` and `exclude`.
package struct Parameter: Sendable {
  package enum Kind: Sendable, Equatable {
    case boolean
    /// A whole number in these bounds.
    case integer(ClosedRange<Int64>)
    case string
    /// A text with fields of the object, `${name}-sa`.
    case template
    /// A sequence of strings, not empty.
    case strings
    /// A sequence of patterns for names, not empty.
    case patterns
    /// A mapping of names to patterns for their values, not empty.
    case patternMap
    /// A mapping of patterns for names to texts for people, not empty.
    case reasons
    /// A sequence of registries with or without a path, as patterns, not empty.
    case repositories
    /// A mapping of resources to quantities, not empty.
    case quantities
    /// A mapping of `requests.RESOURCE` and `limits.RESOURCE` to ranges of quantities, not empty.
    case resourceRanges
    /// One of these words.
    case choice([String])

    /// What stands in documentation and in errors.
    package var summary: String {
      switch self {
      case .boolean: "true or false"
      case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
      case .string: "a string"
      case .template: "a string with fields such as ${name}"
      case .strings: "a list of strings"
      case .patterns: "a list of names, with * and ?"
      case .patternMap: "a mapping of names to patterns"
      case .reasons: "a mapping of names, with * and ?, to reasons"
      case .repositories: "a list of registries or registry/path, with * and ?"
      case .quantities: "a mapping of resources to quantities"
      case .resourceRanges:
        "a mapping of requests.cpu, limits.memory, ... to ranges: 10m..2, ..8Gi, 64Mi.."
      case .choice(let words): "one of \(words.joined(separator: ", "))"
      }
    }
  }

  package let name: String
  package let kind: Kind
  /// `nil` where the rule is off until the policy gives a value.
  package let defaultValue: Value?
  /// One sentence with a full stop; it names the unit of numbers.
  package let summary: String
  /// Whether the rule does nothing without it.
  package let isRequired: Bool

  package init(
    _ name: String, _ kind: Kind, default defaultValue: Value?, required: Bool = false,
    _ summary: String
  ) {
    self.name = name
    self.kind = kind
    self.defaultValue = defaultValue
    self.isRequired = required
    self.summary = summary
  }
}

/// The values of a rule's parameters, checked against their kinds; what the policy does not give
/// has its default.
package struct Parameters: Sendable {
  private let values: [String: Value]

  /// `given` holds checked values only.
  init(_ parameters: [Parameter], given: [String: Value]) {
    var values: [String: Value] = [:]
    for parameter in parameters {
      values[parameter.name] = given[parameter.name] ?? parameter.defaultValue
    }
    self.values = values
  }

  /// The value; `nil` where it is not given and has no default.
  package subscript(name: String) -> Value? { values[name] }

  package func boolean(_ name: String) -> Bool {
    guard case .boolean(let value)? = values[name] else { return false }
    return value
  }

  package func integer(_ name: String) -> Int64 {
    guard case .number(let text)? = values[name], let value = Int64(text) else { return 0 }
    return value
  }

  package func string(_ name: String) -> String {
    guard case .string(let text)? = values[name] else { return "" }
    return text
  }

  package func template(_ name: String) -> FieldTemplate? {
    // It was read once when the policy was.
    guard case .string(let text)? = values[name] else { return nil }
    return try? FieldTemplate(parsing: text)
  }

  package func strings(_ name: String) -> [String] {
    guard case .sequence(let elements)? = values[name] else { return [] }
    return elements.compactMap { element in
      guard case .string(let text) = element else { return nil }
      return text
    }
  }

  package func globs(_ name: String) -> [Glob] {
    // They were compiled once when the policy was read, so none is lost here.
    strings(name).compactMap { try? Glob($0) }
  }

  /// In the order of the policy.
  package func globMap(_ name: String) -> [(key: String, value: Glob)] {
    guard case .mapping(let entries)? = values[name] else { return [] }
    return entries.compactMap { entry in
      guard case .string(let text) = entry.value, let glob = try? Glob(text) else { return nil }
      return (entry.key, glob)
    }
  }

  /// In the order of the policy.
  package func reasons(_ name: String) -> [(pattern: Glob, reason: String)] {
    texts(name).compactMap { entry in (try? Glob(entry.key)).map { ($0, entry.text) } }
  }

  func repositories(_ name: String) -> [RepositoryPattern] {
    strings(name).compactMap { try? RepositoryPattern($0) }
  }

  /// In the order of the policy.
  package func quantities(
    _ name: String
  ) -> [(resource: String, amount: Quantity, text: String)] {
    texts(name).compactMap { entry in
      (try? Quantity(parsing: entry.text)).map { (entry.key, $0, entry.text) }
    }
  }

  /// In the order of the policy.
  func resourceRanges(_ name: String) -> [(key: String, range: QuantityRange)] {
    texts(name).compactMap { entry in QuantityRange(entry.text).map { (entry.key, $0) } }
  }

  private func texts(_ name: String) -> [(key: String, text: String)] {
    guard case .mapping(let entries)? = values[name] else { return [] }
    return entries.compactMap { entry in
      guard case .string(let text) = entry.value else { return nil }
      return (entry.key, text)
    }
  }
}
