/// A key of `rules` in a policy: `*`, `category/*` or the id of one rule.
package enum RulePattern: Sendable, Equatable {
  case all
  case category(String)
  case rule(String)

  /// `nil` where the text is none of the three; whether a rule has that id is another question.
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
    case .rule(let rule): rule == id
    }
  }

  /// The more specific one wins.
  var rank: Int {
    switch self {
    case .all: 0
    case .category: 1
    case .rule: 2
    }
  }
}
