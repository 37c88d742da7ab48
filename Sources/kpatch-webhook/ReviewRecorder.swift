import Admission
import HTTPServer
import Policy
import Telemetry

/// One event loop's counts and decision lines.
final class ReviewRecorder {
  private let recorder: WebhookMetrics.Recorder
  private let events: LogProducer
  private let audit: LogProducer?
  private let level: LogLevel
  private var line = LogLine()
  /// When each refusal of a client was last a warning, in nanoseconds of ``MonotonicClock``.
  private var warned: [RequestError: UInt64] = [:]
  private static let quietNanoseconds: UInt64 = 60_000_000_000

  init(_ services: Services) {
    recorder = services.metrics.makeRecorder()
    events = services.logs.events.makeProducer()
    audit = services.logs.audit?.writer.makeProducer()
    level = services.logs.events.level
  }

  /// Counts and logs a review that was answered.
  func note(
    _ decision: AdmissionDecision, at endpoint: AdmissionHandler.Endpoint,
    of request: borrowing HTTPRequest, nanoseconds: UInt64, generation: UInt64
  ) {
    let review = decision.request
    let verdict = Self.verdict(of: decision)
    let operation = Self.word(review.operation)
    recorder.review(
      path: Self.path(of: endpoint), operation: operation, kind: review.kind, verdict: verdict,
      nanoseconds: nanoseconds, patchBytes: decision.patchBytes)
    var rules: [DecisionLine.Rule] = []
    for finding in decision.findings {
      let action = finding.action.name
      recorder.decision(rule: finding.rule, action: action)
      if !rules.contains(where: { $0.id == finding.rule && $0.action == action }) {
        rules.append(.init(id: finding.rule, action: action))
      }
    }
    guard isLogged(at: .info) else { return }
    var entry = DecisionLine()
    describe(request, endpoint, nanoseconds, generation, in: &entry)
    entry.uid = review.uidNode.textBytes
    entry.operation = operation
    entry.kind = review.kind
    entry.subresource = review.subresource
    entry.namespace = review.namespace ?? ""
    entry.name = review.objectName
    if let user = review.user {
      entry.user = user.nameBytes
      entry.groups = user.groupBytes
    }
    entry.verdict = verdict
    entry.rules = rules
    entry.mutators = decision.mutators
    entry.patchBytes = decision.patchBytes
    entry.isDryRun = review.isDryRun
    write(entry)
  }

  /// Counts and logs a review that could not be answered.
  func note(
    _ error: AdmissionError, at endpoint: AdmissionHandler.Endpoint,
    of request: borrowing HTTPRequest, nanoseconds: UInt64, generation: UInt64
  ) {
    recorder.review(
      path: Self.path(of: endpoint), operation: "", kind: "", verdict: "error",
      nanoseconds: nanoseconds, patchBytes: 0)
    // Nobody else says that the policy is at fault; what clients send is theirs to mend.
    let level: LogLevel = error.status >= 500 ? .error : .warn
    guard isLogged(at: level) else { return }
    var entry = DecisionLine()
    entry.level = level
    describe(request, endpoint, nanoseconds, generation, in: &entry)
    if let uid = error.uid { entry.uid = ArraySlice(uid.utf8) }
    entry.verdict = "error"
    entry.error = error.message
    write(entry)
  }

  /// Logs a request that was refused before it was a review: where everything is logged, or where
  /// it may be an API server whose certificate is another than the options say. Anybody who reaches
  /// the port can cause that, so it is a warning once in a while only. The server counts all.
  func note(_ error: RequestError, of request: HTTPRequest?) {
    let level: LogLevel = isWarning(error) ? .warn : .debug
    guard self.level <= level else { return }
    line.begin(time: Timestamp.now(), level: level, text: "a request was refused")
    line.field("cause", error.metricName)
    line.field("source", request?.connection.peer ?? "")
    if let names = request?.connection.clientNames {
      line.field("clientNames", Set(names).sorted().joined(separator: ", "))
    }
    line.end()
    events.append(line)
  }

  // MARK: - Parts

  private func isWarning(_ error: RequestError) -> Bool {
    guard error == .clientCertificateRequired || error == .clientNotAllowed else { return false }
    let now = MonotonicClock.nanoseconds()
    if let last = warned[error], now &- last < Self.quietNanoseconds { return false }
    warned[error] = now
    return true
  }

  private func isLogged(at level: LogLevel) -> Bool { self.level <= level || audit != nil }

  /// Fills in what does not come from the review.
  private func describe(
    _ request: borrowing HTTPRequest, _ endpoint: AdmissionHandler.Endpoint,
    _ nanoseconds: UInt64, _ generation: UInt64, in entry: inout DecisionLine
  ) {
    entry.time = Timestamp.now()
    entry.path = Self.path(of: endpoint)
    entry.source = request.connection.peer
    if let field = request.field("user-agent") { entry.userAgent = field }
    entry.nanoseconds = nanoseconds
    entry.policyGeneration = generation
    if let field = request.field("traceparent") { entry.traceID = TraceParent(field)?.traceID }
  }

  private func write(_ entry: DecisionLine) {
    entry.write(to: &line)
    if level <= entry.level { events.append(line) }
    audit?.append(line)
  }

  private static func path(of endpoint: AdmissionHandler.Endpoint) -> String {
    switch endpoint {
    case .mutate: "/mutate"
    // Nothing is served that does both.
    case .validate, .review: "/validate"
    }
  }

  private static func verdict(of decision: AdmissionDecision) -> String {
    if !decision.allowed { return "deny" }
    let warns =
      decision.worstAction == .warn || decision.notes.contains { $0.kind == .warning }
    return warns ? "warn" : "allow"
  }

  private static func word(_ operation: EvaluationContext.Operation) -> String {
    switch operation {
    case .create: "CREATE"
    case .update: "UPDATE"
    case .delete: "DELETE"
    case .connect: "CONNECT"
    }
  }
}
