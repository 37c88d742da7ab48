import HTTPServer

/// One event loop's application: reviews, and how the server is.
final class WebhookHandler: RequestHandler {
  private let clients: ClientRule
  private let pages: HealthPages
  private let recorder: ReviewRecorder
  /// The policy in use, looked at anew for each request.
  private var policy: SharedReference<PolicyInUse>.Copy

  init(_ services: Services) {
    clients = services.clients
    pages = HealthPages(state: services.state, logs: services.logs)
    recorder = ReviewRecorder(services)
    policy = SharedReference.Copy(of: services.state.policy)
  }

  func refusal(of request: HTTPRequest) -> RequestError? {
    guard let route = Route(request) else { return .notFound }
    guard route.has(request.method) else { return .methodNotAllowed }
    guard case .review = route else { return nil }
    if let refusal = clients.refusal(of: request.connection) { return refusal }
    guard request.hasContentType("application/json") else { return .unsupportedMediaType }
    guard !request.isCoded else { return .contentCoding }
    return request.framing == .none ? .lengthRequired : nil
  }

  func handle(_ request: HTTPRequest, _ response: inout HTTPResponse) {
    guard let route = Route(request) else {
      fail(.notFound, request, &response)
      return
    }
    guard case .review(let endpoint) = route else {
      pages.write(route, request, &response)
      return
    }
    let start = MonotonicClock.nanoseconds()
    let policy = policy.current()
    do {
      let answer = try policy.handler.handle(request.body, at: endpoint)
      response.addField("Content-Type", "application/json")
      response.body = answer.body
      recorder.note(
        answer.decision, at: endpoint, of: request,
        nanoseconds: MonotonicClock.nanoseconds() &- start, generation: policy.generation)
    } catch {
      StatusBody.write(error, to: &response)
      recorder.note(
        error, at: endpoint, of: request, nanoseconds: MonotonicClock.nanoseconds() &- start,
        generation: policy.generation)
    }
  }

  func fail(_ error: RequestError, _ request: HTTPRequest?, _ response: inout HTTPResponse) {
    var message = error.message.description
    switch error {
    case .methodNotAllowed:
      if let route = request.flatMap({ Route($0) }) { response.addField("Allow", route.methods) }
    // RFC 9110 §15.5.16: what would be taken.
    case .unsupportedMediaType:
      response.addField("Accept", "application/json")
      message += ": send application/json"
    case .contentCoding:
      response.addField("Accept-Encoding", "identity")
    default: break
    }
    StatusBody.write(error.status, message: message, to: &response)
    recorder.note(error, of: request)
  }
}
