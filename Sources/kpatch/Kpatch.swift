import CommandLine
import Policy

/// The offline command-line tool.
@main
enum Kpatch {
  static func main() {
    Output.prepareProcess()
    let words = Array(Swift.CommandLine.arguments.dropFirst())
    let streams = StandardStreams()
    if words == ["--version"] || words == ["-V"] {
      streams.output.write(version)
      streams.end(.clean)
    }
    // Completion is about all commands.
    let tool = Commands.tool(.catalogue, only: words.first == "completion" ? nil : words.first)
    do {
      switch try ArgumentParser.parse(words, as: tool) {
      case .help(let commands):
        streams.output.write(help(commands, on: streams.output, color: .auto))
        streams.end(.clean)
      case .run(let invocation):
        Session(invocation, streams).run()
      }
    } catch {
      if case .missingCommand = error.error {
        streams.error.write(help(error.commands, on: streams.error, color: .auto))
      } else {
        streams.error.write(error.text)
      }
      streams.end(.usage)
    }
  }

  static let version = "kpatch \(Release.version)\n"

  static func help(_ commands: [Command], on output: Output, color: ColorChoice) -> String {
    let isTerminal = Terminal.isTerminal(output.descriptor)
    return HelpText.render(
      commands, width: isTerminal ? Terminal.width(of: output.descriptor) : Terminal.defaultWidth,
      style: color.style(isTerminal: isTerminal, environment: Terminal.variable))
  }
}

/// What the process answers to who started it.
enum ExitStatus: Int32, Comparable {
  case clean = 0
  /// A finding at or above `--fail-on`, or a difference with `--exit-code`.
  case findings = 1
  /// Wrong usage or wrong policy.
  case usage = 2
  /// Some input could not be read or parsed; the rest was processed.
  case input = 3
  /// The output could not be written, or a defect of this tool.
  case failure = 4

  static func < (left: ExitStatus, right: ExitStatus) -> Bool { left.rawValue < right.rawValue }
}
