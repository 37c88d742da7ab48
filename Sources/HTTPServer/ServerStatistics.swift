import Synchronization

/// A number that one thread counts and others read.
final class Counter: Sendable {
  private let count = Atomic<UInt64>(0)

  /// Only the counter's own thread calls this, so that no locked instruction is needed.
  @inline(__always)
  func add(_ amount: Int = 1) {
    let old = count.load(ordering: .relaxed)
    count.store(old &+ UInt64(clamping: amount), ordering: .relaxed)
  }

  var value: UInt64 { count.load(ordering: .relaxed) }
}

/// What one event loop counts.
final class LoopStatistics: Sendable {
  let accepted = Counter()
  let closed = Counter()
  let refused = Counter()
  let handshakes = Counter()
  let resumedHandshakes = Counter()
  let failedHandshakes = Counter()
  let requests = Counter()
  let bytesRead = Counter()
  let bytesWritten = Counter()
  let acceptPauses = Counter()
  let idleTimeouts = Counter()
  let handshakeTimeouts = Counter()
  let writeTimeouts = Counter()
  let truncated = Counter()
  /// By the raw value of ``RequestError``.
  let errors: [Counter] = RequestError.allCases.map { _ in Counter() }
}

/// What a server has counted since it started, in all loops.
package struct ServerStatistics: Sendable {
  /// Connections that were accepted.
  package var acceptedConnections: UInt64 = 0
  /// Connections that are open now.
  package var openConnections: UInt64 = 0
  /// Connections above the limit, answered with 503 or closed at once.
  package var refusedConnections: UInt64 = 0
  /// TLS handshakes that were completed.
  package var handshakes: UInt64 = 0
  /// Those of them that resumed a session.
  package var resumedHandshakes: UInt64 = 0
  /// TLS handshakes that failed, timeouts included.
  package var failedHandshakes: UInt64 = 0
  /// Requests that a handler answered.
  package var requests: UInt64 = 0
  /// Bytes of requests, decrypted.
  package var bytesRead: UInt64 = 0
  /// Bytes of responses, before encryption.
  package var bytesWritten: UInt64 = 0
  /// How often accepting paused because the system had no descriptors or memory.
  package var acceptPauses: UInt64 = 0
  /// Connections closed because nothing was asked on them.
  package var idleTimeouts: UInt64 = 0
  /// Connections closed because the handshake took too long.
  package var handshakeTimeouts: UInt64 = 0
  /// Connections closed because the response was not taken.
  package var writeTimeouts: UInt64 = 0
  /// Connections that clients closed within a request.
  package var truncatedRequests: UInt64 = 0
  /// Bytes of bodies that are being read or answered now.
  package var bytesInFlight: Int = 0
  /// Requests that were refused, by cause; causes that did not occur are left out.
  package var errors: [(cause: RequestError, count: UInt64)] = []

  init(_ loops: [LoopStatistics], bytesInFlight: Int) {
    var counts = [UInt64](repeating: 0, count: RequestError.allCases.count)
    for loop in loops {
      // Closed first: a connection that comes and goes in between must not count below zero.
      let closed = loop.closed.value
      let accepted = loop.accepted.value
      acceptedConnections += accepted
      openConnections += accepted - min(closed, accepted)
      refusedConnections += loop.refused.value
      handshakes += loop.handshakes.value
      resumedHandshakes += loop.resumedHandshakes.value
      failedHandshakes += loop.failedHandshakes.value
      requests += loop.requests.value
      bytesRead += loop.bytesRead.value
      bytesWritten += loop.bytesWritten.value
      acceptPauses += loop.acceptPauses.value
      idleTimeouts += loop.idleTimeouts.value
      handshakeTimeouts += loop.handshakeTimeouts.value
      writeTimeouts += loop.writeTimeouts.value
      truncatedRequests += loop.truncated.value
      for index in counts.indices { counts[index] += loop.errors[index].value }
    }
    self.bytesInFlight = bytesInFlight
    errors = zip(RequestError.allCases, counts).filter { $0.1 > 0 }.map { ($0.0, $0.1) }
  }
}
