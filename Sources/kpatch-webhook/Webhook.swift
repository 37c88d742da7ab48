import CommandLine
import Glibc
import Policy

/// The admission server's executable.
@main
enum Webhook {
  static func main() {
    Output.prepareProcess()
    let words = Array(Swift.CommandLine.arguments.dropFirst())
    let output = Output(descriptor: STDOUT_FILENO)
    if words == ["--version"] || words == ["-V"] { end(output, writing: version) }
    do {
      switch try ArgumentParser.parse(words, as: Commands.tool) {
      case .help(let commands):
        end(output, writing: help(commands, on: output))
      case .run(let invocation):
        run(invocation, output)
      }
    } catch {
      if case .missingCommand = error.error {
        fail(.usage, help(error.commands, on: Output(descriptor: STDERR_FILENO)))
      }
      fail(.usage, error.text)
    }
  }

  private static let version = "kpatch-webhook \(Release.version)\n"

  private static func run(_ invocation: Invocation, _ output: Output) -> Never {
    switch invocation.path {
    case ["serve"]:
      do {
        exit(try ServeCommand(invocation).run(output).rawValue)
      } catch {
        fail(error.status, error.text(for: invocation))
      }
    case ["health"]:
      do {
        exit(try HealthCommand(invocation).run(output).rawValue)
      } catch {
        fail(error.status, error.text(for: invocation))
      }
    case ["completion"]:
      guard let shell = invocation.arguments.first.flatMap(Shell.init(rawValue:)) else { break }
      end(output, writing: shell.completion(of: Commands.tool))
    case ["version"]:
      end(output, writing: version)
    default: break
    }
    fail(.system, "kpatch-webhook: a command is declared that does nothing\n")
  }

  private static func help(_ commands: [Command], on output: Output) -> String {
    let isTerminal = Terminal.isTerminal(output.descriptor)
    return HelpText.render(
      commands, width: isTerminal ? Terminal.width(of: output.descriptor) : Terminal.defaultWidth,
      style: ColorChoice.auto.style(isTerminal: isTerminal, environment: Terminal.variable))
  }

  private static func end(_ output: Output, writing text: String) -> Never {
    output.write(text)
    output.flush()
    if output.failure == .closedPipe { Output.endByClosedPipe() }
    if let failure = output.failure {
      fail(.system, "kpatch-webhook: standard output: \(failure.message)\n")
    }
    exit(ExitStatus.clean.rawValue)
  }

  private static func fail(_ status: ExitStatus, _ text: String) -> Never {
    let error = Output(descriptor: STDERR_FILENO)
    error.write(text)
    error.flush()
    exit(status.rawValue)
  }
}

/// What the process answers to who started it; as far as they mean the same, those of `kpatch`.
enum ExitStatus: Int32 {
  case clean = 0
  /// The server that was asked is not ready.
  case notReady = 1
  /// Wrong usage, policy or certificate.
  case usage = 2
  /// The address cannot be listened on, or the system refuses something else.
  case system = 4
}
