/// What the server holds at most, and how long it waits at most. Each limit has an exact answer.
package struct ServerLimits: Sendable {
  /// Bytes of the request line without its CRLF; 414 beyond.
  package var requestLineBytes = 8_192
  /// Bytes of all field lines and trailers of a request; 431 beyond.
  package var fieldBytes = 32_768
  /// Fields of a request, trailers included; 431 beyond.
  package var fields = 100
  /// Bytes of a request body; 413 beyond.
  package var bodyBytes = 16 << 20
  /// Bytes of chunk extensions of a request; 400 beyond.
  package var chunkExtensionBytes = 1_024
  /// Bytes of bodies that are being read or answered, in all connections; 503 beyond.
  package var bytesInFlight = 256 << 20
  /// Open connections of all threads, each of which takes an equal share; 503 beyond, and beyond
  /// that again by ``refusedConnections`` the connection is closed at once.
  package var connections = 16_384
  /// Connections of each thread above its share, kept only to be answered with 503.
  package var refusedConnections = 64
  /// Milliseconds from the connection to the end of the TLS handshake.
  package var handshakeMilliseconds = 10_000
  /// Milliseconds from the first byte of a request to the end of its head; 408 beyond.
  package var headerMilliseconds = 10_000
  /// Milliseconds from the end of the head to the end of the body; 408 beyond.
  package var bodyMilliseconds = 30_000
  /// Milliseconds until a client has taken a response.
  package var writeMilliseconds = 30_000
  /// Milliseconds that a connection stays without a request. Above 90 s, for which a Kubernetes API
  /// server keeps connections: a POST into a closing one fails and is not repeated.
  package var idleMilliseconds = 120_000
  /// Milliseconds for which a connection that was refused is still read, so that the client gets
  /// the answer and not a reset (RFC 9112 section 9.6).
  package var lingerMilliseconds = 2_000
  /// Milliseconds without a request after which a draining server closes a connection.
  package var drainIdleMilliseconds = 1_000
  /// Connections that the kernel keeps until they are accepted, for each listener and thread.
  package var backlog = 4_096

  package init() {}

  /// The same limits, without values that sums of them could not bear: whoever wants no limit may
  /// write any number.
  var bounded: ServerLimits {
    let numbers: [WritableKeyPath<ServerLimits, Int>] = [
      \.requestLineBytes, \.fieldBytes, \.fields, \.bodyBytes, \.chunkExtensionBytes,
      \.bytesInFlight, \.connections, \.refusedConnections, \.handshakeMilliseconds,
      \.headerMilliseconds, \.bodyMilliseconds, \.writeMilliseconds, \.idleMilliseconds,
      \.lingerMilliseconds, \.drainIdleMilliseconds, \.backlog,
    ]
    var limits = self
    for number in numbers { limits[keyPath: number] = min(max(0, self[keyPath: number]), 1 << 40) }
    return limits
  }
}
