import Documents
import JSONSyntax

/// Asks a Kubernetes API server for objects and writes them. It blocks, so it belongs on a thread
/// where nobody waits; ``Cancellation`` ends its waits.
///
/// Each request has a connection of its own: requests are few, and a connection that lay idle could
/// be gone. Everything that can pass is tried again, and so every object that is written has to be
/// one that may be written twice: something new is refused with ``ClusterError/Cause/conflict``
/// when it is there already, and what is changed carries the `resourceVersion` that it was read
/// with.
package struct ClusterClient: Sendable {
  package struct Limits: Sendable {
    /// Milliseconds for one attempt, from connecting to the last byte.
    package var attemptMilliseconds: Int64 = 10_000
    /// Milliseconds for all attempts and the pauses between them.
    package var totalMilliseconds: Int64 = 30_000
    package var attempts = 5
    /// Milliseconds of the first pause; each further one is twice as long.
    package var firstPause: Int64 = 250
    /// Milliseconds of the longest pause, unless the server asks for a longer one.
    package var longestPause: Int64 = 10_000
    /// Bytes of an answer.
    package var bodyBytes = 16 << 20

    package init() {}
  }

  package let configuration: ClusterConfiguration
  package let cancellation: Cancellation
  private let limits: Limits

  package init(
    _ configuration: ClusterConfiguration, limits: Limits = Limits(),
    cancellation: Cancellation = Cancellation()
  ) {
    self.configuration = configuration
    self.limits = limits
    self.cancellation = cancellation
  }

  package func get(_ resource: ClusterResource) throws(ClusterError) -> Node {
    try perform(resource.name == nil ? .list : .get, resource, nil)
  }

  /// Makes an object; what it is then. A conflict where there is one of its name.
  package func create(
    _ resource: ClusterResource, _ object: Value
  ) throws(ClusterError) -> Node {
    try perform(.create, resource, object)
  }

  /// Puts an object in the place of the one that was read. A conflict where it has changed since.
  package func update(
    _ resource: ClusterResource, _ object: Value
  ) throws(ClusterError) -> Node {
    try perform(.update, resource, object)
  }

  private func perform(
    _ action: ClusterAction, _ resource: ClusterResource, _ object: Value?
  ) throws(ClusterError) -> Node {
    var body: [UInt8]?
    if let object {
      var text: [UInt8] = []
      JSONWriter.append(object, to: &text)
      body = text
    }
    let end = Clock.milliseconds() + limits.totalMilliseconds
    var pause = limits.firstPause
    var attempt = 1
    while true {
      let error: ClusterError
      var asked: Int64 = 0
      switch try attemptOnce(action, resource, body, end) {
      case .success(let response):
        if (200...299).contains(response.status) {
          return try parse(response, action, resource)
        }
        error = failure(response.status, action, resource)
        guard Self.isPassing(response.status) else { throw error }
        asked = (response.retryAfter ?? 0) * 1_000
      case .failure(let failed):
        error = ClusterError(failed.cause, say(action, resource, failed.words))
        guard failed.isPassing else { throw error }
      }
      // Replicas that failed together shall not come back together.
      let delay = max(Int64.random(in: pause / 2...pause), asked)
      guard attempt < limits.attempts, Clock.milliseconds() + delay < end else { throw error }
      guard cancellation.pause(milliseconds: delay) else {
        throw ClusterError(.cancelled, say(action, resource, ExchangeFailure.cancelled.words))
      }
      attempt += 1
      pause = min(pause * 2, limits.longestPause)
    }
  }

  private func attemptOnce(
    _ action: ClusterAction, _ resource: ClusterResource, _ body: [UInt8]?, _ end: Int64
  ) throws(ClusterError) -> Result<Response, ExchangeFailure> {
    let left = max(0, end - Clock.milliseconds())
    let deadline = Deadline(
      milliseconds: min(limits.attemptMilliseconds, left), cancellation)
    let head = try head(action, resource, body)
    let context = try ClientContext(configuration)
    do throws(ExchangeFailure) {
      let connection = try SecureConnection(configuration, context, deadline)
      try connection.write(head + (body ?? []))
      var reader = ResponseReader(bodyLimit: limits.bodyBytes)
      while !reader.isDone {
        if let bytes = try connection.read() {
          try reader.read(bytes)
        } else {
          try reader.end()
        }
      }
      return .success(reader.response)
    } catch {
      return .failure(error)
    }
  }

  private func head(
    _ action: ClusterAction, _ resource: ClusterResource, _ body: [UInt8]?
  ) throws(ClusterError) -> [UInt8] {
    let path = configuration.pathPrefix + resource.path(for: action)
    var lines = [
      "\(action.method) \(path) HTTP/1.1", "Host: \(configuration.hostField)",
      "User-Agent: kpatch-webhook", "Accept: application/json", "Connection: close",
    ]
    if let body {
      lines += ["Content-Type: application/json", "Content-Length: \(body.count)"]
    }
    var head = Array(lines.joined(separator: "\r\n").utf8)
    if let token = try configuration.token() {
      head += Array("\r\nAuthorization: Bearer ".utf8) + token
    }
    return head + Array("\r\n\r\n".utf8)
  }

  private func parse(
    _ response: Response, _ action: ClusterAction, _ resource: ClusterResource
  ) throws(ClusterError) -> Node {
    do {
      let root = try JSONParser.parse(
        Source(response.body), limits: DocumentLimits(maximumBytes: limits.bodyBytes)
      ).root
      if root.isMapping { return root }
    } catch {}
    throw ClusterError(.malformed, say(action, resource, "its answer is no JSON object"))
  }

  /// Whether the same request may succeed a moment later.
  private static func isPassing(_ status: Int) -> Bool {
    status == 429 || (500...599).contains(status) && status != 501
  }

  private func failure(
    _ status: Int, _ action: ClusterAction, _ resource: ClusterResource
  ) -> ClusterError {
    switch status {
    case 401:
      ClusterError(
        .unauthorized,
        say(action, resource, "401: the token or certificate of the client is not accepted"))
    case 403:
      ClusterError(
        .forbidden, say(action, resource, "403: \(resource.permission(action))"))
    case 404: ClusterError(.notFound, say(action, resource, "404: there is none"))
    case 409:
      ClusterError(.conflict, say(action, resource, "409: somebody else was quicker"))
    case 429: ClusterError(.throttled, say(action, resource, "429: it has too many requests"))
    default: ClusterError(.status(status), say(action, resource, "status \(status)"))
    }
  }

  /// `cannot get secrets/kpatch-tls in namespace kpatch from https://10.0.0.1:443: ...`
  private func say(
    _ action: ClusterAction, _ resource: ClusterResource, _ words: String
  ) -> String {
    let direction = action == .get || action == .list ? "from" : "at"
    return VisibleText.escaped(
      "cannot \(action.rawValue) \(resource.words) \(direction) \(configuration.words): \(words)")
  }
}
