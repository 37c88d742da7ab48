import Kubernetes

/// A rule: what it says of itself, and how to make its check. Immutable; a class, since to hand on
/// twenty fields with every check and finding is to count as many references.
///
/// `kpatch rules`, `kpatch explain`, the policy's JSON Schema and the documentation are produced
/// from these values, so there is one place for each word. A rule lives in `Rules/` in a file of
/// its own, named after it, and is listed in ``Catalogue``.
package final class Rule: Sendable {
  /// `category/name` in kebab case; never changes once released.
  package let id: String
  /// A few words without a full stop: what the rule demands.
  package let title: String
  package let severity: Severity
  /// What it does in each preset.
  package let presets: PresetActions
  /// What is judged: no other object is ever shown to the check, and an API server has to send no
  /// other one.
  package let subject: Subject
  /// Whether it looks at other objects than the one that it judges.
  package let others: Others
  /// Whether it compares an update with the object before it: its check is a ``Check/update(_:)``,
  /// silent offline, where nobody knows what was there before.
  package let needsOldObject: Bool
  /// Whether the API server itself refuses or drops what the rule finds before it asks a webhook,
  /// or warns of it: such a rule speaks to who writes manifests, and no object is sent for it.
  package let isSettledByServer: Bool
  /// The fields that are read, from the pod template (`spec.securityContext.runAsNonRoot`,
  /// `spec.containers[*].image`) or from the object.
  package let fields: [String]
  /// Why, in one sentence with a full stop.
  package let why: String
  /// Where that is written: an address, or a section of a specification.
  package let source: String
  /// What to do, in one sentence with a full stop.
  package let remedy: String
  package let parameters: [Parameter]
  /// What can be said of the edit that findings carry.
  package let fix: FixClass
  /// A manifest that fails and the same one mended, as YAML.
  package let example: Example
  /// What other tools call it.
  package let aliases: [Alias]
  /// The rule of the level baseline that this one contains, with the same places: of one fault the
  /// stronger of the two speaks, and where they are as strong, this one. That is how Pod Security
  /// has one check override another.
  package let replaces: String?
  /// What its findings are about beside their places; `nil` where a place is all. An update is
  /// excused for what was found before only where it adds nothing to that.
  package let beside: Beside?
  /// Whether its findings point at secrets, so that no report shows the lines of the source.
  package let hidesSource: Bool
  /// The check for these parameters at this version of Kubernetes; `nil` where there is nothing to
  /// check, because the version has no such requirement.
  package let makeCheck: @Sendable (Parameters, KubernetesVersion) -> Check?

  package init(
    id: String, title: String, severity: Severity, presets: PresetActions, subject: Subject,
    others: Others = .ignored, needsOldObject: Bool = false, isSettledByServer: Bool = false,
    fields: [String],
    why: String, source: String, remedy: String,
    parameters: [Parameter] = [], fix: FixClass = .none, example: Example, aliases: [Alias] = [],
    replaces: String? = nil, beside: Beside? = nil, hidesSource: Bool = false,
    makeCheck: @escaping @Sendable (Parameters, KubernetesVersion) -> Check?
  ) {
    self.id = id
    self.title = title
    self.severity = severity
    self.presets = presets
    self.subject = subject
    self.others = others
    self.needsOldObject = needsOldObject
    self.isSettledByServer = isSettledByServer
    self.fields = fields
    self.why = why
    self.source = source
    self.remedy = remedy
    self.parameters = parameters
    self.fix = fix
    self.example = example
    self.aliases = aliases
    self.replaces = replaces
    self.beside = beside
    self.hidesSource = hidesSource
    self.makeCheck = makeCheck
  }

  /// The part of the id before the slash.
  package var category: String { Self.category(of: id) }

  /// Whether it is of the Pod Security Standards. Asked of every rule when a policy is compiled, so
  /// no string is made for it.
  var isStandard: Bool {
    let category = PodSecurityStandards.category.utf8
    return id.utf8.starts(with: category)
      && id.utf8.dropFirst(category.count).first == UInt8(ascii: "/")
  }

  /// The part of a rule's id before the slash.
  static func category(of id: String) -> String {
    String(id[..<(id.utf8.firstIndex(of: UInt8(ascii: "/")) ?? id.endIndex)])
  }
}

extension Rule {
  /// Whether a rule looks at other objects: offline everything in the input, in the server none.
  package enum Others: String, Sendable {
    case ignored
    /// It is more exact where they are in reach.
    case considered
    /// It is silently inactive where they are not: its check is a ``Check/reach(_:)``.
    case needed
  }

  /// What a finding is about beside its place: that somebody may do everything is one half, and who
  /// it is the other.
  package enum Beside: Sendable {
    /// What so many tokens of its pointer lead to.
    case holder(tokens: Int)
    /// The elements of a list of the object, or what these have under a key.
    case elements(of: [String], key: String? = nil)
  }

  /// What the edit of a finding may do to the application.
  package enum FixClass: UInt8, Sendable, CaseIterable {
    /// No edit: the right value is not known.
    case none
    /// Changes nothing that works.
    case safe
    /// Can break an application that relies on what is forbidden.
    case review

    package var name: String {
      switch self {
      case .none: "none"
      case .safe: "safe"
      case .review: "review"
      }
    }
  }

  package struct Example: Sendable {
    /// What both are updates of, where the rule is about updates.
    package let before: String?
    package let fails: String
    package let passes: String

    package init(before: String? = nil, fails: String, passes: String) {
      self.before = before
      self.fails = fails
      self.passes = passes
    }
  }

  /// The same check in another tool.
  package struct Alias: Sendable, Equatable {
    package enum Tool: String, Sendable, CaseIterable {
      case podSecurity = "pod-security"
      case polaris
      case kubeLinter = "kube-linter"
      case kubeScore = "kube-score"
      case kyverno
      case gatekeeper
      case checkov
    }

    package let tool: Tool
    package let id: String
    /// Where that check looks at one of the places only that this rule looks at: the last part of
    /// its pointer. Who ignores that check ignores no other place.
    package let field: String?

    package init(_ tool: Tool, _ id: String, at field: String? = nil) {
      self.tool = tool
      self.id = id
      self.field = field
    }
  }
}

/// The action of a rule in each preset; in `none` every rule is off.
package struct PresetActions: Sendable, Equatable {
  package var baseline: Action
  package var restricted: Action
  package var recommended: Action
  package var everything: Action

  package subscript(preset: Preset) -> Action {
    switch preset {
    case .none: .off
    case .baseline: baseline
    case .restricted: restricted
    case .recommended: recommended
    case .everything: everything
    }
  }

  /// A check of the Pod Security Standards' level baseline, which restricted contains.
  package static func baseline(recommended: Action) -> PresetActions {
    PresetActions(
      baseline: .deny, restricted: .deny, recommended: recommended, everything: .deny)
  }

  /// A check that only the level restricted has.
  package static func restricted(recommended: Action) -> PresetActions {
    PresetActions(baseline: .off, restricted: .deny, recommended: recommended, everything: .deny)
  }

  /// A check that is no part of the Pod Security Standards.
  package static func ours(recommended: Action, everything: Action) -> PresetActions {
    PresetActions(
      baseline: .off, restricted: .off, recommended: recommended, everything: everything)
  }

  /// Off in every preset: it needs parameters.
  package static let untilSet = PresetActions(
    baseline: .off, restricted: .off, recommended: .off, everything: .off)
}
