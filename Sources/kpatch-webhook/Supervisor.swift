import CLinux
import Glibc
import HTTPServer

/// The main thread while the server serves: waits for signals and changed files, and ends it.
struct Supervisor {
  let server: Server
  let reloader: Reloader
  /// The plain port, which is there until the end.
  let metricsServer: Server?
  /// Where the certificate is kept in the cluster.
  let cluster: ClusterCertificates?
  let signals: Signals
  let log: EventLog
  let logs: Logs
  /// Milliseconds for which serving goes on after the first signal.
  let shutdownDelay: Int
  /// Milliseconds for which requests may be answered after that.
  let shutdownTimeout: Int

  /// Milliseconds from one look at the files to the next, where nothing is told of them: folders on
  /// a network tell nothing, and links lead to folders that nobody watches.
  private static let pollInterval: Int64 = 10_000
  /// Milliseconds for which changes may go on before they are looked at: two files of one
  /// certificate do not change at once.
  private static let settleInterval: Int64 = 100

  /// Returns when the server has ended.
  func run() {
    waitForEnd()
    log.say(.info, "ending: no new connections from \(shutdownDelay) ms on")
    reloader.state.update { $0.isEnding = true }
    // A second signal finds no one waiting for it.
    Signals.endAtOnce()
    sleep(untilMilliseconds: MonotonicClock.milliseconds() + Int64(shutdownDelay))
    server.drain(withinMilliseconds: shutdownTimeout)
    server.wait()
    metricsServer?.stop()
    metricsServer?.wait()
    cluster?.stop()
    log.say(.info, "ended")
    logs.finish()
  }

  /// Waits for the first signal that ends the server, and reads files again meanwhile.
  private func waitForEnd() {
    let watch = FolderWatch(reloader.folders)
    var nextLook = MonotonicClock.milliseconds() + Self.pollInterval
    while true {
      let left = max(0, nextLook - MonotonicClock.milliseconds())
      var waits = [
        pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: watch.descriptor, events: Int16(POLLIN), revents: 0),
        // The system passes over a descriptor that is negative.
        pollfd(fd: cluster?.wakeDescriptor ?? -1, events: Int16(POLLIN), revents: 0),
      ]
      _ = unsafe poll(&waits, nfds_t(waits.count), Int32(left))
      var isAsked = false
      while let signal = signals.next() {
        if signal != SIGHUP { return }
        isAsked = true
        // Whoever moved the file away wants a new one.
        logs.audit?.reopen()
        cluster?.lookNow()
      }
      let now = MonotonicClock.milliseconds()
      if waits[1].revents != 0 {
        watch.clear()
        nextLook = min(nextLook, now + Self.settleInterval)
      }
      if waits[2].revents != 0, let cluster {
        clinux_clear_wake(cluster.wakeDescriptor)
        isAsked = true
      }
      if isAsked || now >= nextLook {
        watch.renew()
        reloader.refresh()
        nextLook = MonotonicClock.milliseconds() + Self.pollInterval
      }
    }
  }

  private func sleep(untilMilliseconds end: Int64) {
    while true {
      let left = end - MonotonicClock.milliseconds()
      guard left > 0 else { return }
      _ = poll(nil, 0, Int32(clamping: left))
    }
  }
}
