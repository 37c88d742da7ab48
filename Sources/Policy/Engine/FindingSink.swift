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
  /// The rules of the policy.
  private let rules: [CompiledRule]
  /// The rule that is being checked.
  private var current = Current.none
  private var action = Action.off
  /// Where its findings count; `nil` for everywhere.
  private var scope: Scope?
  var findings: [Finding] = []
  /// Whether two findings of one rule may be of one fault.
  var hasRivals = false
  /// The rules that are contained in those that found something.
  private(set) var contained: [String] = []
  private(set) var excepted: [ExceptedFinding] = []
  private var reference: ObjectReference?

  private enum Current {
    case none
    /// One of ``rules``: to go from one to the next counts no references.
    case position(Int)
    case rule(CompiledRule)
  }

  init(
    object: KubernetesObject, context: EvaluationContext, exemptions: Exemptions,
    rules: [CompiledRule] = []
  ) {
    self.object = object
    self.context = context
    self.exemptions = exemptions
    self.rules = rules
  }

  /// Says whose reports come next.
  mutating func begin(_ rule: CompiledRule, _ action: Action, _ scope: Scope?) {
    current = .rule(rule)
    self.action = action
    // Nearly always there was none and there is none.
    if scope != nil || self.scope != nil { self.scope = scope }
  }

  /// The same for a rule of the policy that applies everywhere.
  mutating func begin(_ position: Int, _ action: Action) {
    current = .position(position)
    self.action = action
    if scope != nil { scope = nil }
  }

  /// An edit that mends a finding; paths as for the report.
  package enum Fix: Sendable {
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
    _ message: FindingMessage, remedy: String? = nil, fix: Fix? = nil
  ) {
    add(container.node, container.path, path, node, container: container, message, remedy, fix)
  }

  /// Reports something about a pod as a whole; `path` leads from the pod's `spec`, and `node` is
  /// as above.
  package mutating func report(
    _ pod: PodScope, at path: [String], on node: Node? = nil, _ message: FindingMessage,
    remedy: String? = nil, fix: Fix? = nil
  ) {
    add(pod.spec, pod.template.specPath, path, node, container: nil, message, remedy, fix)
  }

  /// Reports something about an element of a list of a container, which the check has at hand:
  /// `list` is the field, and `path` leads from the element to the place, which may be missing. To
  /// find each of many elements again would be to count up to it.
  package mutating func report(
    _ container: ContainerScope, of pod: PodScope, in list: String, _ position: Int,
    _ element: Node, at path: [String], _ message: FindingMessage, fix: Fix? = nil
  ) {
    add(
      element, container.path + [list, String(position)], path, nil, container: container, message,
      nil, fix)
  }

  /// The same for an element of a list of the pod's `spec`.
  package mutating func report(
    _ pod: PodScope, in list: String, _ position: Int, _ element: Node, at path: [String],
    _ message: FindingMessage, fix: Fix? = nil
  ) {
    add(
      element, pod.template.specPath + [list, String(position)], path, nil, container: nil,
      message, nil, fix)
  }

  /// Reports something about the object; `path` leads from its root, and `node` is as above;
  /// `part` is the part of the node's text that it is about.
  package mutating func report(
    at path: [String], on node: Node? = nil, at part: SourceRange? = nil, _ message: FindingMessage,
    remedy: String? = nil, fix: Fix? = nil
  ) {
    add(object.node, [], path, node, container: nil, message, remedy, fix, part: part)
  }

  /// `base` leads to `holder`, and `path` from there to the place.
  // Not a part of each rule that reports something: a hundred copies of it do not fit the cache of
  // instructions.
  @inline(never)
  private mutating func add(
    _ holder: Node, _ base: [String], _ path: [String], _ known: Node?,
    container: ContainerScope?, _ message: FindingMessage, _ remedy: String?, _ fix: Fix?,
    part: SourceRange? = nil
  ) {
    let rule: Rule
    switch current {
    case .none: return
    case .position(let position): rule = rules[position].rule
    case .rule(let compiled): rule = compiled.rule
    }
    let name = container?.name
    if let scope, !scope.covers(container: container.map { _ in name ?? "" }) { return }
    // The nearest node that there is: what is missing has no place of its own.
    let (node, present) = known.map { ($0, path.count) } ?? holder.nearest(along: path)
    let mending: Finding.Mending =
      fix.map { .edit($0, present: base.count + present, node.kind) } ?? .none
    let finding = Finding(
      rule, action, objectReference(), container: name?.isEmpty == true ? nil : name, node, base,
      path, message, remedy, mending, part)
    if !exemptions.isEmpty,
      let exemption = exemptions.exemption(
        from: rule.id, container: container.map { _ in name ?? "" }, at: path)
    {
      excepted.append(ExceptedFinding(finding: finding, exemption: exemption))
    } else {
      findings.append(finding)
      if let weaker = rule.replaces, contained.last != weaker { contained.append(weaker) }
    }
  }

  private mutating func objectReference() -> ObjectReference {
    if let reference { return reference }
    let made = ObjectReference(object, in: context)
    reference = made
    return made
  }
}

extension FindingSink.Fix {
  /// The one operation of RFC 6902 that does it. Of the place so many tokens lead to a node, which
  /// is of this kind, and what the others name is missing.
  func patch(at place: [String], present: Int, _ kind: Node.Kind) -> JSONPatch? {
    let isThere = present == place.count
    switch self {
    case .remove:
      return isThere ? JSONPatch([.remove(path: JSONPointer(place))]) : nil
    case .set(let value):
      if isThere { return JSONPatch([.replace(path: JSONPointer(place), value: value)]) }
      var nested = value
      for token in place[(present + 1)...].reversed() { nested = .mapping([.init(token, nested)]) }
      switch kind {
      case .mapping:
        let path = present + 1 == place.count ? place : Array(place[...present])
        return JSONPatch([.add(path: JSONPointer(path), value: nested)])
      case .null:
        return JSONPatch([
          .replace(
            path: JSONPointer(Array(place[..<present])),
            value: .mapping([.init(place[present], nested)]))
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
