import Patterns

// What rules are called elsewhere, and what somebody meant who misspelt a name.

extension Catalogue {
  /// What other tools call rules, and the ids of the rules that each name means, in the order of
  /// the catalogue.
  package static let aliases: [String: [String]] = rules.reduce(into: [:]) { names, rule in
    for alias in rule.aliases where names[alias.id]?.contains(rule.id) != true {
      names[alias.id, default: []].append(rule.id)
    }
  }

  /// The names of ``aliases``, each once, in the order of the catalogue.
  package static let aliasNames: [String] = {
    var seen: Set<String> = []
    return rules.flatMap(\.aliases).map(\.id).filter { seen.insert($0).inserted }
  }()

  /// What was meant by a name that is none: a category, an id without its category, a mistyped id,
  /// or another tool's mistyped name.
  package static func nearest(to name: String) -> String? {
    if categories.contains(name) { return name + "/*" }
    if let rule = rules.first(where: { $0.id.hasSuffix("/" + name) }) { return rule.id }
    return Nearest.word(to: name, among: rules.map(\.id) + aliasNames)
  }

  /// The parameters that a setting of all rules of a pattern can give: those that each of them has.
  static func parameters(of pattern: RulePattern) -> [Parameter] {
    let meant = rules.filter { pattern.matches($0.id) }
    guard let first = meant.first else { return [] }
    return first.parameters.filter { parameter in
      meant.allSatisfy { rule in
        rule.parameters.contains { $0.name == parameter.name && $0.kind == parameter.kind }
      }
    }
  }
}
