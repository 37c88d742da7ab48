import CommandLine
import Policy

/// What policies speak of: words that the declaration of the command line offers and checks.
struct PolicyWords {
  var rules: [ValueSyntax.Choice]
  /// Those that have a fix.
  var fixableRules: [ValueSyntax.Choice]
  var presets: [ValueSyntax.Choice]
  var actions: [ValueSyntax.Choice]
  var mutators: [ValueSyntax.Choice]

  /// The words of this build.
  static let catalogue = PolicyWords(
    rules: Catalogue.rules.map { .init($0.id, $0.title) },
    fixableRules: Catalogue.rules.filter { $0.fix != .none }.map { .init($0.id, $0.title) },
    presets: Preset.allCases.map { .init($0.name) },
    actions: Action.allCases.reversed().map { .init($0.name) },
    mutators: MutatorCatalogue.all.filter(\.hasDefaults).map { .init($0.id, $0.summary) })
}
