import Documents
import Kubernetes

/// Which objects of several environments are one and the same.
///
/// Kind and name say it. Where a name occurs in several namespaces of an environment, the namespace
/// does: the same one, or the one that has its name in the first environment, which is learned from
/// the objects that need no namespace to be told apart (`shop-staging` is what `shop` is there).
struct ParityNames {
  /// An object in each of the environments that has it.
  struct Group {
    let kind: ObjectKind
    let name: String
    let entries: [ObjectIndex.Entry?]
    /// Whether there are others of the same kind and name.
    let hasNamesakes: Bool
  }

  private struct Name: Hashable {
    let kind: ObjectKind
    let name: String
  }

  private(set) var groups: [Group] = []
  /// Of each environment, objects of which another one of the same name came later.
  private(set) var replaced: [[KubernetesObject]]
  /// Of each environment, objects without a name.
  private(set) var unnamed: [Int]

  private let count: Int
  /// Of each environment, the names as they are written of what kustomize generates.
  private var written: [Set<Name>]
  /// What a namespace is called in the first environment.
  private var namespaces: [[String: String]]

  init(_ environments: [[ObjectIndex.Entry]]) {
    count = environments.count
    replaced = Array(repeating: [], count: count)
    unnamed = Array(repeating: 0, count: count)
    namespaces = Array(repeating: [:], count: count)
    written = environments.map { entries in
      Set(
        entries.compactMap { entry in
          let kind = ObjectKind(entry.object)
          guard kind == .configMap || kind == .secret else { return nil }
          return entry.object.name.map { Name(kind: kind, name: $0) }
        })
    }
    learn(environments)
    var order: [Name] = []
    var found: [Name: [[ObjectIndex.Entry]]] = [:]
    for (number, entries) in environments.enumerated() {
      for entry in entries {
        guard let name = name(of: entry, in: number) else {
          unnamed[number] += 1
          continue
        }
        if found[name] == nil {
          order.append(name)
          found[name] = Array(repeating: [], count: count)
        }
        found[name]?[number].append(entry)
      }
    }
    for name in order {
      guard let entries = found[name] else { continue }
      add(name, entries)
    }
  }

  /// `nil` for an object that has no name yet. A Namespace is called as its counterpart is.
  private func name(of entry: ObjectIndex.Entry, in environment: Int) -> Name? {
    guard let name = entry.object.name else { return nil }
    let kind = ObjectKind(entry.object)
    if kind == .namespace { return Name(kind: kind, name: label(name, in: environment)) }
    let base = Name(kind: kind, name: GeneratedName.base(of: name, kind))
    // Beside one that has the name without a hash it is another object.
    return written[environment].contains(base) ? Name(kind: kind, name: name) : base
  }

  private func label(_ namespace: String, in environment: Int) -> String {
    namespaces[environment][namespace] ?? namespace
  }

  // MARK: Namespaces

  /// Finds out what the namespaces of further environments are called in the first one.
  private mutating func learn(_ environments: [[ObjectIndex.Entry]]) {
    guard let first = environments.first else { return }
    let own = Self.single(first)
    let known = Set(first.map(\.namespace))
    for number in environments.indices.dropFirst() {
      var votes: [String: [String: Int]] = [:]
      for (name, namespace) in Self.single(environments[number]) {
        guard let other = own[name], !other.isEmpty, !known.contains(namespace),
          !namespace.isEmpty
        else { continue }
        votes[namespace, default: [:]][other, default: 0] += 1
      }
      // Each name is given once, to whom most objects speak for.
      let ballots = votes.flatMap { namespace, votes in
        votes.map { (count: $0.value, namespace: namespace, label: $0.key) }
      }
      var given = Set(environments[number].map(\.namespace)).intersection(known)
      let sorted = ballots.sorted {
        ($1.count, $0.namespace, $0.label) < ($0.count, $1.namespace, $1.label)
      }
      for ballot in sorted
      where namespaces[number][ballot.namespace] == nil && !given.contains(ballot.label) {
        namespaces[number][ballot.namespace] = ballot.label
        given.insert(ballot.label)
      }
    }
  }

  /// The namespaces of objects whose name is that of one object only.
  private static func single(_ entries: [ObjectIndex.Entry]) -> [Name: String] {
    var namespaces: [Name: String] = [:]
    var several: Set<Name> = []
    for entry in entries {
      guard let own = entry.object.name else { continue }
      let kind = ObjectKind(entry.object)
      let name = Name(kind: kind, name: GeneratedName.base(of: own, kind))
      if let other = namespaces[name], other != entry.namespace { several.insert(name) }
      namespaces[name] = entry.namespace
    }
    for name in several { namespaces[name] = nil }
    return namespaces
  }

  // MARK: Groups

  private mutating func add(_ name: Name, _ found: [[ObjectIndex.Entry]]) {
    var order: [String] = []
    var byLabel: [String: [ObjectIndex.Entry?]] = [:]
    for (number, entries) in found.enumerated() {
      for entry in entries {
        let label = label(entry.namespace, in: number)
        if byLabel[label] == nil {
          order.append(label)
          byLabel[label] = Array(repeating: nil, count: count)
        }
        if let elder = byLabel[label]?[number] { replaced[number].append(elder.object) }
        byLabel[label]?[number] = entry
      }
    }
    let rows = order.compactMap { byLabel[$0] }
    // One of each environment at most: no namespace is needed to tell them apart.
    let ofEach = (0..<count).map { number in rows.compactMap { $0[number] } }
    if ofEach.allSatisfy({ $0.count <= 1 }) {
      groups.append(
        Group(
          kind: name.kind, name: name.name, entries: ofEach.map(\.first), hasNamesakes: false))
      return
    }
    // It is the same with what is left over where namespaces have told the others apart.
    let isAlone = rows.map { row in row.count { $0 != nil } == 1 }
    var together: [ObjectIndex.Entry?] = Array(repeating: nil, count: count)
    var isOne = true
    for (row, _) in zip(rows, isAlone).filter(\.1) {
      for (number, entry) in row.enumerated() where entry != nil {
        if together[number] != nil { isOne = false }
        together[number] = entry
      }
    }
    var groups = rows
    if isOne, let first = isAlone.firstIndex(of: true) {
      groups[first] = together
      groups = groups.indices.filter { !isAlone[$0] || $0 == first }.map { groups[$0] }
    }
    self.groups += groups.map {
      Group(kind: name.kind, name: name.name, entries: $0, hasNamesakes: groups.count > 1)
    }
  }
}

/// Names to which a tool adds a hash of the content, so that they differ wherever it does.
enum GeneratedName {
  /// Characters of a hash of kustomize, which turns hexadecimal digits that could make words into
  /// other letters.
  private static let hashLength = 10

  /// The name without kustomize's hash, for the kinds that it generates.
  static func base(of name: String, _ kind: ObjectKind) -> String {
    guard kind == .configMap || kind == .secret else { return name }
    let bytes = name.utf8
    guard bytes.count > hashLength + 1 else { return name }
    let hash = bytes.suffix(hashLength)
    let rest = bytes.dropLast(hashLength)
    guard rest.last == UInt8(ascii: "-"), hash.allSatisfy(isOfHash) else { return name }
    return String(decoding: rest.dropLast(), as: UTF8.self)
  }

  /// Of `0123456789abcdef` with `013ae` written `ghkmt`.
  private static func isOfHash(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "2"), UInt8(ascii: "4")...UInt8(ascii: "9"), UInt8(ascii: "b"),
      UInt8(ascii: "c"), UInt8(ascii: "d"), UInt8(ascii: "f"), UInt8(ascii: "g"),
      UInt8(ascii: "h"), UInt8(ascii: "k"), UInt8(ascii: "m"), UInt8(ascii: "t"):
      true
    default: false
    }
  }
}
