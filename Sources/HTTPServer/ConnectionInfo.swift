/// What is known of the connection that a request came on.
package struct ConnectionInfo: Sendable {
  /// The client's address and port, as text: `10.0.0.1:41234`, `[::1]:41234`.
  package internal(set) var peer: String
  /// The tag of the listener that accepted it.
  package internal(set) var listener: Int
  /// Whether it is encrypted.
  package internal(set) var isTLS: Bool
  /// The names in the client certificate, which is verified: the subject's common name first, then
  /// the DNS names and URIs. `nil` without a certificate.
  package internal(set) var clientNames: [String]?

  static let none = ConnectionInfo(peer: "", listener: 0, isTLS: false, clientNames: nil)
}
