/// Reads a command line by a tree of commands.
///
/// Options may stand anywhere after the command that declares them; `--` ends them; `-` is an
/// argument. Long options are `--name value` or `--name=value` and are never abbreviated, so that a
/// new option cannot change what an old script means. Short ones are `-p value`, `-pvalue`, and
/// flags in a row (`-iv`).
package struct ArgumentParser {
  package enum Result: Sendable {
    case run(Invocation)
    /// Help was asked for, for the last of these commands.
    case help([Command])
  }

  private var commands: [Command]
  private var values: [String: [String]] = [:]
  private var arguments: [String] = []
  private var places: [Int] = []
  private let words: [String]
  private var next = 0

  /// Parses the words that follow the tool's own name.
  package static func parse(_ words: [String], as tool: Command) throws(UsageFailure) -> Result {
    var parser = ArgumentParser(commands: [tool], words: words)
    do {
      return try parser.run()
    } catch {
      throw UsageFailure(error, commands: parser.commands)
    }
  }

  private init(commands: [Command], words: [String]) {
    self.commands = commands
    self.words = words
  }

  /// The command that was understood so far; there always is one, since commands are only added.
  private var command: Command { commands[commands.count - 1] }

  private mutating func run() throws(UsageError) -> Result {
    var optionsEnded = false
    while next < words.count {
      let place = next
      let word = words[place]
      next += 1
      if optionsEnded || !word.utf8.starts(with: "-".utf8) || word == "-" {
        if !optionsEnded, arguments.isEmpty, word == "help", command.subcommand(word) == nil,
          !command.subcommands.isEmpty
        {
          return try helpOnCommand()
        }
        try takeArgument(word, at: place, asCommand: !optionsEnded)
      } else if word == "--" {
        optionsEnded = true
      } else if word.utf8.starts(with: "--".utf8) {
        if try takeLong(word) { return help() }
      } else {
        if try takeShort(word) { return help() }
      }
    }
    try checkWhole()
    return .run(
      Invocation(commands: commands, values: values, arguments: arguments, places: places))
  }

  /// `kpatch help patch` means the same as `kpatch patch --help`; `kpatch help pach` is a mistake.
  private mutating func helpOnCommand() throws(UsageError) -> Result {
    while next < words.count, !command.subcommands.isEmpty,
      !words[next].utf8.starts(with: "-".utf8)
    {
      try takeArgument(words[next], at: next, asCommand: true)
      next += 1
    }
    return help()
  }

  /// `kpatch --help patch` means the same as `kpatch patch --help`.
  private mutating func help() -> Result {
    while next < words.count {
      if let subcommand = command.subcommand(words[next]) { commands.append(subcommand) }
      next += 1
    }
    return .help(commands)
  }

  private mutating func takeArgument(
    _ word: String, at place: Int, asCommand: Bool
  ) throws(UsageError) {
    if asCommand, arguments.isEmpty, let subcommand = command.subcommand(word) {
      commands.append(subcommand)
      return
    }
    let declared = command.arguments
    guard let last = declared.last else {
      if command.subcommands.isEmpty { throw .unexpectedArgument(word) }
      let known = command.subcommands.map(\.name)
      throw .unknownCommand(word, nearest: Spelling.nearest(to: word, among: known))
    }
    if arguments.count >= declared.count, !last.repeats { throw .unexpectedArgument(word) }
    let argument = declared[min(arguments.count, declared.count - 1)]
    try Self.check(word, argument.value, place: argument.name)
    arguments.append(word)
    places.append(place)
  }

  // MARK: Options

  /// Those of the command and of all commands above it; the nearest first.
  private var options: [Option] { commands.reversed().flatMap(\.options) + [.help] }

  /// Takes `--name`, and its value. True when help was asked for.
  private mutating func takeLong(_ word: String) throws(UsageError) -> Bool {
    let body = word.dropFirst(2)
    let equals = body.utf8.firstIndex(of: UInt8(ascii: "="))
    let name = String(equals.map { body[..<$0] } ?? body)
    guard let option = options.first(where: { $0.name == name }) else {
      let nearest = Spelling.nearest(to: name, among: options.map(\.name))
      throw .unknownOption("--\(name)", nearest: nearest.map { "--\($0)" })
    }
    let attached = equals.map { String(body[body.utf8.index(after: $0)...]) }
    return try take(option, as: "--\(name)", attached: attached)
  }

  /// Takes `-x`, `-xVALUE`, `-x VALUE`, or flags in a row.
  private mutating func takeShort(_ word: String) throws(UsageError) -> Bool {
    var rest = Substring(word).unicodeScalars.dropFirst()
    while let letter = rest.popFirst() {
      guard let option = options.first(where: { $0.short == letter }) else {
        let like = options.first { $0.name.utf8.elementsEqual(word.utf8.dropFirst()) }
        throw .unknownOption("-\(letter)", nearest: like.map { "--\($0.name)" })
      }
      if option.value == nil {
        if try take(option, as: "-\(letter)", attached: nil) { return true }
      } else {
        let attached = rest.isEmpty ? nil : String(Substring(rest))
        return try take(option, as: "-\(letter)", attached: attached)
      }
    }
    return false
  }

  private mutating func take(
    _ option: Option, as written: String, attached: String?
  ) throws(UsageError) -> Bool {
    if option.name == Option.help.name { return true }
    guard let syntax = option.value else {
      if attached != nil { throw .unexpectedValue(option: written) }
      values[option.name, default: []].append("")
      return false
    }
    var value = attached
    if value == nil, next < words.count, !isOption(words[next]) {
      value = words[next]
      next += 1
    }
    guard let value else {
      throw .missingValue(option: written, usage: "\(written) \(syntax.placeholder)")
    }
    if value.isEmpty { throw .emptyValue(option: written) }
    try Self.check(value, syntax, place: "option '\(written)'", option: written)
    values[option.name, default: []].append(value)
    return false
  }

  /// Whether a word is an option that is known here: then it is no value of the one before it,
  /// whose value was forgotten. A value that looks like one can be attached: `--name=--value`.
  private func isOption(_ word: String) -> Bool {
    guard word.utf8.starts(with: "--".utf8) else {
      return options.contains { option in option.short.map { "-\($0)" == word } ?? false }
    }
    if word == "--" { return true }
    let name = word.dropFirst(2).prefix { $0 != "=" }
    return options.contains { $0.name == name }
  }

  // MARK: Checks

  private static func check(
    _ value: String, _ syntax: ValueSyntax, place: String, option: String = ""
  ) throws(UsageError) {
    switch syntax {
    case .text, .file, .path, .suggestion: return
    case .choice(let choices, _):
      try check(value, among: choices, place: place)
    case .list(_, let choices):
      for word in value.split(separator: ",", omittingEmptySubsequences: false) {
        try check(String(word), among: choices, place: place)
      }
    case .assignment(let usage, _, let values):
      let equals = value.utf8.lastIndex(of: UInt8(ascii: "="))
      guard let equals, equals > value.startIndex else {
        throw .invalidAssignment(value, option: option, usage: usage)
      }
      let word = String(value[value.utf8.index(after: equals)...])
      let name = usage.split(separator: "=").last.map(String.init) ?? usage
      try check(word, among: values, place: "\(name) of \(place)")
    }
  }

  private static func check(
    _ word: String, among choices: [ValueSyntax.Choice], place: String
  ) throws(UsageError) {
    let words = choices.map(\.word)
    if words.contains(word) { return }
    throw .invalidChoice(
      word, of: place, choices: words, nearest: Spelling.nearest(to: word, among: words))
  }

  private func checkWhole() throws(UsageError) {
    if !command.subcommands.isEmpty, command.arguments.isEmpty { throw .missingCommand }
    for command in commands {
      for group in command.exclusive {
        let given = group.filter { values[$0.name] != nil }
        if given.count > 1 { throw .exclusive("--\(given[0].name)", "--\(given[1].name)") }
      }
    }
    if arguments.count < command.arguments.count {
      let missing = command.arguments[arguments.count]
      if missing.required { throw .missingArgument(missing.name) }
    }
  }
}
