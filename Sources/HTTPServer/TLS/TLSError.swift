import COpenSSL

/// Why certificates or keys cannot be used.
package enum TLSError: Error, Sendable, Equatable {
  /// The PEM text holds no certificate.
  case noCertificate
  /// A certificate in the PEM text is broken.
  case malformedCertificate
  /// There is no private key in the PEM text, or it is broken or encrypted.
  case malformedKey
  /// The private key does not belong to the certificate.
  case keyDoesNotMatch
  /// The PEM text of client authorities holds no certificate.
  case noClientAuthority
  /// There is a private key in what shall be given to others.
  case privateKey
  /// A name cannot stand in a certificate.
  case invalidName(String)
  /// OpenSSL refuses, in its words: a key that is too small, an algorithm that is too weak.
  case refused(String)

  /// What is wrong, for a log line or a terminal.
  package var message: String {
    switch self {
    case .noCertificate: "there is no certificate in the file"
    case .malformedCertificate: "a certificate in the file is broken"
    case .malformedKey:
      "there is no usable private key in the file: it is missing, broken or encrypted"
    case .keyDoesNotMatch: "the private key does not belong to the certificate"
    case .noClientAuthority: "there is no certificate of a client authority in the file"
    case .privateKey:
      "there is a private key in the file, and what is in it is given to others: name the file "
        + "that has certificates only"
    case .invalidName(let name): "\(name) is neither a DNS name nor an IP address"
    case .refused(let reason): "OpenSSL refuses: \(reason)"
    }
  }

  /// The last failure of OpenSSL in this thread.
  static func last() -> TLSError {
    let code = ERR_peek_last_error()
    ERR_clear_error()
    // SAFETY: a string of OpenSSL's own tables, which stay.
    guard let reason = unsafe ERR_reason_error_string(code) else {
      return .refused("error \(code)")
    }
    return .refused(unsafe String(cString: reason))
  }
}
