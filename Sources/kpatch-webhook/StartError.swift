import CommandLine
import HTTPServer
import Manifests

/// Why the server does not start. Its port was not opened then.
enum StartError: Error {
  case usage(UsageError)
  /// What is wrong with policies, certificates and keys, each in a line.
  case refused([String])
  case server(ServerError)
  /// A call of the system failed, with its error number.
  case system(StaticString, errno: Int32)

  var status: ExitStatus {
    switch self {
    case .usage, .refused: .usage
    case .server, .system: .system
    }
  }

  /// What to print, with the newline at the end.
  func text(for invocation: Invocation) -> String {
    switch self {
    case .usage(let error): UsageFailure(error, commands: invocation.commands).text
    case .refused(let lines): lines.map { "kpatch-webhook: \($0)\n" }.joined()
    case .server(let error): "kpatch-webhook: \(error.message)\n"
    case .system(let what, let code):
      "kpatch-webhook: \(what): \(SystemError.message(code))\n"
    }
  }
}
