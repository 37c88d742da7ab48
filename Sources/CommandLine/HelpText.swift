/// Renders the help of a command from its declaration.
package struct HelpText {
  private let commands: [Command]
  private let width: Int
  private let style: Style

  /// The help of the last of `commands`, which lead to it from the tool.
  package static func render(
    _ commands: [Command], width: Int = Terminal.defaultWidth, style: Style = .plain
  ) -> String {
    guard let command = commands.last else { return "" }
    return HelpText(commands: commands, width: width, style: style).render(command)
  }

  private func render(_ command: Command) -> String {
    var text = paragraph(command.summary + ".")
    text += "\n" + heading("Usage") + usage(command)
    for part in command.discussion { text += "\n" + paragraph(part) }
    if !command.subcommands.isEmpty {
      text += "\n" + heading("Commands")
      text += columns(command.subcommands.map { ($0.name, $0.summary) })
    }
    if !command.arguments.isEmpty {
      text += "\n" + heading("Arguments")
      text += columns(command.arguments.map { ($0.name, $0.summary) })
    }
    let inherited = commands.dropLast().reversed().flatMap(\.options)
    let own = command.options
    if !own.isEmpty || commands.count == 1 {
      text += "\n" + heading(commands.count == 1 ? "Options of every command" : "Options")
      text += columns(rows(commands.count == 1 ? own + [.help] : own))
    }
    if commands.count > 1 {
      text += "\n" + heading("Options of every command")
      text += columns(rows(inherited + [.help]))
    }
    if !command.examples.isEmpty {
      text += "\n" + heading("Examples")
      for example in command.examples {
        for line in TerminalText.wrap("# " + example.summary, width: width - 2) {
          text += "  " + style.faint(line) + "\n"
        }
        for line in Self.shellLines(of: example.line, width: width - 2) { text += "  \(line)\n" }
      }
    }
    if !command.subcommands.isEmpty {
      text += "\n" + paragraph("'\(names) COMMAND --help' tells more of a command.")
    }
    return text
  }

  /// A command for a shell in lines that a shell takes for one, broken between its words.
  package static func shellLines(of command: String, width: Int) -> [String] {
    var lines: [String] = []
    var line = ""
    let words = shellWords(of: command)
    for (index, word) in words.enumerated() {
      // Behind it stands a backslash, unless it is the last one.
      let rest = word.unicodeScalars.count + (index == words.count - 1 ? 0 : 2)
      if line.isEmpty || line.unicodeScalars.count + 1 + rest <= width {
        line += line.isEmpty ? word : " " + word
      } else {
        lines.append(line + " \\")
        line = "    " + word
      }
    }
    return lines + [line]
  }

  /// The words between the spaces that stand outside of quotes, an option with what follows it.
  private static func shellWords(of command: String) -> [String] {
    var words = [""]
    var quote: Unicode.Scalar?
    for scalar in command.unicodeScalars {
      if scalar == " ", quote == nil {
        let isOption = words.last.map { $0.utf8.first == UInt8(ascii: "-") && !$0.contains(" ") }
        if isOption == true {
          words[words.count - 1] += " "
        } else {
          words.append("")
        }
        continue
      }
      if scalar == quote {
        quote = nil
      } else if quote == nil, scalar == "'" || scalar == "\"" {
        quote = scalar
      }
      words[words.count - 1].unicodeScalars.append(scalar)
    }
    return words
  }

  private var names: String { commands.map(\.name).joined(separator: " ") }

  private func heading(_ text: String) -> String { style.bold(text + ":") + "\n" }

  private func paragraph(_ text: String) -> String {
    TerminalText.wrap(text, width: width).map { $0 + "\n" }.joined()
  }

  private func columns(_ rows: [(term: String, text: String)]) -> String {
    TerminalText.columns(rows, width: width)
  }

  private func usage(_ command: Command) -> String {
    var line = "  " + names
    if !command.subcommands.isEmpty { line += " COMMAND" }
    if !command.options.isEmpty { line += " [OPTIONS]" }
    for argument in command.arguments {
      let name = argument.repeats ? "\(argument.name)..." : argument.name
      line += argument.required ? " \(name)" : " [\(name)]"
    }
    return line + "\n"
  }

  /// Long names stand under each other whether or not there is a letter before them.
  private func rows(_ options: [Option]) -> [(term: String, text: String)] {
    options.map { option in
      let short = option.short.map { "-\($0), " } ?? "    "
      return (short + option.usage, option.summary)
    }
  }
}
