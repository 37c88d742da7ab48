import Glibc
import Synchronization

/// What the threads that log share with the one that writes.
final class LogCore: Sendable {
  /// Microseconds that the writer rests after it has written, so that lines gather: to wake it for
  /// each one costs a busy thread more than to make the line, and where there are no more
  /// processors than busy threads each time that it wakes holds up a review, by 60 to 120 µs. At a
  /// hundred times a second that is far from one review in a hundred. What a thread logs in the
  /// meantime, 20,000 ordinary lines in a second, fills a quarter of its ring. Reviews made for it
  /// cause lines of some 20 KB: of these a thread loses and counts some from 2,600 a second on. To
  /// end the rest early needs a timed wait by the monotonic clock, and `sem_timedwait` goes by the
  /// wall clock, whose jumps would stop the log.
  private static let rest: UInt32 = 10_000

  private let rings = Mutex<[LogRing]>([])
  /// Lines that were dropped in rings which are gone.
  private let droppedBefore = Atomic<UInt64>(0)
  private let wakeup = Wakeup()
  private let sleeps = Atomic<Bool>(false)
  private let flushesAsked = Atomic<Int>(0)
  private let flushesDone = Atomic<Int>(0)
  private let reopensAsked = Atomic<Int>(0)
  private let closing = Atomic<Bool>(false)
  private let abandoned = Atomic<Bool>(false)
  private let ended = Atomic<Bool>(false)

  private let written = Atomic<UInt64>(0)
  private let lost = Atomic<UInt64>(0)
  private let failures = Atomic<UInt64>(0)
  private let reopens = Atomic<UInt64>(0)
  private let failedReopens = Atomic<UInt64>(0)

  var isClosing: Bool { closing.load(ordering: .relaxed) }
  var hasEnded: Bool { ended.load(ordering: .acquiring) }

  var statistics: LogStatistics {
    let dropped = rings.withLock { rings in
      rings.reduce(droppedBefore.load(ordering: .relaxed)) { $0 &+ $1.dropped }
    }
    return LogStatistics(
      writtenLines: written.load(ordering: .relaxed),
      droppedLines: dropped &+ lost.load(ordering: .relaxed),
      writeFailures: failures.load(ordering: .relaxed),
      reopens: reopens.load(ordering: .relaxed),
      failedReopens: failedReopens.load(ordering: .relaxed))
  }

  func add(_ ring: LogRing) { rings.withLock { $0.append(ring) } }

  /// Wakes the writer if it sleeps. Never waits: a semaphore is posted at most once for each sleep.
  func wake() {
    guard sleeps.load(ordering: .sequentiallyConsistent),
      sleeps.exchange(false, ordering: .sequentiallyConsistent)
    else { return }
    wakeup.post()
  }

  // MARK: - Requests, from any thread

  func close() {
    closing.store(true, ordering: .sequentiallyConsistent)
    wake()
  }

  /// Lets the writer drop what a non-blocking sink does not take.
  func abandon() { abandoned.store(true, ordering: .releasing) }

  func reopen() {
    reopensAsked.add(1, ordering: .sequentiallyConsistent)
    wake()
  }

  /// The number to give to ``isFlushed(_:)``.
  func askFlush() -> Int {
    let number = flushesAsked.add(1, ordering: .sequentiallyConsistent).newValue
    wake()
    return number
  }

  func isFlushed(_ number: Int) -> Bool { flushesDone.load(ordering: .acquiring) >= number }

  // MARK: - The writer's thread

  func run(_ first: LogSink) {
    var sink = first
    var batch: [UInt8] = []
    var reopened = 0
    while true {
      // Looked at before the rings: what was put in before a request is seen after it.
      let isClosing = closing.load(ordering: .sequentiallyConsistent)
      let flushes = flushesAsked.load(ordering: .sequentiallyConsistent)
      let asked = reopensAsked.load(ordering: .sequentiallyConsistent)
      if asked != reopened {
        reopened = asked
        if sink.reopen() {
          reopens.add(1, ordering: .relaxed)
        } else {
          failedReopens.add(1, ordering: .relaxed)
        }
      }
      if drain(&sink, &batch) {
        // Awake in name: nobody posts to it.
        if !isClosing { usleep(Self.rest) }
        continue
      }
      flushesDone.store(flushes, ordering: .releasing)
      if isClosing { break }
      sleeps.store(true, ordering: .sequentiallyConsistent)
      // Whoever asked before the store above did not wake this thread.
      let isIdle =
        !closing.load(ordering: .sequentiallyConsistent)
        && flushes == flushesAsked.load(ordering: .sequentiallyConsistent)
        && asked == reopensAsked.load(ordering: .sequentiallyConsistent)
        && rings.withLock({ $0.allSatisfy(\.isEmpty) })
      if isIdle { wakeup.wait() }
      sleeps.store(false, ordering: .sequentiallyConsistent)
    }
    sink.close()
    ended.store(true, ordering: .releasing)
  }

  /// Writes what is in the rings, one after the other.
  /// - Returns: Whether there was anything.
  private func drain(_ sink: inout LogSink, _ batch: inout [UInt8]) -> Bool {
    var found = false
    var hasFinished = false
    for ring in rings.withLock({ $0 }) {
      if ring.isFinished { hasFinished = true }
      batch.removeAll(keepingCapacity: true)
      ring.take(into: &batch)
      guard !batch.isEmpty else { continue }
      found = true
      let done = sink.write(batch) { abandoned.load(ordering: .acquiring) }
      written.add(Self.lines(in: batch[..<done]), ordering: .relaxed)
      if done < batch.count {
        failures.add(1, ordering: .relaxed)
        lost.add(Self.lines(in: batch[done...]), ordering: .relaxed)
      }
    }
    if hasFinished { removeFinished() }
    return found
  }

  private func removeFinished() {
    rings.withLock { rings in
      rings.removeAll { ring in
        guard ring.isFinished else { return false }
        droppedBefore.add(ring.dropped, ordering: .relaxed)
        return true
      }
    }
  }

  private static func lines(in bytes: ArraySlice<UInt8>) -> UInt64 {
    // The C library looks at many bytes at once; a loop over each of them costs twenty times as
    // much, and was a fiftieth of the server's time at full load.
    unsafe bytes.withUnsafeBytes { buffer in
      var count: UInt64 = 0
      var at = 0
      // SAFETY: `at` is within the buffer, and so is what is found behind it.
      while let start = buffer.baseAddress,
        let newline = unsafe memchr(start + at, Int32(UInt8(ascii: "\n")), buffer.count - at)
      {
        count &+= 1
        at = unsafe UnsafeRawPointer(newline) - start + 1
      }
      return count
    }
  }
}

/// A semaphore of the system: posting it never waits.
@safe private final class Wakeup: Sendable {
  // SAFETY: allocated and initialised for as long as this object lives; the functions that take it
  // may be called from any thread.
  private nonisolated(unsafe) let semaphore: UnsafeMutablePointer<sem_t>

  init() {
    unsafe semaphore = .allocate(capacity: 1)
    unsafe sem_init(semaphore, 0, 0)
  }

  deinit {
    unsafe sem_destroy(semaphore)
    unsafe semaphore.deallocate()
  }

  func post() { unsafe sem_post(semaphore) }

  /// May return early; whoever calls looks again at what there is to do.
  func wait() { unsafe sem_wait(semaphore) }
}
