import Documents
import Edits

/// What becomes of a denial of an update that was one before the update as well, where the update
/// leaves alone what the rule found: `updates.existingViolations` of the policy.
package enum ExistingViolations: String, Sendable, CaseIterable {
  /// It becomes a warning. Who scales a workload that an earlier policy allowed is not to be blamed
  /// for what others left there.
  case warn
  /// It stays a denial.
  case deny
}

extension Engine {
  /// The findings of an update; a denial that its old object has as well, word for word and with
  /// the same content at the same place, is a warning.
  ///
  /// The old object is judged as it stands in the cluster, by the same policy and for the same
  /// user, and only where there is a denial.
  func sparingExisting(_ evaluation: Evaluation, _ context: EvaluationContext) -> Evaluation {
    guard policy.existingViolations == .warn, context.operation == .update,
      let old = context.oldObject, evaluation.findings.contains(where: { $0.action == .deny })
    else { return evaluation }
    var before = context
    before.oldObject = nil
    // Without mutators nothing can be at odds.
    guard let former = try? evaluate(object: old, context: before, steps: .judge) else {
      return evaluation
    }
    var places = ExistingPlaces(in: former)
    guard !places.isEmpty else { return evaluation }
    var names = ElementNames(evaluation.judged)
    return evaluation.replacingFindings(
      evaluation.findings.map { finding in
        guard finding.action == .deny, places.take(finding, &names) else {
          return finding
        }
        return finding.asExisting
      })
  }
}

/// What the old object of an update was denied for.
private struct ExistingPlaces {
  private var names: ElementNames
  private var open: [ExistingPlace: [FoundPlace]] = [:]
  /// Nodes that may still be compared. Findings can point at one big node over and over; what is
  /// not compared stays denied.
  private var budget = 200_000

  var isEmpty: Bool { open.isEmpty }

  init(in evaluation: Evaluation) {
    names = ElementNames(evaluation.judged)
    // From the end, since they are taken from the end.
    for finding in evaluation.findings.reversed() where finding.action == .deny {
      open[ExistingPlace(finding, &names), default: []].append(FoundPlace(finding, &names))
    }
  }

  /// Whether a finding of the new object was there before; each of the old ones answers for one.
  mutating func take(_ finding: Finding, _ new: inout ElementNames) -> Bool {
    let key = ExistingPlace(finding, &new)
    guard var candidates = open.removeValue(forKey: key) else { return false }
    let place = FoundPlace(finding, &new)
    let index = candidates.indices.last { index in
      budget >= 0 && isAsBefore(place, candidates[index])
        && isNothingAdded(beside: finding, at: place, &new, candidates[index])
    }
    if let index { candidates.remove(at: index) }
    open[key] = candidates
    return index != nil
  }

  private mutating func isAsBefore(_ place: FoundPlace, _ old: FoundPlace) -> Bool {
    place.positions == old.positions
      ? isSame(place.node, old.node)
      // It stands elsewhere in its list, where only all that it holds tells which one it is.
      : isSame(place.element, old.element)
  }

  private mutating func isNothingAdded(
    beside finding: Finding, at place: FoundPlace, _ new: inout ElementNames, _ old: FoundPlace
  ) -> Bool {
    guard let beside = Rule.besides[finding.rule] else { return true }
    let olds = names.nodes(beside, pointer: old.pointer)
    for (position, node) in new.nodes(beside, pointer: place.pointer).enumerated() {
      if position < olds.count, isSame(node, olds[position]) { continue }
      guard olds.contains(where: { isSame(node, $0) }) else { return false }
    }
    return true
  }

  private mutating func isSame(_ left: Node?, _ right: Node?) -> Bool {
    budget -= left.map { $0.isContainer ? Int($0.record.second) - Int($0.index) : 1 } ?? 1
    guard budget >= 0 else { return false }
    guard let left, let right else { return left == nil && right == nil }
    return Value(left) == Value(right)
  }
}

/// Where a finding is.
private struct FoundPlace {
  let pointer: JSONPointer
  /// `nil` for what is missing.
  let node: Node?
  /// The outermost element without a name that the pointer leads through.
  let element: Node?
  /// The positions of all of these.
  let positions: [String]

  init(_ finding: Finding, _ names: inout ElementNames) {
    pointer = finding.pointer
    node = names.node(at: pointer)
    (element, positions) = names.nameless(on: pointer)
  }
}

/// What a rule says about a place. Elements that have a name are told apart by it, so that a list
/// may grow, shrink and be put in another order; those without one stand for each other here.
private struct ExistingPlace: Hashable {
  let rule: String
  let message: String
  let path: [ElementNames.Step]

  init(_ finding: Finding, _ names: inout ElementNames) {
    rule = finding.rule
    message = finding.message
    path = names.path(to: finding.pointer)
  }
}

/// Walks pointers in an object in time that does not grow with the length of its lists.
private struct ElementNames {
  enum Step: Hashable {
    case token(String)
    case named(String)
    case nameless
  }

  private let root: Node
  /// The elements of the sequences that were met.
  private var elements: [UInt32: [Node]] = [:]

  init(_ root: Node) {
    self.root = root
  }

  mutating func path(to pointer: JSONPointer) -> [Step] {
    var path: [Step] = []
    walk(pointer) { token, isElement, node in
      if !isElement {
        path.append(.token(token))
      } else if let name = node?["name"]?.string {
        path.append(.named(name))
      } else {
        path.append(.nameless)
      }
    }
    return path
  }

  /// The outermost element without a name on the way of a pointer, and the positions of all.
  mutating func nameless(on pointer: JSONPointer) -> (node: Node?, positions: [String]) {
    var outermost: Node?
    var positions: [String] = []
    walk(pointer) { token, isElement, node in
      guard isElement, node?["name"]?.string == nil else { return }
      if positions.isEmpty { outermost = node }
      positions.append(token)
    }
    return (outermost, positions)
  }

  mutating func node(at pointer: JSONPointer) -> Node? {
    var last: Node? = root
    walk(pointer) { _, _, node in last = node }
    return last
  }

  /// What a finding at a place is about beside it.
  mutating func nodes(_ beside: Rule.Beside, pointer: JSONPointer) -> [Node] {
    switch beside {
    case .holder(let count):
      return node(at: JSONPointer(Array(pointer.tokens.prefix(count)))).map { [$0] } ?? []
    case .elements(let path, let key):
      if pointer.tokens.starts(with: path) { return [] }
      let elements = root.at(path[...]).map { Array($0.elements) } ?? []
      return key.map { key in elements.compactMap { $0[named: key] } } ?? elements
    }
  }

  /// Each token, whether it is the position of an element, and what it leads to.
  private mutating func walk(
    _ pointer: JSONPointer, _ body: (String, _ isElement: Bool, Node?) -> Void
  ) {
    var node: Node? = root
    for token in pointer.tokens {
      let isElement = node?.isSequence == true
      node = node.flatMap { child(token, of: $0) }
      body(token, isElement, node)
    }
  }

  private mutating func child(_ token: String, of node: Node) -> Node? {
    guard node.isSequence else { return node[named: token] }
    guard let position = JSONPointer.elementIndex(token) else { return nil }
    let list = elements[node.index] ?? Array(node.elements)
    elements[node.index] = list
    return position < list.count ? list[position] : nil
  }
}

extension Rule {
  /// What findings of a rule are about beside their places, for the rules that say it.
  fileprivate static let besides: [String: Beside] = Catalogue.rules.reduce(into: [:]) {
    $0[$1.id] = $1.beside
  }
}

extension Evaluation {
  fileprivate func replacingFindings(_ findings: [Finding]) -> Evaluation {
    Evaluation(
      edits: edits, judged: judged, findings: findings, notes: notes, excepted: excepted,
      isExcluded: isExcluded)
  }
}
