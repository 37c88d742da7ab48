import Glibc

/// A line on a terminal that says how far a long work is. It shows itself after a second, so that
/// short work stays silent, and leaves nothing behind.
///
/// It shares its output with whoever writes to the same terminal, who calls ``end()`` first.
package final class Progress {
  private let output: Output
  private let shown: Bool
  private let clock: () -> Int
  private let started: Int
  private var last: Int
  private var visible = false

  /// Milliseconds before it is first shown.
  private static let delay = 1_000
  /// Milliseconds between two of its updates.
  private static let interval = 100

  /// Progress that stays silent where the output is no terminal.
  package convenience init(on output: Output) {
    self.init(
      on: output,
      shown: Terminal.isTerminal(output.descriptor) && Terminal.variable("TERM") != "dumb",
      clock: Self.now)
  }

  /// - Parameter clock: milliseconds since some moment.
  package init(on output: Output, shown: Bool, clock: @escaping () -> Int) {
    self.output = output
    self.shown = shown
    self.clock = clock
    started = clock()
    last = 0
  }

  /// Says how much of the work is done, in bytes or in files.
  package func report(_ done: Int, of total: Int, _ what: String) {
    guard shown else { return }
    let elapsed = clock() - started
    guard elapsed >= Self.delay, elapsed - last >= Self.interval else { return }
    last = elapsed
    visible = true
    output.write(transient: "\r\u{1B}[K" + Self.line(done, of: total, what))
    output.flush()
  }

  /// Wipes the line. To be called before anything else is written to the terminal.
  package func end() {
    guard visible else { return }
    visible = false
    output.write(transient: "\r\u{1B}[K")
  }

  static func line(_ done: Int, of total: Int, _ what: String) -> String {
    guard total > 0 else { return "\(done) \(what)" }
    let (product, overflow) = min(done, total).multipliedReportingOverflow(by: 100)
    let percent = overflow ? 0 : product / total
    return "\(done) of \(total) \(what) (\(percent)%)"
  }

  private static func now() -> Int {
    var time = timespec()
    guard unsafe clock_gettime(CLOCK_MONOTONIC, &time) == 0 else { return 0 }
    return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
  }
}
