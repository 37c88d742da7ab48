import HTTPServer

/// The application on the plain port: metrics and how the server is, no reviews.
final class MetricsHandler: RequestHandler {
  private let services: Services
  private let pages: HealthPages
  /// The server of the reviews, whose numbers are told.
  private let server: Server

  init(_ services: Services, of server: Server) {
    self.services = services
    self.server = server
    pages = HealthPages(state: services.state, logs: services.logs)
  }

  /// Little is needed for probes and scrapes, and nothing here may take from the reviews.
  static var limits: ServerLimits {
    var limits = ServerLimits()
    limits.bodyBytes = 0
    limits.bytesInFlight = 0
    limits.connections = 128
    limits.refusedConnections = 16
    limits.backlog = 128
    return limits
  }

  func refusal(of request: HTTPRequest) -> RequestError? {
    guard let route = Route(request, isPlain: true) else { return .notFound }
    return route.has(request.method) ? nil : .methodNotAllowed
  }

  func handle(_ request: HTTPRequest, _ response: inout HTTPResponse) {
    guard let route = Route(request, isPlain: true) else {
      fail(.notFound, request, &response)
      return
    }
    guard case .metrics = route else {
      pages.write(route, request, &response)
      return
    }
    response.addField("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
    response.body = services.metrics.text(of: server.statistics, services.logs)
  }

  func fail(_ error: RequestError, _ request: HTTPRequest?, _ response: inout HTTPResponse) {
    if error == .methodNotAllowed { response.addField("Allow", "GET, HEAD") }
    StatusBody.write(error.status, message: error.message.description, to: &response)
  }
}
