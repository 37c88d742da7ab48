import HTTPServer

/// Who may ask for reviews.
enum ClientRule: Sendable {
  case anybody
  /// Clients with a certificate of the authorities, and with one of these names; none are any name.
  case signed(names: Set<String>)

  /// Why a connection's client may not ask; `nil` where it may.
  func refusal(of connection: ConnectionInfo) -> RequestError? {
    guard case .signed(let names) = self else { return nil }
    guard let found = connection.clientNames else { return .clientCertificateRequired }
    if names.isEmpty || found.contains(where: names.contains) { return nil }
    return .clientNotAllowed
  }
}
