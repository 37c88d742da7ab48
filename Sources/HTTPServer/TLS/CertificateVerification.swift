import COpenSSL

/// Whether who trusts some authorities trusts a server with a certificate, as an API server does.
package struct CertificateVerification {
  private let chain: [Certificate]
  private let authorities: [Certificate]

  /// - Parameters:
  ///   - chain: the serving certificate and what it sends along, PEM.
  ///   - authorities: PEM.
  package init(chain: [UInt8], authorities: [UInt8]) throws(TLSError) {
    self.chain = try PEM.certificates(chain)
    self.authorities = try PEM.certificates(authorities)
  }

  /// What is wrong, in OpenSSL's words; `nil` where the chain leads to an authority. Whether the
  /// certificates are valid by now is asked only with `atPresent`.
  package func problem(atPresent: Bool) throws(TLSError) -> String? {
    guard let store = unsafe X509_STORE_new() else { throw TLSError.last() }
    defer { unsafe X509_STORE_free(store) }
    for authority in authorities {
      guard unsafe X509_STORE_add_cert(store, authority.pointer) == 1 else {
        throw TLSError.last()
      }
    }
    guard let others = unsafe copenssl_make_chain() else { throw TLSError.last() }
    // SAFETY: the stack only refers to the certificates, which `chain` keeps.
    defer { unsafe copenssl_free_chain(others) }
    for certificate in chain.dropFirst() {
      guard unsafe copenssl_add_to_chain(others, certificate.pointer) > 0 else {
        throw TLSError.last()
      }
    }
    guard let context = unsafe X509_STORE_CTX_new() else { throw TLSError.last() }
    defer { unsafe X509_STORE_CTX_free(context) }
    guard unsafe X509_STORE_CTX_init(context, store, chain[0].pointer, others) == 1,
      unsafe X509_STORE_CTX_set_purpose(context, X509_PURPOSE_SSL_SERVER) == 1
    else { throw TLSError.last() }
    if !atPresent { unsafe X509_STORE_CTX_set_flags(context, UInt(X509_V_FLAG_NO_CHECK_TIME)) }
    let isGood = unsafe X509_verify_cert(context) == 1
    ERR_clear_error()
    if isGood { return nil }
    // SAFETY: a string of OpenSSL's own tables, which stay.
    let reason = unsafe X509_verify_cert_error_string(Int(X509_STORE_CTX_get_error(context)))
    return unsafe reason.map { unsafe String(cString: $0) } ?? "unknown"
  }

  /// Whether the certificate is for a DNS name or an IP address, by its alternative names.
  package func covers(_ name: String) -> Bool {
    let leaf = unsafe chain[0].pointer
    if unsafe X509_check_ip_asc(leaf, name, 0) == 1 { return true }
    let flags = UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT)
    let found = unsafe X509_check_host(leaf, name, name.utf8.count, flags, nil) == 1
    ERR_clear_error()
    return found
  }
}
