import Synchronization

/// What the loops of a server share.
final class ServerShared: Sendable {
  /// How far the end has come.
  enum Phase: Int {
    case serving, draining, stopping
  }

  let limits: ServerLimits
  let tls: SharedReference<TLSContext>?
  /// Bytes of bodies in all connections.
  let bytesInFlight = Atomic<Int>(0)
  private let phaseValue = Atomic<Int>(Phase.serving.rawValue)
  /// When a draining server stops, by ``MonotonicClock``.
  private let drainDeadlineValue = Atomic<Int64>(.max)

  init(limits: ServerLimits, tls: SharedReference<TLSContext>?) {
    self.limits = limits
    self.tls = tls
  }

  var phase: Phase { Phase(rawValue: phaseValue.load(ordering: .acquiring)) ?? .stopping }

  var drainDeadline: Int64 { drainDeadlineValue.load(ordering: .acquiring) }

  func drain(until deadline: Int64) {
    drainDeadlineValue.store(deadline, ordering: .releasing)
    phaseValue.max(Phase.draining.rawValue, ordering: .acquiringAndReleasing)
  }

  func stop() {
    phaseValue.max(Phase.stopping.rawValue, ordering: .acquiringAndReleasing)
  }

  /// Counts bytes of a request as in flight, unless that are too many.
  func reserve(_ count: Int, for request: inout HTTPRequest) -> Bool {
    guard count > 0 else { return true }
    let (_, total) = bytesInFlight.add(count, ordering: .relaxed)
    if total > limits.bytesInFlight {
      bytesInFlight.subtract(count, ordering: .relaxed)
      return false
    }
    request.reservedBytes += count
    return true
  }

  func release(_ request: inout HTTPRequest) {
    guard request.reservedBytes > 0 else { return }
    bytesInFlight.subtract(request.reservedBytes, ordering: .relaxed)
    request.reservedBytes = 0
  }
}
