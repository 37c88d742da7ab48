import Documents
import Edits

/// The name of an object in a report.
package struct ObjectReference: Sendable, Equatable, Hashable {
  /// One reference to count where every finding and every note has a copy.
  private let parts: Parts

  private final class Parts: Sendable {
    let apiVersion: String
    let kind: String
    let namespace: String?
    let name: String

    init(apiVersion: String, kind: String, namespace: String?, name: String) {
      self.apiVersion = apiVersion
      self.kind = kind
      self.namespace = namespace
      self.name = name
    }
  }

  package init(apiVersion: String, kind: String, namespace: String?, name: String) {
    parts = Parts(apiVersion: apiVersion, kind: kind, namespace: namespace, name: name)
  }

  package var apiVersion: String { parts.apiVersion }
  package var kind: String { parts.kind }
  package var namespace: String? { parts.namespace }
  /// `metadata.name`, or `generateName` followed by `*`, or empty where there is neither.
  package var name: String { parts.name }

  package static func == (left: ObjectReference, right: ObjectReference) -> Bool {
    if left.parts === right.parts { return true }
    return left.name == right.name && left.kind == right.kind && left.namespace == right.namespace
      && left.apiVersion == right.apiVersion
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(apiVersion)
    hasher.combine(kind)
    hasher.combine(namespace)
    hasher.combine(name)
  }

  /// What people call it: `Deployment shop/web`. Hidden characters are in it as they are.
  package var title: String {
    let name = name.isEmpty ? "without a name" : name
    guard let namespace, !namespace.isEmpty else { return "\(kind) \(name)" }
    return "\(kind) \(namespace)/\(name)"
  }
}

/// One thing that a rule found in one object.
package struct Finding: Sendable {
  /// The rule's id: `pss/run-as-non-root`.
  package let rule: String
  package let severity: Severity
  package let action: Action
  package let object: ObjectReference
  /// The container's name, where the finding is about one that has a name.
  package let container: String?
  /// The node it is about, or the nearest one above what is missing. It belongs to the judged
  /// document, whose ranges are those of the original.
  package let node: Node
  /// The part of the node's text that it is about, where that is known more exactly than the node.
  package let part: SourceRange?
  /// The exact place, from the object: it may name what is missing.
  package let pointer: JSONPointer
  /// What is wrong and why, one sentence, without values that could be secret.
  package let message: String
  /// What to do, one sentence.
  package let remedy: String
  /// The edit that mends it, relative to the judged object, where the right value is known.
  package let fix: JSONPatch?
  /// Whether it was a denial and only warns, since an update left it as it was before.
  package let existedBefore: Bool

  package init(
    rule: String, severity: Severity, action: Action, object: ObjectReference, container: String?,
    node: Node, pointer: JSONPointer, message: String, remedy: String, fix: JSONPatch?,
    existedBefore: Bool = false, part: SourceRange? = nil
  ) {
    self.rule = rule
    self.severity = severity
    self.action = action
    self.object = object
    self.container = container
    self.node = node
    self.part = part
    self.pointer = pointer
    self.message = message
    self.remedy = remedy
    self.fix = fix
    self.existedBefore = existedBefore
  }

  /// The same finding as a warning about what an update left as it was.
  var asExisting: Finding {
    Finding(
      rule: rule, severity: severity, action: .warn, object: object, container: container,
      node: node, pointer: pointer, message: message, remedy: remedy, fix: fix,
      existedBefore: true, part: part)
  }

  /// The part of the rule's id before the slash.
  package var category: String { Rule.category(of: rule) }

  /// What to point at in the source: a scalar itself, of a container its first key or element, so
  /// that a whole block is not underlined.
  package var range: SourceRange { part ?? Self.pointRange(node) }

  /// What to point at of a node.
  static func pointRange(_ node: Node) -> SourceRange {
    guard node.isContainer, node.count > 0 else { return node.range }
    let first = Node(document: node.document, index: node.index + 1)
    if node.record.has(.flow) || first.record.has(.synthetic) || first.isContainer
      || first.range.start < node.range.start
    {
      return SourceRange(start: node.range.start, end: min(node.range.start + 1, node.range.end))
    }
    return first.range
  }
}
