import CLinux
import Glibc

/// Calls off what another thread waits for.
package final class Cancellation: Sendable {
  /// Readable once it was called off; -1 where the system had no descriptor, and nobody can.
  package let descriptor: Int32

  package init() {
    descriptor = clinux_wake_descriptor()
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  package func cancel() {
    if descriptor >= 0 { _ = clinux_wake(descriptor) }
  }

  package var isCancelled: Bool { !pause(milliseconds: 0) }

  /// Waits; `false` as soon as it is called off.
  package func pause(milliseconds: Int64) -> Bool {
    let end = Clock.milliseconds() + max(0, milliseconds)
    while true {
      let left = max(0, end - Clock.milliseconds())
      var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let result = unsafe poll(&wait, 1, Int32(clamping: left))
      if result > 0 { return false }
      if result == 0, left <= Int64(Int32.max) { return true }
    }
  }
}

/// A time by which something is done, and who may call it off before.
struct Deadline {
  let end: Int64
  let cancellation: Cancellation

  init(milliseconds: Int64, _ cancellation: Cancellation) {
    end = Clock.milliseconds() + milliseconds
    self.cancellation = cancellation
  }

  /// Waits until a descriptor is ready.
  func wait(for descriptor: Int32, _ events: Int32) throws(ExchangeFailure) {
    while true {
      let left = end - Clock.milliseconds()
      guard left > 0 else { throw .timeout }
      var waits = [
        pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0),
        pollfd(fd: cancellation.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      let result = unsafe poll(&waits, nfds_t(waits.count), Int32(clamping: left))
      if result < 0, errno != EINTR { throw .connection(errno) }
      guard result > 0 else { continue }
      if waits[1].revents != 0 { throw .cancelled }
      if waits[0].revents != 0 { return }
    }
  }
}

enum Clock {
  /// Since some moment; changes of the wall clock do not move it.
  static func milliseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }
}
