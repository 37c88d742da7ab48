/// What a finding of a rule does to the request or the run.
package enum Action: UInt8, Sendable, Comparable, CaseIterable {
  /// The rule is not evaluated.
  case off
  /// Recorded, not shown to the user of the API.
  case audit
  /// Shown; does not stop anything.
  case warn
  /// Stops the request; fails the run.
  case deny

  package var name: String {
    switch self {
    case .off: "off"
    case .audit: "audit"
    case .warn: "warn"
    case .deny: "deny"
    }
  }

  package init?(name: String) {
    guard let action = Action.allCases.first(where: { $0.name == name }) else { return nil }
    self = action
  }

  package static func < (left: Action, right: Action) -> Bool { left.rawValue < right.rawValue }
}
