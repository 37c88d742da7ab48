import Documents
import Embedded
import Kubernetes

/// In what the objects of several environments are not in step.
///
/// Objects are compared as the mutators leave them. Each one is looked at once, by what it says
/// (``ParityFacts``), so that the whole is linear in what is there.
package struct Parity: Sendable {
  /// What is compared with others.
  package struct Environment: Sendable {
    package let name: String
    package let entries: [ObjectIndex.Entry]

    package init(_ name: String, _ entries: [ObjectIndex.Entry]) {
      self.name = name
      self.entries = entries
    }
  }

  /// How much of an environment was compared.
  package struct Count: Sendable {
    package var objects = 0
    /// Objects that the policy leaves alone.
    package var excluded = 0
    /// Objects after which another one of the same name came, which counts.
    package var replaced = 0
    /// The first of them.
    package var firstReplaced: ObjectReference?
    /// Objects that have no name yet, so that nothing is known to be the same.
    package var unnamed = 0
  }

  /// How often an entry of the policy was needed.
  package struct Use: Sendable {
    /// Differences that it is the first one to allow.
    package var count = 0
    /// Whether it has a part in allowing any.
    package var isUsed = false
  }

  /// By object, in the order of the first environment that has it.
  package private(set) var differences: [ParityDifference] = []
  /// For each environment.
  package private(set) var counts: [Count]
  /// For each entry of ``CompiledPolicy/parity``.
  package private(set) var uses: [Use]
  /// Objects of which at least one environment has one.
  package private(set) var objectCount = 0

  private let environments: [String]
  private let policy: CompiledPolicy
  private let context: EvaluationContext
  /// With the objects of each environment in reach, where the policy asks for it.
  private let contexts: [EvaluationContext]

  /// - Parameter context: has the namespace for objects that name none.
  package init(
    _ environments: [Environment], policy: CompiledPolicy,
    context: EvaluationContext = EvaluationContext()
  ) {
    self.policy = policy
    self.context = context
    self.environments = environments.map(\.name)
    counts = Array(repeating: Count(), count: environments.count)
    uses = Array(repeating: Use(), count: policy.parity.count)
    var kept: [[ObjectIndex.Entry]] = []
    for (number, environment) in environments.enumerated() {
      let entries = environment.entries.filter { !policy.exclude.excludes($0.object, context) }
      counts[number].excluded = environment.entries.count - entries.count
      counts[number].objects = entries.count
      kept.append(entries)
    }
    let needsReach = policy.configMaps.contains { $0.usedBy != nil }
    contexts = environments.map { environment in
      var context = context
      if needsReach { context.reach = ObjectIndex(environment.entries) }
      return context
    }
    let names = ParityNames(kept)
    for number in kept.indices {
      counts[number].replaced = names.replaced[number].count
      counts[number].firstReplaced = names.replaced[number].first.map {
        ObjectReference($0, in: context)
      }
      counts[number].unnamed = names.unnamed[number]
    }
    objectCount = names.groups.count
    for group in names.groups { compare(group) }
  }

  /// Differences that nothing allows.
  package var drift: some Sequence<ParityDifference> {
    differences.lazy.filter { $0.allowance == nil }
  }

  package var driftCount: Int { differences.count - uses.reduce(0) { $0 + $1.count } }

  // MARK: Objects

  private mutating func compare(_ group: ParityNames.Group) {
    let object = Self.reference(group)
    var caches = Array(repeating: PlaceCache(), count: environments.count)
    if group.entries.contains(where: { $0 == nil }) {
      var sides: [ParityDifference.Side?] = []
      for (number, entry) in group.entries.enumerated() {
        let place = entry.map { entry in
          Self.place(Self.spot(of: entry.object), entry, &caches[number])
        }
        sides.append(
          ParityDifference.Side(
            place: place, isMissing: entry == nil, shown: nil, group: entry == nil ? -1 : 0))
      }
      add(
        ParityDifference(
          sort: .object, object: object, container: nil, path: "", subject: "object",
          sides: sides, allowance: nil), group)
    }
    guard group.entries.count(where: { $0 != nil }) > 1 else { return }
    let facts = facts(of: group)
    for places in Self.rows(facts) {
      if let difference = difference(places, facts, group, object, &caches) {
        add(difference, group)
      }
    }
  }

  private static func spot(of object: KubernetesObject) -> ParityFacts.Spot {
    guard let name = object.metadata?["name"] else {
      return ParityFacts.Spot(node: object.node, pointer: [])
    }
    return ParityFacts.Spot(node: name, pointer: ["metadata", "name"])
  }

  private func facts(of group: ParityNames.Group) -> [ParityFacts?] {
    // A schema that is for the object of one environment speaks about the others too.
    var schemas: [ConfigMapEntry] = []
    if group.kind == .configMap || group.kind == .secret {
      schemas = policy.configMaps.filter { schema in
        zip(group.entries, contexts).contains { entry, context in
          guard let entry else { return false }
          return schema.covers(
            ObjectScope(
              object: entry.object, pods: [], context: context, remarks: [], configMaps: []))
        }
      }
    }
    return group.entries.map { entry in
      guard let entry else { return nil }
      var facts = ParityFacts(entry)
      facts.addData(schemas)
      return facts
    }
  }

  private static func reference(_ group: ParityNames.Group) -> ObjectReference {
    let entries = group.entries.compactMap(\.self)
    let isSame = entries.allSatisfy { $0.namespace == entries.first?.namespace }
    var namespace = isSame || group.hasNamesakes ? entries.first?.namespace ?? "" : ""
    if group.kind == .namespace { namespace = "" }
    return ObjectReference(
      apiVersion: entries.first?.object.apiVersion ?? "", kind: group.kind.kind,
      namespace: namespace.isEmpty ? nil : namespace, name: group.name)
  }

  // MARK: Facts

  /// What the environments say, each thing once and in the order in which it comes: the place of
  /// the fact among those of each environment.
  private static func rows(_ facts: [ParityFacts?]) -> [[Int?]] {
    var rows: [[Int?]] = []
    var known: [ParityFact.Name: Int] = [:]
    for (number, facts) in facts.enumerated() {
      for (place, fact) in (facts?.facts ?? []).enumerated() {
        let row = known[fact.name] ?? rows.count
        if row == rows.count {
          known[fact.name] = row
          rows.append(Array(repeating: nil, count: number))
        }
        while rows[row].count <= number { rows[row].append(nil) }
        // Of two in one environment the last one counts, as it does for the API.
        rows[row][number] = place
      }
    }
    for row in rows.indices {
      while rows[row].count < facts.count { rows[row].append(nil) }
    }
    return rows
  }

  private func difference(
    _ places: [Int?], _ facts: [ParityFacts?], _ group: ParityNames.Group,
    _ object: ObjectReference, _ caches: inout [PlaceCache]
  ) -> ParityDifference? {
    let first = zip(facts, places).lazy.compactMap { facts, place in
      place.flatMap { facts?.facts[$0] }
    }.first
    guard let first else { return nil }
    var values: [Value?] = []
    var answers: [Int?] = []
    for (facts, place) in zip(facts, places) {
      guard let facts, let place else {
        let isComparable = facts.map { first.parent.map($0.has) ?? true } ?? false
        answers.append(isComparable && first.missing != nil ? -1 : nil)
        continue
      }
      let value = first.unequal == nil ? nil : facts.facts[place].value
      if let known = values.firstIndex(of: value) {
        answers.append(known)
      } else {
        answers.append(values.count)
        values.append(value)
      }
    }
    let sort = answers.contains(-1) ? first.missing : values.count > 1 ? first.unequal : nil
    guard let sort else { return nil }
    var sides: [ParityDifference.Side?] = []
    for (number, answer) in answers.enumerated() {
      guard let answer, let facts = facts[number], let entry = group.entries[number] else {
        sides.append(nil)
        continue
      }
      let fact = places[number].map { facts.facts[$0] }
      let spot = fact?.place ?? facts.nearest(to: first.path)
      sides.append(
        ParityDifference.Side(
          place: Self.place(spot, entry, &caches[number]), isMissing: fact == nil,
          shown: fact?.shown, group: answer))
    }
    return ParityDifference(
      sort: sort, object: object, container: first.container, path: first.path,
      subject: first.subject, sides: sides, allowance: nil)
  }

  private static func place(
    _ spot: ParityFacts.Spot, _ entry: ObjectIndex.Entry, _ cache: inout PlaceCache
  ) -> ParityDifference.Place {
    let isPart = spot.part != nil || spot.isEncoded
    let range =
      isPart
      ? cache.range(of: spot.node, isEncoded: spot.isEncoded, spot.part)
      : Finding.pointRange(spot.node)
    let document = spot.node.document
    return ParityDifference.Place(
      source: document.source, document: document.position,
      range: range ?? spot.node.range, pointer: JSONPointer(spot.pointer),
      namespace: entry.namespace.isEmpty ? nil : entry.namespace)
  }

  // MARK: Allowances

  private mutating func add(_ difference: ParityDifference, _ group: ParityNames.Group) {
    let objects = group.entries.compactMap { $0?.object }
    var difference = difference
    let covering = policy.parity.indices.filter {
      policy.parity[$0].covers(difference, objects, context)
    }
    let isAllowed =
      !covering.isEmpty
      && difference.agree { number in
        covering.contains { policy.parity[$0].excuses(environments[number]) }
      }
    if isAllowed {
      // What allows it in all environments is what a reader would look for first.
      let first = covering.first { policy.parity[$0].environments.isEmpty } ?? covering.first
      difference.allowance = first
      if let first { uses[first].count += 1 }
      for entry in covering { uses[entry].isUsed = true }
    }
    differences.append(difference)
  }
}
