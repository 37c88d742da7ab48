import Kubernetes
import Patterns

/// Kinds of objects; which ones an API server has to send is worked out with them.
package struct KindSet: Sendable, Equatable {
  /// Whether it is all kinds there are.
  package private(set) var isEverything = false
  /// The kinds, unless it is all. The group `*` stands for any: of a kind that is known by its name
  /// only.
  package private(set) var kinds: Set<ObjectKind> = []

  package var isEmpty: Bool { !isEverything && kinds.isEmpty }

  package func contains(_ kind: ObjectKind) -> Bool {
    isEverything || kinds.contains(kind) || kinds.contains(ObjectKind(kind.kind, in: "*"))
  }

  fileprivate mutating func formUnion(_ other: KindSet) {
    isEverything = isEverything || other.isEverything
    kinds.formUnion(other.kinds)
    if isEverything { kinds = [] }
  }

  fileprivate init() {}

  fileprivate init(_ kinds: some Sequence<ObjectKind>) {
    self.kinds = Set(kinds)
  }

  fileprivate static let everything: KindSet = {
    var all = KindSet()
    all.isEverything = true
    return all
  }()
}

/// A part of a pod that can change after the pod was made, each by a subresource of its own.
package enum PodPart: String, Sendable, CaseIterable {
  case ephemeralContainers
  case resources
}

extension Rule {
  /// Whether it reads a part of pods, by its ``fields``.
  package func reads(_ part: PodPart) -> Bool {
    fields.contains { $0.contains(part.rawValue) }
  }
}

extension CompiledPolicy {
  /// The kinds that the rules judge where no other objects are in reach, after what the policy
  /// excludes by kind.
  package var judgedKinds: KindSet {
    rules.reduce(into: KindSet()) { $0.formUnion(judgedKinds(by: $1)) }
  }

  /// The parts of pods that the rules judge.
  package var judgedPodParts: Set<PodPart> {
    let readers = rules.filter { judgedKinds(by: $0).contains(.pod) }.map(\.rule)
    return Set(PodPart.allCases.filter { part in readers.contains { $0.reads(part) } })
  }

  /// The kinds that mutators, and fixes of rules, may change.
  package var mutatedKinds: KindSet {
    var found = KindSet()
    for mutator in mutators {
      for target in mutator.mutator.targets {
        found.formUnion(kinds(of: target.subject, in: [mutator.scope, target.scope]))
      }
    }
    for rule in rules where fixes.contains(rule.rule.id) {
      found.formUnion(judgedKinds(by: rule))
    }
    return found
  }

  /// Namespaces that the policy excludes by their whole name, sorted.
  package var excludedNamespaces: [String] {
    Set(exclude.namespaces.compactMap(\.literal)).sorted()
  }

  private func judgedKinds(by rule: CompiledRule) -> KindSet {
    var found = KindSet()
    if rule.rule.others == .needed || rule.rule.isSettledByServer { return found }
    if rule.base.variant != nil {
      found.formUnion(kinds(of: rule.rule.subject, in: [rule.base.scope ?? Scope()]))
    }
    for (override, choice) in rule.variants where choice.variant != nil {
      let scopes = [Scope(match: overrides[override]), choice.scope ?? Scope()]
      found.formUnion(kinds(of: rule.rule.subject, in: scopes))
    }
    return found
  }

  /// What is left of a subject's kinds in all of these scopes. Never less than is meant: what
  /// cannot be told by the kind alone stays.
  private func kinds(of subject: Subject, in scopes: [Scope]) -> KindSet {
    let candidates: KindSet
    switch subject {
    case .kinds(let kinds): candidates = KindSet(kinds)
    case .pods: candidates = KindSet(podKinds)
    case .podsAnd(let kinds): candidates = KindSet(podKinds + kinds)
    case .objects:
      let names = scopes.compactMap { Self.names($0.match?.kinds ?? []) }.first
      candidates = names.map { KindSet($0.flatMap(Self.kinds(named:))) } ?? .everything
    }
    if candidates.isEverything { return candidates }
    return KindSet(candidates.kinds.filter { kind in isMeant(kind.kind, in: scopes) })
  }

  private func isMeant(_ kind: String, in scopes: [Scope]) -> Bool {
    func hits(_ patterns: [Glob]) -> Bool { patterns.contains { $0.matches(kind) } }
    if hits(exclude.kinds) { return false }
    return scopes.allSatisfy { scope in
      let wanted = scope.match?.kinds ?? []
      return (wanted.isEmpty || hits(wanted)) && !hits(scope.exclude?.kinds ?? [])
    }
  }

  /// The kinds that patterns name one by one; `nil` where there are none, or wildcards among them.
  private static func names(_ patterns: [Glob]) -> [String]? {
    let names = patterns.compactMap(\.literal)
    return names.isEmpty || names.count != patterns.count ? nil : names
  }

  private var podKinds: [ObjectKind] {
    Self.podKinds + podTemplates.map { ObjectKind($0.kind, in: $0.group) }
  }

  /// The kinds of the field that have pods.
  package static let podKinds = PodTemplatePaths.kinds.map { ObjectKind($0.kind, in: $0.group) }

  /// All kinds of a name that are known, or else the one of any group.
  private static func kinds(named name: String) -> [ObjectKind] {
    knownKinds[name].map(Array.init) ?? [ObjectKind(name, in: "*")]
  }

  /// The kinds of Kubernetes, of the field that have pods, and of rules, by their names.
  package static let knownKinds: [String: Set<ObjectKind>] = {
    var kinds = Set(podKinds).union(ObjectKind.ownOfKubernetes)
    for rule in Catalogue.rules {
      switch rule.subject {
      case .kinds(let named), .podsAnd(let named): kinds.formUnion(named)
      case .pods, .objects: continue
      }
    }
    return Dictionary(grouping: kinds, by: \.kind).mapValues(Set.init)
  }()
}
