import Documents
import Kubernetes

/// Which objects of several environments are one and the same.
///
/// Kind and name say it. Where a name occurs in several namespaces of an environment, the namespace
/// does: the same one, or its counterpart (``ParityNamespaces``). Nothing depends on the order of
/// the environments.
struct ParityNames {
  /// An object in each of the environments that has it.
  struct Group {
    let kind: ObjectKind
    let name: String
    let entries: [ObjectIndex.Entry?]
    /// Whether there are others of the same kind and name.
    let hasNamesakes: Bool
  }

  struct Name: Hashable {
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
  private let written: [Set<Name>]
  private let namespaces: ParityNamespaces

  init(_ environments: [[ObjectIndex.Entry]]) {
    count = environments.count
    replaced = Array(repeating: [], count: count)
    unnamed = Array(repeating: 0, count: count)
    written = environments.map { entries in
      Set(
        entries.compactMap { entry in
          let kind = ObjectKind(entry.object)
          guard kind == .configMap || kind == .secret else { return nil }
          return entry.object.name.map { Name(kind: kind, name: $0) }
        })
    }
    namespaces = ParityNamespaces(environments, singles: environments.map(Self.single))
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
    if kind == .namespace { return Name(kind: kind, name: namespaces.label(name)) }
    let base = Name(kind: kind, name: GeneratedName.base(of: name, kind))
    // Beside one that has the name without a hash it is another object.
    return written[environment].contains(base) ? Name(kind: kind, name: name) : base
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

  /// What stands under one label, and in which environment it does.
  private struct Row {
    var entries: [ObjectIndex.Entry?]

    var isAlone: Bool { entries.count { $0 != nil } == 1 }
  }

  private mutating func add(_ name: Name, _ found: [[ObjectIndex.Entry]]) {
    var rows: [Row] = []
    var places: [String: Int] = [:]
    for (number, entries) in found.enumerated() {
      for entry in entries {
        let label = namespaces.label(entry.namespace)
        let row = places[label] ?? rows.count
        if row == rows.count {
          places[label] = row
          rows.append(Row(entries: Array(repeating: nil, count: count)))
        }
        if let elder = rows[row].entries[number] { replaced[number].append(elder.object) }
        rows[row].entries[number] = entry
      }
    }
    // One of each environment at most: no namespace is needed to tell them apart. It is the same
    // with what is left over where namespaces have told the others apart.
    if let all = together(rows) {
      rows = [all]
    } else if let rest = together(rows.filter(\.isAlone)),
      let first = rows.firstIndex(where: \.isAlone)
    {
      rows[first] = rest
      rows = rows.indices.filter { $0 == first || !rows[$0].isAlone }.map { rows[$0] }
    }
    groups += rows.map {
      Group(
        kind: name.kind, name: Self.shown(name, $0.entries), entries: $0.entries,
        hasNamesakes: rows.count > 1)
    }
  }

  /// A Namespace is called as it is where it comes first.
  private static func shown(_ name: Name, _ entries: [ObjectIndex.Entry?]) -> String {
    guard name.kind == .namespace else { return name.name }
    return entries.lazy.compactMap { $0?.object.name }.first ?? name.name
  }

  /// Rows as one, where no environment has two of them and namespaces do not say that they are
  /// different; `nil` elsewhere.
  private func together(_ rows: [Row]) -> Row? {
    guard rows.count <= count, var all = rows.first else { return nil }
    for row in rows.dropFirst() {
      for (number, entry) in row.entries.enumerated() {
        guard let entry else { continue }
        guard all.entries[number] == nil else { return nil }
        for (other, known) in all.entries.enumerated() {
          guard let known else { continue }
          guard
            namespaces.mayCorrespond(entry.namespace, in: number, known.namespace, in: other)
          else { return nil }
        }
      }
      for (number, entry) in row.entries.enumerated() where entry != nil {
        all.entries[number] = entry
      }
    }
    return all
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
