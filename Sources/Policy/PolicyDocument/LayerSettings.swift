import Documents
import Kubernetes

/// What one layer says, read and checked by itself.
struct LayerSettings {
  /// A value and where it was said.
  struct Sourced<Value> {
    let value: Value
    let origin: SettingOrigin
  }

  struct RuleEntry {
    let pattern: RulePattern
    let setting: RuleSetting
    let origin: SettingOrigin
    /// The key, for problems that show up when layers are put together.
    let key: Node?
  }

  struct OverrideEntry {
    let match: ObjectMatch
    let rules: [RuleEntry]
    let origin: SettingOrigin
  }

  struct MutatorEntry {
    let definition: MutatorDefinition
    /// `nil` where it is switched off.
    let mutator: (any Mutator)?
    let scope: Scope
    /// The settings as they were written, for `policy show`.
    let settings: Value
    let origin: SettingOrigin
  }

  struct ConfigMapSetting {
    let entry: ConfigMapEntry
    /// As it was written, for `policy show`.
    let settings: Value
    let origin: SettingOrigin
  }

  var name = ""
  var preset: Sourced<Preset>?
  var kubernetesVersion: Sourced<KubernetesVersion>?
  var exclude: Sourced<ObjectMatch>?
  var rules: [RuleEntry] = []
  var overrides: [OverrideEntry] = []
  var exceptions: [Sourced<CompiledException>] = []
  var exemptions: Sourced<[RulePattern]>?
  var ignores: Sourced<[Rule.Alias.Tool]>?
  var podTemplates: [Sourced<CustomPodTemplate>] = []
  var podSecurity = PodSecuritySettings()
  var existingViolations: Sourced<ExistingViolations>?
  var mutators: [MutatorEntry] = []
  var fix: Sourced<[RulePattern]>?
  var configMaps: [ConfigMapSetting] = []
  var parity: [ParityAllowance] = []
}

/// What a layer says under `podSecurity`.
struct PodSecuritySettings {
  typealias Sourced = LayerSettings.Sourced

  /// A level, and the version of the standards; `nil` for that of the policy.
  struct Mode {
    var level: PodSecurityLevel
    var version: KubernetesVersion?
  }

  var level: Sourced<PodSecurityLevel>?
  /// Of what is enforced; `nil` inside for the version of the policy.
  var version: Sourced<KubernetesVersion?>?
  var warn: Sourced<Mode>?
  var audit: Sourced<Mode>?
  var usernames: Sourced<[String]>?
  var namespaces: Sourced<[String]>?
  var runtimeClasses: Sourced<[String]>?
  var controllers: Sourced<Action>?
  var namespaceLabels: Sourced<Bool>?
}

/// What a policy says of a rule; what it does not say stays as it was.
struct RuleSetting: Sendable {
  var action: Action?
  var parameters: [String: Value] = [:]
  var match: ObjectMatch?
  var exclude: ObjectMatch?
}

/// Where a setting of the effective policy comes from.
package struct SettingOrigin: Sendable, Equatable {
  /// `built-in`, `preset recommended`, the name of a file, `command line`.
  package let layer: String
  /// Where in the source of that layer; `nil` where it has none.
  package let range: SourceRange?

  package init(layer: String, range: SourceRange? = nil) {
    self.layer = layer
    self.range = range
  }

  static let builtIn = SettingOrigin(layer: "built-in")
}

/// A custom kind that makes pods: where it keeps their `metadata` and `spec`.
package struct CustomPodTemplate: Sendable, Equatable {
  package let group: String
  package let kind: String
  /// From the object; `*` stands for each element of a sequence.
  package let path: [String]
}

/// An exception of the policy that has not expired.
package struct CompiledException: Sendable {
  let rules: [RulePattern]
  let match: ObjectMatch
  let reason: String
  let expires: CalendarDate

  func covers(rule: String) -> Bool { rules.contains { $0.matches(rule) } }
}
