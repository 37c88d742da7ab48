import CommandLine
import Glibc

/// What the server says of itself on standard error: what it began with, what it read again, how it
/// ends. Nothing here is said for a request, so nobody waits for whoever reads it.
struct Journal {
  private let output = Output(descriptor: STDERR_FILENO)

  func say(_ text: String) {
    output.write("kpatch-webhook: \(text)\n")
    output.flush()
  }
}
