import CommandLine
import Glibc

/// Standard output and standard error, and the one way out of the process.
struct StandardStreams {
  let output = Output(descriptor: STDOUT_FILENO)
  let error = Output(descriptor: STDERR_FILENO)

  /// Brings everything out and ends the process. Who closed the other end of a pipe has seen
  /// enough: that ends it quietly. Any other failure is said, and is worse than each other status.
  func end(_ status: ExitStatus) -> Never {
    output.flush()
    var status = status
    if case .system(let code) = output.failure {
      error.write("kpatch: standard output: \(SystemError.message(code))\n")
      status = .failure
    }
    error.flush()
    if case .system(let code) = error.copy?.failure {
      error.copy = nil
      error.write("kpatch: --log-file: \(SystemError.message(code))\n")
      error.flush()
      status = .failure
    }
    if output.failure == .closedPipe { Output.endByClosedPipe() }
    exit(status.rawValue)
  }
}
