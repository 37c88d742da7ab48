/// The rules of the Pod Security Standards, as a whole.
package enum PodSecurityStandards {
  static let category = "pss"

  /// In the order of the catalogue.
  package static let rules: [Rule] = Catalogue.rules.filter(\.isStandard)

  /// The rule of the level baseline that each rule contains, by id.
  static let contained: [String: String] = rules.reduce(into: [:]) { $0[$1.id] = $1.replaces }

  /// The lowest level that has the rule, by its position.
  private static let levels: [PodSecurityLevel] = rules.map {
    $0.presets[.baseline] == .off ? .restricted : .baseline
  }

  /// The position of the rule that contains a rule, by its position.
  private static let replacers: [Int?] = rules.map { rule in
    rules.firstIndex { $0.replaces == rule.id }
  }

  /// Each check of each minor version, made once where a namespace's labels ask for a version.
  private static let checks: [[Check?]] = (0...KubernetesVersion.newest.minor).map { minor in
    rules.map {
      $0.makeCheck(Parameters($0.parameters, given: [:]), KubernetesVersion(1, minor))
    }
  }

  /// The check of a rule, by its position; `nil` where the level does not have it at that version,
  /// or where another check overrides it there.
  static func check(_ rule: Int, at mode: PodSecurityMode) -> Check? {
    let checks = checks[mode.version.minor]
    guard levels[rule] <= mode.level, let check = checks[rule] else { return nil }
    if mode.level == .restricted, let replacer = replacers[rule], checks[replacer] != nil {
      return nil
    }
    return check
  }
}
