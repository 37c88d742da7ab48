/// A level of the Pod Security Standards.
package enum PodSecurityLevel: UInt8, Sendable, Comparable, CaseIterable {
  /// Nothing is asked for.
  case privileged
  case baseline
  case restricted

  package var name: String {
    switch self {
    case .privileged: "privileged"
    case .baseline: "baseline"
    case .restricted: "restricted"
    }
  }

  package init?(name: String) {
    guard let level = PodSecurityLevel.allCases.first(where: { $0.name == name }) else {
      return nil
    }
    self = level
  }

  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

/// A level in the version of the standards that counts.
struct PodSecurityMode: Sendable, Equatable {
  var level: PodSecurityLevel
  var version: KubernetesVersion
}

/// What Pod Security Admission calls modes: what it enforces, what it warns of, what it records.
struct PodSecurityModes: Sendable, Equatable {
  var enforce: PodSecurityMode
  var warn: PodSecurityMode
  var audit: PodSecurityMode

  /// What a rule of the standards does, by its position among them: its action and its check,
  /// beginning with the strongest. Of two with one version the stronger says all.
  func actions(of rule: Int) -> [(action: Action, check: Check, version: KubernetesVersion)] {
    var actions: [(action: Action, check: Check, version: KubernetesVersion)] = []
    for (action, mode) in [(Action.deny, enforce), (.warn, warn), (.audit, audit)] {
      guard let check = PodSecurityStandards.check(rule, at: mode),
        !actions.contains(where: { $0.version == mode.version })
      else { continue }
      actions.append((action, check, mode.version))
    }
    return actions
  }
}
