import Admission
import Documents
import HTTPServer
import JSONSyntax

/// A failure as Kubernetes says it: `Status` of `meta/v1`. An API server shows the message to
/// whoever made the request that could not be reviewed.
enum StatusBody {
  /// - Parameter uid: of the admission request, where it is known.
  static func write(
    _ status: HTTPStatus, message: String, uid: String? = nil, to response: inout HTTPResponse
  ) {
    var entries: [Value.Entry] = [
      .init("kind", "Status"), .init("apiVersion", "v1"), .init("metadata", [:]),
      .init("status", "Failure"), .init("message", .string(message)),
      .init("reason", .string(reason(of: status))),
    ]
    if let uid { entries.append(.init("details", ["uid": .string(uid)])) }
    entries.append(.init("code", .integer(status.rawValue)))
    response.status = status
    response.addField("Content-Type", "application/json")
    response.body = []
    JSONWriter.append(.mapping(entries), to: &response.body)
  }

  /// The answer to a review that cannot be answered. The review's own statuses are those of
  /// ``AdmissionError/status``; what is wrong with a request as such has ``RequestError/status``.
  static func write(_ error: AdmissionError, to response: inout HTTPResponse) {
    let status = UInt16(exactly: error.status).flatMap(HTTPStatus.init(rawValue:))
    write(
      status ?? .internalServerError, message: error.message, uid: error.uid, to: &response)
  }

  /// The words of `StatusReason` where Kubernetes has one for a status; else the status' own.
  private static func reason(of status: HTTPStatus) -> String {
    switch status {
    case .notFound: "NotFound"
    case .contentTooLarge: "RequestEntityTooLarge"
    case .internalServerError: "InternalError"
    default:
      String(status.phrase.description.filter { $0 != " " })
    }
  }
}
