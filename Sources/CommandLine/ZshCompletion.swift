/// The completion script for zsh, on top of its own `_arguments`.
struct ZshCompletion {
  let tool: Command

  var script: String {
    let functions = tool.places.map { function($0) }.joined(separator: "\n")
    return """
      #compdef \(tool.name)
      # zsh completion for \(tool.name): put this into ~/.zshrc, after compinit
      #   source <(\(tool.name) completion zsh)

      \(functions)
      if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
        _\(tool.name) "$@"
      else
        compdef _\(tool.name) \(tool.name)
      fi

      """
  }

  private func function(_ place: Command.Place) -> String {
    let name = "_\(tool.name)\(place.suffix)"
    var lines = "\(name)() {\n"
    if place.command.subcommands.isEmpty {
      lines += "  _arguments -s -S"
      lines += place.options.map { " \\\n    \(specification($0))" }.joined()
      for (index, argument) in place.command.arguments.enumerated() {
        let position = argument.repeats ? "*" : "\(index + 1)"
        lines += " \\\n    '\(position):\(argument.name):\(action(argument.value))'"
      }
      return lines + "\n}\n"
    }
    lines += "  local context state state_descr line\n"
    lines += "  typeset -A opt_args\n"
    lines += "  local -a commands=(\n"
    for command in place.command.subcommands {
      lines += "    '\(command.name):\(escaped(command.summary, "'"))'\n"
    }
    lines += "  )\n  _arguments -C -S"
    lines += place.options.map { " \\\n    \(specification($0))" }.joined()
    lines += " \\\n    '1:command:->command' \\\n    '*::argument:->argument'\n"
    lines += "  case $state in\n    command) _describe command commands ;;\n"
    lines += "    argument)\n      case $words[1] in\n"
    for command in place.command.subcommands {
      let path = Command.Place(
        path: "\(place.path)/\(command.name)", command: command, options: [])
      lines += "        \(command.name)) _\(tool.name)\(path.suffix) ;;\n"
    }
    return lines + "      esac ;;\n  esac\n}\n"
  }

  /// `'(-p --policy)'{-p,--policy=}'[what it is]:FILE:_files'`
  private func specification(_ option: Option) -> String {
    let equals = option.value == nil ? "" : "="
    let summary = escaped(option.summary, "'[]:")
    var tail = "[\(summary)]"
    if let value = option.value {
      tail += ":\(escaped(value.placeholder, "':")):\(action(value))"
    }
    let star = option.repeats ? "*" : ""
    guard let short = option.short else { return "'\(star)--\(option.name)\(equals)\(tail)'" }
    let names = "{-\(short),--\(option.name)\(equals)}'\(tail)'"
    return option.repeats ? "'*'\(names)" : "'(-\(short) --\(option.name))'\(names)"
  }

  private func action(_ value: ValueSyntax) -> String {
    let words = value.choices.map(\.word).joined(separator: " ")
    return switch value {
    case .text: " "
    case .file, .path: "_files"
    case .choice, .suggestion: "(\(words))"
    case .list: "_values -s , word \(words)"
    case .assignment(_, let keys, _):
      "compadd -S = -- \(keys.map(\.word).joined(separator: " "))"
    }
  }

  private func escaped(_ text: String, _ marks: String) -> String {
    var result = ""
    for character in text {
      if character == "'" {
        result += "'\\''"
      } else if marks.contains(character) {
        result += "\\\(character)"
      } else {
        result.append(character)
      }
    }
    return result
  }
}
