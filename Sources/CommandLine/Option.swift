/// An option of a command: `--name`, with a value or without.
package struct Option: Sendable {
  /// The long name without its dashes.
  package let name: String
  /// The letter of the short form.
  package let short: Unicode.Scalar?
  /// What follows; `nil` for a flag.
  package let value: ValueSyntax?
  /// Whether every value counts; else the last one does.
  package let repeats: Bool
  /// A sentence without a full stop.
  package let summary: String

  /// An option with a value.
  package init(
    _ name: String, short: Unicode.Scalar? = nil, _ value: ValueSyntax, repeats: Bool = false,
    _ summary: String
  ) {
    self.name = name
    self.short = short
    self.value = value
    self.repeats = repeats
    self.summary = summary
  }

  /// A flag.
  package init(flag name: String, short: Unicode.Scalar? = nil, _ summary: String) {
    self.name = name
    self.short = short
    self.value = nil
    self.repeats = false
    self.summary = summary
  }

  /// Every command has it without declaring it.
  package static let help = Option(flag: "help", short: "h", "Show this help")

  /// As it is written on a command line, with what follows it: `--policy FILE`.
  var usage: String {
    guard let value else { return "--\(name)" }
    return "--\(name) \(value.placeholder)"
  }
}

/// What the value of an option or an argument may be.
package enum ValueSyntax: Sendable {
  /// One of the words that a value may be.
  package struct Choice: Sendable, ExpressibleByStringLiteral {
    package let word: String
    /// What it means, for shells that show it; may be empty.
    package let summary: String

    package init(_ word: String, _ summary: String = "") {
      self.word = word
      self.summary = summary
    }

    package init(stringLiteral word: String) {
      self.init(word)
    }
  }

  /// Anything but nothing; the word is its name in the help.
  case text(String)
  /// The path of a file.
  case file(String)
  /// The path of a file or a folder.
  case path(String)
  /// One of these words.
  case choice([Choice], name: String? = nil)
  /// One or more of these words with commas between them.
  case list(String, [Choice])
  /// Anything, of which these are likely.
  case suggestion(String, [Choice])
  /// `KEY=VALUE`; the keys are those likely, the values are the only ones.
  case assignment(String, keys: [Choice], values: [Choice])

  /// What the help shows in its place.
  var placeholder: String {
    switch self {
    case .text(let name), .file(let name), .path(let name), .list(let name, _),
      .suggestion(let name, _), .assignment(let name, _, _):
      name
    case .choice(let choices, let name):
      name ?? choices.map(\.word).joined(separator: "|")
    }
  }

  /// The words that a shell can offer.
  var choices: [Choice] {
    switch self {
    case .text, .file, .path: []
    case .choice(let choices, _), .list(_, let choices), .suggestion(_, let choices): choices
    case .assignment(_, let keys, _): keys
    }
  }
}
