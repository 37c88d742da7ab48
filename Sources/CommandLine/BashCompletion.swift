/// The completion script for bash 4.2 and later.
struct BashCompletion {
  let tool: Command

  /// A function that finds the command by the words before the cursor, then offers the values of
  /// the option before it, else options, else subcommands or arguments.
  var script: String {
    let places = tool.places
    let name = "_\(tool.name)"
    let paths = places.dropFirst().map(\.path).joined(separator: "|")
    return """
      # bash completion for \(tool.name): put this into ~/.bashrc
      #   source <(\(tool.name) completion bash)
      \(name)_words() {
        mapfile -t COMPREPLY < <(compgen -W "$1" -- "$current")
      }
      \(name)_files() {
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
        compopt -o filenames
      }
      \(name)() {
        local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
        local path='' key='' word index
        # bash takes '=' for a word of its own.
        if [[ $current == = ]]; then
          current=''
          (( COMP_CWORD > 1 )) && key=${COMP_WORDS[COMP_CWORD-2]}
        elif [[ $previous == = ]] && (( COMP_CWORD > 2 )); then
          previous=${COMP_WORDS[COMP_CWORD-2]}
          key=${COMP_WORDS[COMP_CWORD-3]}
        fi
        COMPREPLY=()
        for (( index = 1; index < COMP_CWORD; index++ )); do
          word=${COMP_WORDS[index]}
          case $path/$word in
            \(paths)) path=$path/$word ;;
          esac
        done
      \(assignments(places))  case "$path $previous" in
      \(values(places))  esac
        if [[ $current == -* ]]; then
          case "$path" in
      \(options(places))    esac
          return
        fi
        case "$path" in
      \(arguments(places))  esac
      }
      complete -F \(name) \(tool.name)

      """
  }

  private func words(_ choices: [ValueSyntax.Choice]) -> String {
    choices.map(\.word).joined(separator: " ")
  }

  /// After `--rule KEY=` come the values of an assignment.
  private func assignments(_ places: [Command.Place]) -> String {
    var lines = ""
    for place in places {
      for option in place.options {
        guard case .assignment(_, _, let values) = option.value else { continue }
        lines += "    \(patterns(place, option)))"
        lines += " _\(tool.name)_words '\(words(values))'; return ;;\n"
      }
    }
    return lines.isEmpty ? "" : "  case \"$path $key\" in\n\(lines)  esac\n"
  }

  private func patterns(_ place: Command.Place, _ option: Option) -> String {
    let long = "'\(place.path) --\(option.name)'"
    return option.short.map { "'\(place.path) -\($0)'|" + long } ?? long
  }

  private func values(_ places: [Command.Place]) -> String {
    var lines = ""
    for place in places {
      for option in place.options {
        guard let value = option.value else { continue }
        lines += "    \(patterns(place, option))) "
        if case .assignment(_, let keys, _) = value {
          let list = keys.map { "\($0.word)=" }.joined(separator: " ")
          lines += "_\(tool.name)_words '\(list)'; compopt -o nospace; return ;;\n"
        } else {
          lines += offer(value).map { "\($0); return ;;\n" } ?? "return ;;\n"
        }
      }
    }
    return lines
  }

  private func offer(_ value: ValueSyntax) -> String? {
    switch value {
    case .text: nil
    case .file, .path: "_\(tool.name)_files"
    default: "_\(tool.name)_words '\(words(value.choices))'"
    }
  }

  private func options(_ places: [Command.Place]) -> String {
    places.map { place in
      let names = place.options.map { "--\($0.name)" }.joined(separator: " ")
      return "      '\(place.path)') _\(tool.name)_words '\(names)' ;;\n"
    }.joined()
  }

  private func arguments(_ places: [Command.Place]) -> String {
    places.map { place in
      let command = place.command
      if !command.subcommands.isEmpty {
        let names = command.subcommands.map(\.name).joined(separator: " ")
        return "    '\(place.path)') _\(tool.name)_words '\(names)' ;;\n"
      }
      guard let argument = command.arguments.first, let offer = offer(argument.value) else {
        return ""
      }
      return "    '\(place.path)') \(offer) ;;\n"
    }.joined()
  }
}
