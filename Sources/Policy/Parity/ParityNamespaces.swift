import Documents
import Kubernetes

/// Which namespaces of several environments are each other's counterparts: `shop-staging` is what
/// `shop` is in production.
///
/// A name that several environments have is the same one in all of them. Names of which no
/// environment has two are counterparts where objects speak for it: those that need no namespace to
/// be told apart, and that are in the one here and in the other there. The order of the
/// environments has no part in it.
struct ParityNamespaces {
  /// Names that are each other's counterparts, and who has them.
  private struct Class {
    var names: [String]
    var environments: Set<Int>
  }

  private var classes: [Class] = []
  /// The class of each name.
  private var places: [String: Int] = [:]

  /// - Parameter singles: of each environment the namespaces of objects by what tells them apart.
  init(_ environments: [[ObjectIndex.Entry]], singles: [[ParityNames.Name: String]]) {
    for (number, entries) in environments.enumerated() {
      for entry in entries {
        add(entry.namespace, number)
        if ObjectKind(entry.object) == .namespace, let name = entry.object.name {
          add(name, number)
        }
      }
    }
    for pair in ballots(singles) { join(pair.one, pair.other) }
  }

  private mutating func add(_ name: String, _ environment: Int) {
    guard !name.isEmpty else { return }
    if let place = places[name] {
      classes[place].environments.insert(environment)
      return
    }
    places[name] = classes.count
    classes.append(Class(names: [name], environments: [environment]))
  }

  // MARK: Counterparts

  private struct Pair: Hashable {
    let one: String
    let other: String

    init(_ one: String, _ other: String) {
      (self.one, self.other) = one < other ? (one, other) : (other, one)
    }
  }

  /// Pairs of names, those first for which most objects speak.
  private func ballots(_ singles: [[ParityNames.Name: String]]) -> [Pair] {
    var votes: [Pair: Int] = [:]
    for (number, own) in singles.enumerated() {
      for others in singles[(number + 1)...] {
        for (name, namespace) in own {
          guard let other = others[name], other != namespace, mayJoin(namespace, other) else {
            continue
          }
          votes[Pair(namespace, other), default: 0] += 1
        }
      }
    }
    return votes.sorted {
      ($1.value, $0.key.one, $0.key.other) < ($0.value, $1.key.one, $1.key.other)
    }.map(\.key)
  }

  private func mayJoin(_ one: String, _ other: String) -> Bool {
    guard let one = places[one], let other = places[other], one != other else { return false }
    return classes[one].environments.isDisjoint(with: classes[other].environments)
  }

  private mutating func join(_ one: String, _ other: String) {
    guard mayJoin(one, other), let kept = places[one], let left = places[other] else { return }
    // The shorter list moves, so that each name moves a few times at most.
    let (into, from) =
      classes[kept].names.count < classes[left].names.count ? (left, kept) : (kept, left)
    for name in classes[from].names { places[name] = into }
    classes[into].names += classes[from].names
    classes[into].environments.formUnion(classes[from].environments)
  }

  // MARK: Answers

  /// What a namespace and its counterparts are called here: the first name of them.
  func label(_ namespace: String) -> String {
    guard let place = places[namespace] else { return namespace }
    return classes[place].names.min() ?? namespace
  }

  /// Whether an object of one namespace may be what another one is elsewhere: not where each of
  /// the environments has both namespaces. What names no namespace may be in any.
  func mayCorrespond(
    _ one: String, in environment: Int, _ other: String, in elsewhere: Int
  ) -> Bool {
    guard let one = places[one], let other = places[other], one != other else { return true }
    return !classes[one].environments.contains(elsewhere)
      || !classes[other].environments.contains(environment)
  }
}
