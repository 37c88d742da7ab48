import Admission
import HTTPServer

/// What can be asked for.
enum Route {
  case review(AdmissionHandler.Endpoint)
  case alive
  case ready
  case version
  /// On the plain port only.
  case metrics

  /// `nil` where there is nothing at the path.
  /// - Parameter isPlain: whether the request came to the port without TLS, which has metrics and
  ///   no reviews.
  init?(_ request: borrowing HTTPRequest, isPlain: Bool = false) {
    if isPlain, request.hasPath("/metrics") {
      self = .metrics
    } else if !isPlain, request.hasPath("/mutate") {
      self = .review(.mutate)
    } else if !isPlain, request.hasPath("/validate") {
      self = .review(.validate)
    } else if request.hasPath("/readyz") {
      self = .ready
    } else if request.hasPath("/livez") || request.hasPath("/healthz") {
      self = .alive
    } else if request.hasPath("/version") {
      self = .version
    } else {
      return nil
    }
  }

  /// The methods that it has, for the field `Allow`.
  var methods: StaticString {
    if case .review = self { return "POST" }
    return "GET, HEAD"
  }

  func has(_ method: HTTPMethod) -> Bool {
    if case .review = self { return method == .post }
    return method == .get || method == .head
  }
}
