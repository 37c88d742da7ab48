import CLinux
import Glibc

/// The signals that a server is told by.
final class Signals {
  private static let known = [SIGTERM, SIGINT, SIGHUP]

  /// Readable when a signal has come.
  let descriptor: Int32

  /// Holds the signals back from now on, until they are asked for.
  init() throws(StartError) {
    var mask = Self.mask
    unsafe sigprocmask(SIG_BLOCK, &mask, nil)
    descriptor = unsafe clinux_signal_descriptor(&mask)
    guard descriptor >= 0 else { throw .system("cannot wait for signals", errno: errno) }
  }

  deinit { close(descriptor) }

  /// The next signal that has come.
  func next() -> Int32? {
    let number = clinux_next_signal(descriptor)
    return number == 0 ? nil : number
  }

  /// From now on a signal ends the process at once. As the first process of a container it would
  /// be spared without a handler of its own.
  static func endAtOnce() {
    for number in [SIGTERM, SIGINT] {
      _ = signal(number) { number in _exit(128 &+ number) }
    }
    _ = signal(SIGHUP, SIG_IGN)
    var mask = mask
    unsafe sigprocmask(SIG_UNBLOCK, &mask, nil)
  }

  private static var mask: sigset_t {
    var mask = sigset_t()
    unsafe sigemptyset(&mask)
    for number in known { unsafe sigaddset(&mask, number) }
    return mask
  }
}
