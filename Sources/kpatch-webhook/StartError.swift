import CommandLine
import HTTPServer
import Manifests

/// Why a command does not do its work. Of the server: its port was not opened then.
enum StartError: Error {
  case usage(UsageError)
  /// What is wrong with policies, certificates and keys, each in a line.
  case refused([String])
  case server(ServerError)
  /// A file cannot be written: its path, and the system's error number.
  case unwritten(String, errno: Int32)
  /// A call of the system failed, with its error number.
  case system(StaticString, errno: Int32)

  var status: ExitStatus {
    switch self {
    case .usage, .refused: .usage
    case .server, .unwritten, .system: .system
    }
  }

  /// What to print, with the newline at the end.
  func text(for invocation: Invocation) -> String {
    switch self {
    case .usage(let error): UsageFailure(error, commands: invocation.commands).text
    case .refused(let lines): lines.map { "kpatch-webhook: \($0)\n" }.joined()
    case .server(let error): "kpatch-webhook: \(error.message)\n"
    case .unwritten(let path, let code):
      "kpatch-webhook: \(TerminalText.escaped(path)): \(SystemError.message(code))\n"
    case .system(let what, let code):
      "kpatch-webhook: \(what): \(SystemError.message(code))\n"
    }
  }
}
