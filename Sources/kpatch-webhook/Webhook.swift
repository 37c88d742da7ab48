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
    do {
      if let status = try perform(invocation, output) { end(output, status) }
    } catch {
      fail(error.status, error.text(for: invocation))
    }
    switch invocation.path {
    case ["completion"]:
      guard let shell = invocation.arguments.first.flatMap(Shell.init(rawValue:)) else { break }
      end(output, writing: shell.completion(of: Commands.tool))
    case ["version"]:
      end(output, writing: version)
    default: break
    }
    fail(.system, "kpatch-webhook: a command is declared that does nothing\n")
  }

  /// Does what a command is for; `nil` for those that only print what is known already.
  private static func perform(
    _ invocation: Invocation, _ output: Output
  ) throws(StartError) -> ExitStatus? {
    switch invocation.path {
    case ["serve"]:
      // Who stopped reading the invitation long ago does not change how the server has ended.
      exit(try ServeCommand(invocation).run(output).rawValue)
    case ["health"]: return try HealthCommand(invocation).run(output)
    case ["doctor"]: return try DoctorCommand(invocation).run(output)
    case ["config"]:
      try ConfigCommand(invocation).run(output, notes: Output(descriptor: STDERR_FILENO))
    case ["certs", "create"]: try CertificateCommands(invocation, output).create()
    case ["certs", "renew"]: try CertificateCommands(invocation, output).renew()
    case ["certs", "show"]: return try CertificateShow(invocation).run(output)
    default: return nil
    }
    return .clean
  }

  private static func help(_ commands: [Command], on output: Output) -> String {
    let isTerminal = Terminal.isTerminal(output.descriptor)
    return HelpText.render(
      commands, width: isTerminal ? Terminal.width(of: output.descriptor) : Terminal.defaultWidth,
      style: ColorChoice.auto.style(isTerminal: isTerminal, environment: Terminal.variable))
  }

  private static func end(_ output: Output, writing text: String) -> Never {
    output.write(text)
    end(output, .clean)
  }

  private static func end(_ output: Output, _ status: ExitStatus) -> Never {
    output.flush()
    if output.failure == .closedPipe { Output.endByClosedPipe() }
    if let failure = output.failure {
      fail(.system, "kpatch-webhook: standard output: \(failure.message)\n")
    }
    exit(status.rawValue)
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
  /// The server that was asked is not ready; certificates do not fit each other, or are not valid
  /// for as long as was asked for.
  case negative = 1
  /// Wrong usage, policy or certificate.
  case usage = 2
  /// The address cannot be listened on, or the system refuses something else.
  case system = 4
}
