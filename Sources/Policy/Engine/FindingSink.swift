import Documents
import Edits
import Kubernetes

/// Takes what checks report and makes findings of it.
///
/// Checks say what is wrong and where; rule, severity, action and object are known here.
package struct FindingSink {
  let object: KubernetesObject
  let context: EvaluationContext
  let exemptions: Exemptions
  /// The rule that is being checked.
  private var current: (rule: CompiledRule, action: Action)?
  /// Where its findings count; `nil` for everywhere.
  private var scope: Scope?
  var findings: [Finding] = []
  /// Whether two findings may be of one fault.
  var hasRivals = false
  private(set) var excepted: [ExceptedFinding] = []
  private var reference: ObjectReference?

  init(object: KubernetesObject, context: EvaluationContext, exemptions: Exemptions) {
    self.object = object
    self.context = context
    self.exemptions = exemptions
  }

  /// Says whose reports come next.
  mutating func begin(_ rule: CompiledRule, _ action: Action, _ scope: Scope?) {
    current = (rule, action)
    // Nearly always there was none and there is none.
    if scope != nil || self.scope != nil { self.scope = scope }
  }

  /// An edit that mends a finding; paths as for the report.
  package enum Fix {
    /// What the finding points at gets this value; missing parents are made.
    case set(Value)
    /// What the finding points at goes.
    case remove
  }

  /// Reports something about a container; `path` leads from the container to the place, which may
  /// be missing. `node` is what is there, where the check has it at hand: then nobody looks for it,
  /// which counts where one mapping may give as many findings as it has entries.
  package mutating func report(
    _ container: ContainerScope, of pod: PodScope, at path: [String], on node: Node? = nil,
    _ message: String, remedy: String? = nil, fix: Fix? = nil
  ) {
    add(
      base: container.node,
      above: pod.template.specPath + [container.view.field, String(container.view.position)],
      path: path, node, container: container.view.name ?? "", message, remedy, fix)
  }

  /// Reports something about a pod as a whole; `path` leads from the pod's `spec`, and `node` is
  /// as above.
  package mutating func report(
    _ pod: PodScope, at path: [String], on node: Node? = nil, _ message: String,
    remedy: String? = nil, fix: Fix? = nil
  ) {
    add(
      base: pod.spec, above: pod.template.specPath, path: path, node, container: nil, message,
      remedy, fix)
  }

  /// Reports something about an element of a list of a container, which the check has at hand:
  /// `list` is the field, and `path` leads from the element to the place, which may be missing. To
  /// find each of many elements again would be to count up to it.
  package mutating func report(
    _ container: ContainerScope, of pod: PodScope, in list: String, _ position: Int,
    _ element: Node, at path: [String], _ message: String, fix: Fix? = nil
  ) {
    add(
      base: element,
      above: pod.template.specPath
        + [container.view.field, String(container.view.position), list, String(position)],
      path: path, nil, container: container.view.name ?? "", message, nil, fix)
  }

  /// The same for an element of a list of the pod's `spec`.
  package mutating func report(
    _ pod: PodScope, in list: String, _ position: Int, _ element: Node, at path: [String],
    _ message: String, fix: Fix? = nil
  ) {
    add(
      base: element, above: pod.template.specPath + [list, String(position)], path: path, nil,
      container: nil, message, nil, fix)
  }

  /// Reports something about the object; `path` leads from its root, and `node` is as above;
  /// `part` is the part of the node's text that it is about.
  package mutating func report(
    at path: [String], on node: Node? = nil, at part: SourceRange? = nil, _ message: String,
    remedy: String? = nil, fix: Fix? = nil
  ) {
    add(
      base: object.node, above: [], path: path, node, container: nil, message, remedy, fix,
      part: part)
  }

  private mutating func add(
    base: Node, above: [String], path: [String], _ known: Node?, container: String?,
    _ message: String, _ remedy: String?, _ fix: Fix?, part: SourceRange? = nil
  ) {
    guard let (compiled, action) = current else { return }
    if let scope, !scope.covers(container: container) { return }
    let rule = compiled.rule
    // The nearest node that there is: what is missing has no place of its own.
    var node = known ?? base
    var rest = known == nil ? path[...] : []
    while let token = rest.first, let child = node.at([token]) {
      node = child
      rest = rest.dropFirst()
    }
    let finding = Finding(
      rule: rule.id, severity: rule.severity, action: action, object: objectReference(),
      container: container?.isEmpty == true ? nil : container, node: node,
      pointer: JSONPointer(above + path), message: message, remedy: remedy ?? rule.remedy,
      fix: fix.flatMap { patch($0, above: above + path.dropLast(rest.count), node: node, rest) },
      part: part)
    if rule.replaces != nil { hasRivals = true }
    if let exemption = exemptions.exemption(from: rule.id, container: container, at: path) {
      excepted.append(ExceptedFinding(finding: finding, exemption: exemption))
    } else {
      findings.append(finding)
    }
  }

  private mutating func objectReference() -> ObjectReference {
    if let reference { return reference }
    let made = ObjectReference(object, in: context)
    reference = made
    return made
  }

  /// The one operation of RFC 6902 that does it.
  private func patch(
    _ fix: Fix, above: [String], node: Node, _ missing: ArraySlice<String>
  ) -> JSONPatch? {
    switch fix {
    case .remove:
      return missing.isEmpty ? JSONPatch([.remove(path: JSONPointer(above))]) : nil
    case .set(let value):
      guard let first = missing.first else {
        return JSONPatch([.replace(path: JSONPointer(above), value: value)])
      }
      let nested = missing.dropFirst().reversed().reduce(value) { .mapping([.init($1, $0)]) }
      switch node.kind {
      case .mapping:
        return JSONPatch([.add(path: JSONPointer(above + [first]), value: nested)])
      case .null:
        return JSONPatch([
          .replace(path: JSONPointer(above), value: .mapping([.init(first, nested)]))
        ])
      default: return nil  // Nothing can be put below a scalar or a sequence.
      }
    }
  }
}

extension ObjectReference {
  /// The reference of an object in a context.
  package init(_ object: KubernetesObject, in context: EvaluationContext) {
    self.init(
      apiVersion: object.apiVersion, kind: object.kind,
      namespace: object.isNamespace ? nil : context.namespace(of: object),
      name: object.name ?? object.generateName.map { $0 + "*" } ?? "")
  }
}
