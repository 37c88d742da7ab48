/// A shell for which completions are made from the declaration of the commands.
package enum Shell: String, CaseIterable, Sendable {
  case bash
  case zsh
  case fish

  /// The script that teaches the shell to complete a tool's command lines.
  package func completion(of tool: Command) -> String {
    switch self {
    case .bash: BashCompletion(tool: tool).script
    case .zsh: ZshCompletion(tool: tool).script
    case .fish: FishCompletion(tool: tool).script
    }
  }
}

extension Command {
  /// A command of the tree and its way: `/policy/check`, empty for the tool.
  struct Place {
    let path: String
    let command: Command
    /// Its own options and those of the commands above it.
    let options: [Option]
    /// Its names as part of the name of a function: `_policy_check`.
    var suffix: String {
      String(path.map { $0 == "/" || $0 == "-" ? "_" : $0 })
    }
  }

  /// Every command of the tree, a command before its subcommands.
  var places: [Place] {
    var result: [Place] = []
    var open = [Place(path: "", command: self, options: options + [.help])]
    while let place = open.popLast() {
      result.append(place)
      for subcommand in place.command.subcommands.reversed() {
        open.append(
          Place(
            path: "\(place.path)/\(subcommand.name)", command: subcommand,
            options: subcommand.options + place.options))
      }
    }
    return result
  }
}
