/// Why the API server did not do what it was asked for.
///
/// The message names what was asked for and what to do. It holds nothing of a credential or an
/// object, and nothing that the server said except numbers and one word.
package struct ClusterError: Error, Sendable, Equatable {
  package enum Cause: Sendable, Equatable {
    /// The configuration of the client is missing or wrong.
    case configuration
    /// Another thread has called it off.
    case cancelled
    /// There was no complete answer in time.
    case timeout
    /// There is no connection, or it was lost.
    case connection
    /// The server is not who it should be, or speaks no TLS that will do.
    case untrusted
    /// What came is no answer.
    case malformed
    /// 401: the credentials are missing or not valid any more.
    case unauthorized
    /// 403: a permission is missing.
    case forbidden
    case notFound
    /// 409: somebody else has made it, or changed it meanwhile. Read it again.
    case conflict
    /// 429: too many requests.
    case throttled
    /// Another answer that is no success.
    case status(Int)
  }

  package let cause: Cause
  package let message: String

  package init(_ cause: Cause, _ message: String) {
    self.cause = cause
    self.message = message
  }
}

/// What is done with a resource, as Kubernetes' permissions name it.
package enum ClusterAction: String, Sendable {
  case get, list, create, update

  var method: String {
    switch self {
    case .get, .list: "GET"
    case .create: "POST"
    case .update: "PUT"
    }
  }
}

/// How one exchange failed, before it is said of what.
enum ExchangeFailure: Error, Equatable {
  case cancelled
  case timeout
  /// The name of the host has no address.
  case unknownHost
  /// The connection failed, with the system's error number.
  case connection(Int32)
  /// The connection ended before the answer did.
  case ended
  /// In OpenSSL's words.
  case untrusted(String)
  case malformed(String)

  /// Whether the same may go well a moment later.
  var isPassing: Bool {
    switch self {
    case .timeout, .unknownHost, .connection, .ended: true
    case .cancelled, .untrusted, .malformed: false
    }
  }

  var cause: ClusterError.Cause {
    switch self {
    case .cancelled: .cancelled
    case .timeout: .timeout
    case .unknownHost, .connection, .ended: .connection
    case .untrusted: .untrusted
    case .malformed: .malformed
    }
  }

  var words: String {
    switch self {
    case .cancelled: "called off"
    case .timeout: "it did not answer in time"
    case .unknownHost: "its host name has no address"
    case .connection(let code): "the connection failed (error \(code))"
    case .ended: "the connection ended before the answer did"
    case .untrusted(let reason): "TLS failed: \(reason)"
    case .malformed(let reason): "its answer is malformed: \(reason)"
    }
  }
}
