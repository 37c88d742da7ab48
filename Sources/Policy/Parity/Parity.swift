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
    /// Differences that it allows, alone or together with others.
    package var count = 0
    /// Whether it would allow any: it may be that another entry does so before it.
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
    differences.lazy.filter { !$0.isAllowed }
  }

  package var driftCount: Int { drift.reduce(0) { count, _ in count + 1 } }

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
          sides: sides), group)
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
    let present = zip(facts, places).compactMap { facts, place in
      place.flatMap { facts?.facts[$0] }
    }
    // What follows from other facts is told by them, where nobody says it himself.
    guard let first = present.first, present.contains(where: { !$0.isImplied }) else { return nil }
    var values: [Value?] = []
    var answers: [Int?] = []
    for (facts, place) in zip(facts, places) {
      guard let facts else {
        answers.append(nil)
        continue
      }
      guard let place else {
        let isComparable = present.contains { $0.parent.map(facts.has) ?? true }
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
    // In which field a key is, is of interest where that differs.
    let isPresenceOnly = sort == .key && values.count == 1
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
          shown: isPresenceOnly ? nil : fact?.shown, group: answer))
    }
    return ParityDifference(
      sort: sort, object: object, container: first.container, path: first.path,
      subject: first.subject, sides: sides)
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
    let alone = covering.filter { allow(difference, [$0]) }
    // What allows it in all environments is what a reader would look for first.
    if let first = alone.first(where: { policy.parity[$0].environments.isEmpty }) ?? alone.first {
      difference.allowances = [first]
    } else {
      difference.allowances = together(covering, difference)
    }
    for entry in difference.allowances { uses[entry].count += 1 }
    for entry in alone + difference.allowances { uses[entry].isUsed = true }
    differences.append(difference)
  }

  private func allow(_ difference: ParityDifference, _ entries: [Int]) -> Bool {
    difference.agree { number in
      entries.contains { policy.parity[$0].excuses(environments[number]) }
    }
  }

  /// Entries that allow a difference together, and none of which could be left out; empty where
  /// even all do not.
  private func together(_ covering: [Int], _ difference: ParityDifference) -> [Int] {
    // Only those that excuse one more environment, so that there are no more than environments.
    var excused: Set<Int> = []
    var needed = covering.filter { entry in
      let own = environments.indices.filter { policy.parity[entry].excuses(environments[$0]) }
      let before = excused.count
      excused.formUnion(own)
      return excused.count > before
    }
    guard !needed.isEmpty, allow(difference, needed) else { return [] }
    for entry in needed.reversed() {
      let others = needed.filter { $0 != entry }
      if allow(difference, others) { needed = others }
    }
    return needed
  }
}
