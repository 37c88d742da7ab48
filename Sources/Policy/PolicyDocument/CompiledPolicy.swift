import Documents
import Kubernetes

/// A policy that is ready to judge: all layers put together, rules that are off left out, checks
/// made with their parameters. Immutable and shared by all threads.
package struct CompiledPolicy: Sendable {
  package let preset: Preset
  package let kubernetesVersion: KubernetesVersion
  /// Every setting and where it comes from, for `kpatch policy show`.
  package let settings: [EffectiveSetting]

  /// Objects that are never touched and never judged.
  let exclude: ObjectMatch
  /// The rules in the order of the catalogue.
  let ruleList: Uncounted<CompiledRule>
  var rules: [CompiledRule] { ruleList.elements }
  let overrides: [ObjectMatch]
  let exceptions: [CompiledException]
  /// What objects may exempt themselves from by annotation; empty where they may not.
  let exemptions: [RulePattern]
  /// The tools whose annotations exempt objects from what their checks are called here.
  let ignores: [Rule.Alias.Tool]
  let podTemplates: [CustomPodTemplate]
  let podSecurity: CompiledPodSecurity
  /// What an update may leave as it was.
  let existingViolations: ExistingViolations
  /// In the order of the catalogue.
  private(set) var mutators: [CompiledMutator]
  /// Whether no mutator adds a label or an annotation that matters to another one, as far as that
  /// is known before an object is: asked of each key for each object it takes a tenth of the time
  /// of mutating.
  private(set) var areMutatorsApart = false
  /// The ids of the rules whose findings are fixed, where they have a fix.
  private(set) var fixes: Set<String> = []
  /// What ConfigMaps must carry, in the order of the layers.
  package private(set) var configMaps: [ConfigMapEntry] = []
  /// In what environments may differ, in the order of the layers.
  package private(set) var parity: [ParityAllowance] = []

  /// Whether the label or the annotation of this key matters to more than the mutator that wrote
  /// it, which minds it as well: to another one, to a part of that one that waits for it, or to
  /// whether the object is left alone, as by its `labels`.
  func concernsOthers(_ key: String) -> Bool {
    let isMarker =
      key == "kubernetes.io/config.mirror" || key == "config.kubernetes.io/local-config"
    var mindful = isMarker || exclude.labelsRead.contains(key) ? 1 : 0
    for mutator in mutators where mutator.minds(metadataKey: key) {
      mindful += mutator.mutator.readsItself ? 2 : 1
    }
    return mindful > 1
  }

  /// The keys of all labels and annotations that its mutators may add; `nil` where they are not
  /// known before an object is.
  package var mutatedMetadataKeys: Set<String>? {
    var keys: Set<String> = []
    for mutator in mutators {
      guard let added = mutator.mutator.metadataKeys else { return nil }
      keys.formUnion(added)
    }
    return keys
  }

  /// The same policy with what follows from its mutators worked out.
  func withMutatorsCompared() -> CompiledPolicy {
    var policy = self
    policy.areMutatorsApart = !(mutatedMetadataKeys?.contains(where: concernsOthers) ?? true)
    return policy
  }

  /// The policy of no layer at all: what an empty `spec` means.
  package static let builtIn: CompiledPolicy = {
    let compilation = PolicyCompiler.compile([], today: nil)
    guard let policy = compilation.policy else {
      fatalError("invariant broken: the built-in policy compiles")
    }
    return policy
  }()

  /// The rules that do nothing where no other objects are in reach, in the order of the catalogue.
  package var rulesThatNeedObjects: [String] {
    rules.filter { $0.rule.others == .needed }.map(\.rule.id)
  }

  /// Whether anything is judged by other objects than itself, so that it is worth an index.
  package var looksAtOtherObjects: Bool { rules.contains { $0.rule.others != .ignored } }

  /// Whether the labels of namespaces count, so that it is worth looking for them.
  package var usesNamespaceLabels: Bool { podSecurity.readsLabels || mutatesByNamespaceLabels }

  /// Whether they count before anything is judged: for a mutator.
  package var mutatesByNamespaceLabels: Bool {
    mutators.contains { $0.mutator.readsNamespaceLabels }
  }

  /// The policy as a tool that fixes manifests wants it: with the fixes of these rules, and of its
  /// mutators only those that are named.
  package func fixing(_ rules: Set<String>, mutators names: Set<String>) -> CompiledPolicy {
    var policy = self
    policy.fixes = rules
    policy.mutators = mutators.filter { names.contains($0.mutator.id) }
    return policy.withMutatorsCompared()
  }

  /// The ids of the rules that can report something, in the order of the catalogue.
  package var activeRules: [String] { rules.map(\.rule.id) }
}

/// A rule that is on somewhere. A class, so that going through the rules copies nothing.
final class CompiledRule: Sendable {
  /// What a rule does for some objects.
  final class Choice: Sendable {
    /// `nil` where it is off.
    let variant: RuleVariant?
    /// Where it applies; `nil` for everywhere.
    let scope: Scope?
    /// Whether `rules` of the policy gives the action, so that labels of a namespace do not.
    let isGiven: Bool

    init(variant: RuleVariant?, scope: Scope?, isGiven: Bool) {
      self.variant = variant
      self.scope = scope
      self.isGiven = isGiven
    }
  }

  let rule: Rule
  /// Whether it is of the Pod Security Standards.
  let isStandard: Bool
  /// Whether it looks at every object.
  private let isForAll: Bool
  /// Whether it looks at every object that has pods.
  private let isForPods: Bool
  /// The kinds of objects that it looks at besides.
  private let kinds: [ObjectKind]
  /// What it does where no override says otherwise.
  let base: Choice
  /// What it does where an override matches, in the order of the overrides; a later one wins.
  let variants: [(override: Int, choice: Choice)]
  /// The rule that contains this one, where that is on somewhere: ``Rule/replaces``.
  let replacer: CompiledRule?
  /// What it does for every object, whatever else is on; `nil` where that is not always the same.
  let plain: (check: Check, action: Action)?

  init(
    rule: Rule, base: Choice, variants: [(override: Int, choice: Choice)], replacer: CompiledRule?
  ) {
    self.rule = rule
    isStandard = rule.isStandard
    isForAll = rule.subject == .objects
    isForPods =
      switch rule.subject {
      case .pods, .podsAnd: true
      case .objects, .kinds: false
      }
    kinds =
      switch rule.subject {
      case .kinds(let kinds), .podsAnd(let kinds): kinds
      case .objects, .pods: []
      }
    self.base = base
    self.variants = variants
    self.replacer = replacer
    if let variant = base.variant, !variant.hasScope, variants.isEmpty, replacer == nil,
      !isStandard
    {
      plain = (variant.check, variant.action)
    } else {
      plain = nil
    }
  }

  /// A rule on its own, without a policy that says what it does.
  convenience init(_ rule: Rule) {
    self.init(
      rule: rule, base: Choice(variant: nil, scope: nil, isGiven: false), variants: [],
      replacer: nil)
  }

  /// What it does for an object that these overrides match.
  func choice(_ matching: [Bool]) -> Choice {
    if variants.isEmpty { return base }
    for (override, choice) in variants.reversed() where matching[override] { return choice }
    return base
  }

  /// Whether a check of an object is for this one.
  func covers(_ scope: ObjectScope) -> Bool {
    // Without lists of kinds the answer is at hand.
    if isForAll { return true }
    if isForPods, scope.hasPods { return true }
    for index in kinds.indices where kinds[index].isKind(of: scope.object) { return true }
    return false
  }

  /// Whether it can report something.
  var isActive: Bool {
    base.variant != nil || variants.contains { $0.choice.variant != nil }
  }
}

/// A rule with an action, parameters and a place to apply.
final class RuleVariant: Sendable {
  let action: Action
  let check: Check
  /// `nil` where it applies everywhere.
  let scope: Scope?
  /// Asked for each object, while to look at ``scope`` is to copy all that it holds.
  let hasScope: Bool
  /// The same rule with a weaker action by the standards of another version.
  let weaker: RuleVariant?

  init(action: Action, check: Check, scope: Scope?, weaker: RuleVariant? = nil) {
    self.action = action
    self.check = check
    self.scope = scope
    hasScope = scope != nil
    self.weaker = weaker
  }
}

/// A class, since it is asked many times for each object and a copy of it copies its scope.
final class CompiledMutator: Sendable {
  let mutator: any Mutator
  let scope: Scope
  /// Labels on which the scope depends.
  private let scopeLabels: [String]

  init(mutator: any Mutator, scope: Scope) {
    self.mutator = mutator
    self.scope = scope
    scopeLabels = scope.labels
  }

  /// Whether what it does may depend on the label or the annotation of this key.
  func minds(metadataKey key: String) -> Bool {
    scopeLabels.contains(key) || mutator.minds(metadataKey: key)
  }
}

/// One setting of the effective policy.
package struct EffectiveSetting: Sendable {
  /// The way to it in the document: `["spec", "rules", "pss/privileged", "action"]`.
  package let path: [String]
  package let value: Value
  package let origin: SettingOrigin
  /// Whether it follows from another setting. Written as a setting of its own it would hold even
  /// where that other one changes: the action that a rule has by the levels of `podSecurity`.
  package let isDerived: Bool

  init(path: [String], value: Value, origin: SettingOrigin, isDerived: Bool = false) {
    self.path = path
    self.value = value
    self.origin = origin
    self.isDerived = isDerived
  }
}
