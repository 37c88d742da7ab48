/// A named set of rules and actions that a policy starts from.
package enum Preset: UInt8, Sendable, CaseIterable {
  /// No rule at all.
  case none
  /// Exactly the Pod Security Standards' level of that name, denied.
  case baseline
  /// Exactly the Pod Security Standards' level of that name, denied.
  case restricted
  /// What an experienced platform team would turn on for everybody on the first day.
  case recommended
  /// Every rule that needs no parameter.
  case everything

  package var name: String {
    switch self {
    case .none: "none"
    case .baseline: "baseline"
    case .restricted: "restricted"
    case .recommended: "recommended"
    case .everything: "everything"
    }
  }

  package init?(name: String) {
    guard let preset = Preset.allCases.first(where: { $0.name == name }) else { return nil }
    self = preset
  }
}
