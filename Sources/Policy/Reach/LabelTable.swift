import Documents
import Kubernetes

/// What carries labels, found by selectors without looking at everything.
///
/// A selector with an equality looks only at what carries the rarest of its labels. Worked example:
/// 10,000 pods with `part-of: shop` and a name each; `{part-of: shop, name: cart}` looks at one.
struct LabelTable: Sendable {
  /// What a lookup may say.
  enum Answer: Sendable, Equatable {
    case found
    case absent
    /// More candidates than are looked at, and none of the first ones fits.
    case unknown
  }

  /// Candidates that one lookup looks at. Labels that are each frequent and never together could
  /// otherwise make every selector look at everything.
  static let maximumCandidates = 1_000

  private var labels: [Node?] = []
  private var byPair: [ReachKey: [Int]] = [:]
  private var byKey: [ReachKey: [Int]] = [:]
  private(set) var byNamespace: [String: [Int]] = [:]

  var count: Int { labels.count }

  /// Adds something with these labels; its number is the count before.
  mutating func append(_ labels: Node?, in namespace: String) {
    let number = self.labels.count
    self.labels.append(labels)
    byNamespace[namespace, default: []].append(number)
    guard let labels, labels.isMapping else { return }
    for (key, value) in labels.entries {
      guard let value = value.labelValue else { continue }
      let key = key.text
      byPair[ReachKey(label: key, value, in: namespace), default: []].append(number)
      byKey[ReachKey(label: key, in: namespace), default: []].append(number)
    }
  }

  func labels(of number: Int) -> Node? { labels[number] }

  /// Whether something in the namespace matches the selector and the condition.
  func contains(
    _ selector: LabelSelector, in namespace: String, where condition: (Int) -> Bool = { _ in true }
  ) -> Answer {
    let candidates = candidates(selector, namespace)
    for number in candidates.prefix(Self.maximumCandidates)
    where selector.matches(labels[number]) && condition(number) { return .found }
    return candidates.count > Self.maximumCandidates ? .unknown : .absent
  }

  /// The same for a map of labels all of which must be there, as a Service has it.
  func contains(
    labels wanted: Node, in namespace: String, where condition: (Int) -> Bool = { _ in true }
  ) -> Answer {
    contains(LabelSelector(equalTo: wanted), in: namespace, where: condition)
  }

  /// The shortest list that holds all that can match.
  private func candidates(_ selector: LabelSelector, _ namespace: String) -> [Int] {
    var best = byNamespace[namespace] ?? []
    for requirement in selector.requirements where !best.isEmpty {
      switch requirement.operator {
      case .in:
        // Several values are several lists, of which each may be long; only one is worth it.
        guard requirement.values.count == 1 else { fallthrough }
        let pair = ReachKey(label: requirement.key, requirement.values[0], in: namespace)
        let list = byPair[pair] ?? []
        if list.count < best.count { best = list }
      case .exists:
        let list = byKey[ReachKey(label: requirement.key, in: namespace)] ?? []
        if list.count < best.count { best = list }
      case .notIn, .doesNotExist: break
      }
    }
    return best
  }
}

extension LabelSelector {
  /// The selector that demands each label of a mapping, as `spec.selector` of a Service does.
  /// Values that the API server refuses are left out.
  package init(equalTo labels: Node) {
    self.init(
      labels.entries.compactMap { key, value in
        value.labelValue.map { Requirement(key: key.text, operator: .in, values: [$0]) }
      })
  }
}
