import Documents
import Patterns

/// A label selector: `matchLabels` and `matchExpressions`, all of which must hold (metav1
/// LabelSelector, apimachinery pkg/labels).
///
/// An empty selector matches everything. What a missing one means depends on the field; ask there.
package struct LabelSelector: Sendable, Equatable {
  package enum Operator: String, Sendable, CaseIterable {
    /// The label is there and has one of the values.
    case `in` = "In"
    /// The label has none of the values, or is not there at all.
    case notIn = "NotIn"
    case exists = "Exists"
    case doesNotExist = "DoesNotExist"
  }

  package struct Requirement: Sendable, Equatable {
    package let key: String
    package let `operator`: Operator
    /// Empty for the last two operators, and only for those.
    package let values: [String]

    package init(key: String, operator: Operator, values: [String] = []) {
      self.key = key
      self.operator = `operator`
      self.values = values
    }
  }

  package let requirements: [Requirement]

  package init(_ requirements: [Requirement]) {
    self.requirements = requirements
  }

  package var isEmpty: Bool { requirements.isEmpty }

  /// Whether a mapping of labels matches; `nil` is an object without labels. A label whose value is
  /// neither a string nor null does not count: the API server would refuse it.
  package func matches(_ labels: Node?) -> Bool {
    requirements.allSatisfy { requirement in
      let value = labels?[named: requirement.key]
      let present = value.flatMap { $0.isString || $0.isNull ? $0 : nil }
      return requirement.holds(isPresent: present != nil) { present?.isLabelValue($0) == true }
    }
  }

  /// Whether labels that are not part of a document match: those of a namespace, say.
  package func matches(_ labels: [String: String]) -> Bool {
    requirements.allSatisfy { requirement in
      let value = labels[requirement.key]
      return requirement.holds(isPresent: value != nil) { value == $0 }
    }
  }
}

extension LabelSelector.Requirement {
  fileprivate func holds(isPresent: Bool, _ isValue: (String) -> Bool) -> Bool {
    switch `operator` {
    case .in: isPresent && values.contains(where: isValue)
    case .notIn: !isPresent || !values.contains(where: isValue)
    case .exists: isPresent
    case .doesNotExist: !isPresent
    }
  }
}

extension Node {
  /// The value of a label as the API server reads it, for which a null is the empty string: Go's
  /// decoder puts the empty value of its type where JSON has a null. `nil` for what it refuses.
  package var labelValue: String? { isNull ? "" : string }

  /// Whether it is this value of a label.
  package func isLabelValue(_ text: String) -> Bool { isNull ? text.isEmpty : isString(text) }
}

// MARK: - Reading

/// Why a node is no label selector, and which node is to blame.
package struct LabelSelectorError: Error, Sendable {
  package enum Reason: Equatable, Sendable {
    /// The selector, `matchLabels` or an expression is no mapping.
    case notMapping
    /// `matchExpressions` or `values` is no sequence.
    case notSequence
    /// A key, an operator or a value is no string.
    case notString
    case missingKey
    case missingOperator
    case unknownField
    case unknownOperator
    /// `In` and `NotIn` need at least one value.
    case missingValues
    /// `Exists` and `DoesNotExist` take none.
    case unexpectedValues
    case key(NameProblem)
    case value(NameProblem)
  }

  package let reason: Reason
  package let node: Node
  /// The known word that was probably meant.
  package let nearest: String?

  init(_ reason: Reason, _ node: Node, nearest: String? = nil) {
    self.reason = reason
    self.node = node
    self.nearest = nearest
  }

  /// A clause without a capital and without a full stop.
  package var message: String {
    switch reason {
    case .notMapping: "this part of a label selector must be a mapping"
    case .notSequence: "this part of a label selector must be a list"
    case .notString: "this part of a label selector must be a string"
    case .missingKey: "the expression has no key"
    case .missingOperator: "the expression has no operator"
    case .unknownField: "a label selector has no such field"
    case .unknownOperator: "the operator must be In, NotIn, Exists or DoesNotExist"
    case .missingValues: "values must be given when the operator is In or NotIn"
    case .unexpectedValues: "values must not be given when the operator is Exists or DoesNotExist"
    case .key(let problem): "invalid label key: \(problem.message)"
    case .value(let problem): "invalid label value: \(problem.message)"
    }
  }
}

extension LabelSelector {
  /// Reads a selector; null reads as an empty one. Unknown fields are errors, as in strict
  /// decoding.
  package init(_ node: Node) throws(LabelSelectorError) {
    var requirements: [Requirement] = []
    guard node.isMapping || node.isNull else { throw LabelSelectorError(.notMapping, node) }
    for (key, value) in node.entries {
      if key.textEquals("matchLabels") {
        try Self.readLabels(value, into: &requirements)
      } else if key.textEquals("matchExpressions") {
        guard value.isSequence || value.isNull else {
          throw LabelSelectorError(.notSequence, value)
        }
        for expression in value.elements {
          requirements.append(try Self.readExpression(expression))
        }
      } else {
        throw Self.unknownField(key, among: ["matchLabels", "matchExpressions"])
      }
    }
    self.requirements = requirements
  }

  private static func readLabels(
    _ node: Node, into requirements: inout [Requirement]
  ) throws(LabelSelectorError) {
    guard node.isMapping || node.isNull else { throw LabelSelectorError(.notMapping, node) }
    for (key, value) in node.entries {
      requirements.append(
        Requirement(
          key: try labelKey(key), operator: .in, values: [try labelValue(value)]))
    }
  }

  private static func readExpression(_ node: Node) throws(LabelSelectorError) -> Requirement {
    guard node.isMapping else { throw LabelSelectorError(.notMapping, node) }
    for (key, _) in node.entries
    where !["key", "operator", "values"].contains(where: key.textEquals) {
      throw unknownField(key, among: ["key", "operator", "values"])
    }
    guard let keyNode = node["key"] else { throw LabelSelectorError(.missingKey, node) }
    let key = try labelKey(keyNode)
    guard let operatorNode = node["operator"] else {
      throw LabelSelectorError(.missingOperator, node)
    }
    guard let name = operatorNode.string else { throw LabelSelectorError(.notString, operatorNode) }
    guard let kind = Operator(rawValue: name) else {
      let nearest = Nearest.word(to: name, among: Operator.allCases.map(\.rawValue))
      throw LabelSelectorError(.unknownOperator, operatorNode, nearest: nearest)
    }
    var values: [String] = []
    if let list = node["values"] {
      guard list.isSequence || list.isNull else { throw LabelSelectorError(.notSequence, list) }
      for value in list.elements { values.append(try labelValue(value)) }
    }
    switch kind {
    case .in, .notIn:
      guard !values.isEmpty else { throw LabelSelectorError(.missingValues, node) }
    case .exists, .doesNotExist:
      guard values.isEmpty else {
        throw LabelSelectorError(.unexpectedValues, node["values"] ?? node)
      }
    }
    return Requirement(key: key, operator: kind, values: values)
  }

  private static func labelKey(_ node: Node) throws(LabelSelectorError) -> String {
    guard let key = node.string else { throw LabelSelectorError(.notString, node) }
    if let problem = NameRule.qualifiedName.problem(in: key) {
      throw LabelSelectorError(.key(problem), node)
    }
    return key
  }

  private static func labelValue(_ node: Node) throws(LabelSelectorError) -> String {
    guard let value = node.labelValue else { throw LabelSelectorError(.notString, node) }
    if let problem = NameRule.labelValue.problem(in: value) {
      throw LabelSelectorError(.value(problem), node)
    }
    return value
  }

  private static func unknownField(_ key: Node, among known: [String]) -> LabelSelectorError {
    LabelSelectorError(.unknownField, key, nearest: Nearest.word(to: key.text, among: known))
  }
}
