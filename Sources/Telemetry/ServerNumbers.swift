/// What a server has counted since it started, as far as metrics show it; looked up when somebody
/// asks for them.
package struct ServerNumbers: Sendable {
  package var acceptedConnections: UInt64 = 0
  package var openConnections: UInt64 = 0
  /// Connections above the limit.
  package var refusedConnections: UInt64 = 0
  /// How often accepting paused because the system had no descriptors or memory.
  package var acceptPauses: UInt64 = 0
  /// Connections closed because the handshake took too long, nothing was asked, or the answer was
  /// not taken.
  package var handshakeTimeouts: UInt64 = 0
  package var idleTimeouts: UInt64 = 0
  package var writeTimeouts: UInt64 = 0
  /// Connections that clients closed within a request.
  package var truncatedRequests: UInt64 = 0
  /// TLS handshakes that were completed, those that resumed a session included.
  package var handshakes: UInt64 = 0
  package var resumedHandshakes: UInt64 = 0
  package var failedHandshakes: UInt64 = 0
  /// Bytes of bodies that are being read or answered now.
  package var bytesInFlight = 0
  /// Requests that were refused, by cause. Causes that were not declared add up as `other`.
  package var rejections: [(cause: String, count: UInt64)] = []

  package init() {}
}
