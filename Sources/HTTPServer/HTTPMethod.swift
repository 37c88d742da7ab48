/// A request method (RFC 9110 section 9). Names are case-sensitive; other methods are answered 501.
package enum HTTPMethod: UInt8, Sendable, CaseIterable {
  case get, head, post, put, delete, connect, options, trace, patch

  /// The method as it is written.
  package var text: StaticString {
    switch self {
    case .get: "GET"
    case .head: "HEAD"
    case .post: "POST"
    case .put: "PUT"
    case .delete: "DELETE"
    case .connect: "CONNECT"
    case .options: "OPTIONS"
    case .trace: "TRACE"
    case .patch: "PATCH"
    }
  }

  /// The method with exactly this name.
  init?(_ bytes: Span<UInt8>) {
    for method in Self.allCases where bytes.equals(method.text) {
      self = method
      return
    }
    return nil
  }
}
