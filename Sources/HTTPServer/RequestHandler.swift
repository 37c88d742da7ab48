/// The application behind a server. Each event loop has its own, made on its thread by the factory
/// given to ``Server``, so a handler needs no locks. While it works, its loop does nothing else.
package protocol RequestHandler: AnyObject {
  /// Looks at a head whose body has not been read: an error here is the answer, and the body is not
  /// kept. Unknown paths, methods and content types belong here.
  func refusal(of request: HTTPRequest) -> RequestError?

  /// Answers a complete request.
  func handle(_ request: HTTPRequest, _ response: inout HTTPResponse)

  /// Writes fields and body of the answer to an error; the status is set. `request` is there when
  /// its head was read.
  func fail(_ error: RequestError, _ request: HTTPRequest?, _ response: inout HTTPResponse)
}
