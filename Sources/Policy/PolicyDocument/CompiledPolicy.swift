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
  /// In the order of the catalogue.
  let rules: [CompiledRule]
  let overrides: [ObjectMatch]
  let exceptions: [CompiledException]
  /// What objects may exempt themselves from by annotation; empty where they may not.
  let exemptions: [RulePattern]
  let podTemplates: [CustomPodTemplate]
  /// In the order of the catalogue.
  let mutators: [CompiledMutator]

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

  /// The ids of the rules that can report something, in the order of the catalogue.
  package var activeRules: [String] { rules.map(\.rule.id) }
}

/// A rule that is on somewhere. A class, so that going through the rules copies nothing.
final class CompiledRule: Sendable {
  let rule: Rule
  /// What it does where no override says otherwise; `nil` where it is off.
  let base: RuleVariant?
  /// What it does where an override matches, in the order of the overrides; a later one wins.
  let variants: [(override: Int, variant: RuleVariant?)]
  /// The rule that contains this one, where that is on somewhere: ``Rule/replaces``.
  let replacer: CompiledRule?

  init(
    rule: Rule, base: RuleVariant?, variants: [(override: Int, variant: RuleVariant?)],
    replacer: CompiledRule?
  ) {
    self.rule = rule
    self.base = base
    self.variants = variants
    self.replacer = replacer
  }

  /// What it does for an object that these overrides match.
  func variant(_ matching: [Bool]) -> RuleVariant? {
    if variants.isEmpty { return base }
    for (override, variant) in variants.reversed() where matching[override] { return variant }
    return base
  }
}

/// A rule with an action, parameters and a place to apply.
final class RuleVariant: Sendable {
  let action: Action
  let check: Check
  /// `nil` where it applies everywhere.
  let scope: Scope?

  init(action: Action, check: Check, scope: Scope?) {
    self.action = action
    self.check = check
    self.scope = scope
  }
}

struct CompiledMutator: Sendable {
  let mutator: any Mutator
  let scope: Scope
}

/// One setting of the effective policy.
package struct EffectiveSetting: Sendable {
  /// The way to it in the document: `["spec", "rules", "pss/privileged", "action"]`.
  package let path: [String]
  package let value: Value
  package let origin: SettingOrigin
}
