/// The rules of the Pod Security Standards, as a whole.
package enum PodSecurityStandards {
  static let category = "pss"

  /// In the order of the catalogue.
  package static let rules: [Rule] = Catalogue.rules.filter { $0.category == category }

  /// The rule of the level baseline that each rule contains, by id.
  static let contained: [String: String] = rules.reduce(into: [:]) { $0[$1.id] = $1.replaces }
}
