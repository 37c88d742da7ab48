import Documents
import HTTPServer
import JSONSyntax
import Policy

/// One event loop's application: reviews, and how the server is.
final class WebhookHandler: RequestHandler {
  private let state: ServerState
  private let clients: ClientRule
  /// The policy in use, looked at anew for each request.
  private var policy: SharedReference<PolicyInUse>.Copy

  init(_ state: ServerState, clients: ClientRule) {
    self.state = state
    self.clients = clients
    policy = SharedReference.Copy(of: state.policy)
  }

  func refusal(of request: HTTPRequest) -> RequestError? {
    guard let route = Route(request) else { return .notFound }
    guard route.has(request.method) else { return .methodNotAllowed }
    guard case .review = route else { return nil }
    if let refusal = clients.refusal(of: request.connection) { return refusal }
    guard request.hasContentType("application/json") else { return .unsupportedMediaType }
    return request.framing == .none ? .lengthRequired : nil
  }

  func handle(_ request: HTTPRequest, _ response: inout HTTPResponse) {
    switch Route(request) {
    case .review(let endpoint):
      do {
        let answer = try policy.current().handler.handle(request.body, at: endpoint)
        response.addField("Content-Type", "application/json")
        response.body = answer.body
      } catch {
        StatusBody.write(error, to: &response)
      }
    case .alive:
      text("ok", &response)
    case .ready:
      ready(isVerbose: request.hasQueryParameter("verbose"), &response)
    case .version:
      response.addField("Content-Type", "application/json")
      response.body = []
      JSONWriter.append(
        ["name": "kpatch-webhook", "version": .string(Release.version)], to: &response.body)
    case nil:
      fail(.notFound, request, &response)
    }
  }

  func fail(_ error: RequestError, _ request: HTTPRequest?, _ response: inout HTTPResponse) {
    if error == .methodNotAllowed, let route = request.flatMap(Route.init) {
      response.addField("Allow", route.methods)
    }
    StatusBody.write(error.status, message: error.message.description, to: &response)
  }

  // MARK: How the server is

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
      lines += "[+]\(name) ok: \(part.detail)\(rest)\n"
    }
    lines += readiness.isEnding ? "[-]shutdown failed: the server is ending\n" : "[+]shutdown ok\n"
    lines += readiness.isReady ? "readyz check passed\n" : "readyz check failed\n"
    if !readiness.isReady { response.status = .serviceUnavailable }
    text(lines, &response)
  }

  private func text(_ text: String, _ response: inout HTTPResponse) {
    response.addField("Content-Type", "text/plain; charset=utf-8")
    response.append(text)
  }
}
