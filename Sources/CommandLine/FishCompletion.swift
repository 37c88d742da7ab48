/// The completion script for fish 3 and later.
struct FishCompletion {
  let tool: Command

  var script: String {
    let places = tool.places
    let function = "__\(tool.name)_command"
    let paths = places.dropFirst().map(\.path).joined(separator: " ")
    var text = """
      # fish completion for \(tool.name): put this into ~/.config/fish/config.fish
      #   \(tool.name) completion fish | source
      function \(function)
        set -l path ''
        for word in (commandline -opc)[2..-1]
          switch $path/$word
            case \(paths)
              set path $path/$word
          end
        end
        echo $path
      end
      complete -c \(tool.name) -f

      """
    for place in places {
      let head = "complete -c \(tool.name) -n 'test (\(function))x = \(place.path)x'"
      for command in place.command.subcommands {
        text += "\(head) -a \(command.name) -d \(quoted(command.summary))\n"
      }
      for option in place.options {
        let short = option.short.map { " -s \($0)" } ?? ""
        let value = option.value.map { " -r" + offer($0) } ?? ""
        text += "\(head)\(short) -l \(option.name)\(value) -d \(quoted(option.summary))\n"
      }
      for argument in place.command.arguments {
        text += "\(head)\(offer(argument.value)) -d \(quoted(argument.name))\n"
      }
    }
    return text
  }

  /// What may stand as a value: files (`-F`), words, or nothing that is known.
  private func offer(_ value: ValueSyntax) -> String {
    switch value {
    case .text: ""
    case .file, .path: " -F"
    case .choice, .suggestion, .list:
      " -a \(quoted(value.choices.map(\.word).joined(separator: " ")))"
    case .assignment(_, let keys, _):
      " -a \(quoted(keys.map { "\($0.word)=" }.joined(separator: " ")))"
    }
  }

  private func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "\\'")
      + "'"
  }
}
