/// The metrics of connections, which the server counts itself.
struct ConnectionMetrics: Sendable {
  private let handshakes: Counter
  private let failedHandshakes: Counter
  private let accepted: Counter
  private let refused: Counter
  private let acceptPauses: Counter
  private let timeouts: Counter
  private let truncatedRequests: Counter
  private let open: Gauge
  private let bytesInFlight: Gauge

  init(_ all: inout MetricDeclarations) {
    handshakes = all.counter(
      "kpatch_webhook_tls_handshakes_total", "TLS handshakes that were completed.",
      labels: [MetricLabel("session", values: ["new", "resumed"])])
    failedHandshakes = all.counter(
      "kpatch_webhook_tls_handshake_failures_total",
      "TLS handshakes that failed or took too long.")
    accepted = all.counter(
      "kpatch_webhook_connections_accepted_total", "Connections that were accepted.")
    refused = all.counter(
      "kpatch_webhook_connections_refused_total", "Connections above the limit.")
    acceptPauses = all.counter(
      "kpatch_webhook_accept_pauses_total",
      "How often accepting paused because there were no file descriptors or memory.")
    timeouts = all.counter(
      "kpatch_webhook_connection_timeouts_total",
      "Connections that were closed because nothing moved: in the handshake, between requests, "
        + "while an answer was sent.",
      labels: [MetricLabel("phase", values: ["handshake", "idle", "write"])])
    truncatedRequests = all.counter(
      "kpatch_webhook_truncated_requests_total",
      "Requests within which the client ended the connection.")
    open = all.gauge("kpatch_webhook_connections", "Connections that are open.")
    bytesInFlight = all.gauge(
      "kpatch_webhook_in_flight_bytes", "Bytes of request bodies being read or answered.")
  }

  /// Takes over what the server has counted.
  func update(_ metrics: Metrics, _ server: ServerNumbers) {
    let resumed = min(server.resumedHandshakes, server.handshakes)
    metrics.set(handshakes, to: server.handshakes - resumed, 0)
    metrics.set(handshakes, to: resumed, 1)
    metrics.set(failedHandshakes, to: server.failedHandshakes)
    metrics.set(accepted, to: server.acceptedConnections)
    metrics.set(refused, to: server.refusedConnections)
    metrics.set(acceptPauses, to: server.acceptPauses)
    let phases = [server.handshakeTimeouts, server.idleTimeouts, server.writeTimeouts]
    for (index, count) in phases.enumerated() { metrics.set(timeouts, to: count, index) }
    metrics.set(truncatedRequests, to: server.truncatedRequests)
    metrics.set(open, to: Int64(clamping: server.openConnections))
    metrics.set(bytesInFlight, to: Int64(server.bytesInFlight))
  }
}
