import HTTPServer
import JSONSyntax
import Policy
import Telemetry

/// The answers to whoever asks how the server is, on both ports.
struct HealthPages {
  let state: ServerState
  let logs: Logs

  func write(_ route: Route, _ request: HTTPRequest, _ response: inout HTTPResponse) {
    switch route {
    case .alive:
      text("ok", &response)
    case .ready:
      ready(isVerbose: request.hasQueryParameter("verbose"), &response)
    case .version:
      response.addField("Content-Type", "application/json")
      response.body = []
      JSONWriter.append(
        ["name": "kpatch-webhook", "version": .string(Release.version)], to: &response.body)
    case .review, .metrics:
      break
    }
  }

  /// As the API server's own `/readyz` says it: a line for each part where that is asked for, or
  /// where one fails.
  private func ready(isVerbose: Bool, _ response: inout HTTPResponse) {
    let readiness = state.readiness
    if readiness.isReady, !isVerbose {
      text("ok", &response)
      return
    }
    var lines = ""
    for (name, part) in [("policy", readiness.policy), ("certificate", readiness.certificate)] {
      let rest = part.isOutdated ? "; newer files are refused, the log says why" : ""
      lines += "[+]\(name) ok: \(part.detail)\(name == "certificate" ? age : "")\(rest)\n"
    }
    if let cluster = readiness.cluster {
      lines +=
        cluster.hasCertificate
        ? "[+]cluster ok: \(cluster.detail)\n" : "[-]cluster failed: \(cluster.detail)\n"
    }
    // A log that loses lines is no reason to send reviews elsewhere.
    for (name, counts) in logs.statistics { lines += "[+]log-\(name) ok\(Self.loss(counts))\n" }
    lines += readiness.isEnding ? "[-]shutdown failed: the server is ending\n" : "[+]shutdown ok\n"
    lines += readiness.isReady ? "readyz check passed\n" : "readyz check failed\n"
    if !readiness.isReady { response.status = .serviceUnavailable }
    text(lines, &response)
  }

  /// Nobody trusts an expired certificate, but no other replica has a better one.
  private var age: String {
    state.tls.current().details.validUntil < MonotonicClock.wallSeconds() ? "; it has expired" : ""
  }

  private static func loss(_ counts: LogStatistics) -> String {
    var parts: [String] = []
    if counts.droppedLines > 0 { parts.append("lines lost: \(counts.droppedLines)") }
    if counts.writeFailures > 0 { parts.append("failed writes: \(counts.writeFailures)") }
    if counts.failedReopens > 0 { parts.append("not opened again: \(counts.failedReopens)") }
    return parts.isEmpty ? "" : ": " + parts.joined(separator: ", ")
  }

  private func text(_ text: String, _ response: inout HTTPResponse) {
    response.addField("Content-Type", "text/plain; charset=utf-8")
    response.append(text)
  }
}
