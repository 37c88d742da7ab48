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

/// What the old object of an update was denied for. What a node holds is compared by its digest, so
/// the cost is that of reading both objects, however many findings could be each other.
private struct ExistingPlaces {
  private var names: ElementNames
  /// The findings at each place, by their numbers; the first one is the last.
  private var open: [FoundPlace: [Int]] = [:]
  private var isTaken: [Bool] = []
  /// Whether the update adds to what a rule is about beside its places, for those that were asked.
  private var additions: [String: Bool] = [:]

  var isEmpty: Bool { open.isEmpty }

  init(in evaluation: Evaluation) {
    names = ElementNames(evaluation.judged)
    // From the end, since they are taken from the end.
    for finding in evaluation.findings.reversed() where finding.action == .deny {
      for place in FoundPlace.all(of: finding, &names) {
        open[place, default: []].append(isTaken.count)
      }
      isTaken.append(false)
    }
  }

  /// Whether a finding of the new object was there before; each of the old ones answers for one.
  mutating func take(_ finding: Finding, _ new: inout ElementNames) -> Bool {
    if adds(beside: finding, &new) { return false }
    for place in FoundPlace.all(of: finding, &new) {
      while let number = open[place]?.popLast() {
        if isTaken[number] { continue }
        isTaken[number] = true
        return true
      }
    }
    return false
  }

  private mutating func adds(beside finding: Finding, _ new: inout ElementNames) -> Bool {
    guard case .elements(let path, let key) = Rule.besides[finding.rule],
      !finding.pointer.tokens.starts(with: path)
    else { return false }
    if let known = additions[finding.rule] { return known }
    let olds = names.digests(ofElements: path, key)
    let adds = !new.digests(ofElements: path, key).isSubset(of: olds)
    additions[finding.rule] = adds
    return adds
  }
}

/// What tells that a finding of the new object is one of the old object.
private struct FoundPlace: Hashable {
  let place: ExistingPlace
  /// What the rule is about beside the place and around it; 0 where the place is all.
  let holder: Int
  /// The positions of the elements without a name that the pointer leads through; `nil` where only
  /// all that the outermost of them holds tells which one it is.
  let positions: [String]?
  let content: Int

  /// Where it is as long as nothing moves; then, where elements may move, what it is of.
  static func all(of finding: Finding, _ names: inout ElementNames) -> [FoundPlace] {
    let place = ExistingPlace(finding, &names)
    var holder = 0
    if case .holder(let count) = Rule.besides[finding.rule] {
      let pointer = JSONPointer(Array(finding.pointer.tokens.prefix(count)))
      holder = names.digest(of: names.node(at: pointer))
    }
    let (element, positions) = names.nameless(on: finding.pointer)
    let content = names.digest(of: names.node(at: finding.pointer))
    let here = FoundPlace(place: place, holder: holder, positions: positions, content: content)
    guard let element else { return [here] }
    let moved = FoundPlace(
      place: place, holder: holder, positions: nil, content: names.digest(of: element))
    return [here, moved]
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
  private var digests: [UInt32: Int] = [:]

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

  /// A digest of all that a node holds, 0 for none. It hangs on a secret of this process, so nobody
  /// can make two nodes that have the same.
  mutating func digest(of node: Node?) -> Int {
    guard let node else { return 0 }
    if let known = digests[node.index] { return known }
    var hasher = Hasher()
    for row in node.index..<max(node.index + 1, node.document.next(after: node.index)) {
      let part = Node(document: node.document, index: row)
      hasher.combine(part.kind)
      if part.isContainer {
        hasher.combine(part.count)
      } else {
        part.withText { hasher.combine(text: $0) }
      }
    }
    let digest = hasher.finalize()
    digests[node.index] = digest
    return digest
  }

  /// The digests of a list's elements, or of what these have under a key.
  mutating func digests(ofElements path: [String], _ key: String?) -> Set<Int> {
    let elements = root.at(path[...]).map { Array($0.elements) } ?? []
    return Set(elements.map { element in digest(of: key.map { element[named: $0] } ?? element) })
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

extension Hasher {
  /// Adds a text and its length, eight bytes at a time.
  fileprivate mutating func combine(text: Span<UInt8>) {
    combine(text.count)
    var word: UInt64 = 0
    for index in text.indices {
      word = word << 8 | UInt64(text[index])
      if index & 7 == 7 { combine(word) }
    }
    combine(word)
  }
}

extension Evaluation {
  fileprivate func replacingFindings(_ findings: [Finding]) -> Evaluation {
    Evaluation(
      edits: edits, judged: judged, findings: findings, notes: notes, excepted: excepted,
      isExcluded: isExcluded)
  }
}
