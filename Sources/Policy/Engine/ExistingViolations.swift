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
  private var open: [ExistingPlace: [Finding]] = [:]
  /// Nodes that may still be compared. Findings can point at one big node over and over; what is
  /// not compared stays denied.
  private var budget = 200_000

  var isEmpty: Bool { open.isEmpty }

  init(in evaluation: Evaluation) {
    names = ElementNames(evaluation.judged)
    // From the end, since they are taken from the end.
    for finding in evaluation.findings.reversed() where finding.action == .deny {
      open[ExistingPlace(finding, &names), default: []].append(finding)
    }
  }

  /// Whether a finding of the new object was there before; each of the old ones answers for one.
  mutating func take(_ finding: Finding, _ new: inout ElementNames) -> Bool {
    guard let old = open[ExistingPlace(finding, &new), default: []].popLast() else {
      return false
    }
    return isSame(new.node(at: finding.pointer), names.node(at: old.pointer))
  }

  private mutating func isSame(_ left: Node?, _ right: Node?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    budget -= left.isContainer ? Int(left.record.second) - Int(left.index) : 1
    return budget >= 0 && Value(left) == Value(right)
  }
}

/// What a rule says about a place. Elements that have a name are told apart by it, so that a list
/// may grow, shrink and be put in another order.
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
  }

  private let root: Node
  /// The elements of the sequences that were met.
  private var elements: [UInt32: [Node]] = [:]

  init(_ root: Node) {
    self.root = root
  }

  mutating func path(to pointer: JSONPointer) -> [Step] {
    var path: [Step] = []
    var node: Node? = root
    for token in pointer.tokens {
      let isElement = node?.isSequence == true
      node = node.flatMap { child(token, of: $0) }
      if isElement, let name = node?["name"]?.string {
        path.append(.named(name))
      } else {
        path.append(.token(token))
      }
    }
    return path
  }

  mutating func node(at pointer: JSONPointer) -> Node? {
    var node = root
    for token in pointer.tokens {
      guard let child = child(token, of: node) else { return nil }
      node = child
    }
    return node
  }

  private mutating func child(_ token: String, of node: Node) -> Node? {
    guard node.isSequence else { return node[named: token] }
    guard let position = JSONPointer.elementIndex(token) else { return nil }
    let list = elements[node.index] ?? Array(node.elements)
    elements[node.index] = list
    return position < list.count ? list[position] : nil
  }
}

extension Evaluation {
  fileprivate func replacingFindings(_ findings: [Finding]) -> Evaluation {
    Evaluation(
      edits: edits, judged: judged, findings: findings, notes: notes, excepted: excepted,
      isExcluded: isExcluded)
  }
}
