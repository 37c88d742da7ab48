/// What is wrong with a command line. All its words are made here.
package enum UsageError: Error, Equatable, Sendable {
  /// `kpatch pach`
  case unknownCommand(String, nearest: String?)
  /// `kpatch policy`, which needs one of its subcommands.
  case missingCommand
  /// `kpatch patch --dif`
  case unknownOption(String, nearest: String?)
  /// `kpatch patch --policy`, with the way to write it.
  case missingValue(option: String, usage: String)
  /// `kpatch patch --policy=`
  case emptyValue(option: String)
  /// `kpatch patch --diff=yes`
  case unexpectedValue(option: String)
  /// `kpatch check --format xml`
  case invalidChoice(String, of: String, choices: [String], nearest: String?)
  /// `kpatch check --rule pss`
  case invalidAssignment(String, option: String, usage: String)
  /// `kpatch explain`
  case missingArgument(String)
  /// `kpatch version now`
  case unexpectedArgument(String)
  /// `kpatch patch --diff --in-place`
  case exclusive(String, String)
  /// `kpatch explain pss/privilegd`: no rule of that name.
  case unknownName(String, of: String, nearest: String?)
  /// Anything that only the tool itself can know to be wrong.
  case other(String)

  /// One sentence without a full stop; words of the user are escaped.
  package var message: String {
    switch self {
    case .unknownCommand(let word, let nearest):
      return "unknown command \(quote(word))" + suggestion(nearest)
    case .missingCommand:
      return "a command is missing"
    case .unknownOption(let word, let nearest):
      return "unknown option \(quote(word))" + suggestion(nearest)
    case .missingValue(let option, let usage):
      return "option \(quote(option)) needs a value: \(usage)"
    case .emptyValue(let option):
      return "the value of option \(quote(option)) is empty"
    case .unexpectedValue(let option):
      return "option \(quote(option)) takes no value"
    case .invalidChoice(let word, let place, let choices, let nearest):
      return "\(place) is \(Self.alternatives(choices)), not \(quote(word))" + suggestion(nearest)
    case .invalidAssignment(let word, let option, let usage):
      return "option \(quote(option)) is written \(usage), not \(quote(word))"
    case .missingArgument(let name):
      return "\(name) is missing"
    case .unexpectedArgument(let word):
      return "unexpected argument \(quote(word))"
    case .exclusive(let first, let second):
      return "options \(quote(first)) and \(quote(second)) exclude each other"
    case .unknownName(let word, let sort, let nearest):
      return "there is no \(sort) \(quote(word))" + suggestion(nearest)
    case .other(let message):
      return message
    }
  }

  /// `a`, `a or b`, `a, b or c`.
  package static func alternatives(_ words: [String]) -> String {
    list(words, last: " or ")
  }

  /// `a`, `a, b`, `a, b, c`. A loop: `joined` has its types made when a process starts, and options
  /// are declared with each start.
  package static func list(_ words: [String], last: String = ", ") -> String {
    var text = ""
    for index in words.indices {
      if index > 0 { text += index == words.count - 1 ? last : ", " }
      text += words[index]
    }
    return text
  }

  private func quote(_ word: String) -> String { "'\(TerminalText.escaped(word))'" }

  private func suggestion(_ nearest: String?) -> String {
    nearest.map { "; did you mean '\($0)'?" } ?? ""
  }
}

/// A usage error and the command in whose words it was made.
package struct UsageFailure: Error, Sendable {
  package let error: UsageError
  /// From the tool to the command that was understood so far.
  package let commands: [Command]

  package init(_ error: UsageError, commands: [Command]) {
    self.error = error
    self.commands = commands
  }

  /// What is wrong, and where to read on: two lines, each with its line break.
  package var text: String {
    let names = commands.map(\.name).joined(separator: " ")
    let tool = commands.first?.name ?? ""
    return "\(tool): \(error.message)\nTry '\(names) --help'.\n"
  }
}
