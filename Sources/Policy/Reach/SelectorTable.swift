import Documents
import Kubernetes

/// Selectors, found by the labels that they select: which budgets, policies, Services mean a pod.
///
/// Each selector stands under the rarest of the labels that it demands, so a pod looks only at the
/// selectors that stand under one of its own labels, and at those that demand none.
struct SelectorTable: Sendable {
  private struct Item {
    let selector: LabelSelector
    let owner: Int
  }

  private var items: [Item] = []
  private var byPair: [ReachKey: [Int]] = [:]
  /// Selectors that demand no single label, by namespace.
  private var others: [String: [Int]] = [:]

  /// - Parameter selectors: each with whose it is, the number of an object.
  init(_ selectors: [(selector: LabelSelector, namespace: String, owner: Int)]) {
    var frequency: [ReachKey: Int] = [:]
    for (selector, namespace, _) in selectors {
      for pair in Self.pairs(selector, namespace) { frequency[pair, default: 0] += 1 }
    }
    items.reserveCapacity(selectors.count)
    for (selector, namespace, owner) in selectors {
      let number = items.count
      items.append(Item(selector: selector, owner: owner))
      let rarest = Self.pairs(selector, namespace).min {
        (frequency[$0] ?? 0) < (frequency[$1] ?? 0)
      }
      if let rarest {
        byPair[rarest, default: []].append(number)
      } else {
        others[namespace, default: []].append(number)
      }
    }
  }

  private static func pairs(_ selector: LabelSelector, _ namespace: String) -> [ReachKey] {
    selector.requirements.compactMap { requirement in
      guard requirement.operator == .in, requirement.values.count == 1 else { return nil }
      return ReachKey(label: requirement.key, requirement.values[0], in: namespace)
    }
  }

  /// Calls `body` with the owner of each selector that matches, until it says false. Of very many
  /// selectors that stand under the same label only the first are looked at.
  func forEach(matching labels: Node?, in namespace: String, _ body: (Int) -> Bool) {
    if items.isEmpty { return }
    var left = LabelTable.maximumCandidates
    func look(at numbers: [Int]) -> Bool {
      for number in numbers {
        guard left > 0 else { return false }
        left -= 1
        if items[number].selector.matches(labels), !body(items[number].owner) { return false }
      }
      return true
    }
    guard look(at: others[namespace] ?? []) else { return }
    guard let labels, labels.isMapping else { return }
    for (key, value) in labels.entries {
      guard let value = value.labelValue,
        let numbers = byPair[ReachKey(label: key.text, value, in: namespace)]
      else { continue }
      guard look(at: numbers) else { return }
    }
  }

  /// The owners of the selectors that match.
  func owners(matching labels: Node?, in namespace: String) -> [Int] {
    var owners: [Int] = []
    forEach(matching: labels, in: namespace) {
      owners.append($0)
      return true
    }
    return owners
  }
}
