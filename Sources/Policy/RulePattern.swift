/// A key of `rules` in a policy: `*`, `category/*`, the id of one rule, or what another tool calls
/// one or several of them.
package enum RulePattern: Sendable, Equatable {
  case all
  case category(String)
  case alias(String, rules: Set<String>)
  case rule(String)

  /// What a name means that may be another tool's; `nil` where it means no rule.
  package init?(named name: String) {
    if let pattern = RulePattern(name),
      Catalogue.rules.contains(where: { pattern.matches($0.id) })
    {
      self = pattern
    } else if let rules = Catalogue.aliases[name] {
      self = .alias(name, rules: Set(rules))
    } else {
      return nil
    }
  }

  /// `nil` where the text is no `*`, `category/*` or id; whether a rule has that id is another
  /// question.
  package init?(_ text: String) {
    let parts = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    if text == "*" {
      self = .all
    } else if parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, !parts[0].contains(0x2A) {
      if parts[1].elementsEqual("*".utf8) {
        self = .category(String(decoding: parts[0], as: UTF8.self))
      } else if !parts[1].contains(0x2A) {
        self = .rule(text)
      } else {
        return nil
      }
    } else {
      return nil
    }
  }

  package func matches(_ id: String) -> Bool {
    switch self {
    case .all: true
    case .category(let category):
      id.utf8.count > category.utf8.count && id.utf8.starts(with: category.utf8)
        && id.utf8.dropFirst(category.utf8.count).first == UInt8(ascii: "/")
    case .alias(_, let rules): rules.contains(id)
    case .rule(let rule): rule == id
    }
  }

  /// The more specific one wins; the rule's own id before what somebody else calls it.
  var rank: Int {
    switch self {
    case .all: 0
    case .category: 1
    case .alias: 2
    case .rule: Self.maximumRank
    }
  }

  static let maximumRank = 3

  /// Whether it names rules, and not all of some sort.
  var namesRules: Bool { rank >= 2 }

  /// Whether it names just one, so that whoever wrote it meant this very rule.
  package var namesOneRule: Bool {
    switch self {
    case .all, .category: false
    case .alias(_, let rules): rules.count == 1
    case .rule: true
    }
  }
}
