import Glibc

/// What a log has counted since it started.
package struct LogStatistics: Sendable, Equatable {
  /// Lines that the sink took.
  package var writtenLines: UInt64 = 0
  /// Lines that were lost: their ring was full, the sink failed, or the log was closed.
  package var droppedLines: UInt64 = 0
  /// Writes that failed; each may have lost several lines.
  package var writeFailures: UInt64 = 0
  /// How often the file was opened again, and how often that did not work.
  package var reopens: UInt64 = 0
  package var failedReopens: UInt64 = 0
}

/// A log that never delays whoever writes to it.
///
/// Each thread has its ``LogProducer``, a bounded ring without locks; one thread of the log takes
/// the lines from there and writes them. A sink that blocks lets the rings fill up, and what finds
/// no room is dropped and counted. Lines of one thread keep their order, those of different threads
/// may not.
package final class LogWriter: Sendable {
  /// Bytes of each thread's ring: nearly a thousand ordinary lines of 540 bytes, or some 25 of the
  /// longest that a review made for it can cause.
  package static let standardRingBytes = 512 * 1_024

  /// What is below it is not worth a line; whoever writes lines asks.
  package let level: LogLevel
  private let ringBytes: Int
  private let core: LogCore

  /// Writes to a descriptor, which stays open for as long as the log lives and is not closed by it.
  package convenience init(
    descriptor: Int32, level: LogLevel = .info, ringBytes: Int = LogWriter.standardRingBytes
  ) throws(LogError) {
    try self.init(LogSink(descriptor: descriptor), level, ringBytes)
  }

  init(_ sink: LogSink, _ level: LogLevel, _ ringBytes: Int) throws(LogError) {
    self.level = level
    self.ringBytes = ringBytes
    core = LogCore()
    let code = WriterThread.start { [core] in core.run(sink) }
    guard code == 0 else {
      sink.close()
      throw .cannotStart(code: code)
    }
  }

  deinit {
    // The thread writes what is left and ends.
    core.close()
  }

  package var statistics: LogStatistics { core.statistics }

  /// What the calling thread writes lines to.
  package func makeProducer() -> LogProducer {
    let ring = LogRing(capacity: ringBytes)
    core.add(ring)
    return LogProducer(ring, core)
  }

  /// Waits until everything that was appended before is written or lost.
  /// - Returns: `false` when that took too long.
  package func flush(withinMilliseconds limit: Int) -> Bool {
    let number = core.askFlush()
    return wait(limit) { core.isFlushed(number) }
  }

  /// Writes what is left and ends the log; what comes later is dropped. For the end of a program.
  /// - Returns: `false` when the sink did not take everything in time; its thread is left alone.
  package func finish(withinMilliseconds limit: Int) -> Bool {
    core.close()
    if wait(limit, until: { core.hasEnded }) { return true }
    core.abandon()
    return false
  }

  /// Opens the sink's file again, before the next write. Does not wait.
  func reopen() { core.reopen() }

  /// Waiting is rare and short, so that looking once a millisecond is good enough.
  private func wait(_ milliseconds: Int, until isDone: () -> Bool) -> Bool {
    for _ in 0..<max(milliseconds, 0) {
      if isDone() { return true }
      usleep(1_000)
    }
    return isDone()
  }
}

/// One thread's end of a log.
package final class LogProducer {
  private let ring: LogRing
  private let core: LogCore

  init(_ ring: LogRing, _ core: LogCore) {
    self.ring = ring
    self.core = core
  }

  deinit {
    ring.abandon()
    core.wake()
  }

  /// Hands a line over, or drops and counts it; never waits.
  /// - Parameter line: Ends with a newline, and has no other.
  package func append(_ line: Span<UInt8>) {
    guard !core.isClosing else {
      ring.drop()
      return
    }
    ring.put(line)
    core.wake()
  }

  package func append(_ line: LogLine) {
    append(line.bytes.span)
  }
}
