import CLinux
import Glibc

/// Wakes a loop from another thread. Closed when neither needs it any more.
final class Waker: Sendable {
  let descriptor: Int32

  init(descriptor: Int32) {
    self.descriptor = descriptor
  }

  deinit { close(descriptor) }
}

/// An HTTP/1.1 server: one event loop, with its own listeners, for each thread.
///
/// Start it, drain it, wait for it:
///
///     let server = try Server(listeners: [...], tls: tls, threads: 2) { thread in MyHandler() }
///     try server.start()
///     ...
///     server.drain(withinMilliseconds: 30_000)
///     server.wait()
package final class Server: Sendable {
  /// What a thread needs to begin.
  private final class Seed: Sendable {
    let shared: ServerShared
    let statistics: LoopStatistics
    let listeners: [Listener]
    let poll: Int32
    let waker: Waker
    let maximumConnections: Int
    let index: Int
    let makeHandler: @Sendable (Int) -> any RequestHandler

    init(
      _ loop: Loop, _ shared: ServerShared, index: Int, maximumConnections: Int,
      makeHandler: @escaping @Sendable (Int) -> any RequestHandler
    ) {
      self.shared = shared
      self.index = index
      self.maximumConnections = maximumConnections
      self.makeHandler = makeHandler
      statistics = loop.statistics
      listeners = loop.listeners
      poll = loop.poll
      waker = loop.waker
    }

    func run() {
      let loop = EventLoop(
        shared: shared, statistics: statistics, handler: makeHandler(index), listeners: listeners,
        poll: poll, waker: waker, maximumConnections: maximumConnections)
      loop.run()
    }
  }

  /// One thread's part, as others see it.
  private struct Loop: Sendable {
    let statistics = LoopStatistics()
    var listeners: [Listener] = []
    let poll: Int32
    let waker: Waker
  }

  /// Where the server listens, with the ports that the system chose.
  package let addresses: [SocketAddress]
  private let shared: ServerShared
  private let loops: [Loop]
  private let makeHandler: @Sendable (Int) -> any RequestHandler
  private let threads = ThreadList()

  /// Opens the listeners; connections wait in them until ``start()``.
  /// - Parameters:
  ///   - tls: the certificate in use, which may be replaced at any time. Connections keep theirs.
  ///   - threads: how many loops there are, at least 1.
  ///   - makeHandler: makes the handler of the loop with this number, on its thread.
  package init(
    listeners configurations: [ListenerConfiguration], tls: SharedReference<TLSContext>? = nil,
    limits: ServerLimits = ServerLimits(), threads: Int,
    makeHandler: @escaping @Sendable (Int) -> any RequestHandler
  ) throws(ServerError) {
    if tls == nil, configurations.contains(where: \.isTLS) { throw .noTLSContext }
    for configuration in configurations { try Listener.probe(configuration.address) }
    var configurations = configurations
    var loops: [Loop] = []
    do throws(ServerError) {
      for _ in 0..<max(1, threads) {
        let poll = clinux_poll_create()
        guard poll >= 0 else { throw .system(errno: errno) }
        let wake = clinux_wake_descriptor()
        guard wake >= 0 else {
          let code = errno
          Glibc.close(poll)
          throw .system(errno: code)
        }
        loops.append(Loop(poll: poll, waker: Waker(descriptor: wake)))
        for index in configurations.indices {
          let (listener, address) = try Listener.open(
            configurations[index], backlog: Int32(clamping: limits.backlog))
          // The first one may have been given a port; the others share it.
          configurations[index].address = address
          loops[loops.count - 1].listeners.append(listener)
        }
      }
    } catch {
      for loop in loops { Self.close(loop) }
      throw error
    }
    self.loops = loops
    self.makeHandler = makeHandler
    addresses = configurations.map(\.address)
    shared = ServerShared(limits: limits.bounded, tls: tls)
  }

  deinit {
    // Loops that run close what they have.
    if !threads.isStarted { for loop in loops { Self.close(loop) } }
  }

  private static func close(_ loop: Loop) {
    for listener in loop.listeners { Glibc.close(listener.descriptor) }
    Glibc.close(loop.poll)
  }

  /// Starts the threads. To be called once.
  package func start() throws(ServerError) {
    invariant(!threads.isStarted, "a server is started once")
    let (share, rest) = shared.limits.connections.quotientAndRemainder(dividingBy: loops.count)
    let seeds = loops.enumerated().map { index, loop in
      Seed(
        loop, shared, index: index, maximumConnections: max(1, share + (index < rest ? 1 : 0)),
        makeHandler: makeHandler)
    }
    let code = threads.start(seeds.map { seed in { seed.run() } })
    guard code == 0 else {
      stop()
      throw .system(errno: code)
    }
  }

  /// Stops accepting, answers what is asked with `Connection: close`, closes connections that ask
  /// nothing, and all others when the time is over.
  package func drain(withinMilliseconds milliseconds: Int) {
    shared.drain(until: MonotonicClock.milliseconds() + Int64(min(milliseconds, 1 << 40)))
    wakeLoops()
  }

  /// Closes everything at once.
  package func stop() {
    shared.stop()
    wakeLoops()
  }

  /// Waits until all loops have ended. To be called once, after ``start()``.
  package func wait() { threads.join() }

  /// What was counted so far.
  package var statistics: ServerStatistics {
    ServerStatistics(
      loops.map(\.statistics), bytesInFlight: shared.bytesInFlight.load(ordering: .relaxed))
  }

  private func wakeLoops() {
    for loop in loops { clinux_wake(loop.waker.descriptor) }
  }
}
