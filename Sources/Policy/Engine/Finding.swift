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

  /// Whether it is the very same one, made once for an object and handed on.
  package func isIdentical(to other: ObjectReference) -> Bool { parts === other.parts }

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
///
/// What only some readers ask for is made when they ask: to judge an object is to make dozens of
/// findings, of which a server shows a few.
package struct Finding: Sendable {
  /// What never changes: one reference to count, where findings are handed on from the engine to
  /// what prints them.
  private let facts: Facts
  package private(set) var action: Action
  /// The node it is about, or the nearest one above what is missing. It belongs to the judged
  /// document, whose ranges are those of the original.
  package private(set) var node: Node
  /// The part of the node's text that it is about, where that is known more exactly than the node.
  package private(set) var part: SourceRange?
  /// Whether it was a denial and only warns, since an update left it as it was before.
  package private(set) var existedBefore = false
  /// Whether its line has something that may be secret.
  private var isOnSecretLine = false
  /// Whether it is about something that may be secret.
  private var isAboutSecret = false

  private final class Facts: Sendable {
    let rule: String
    let severity: Severity
    let hidesSource: Bool
    let object: ObjectReference
    let container: String?
    /// The way from the object to what holds the place, such as a container.
    let base: [String]
    /// The way from there.
    let path: [String]
    let message: FindingMessage
    let remedy: String
    let mending: Mending

    init(
      _ rule: String, _ severity: Severity, hidesSource: Bool, _ object: ObjectReference,
      _ container: String?, _ base: [String], _ path: [String],
      _ message: FindingMessage, _ remedy: String, _ mending: Mending
    ) {
      self.rule = rule
      self.severity = severity
      self.hidesSource = hidesSource
      self.object = object
      self.container = container
      self.base = base
      self.path = path
      self.message = message
      self.remedy = remedy
      self.mending = mending
    }
  }

  /// What ``fix`` is made of.
  enum Mending: Sendable {
    case none
    case patch(JSONPatch)
    /// So many tokens of the place lead to a node, which is of this kind.
    case edit(FindingSink.Fix, present: Int, Node.Kind)
  }

  package init(
    rule: String, severity: Severity, action: Action, object: ObjectReference, container: String?,
    node: Node, pointer: JSONPointer, message: String, remedy: String, fix: JSONPatch?,
    part: SourceRange? = nil
  ) {
    facts = Facts(
      rule, severity, hidesSource: Catalogue.hidingSource.contains(rule), object, container, [],
      pointer.tokens, FindingMessage(message), remedy, fix.map { .patch($0) } ?? .none)
    self.action = action
    self.node = node
    self.part = part
  }

  /// What a rule reports.
  init(
    _ rule: Rule, _ action: Action, _ object: ObjectReference, container: String?, _ node: Node,
    _ base: [String], _ path: [String], _ message: FindingMessage, _ remedy: String?,
    _ mending: Mending, _ part: SourceRange?
  ) {
    facts = Facts(
      rule.id, rule.severity, hidesSource: rule.hidesSource, object, container, base, path, message,
      remedy ?? rule.remedy, mending)
    self.action = action
    self.node = node
    self.part = part
  }

  /// The rule's id: `pss/run-as-non-root`.
  package var rule: String { facts.rule }
  package var severity: Severity { facts.severity }
  /// Whether no report shows the lines of the source that it points at.
  package var hidesSource: Bool { facts.hidesSource || isOnSecretLine }
  package var object: ObjectReference { facts.object }
  /// The container's name, where the finding is about one that has a name.
  package var container: String? { facts.container }
  /// What is wrong and why, one sentence, without values that could be secret.
  package var message: String { facts.message.text }
  /// What to do, one sentence.
  package var remedy: String { facts.remedy }

  /// The exact place, from the object: it may name what is missing.
  package var pointer: JSONPointer {
    JSONPointer(facts.base.isEmpty ? facts.path : facts.base + facts.path)
  }

  /// Appends ``message`` in UTF-8, without making it.
  package func appendMessage(to output: inout [UInt8]) { facts.message.append(to: &output) }

  /// ``pointer`` in two parts: the way to what holds the place, such as a container, which many
  /// findings share, and the way from there.
  package var way: (base: [String], path: [String]) { (facts.base, facts.path) }

  /// The edit that mends it, relative to the judged object, where the right value is known.
  package var fix: JSONPatch? {
    switch facts.mending {
    case .none: nil
    case .patch(let patch): patch
    case .edit(let fix, let present, let kind):
      fix.patch(at: facts.base + facts.path, present: present, kind)
    }
  }

  /// ``fix`` for whoever reads a report; `nil` where it may hold a secret.
  package var shownFix: JSONPatch? {
    isAboutSecret || facts.object.kind == "Secret" ? nil : fix
  }

  /// The same finding as a warning about what an update left as it was.
  var asExisting: Finding {
    var finding = self
    finding.action = .warn
    finding.existedBefore = true
    return finding
  }

  /// The same finding, which knows of the secrets in its document.
  package func hiding(_ secrets: SecretPlaces) -> Finding {
    var finding = self
    finding.isOnSecretLine = secrets.hidesLine(at: range.start)
    finding.isAboutSecret = secrets.touch(range)
    return finding
  }

  /// The same finding about a node of another table.
  package func moved(to node: Node) -> Finding {
    var finding = self
    finding.node = node
    finding.part = nil
    return finding
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
