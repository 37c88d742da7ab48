import COpenSSL

/// Certificate, key and rules for accepting TLS connections. Shared by all loops; a connection
/// keeps the one that it was accepted with.
@safe package final class TLSContext: Sendable {
  /// Whether clients are asked for certificates.
  package enum ClientCertificates: Sendable {
    /// They are not.
    case ignored
    /// They are, and what they send must be signed by one of these authorities (PEM); the
    /// application decides what to do without one. Probes of a kubelet have none.
    case requested(authorities: [UInt8])
    /// A handshake without one that these authorities (PEM) have signed fails.
    case required(authorities: [UInt8])
  }

  /// What the serving certificate says of itself.
  package let details: CertificateDetails

  /// SAFETY: SSL_CTX counts references atomically and is not changed after `init`, so all threads
  /// may make sessions from it.
  private nonisolated(unsafe) let pointer: OpaquePointer

  /// Prepares a context. Throws where certificate and key don't fit each other, or are too weak.
  package init(
    certificateChain: [UInt8], key: [UInt8], clients: ClientCertificates = .ignored
  ) throws(TLSError) {
    let chain = try PEM.certificates(certificateChain)
    let key = try PEM.key(key)
    guard unsafe X509_check_private_key(chain[0].pointer, key.pointer) == 1 else {
      ERR_clear_error()
      throw .keyDoesNotMatch
    }
    guard let context = unsafe SSL_CTX_new(TLS_server_method()) else { throw TLSError.last() }
    do throws(TLSError) {
      try unsafe Self.applyRules(to: context)
      try unsafe Self.use(chain, key, in: context)
      try unsafe Self.apply(clients, to: context)
    } catch {
      unsafe SSL_CTX_free(context)
      throw error
    }
    unsafe pointer = context
    details = CertificateDetails(chain[0])
  }

  deinit { unsafe SSL_CTX_free(pointer) }

  /// A session for an accepted connection; `nil` without memory.
  func makeSession(for descriptor: Int32) -> TLSSession? {
    guard let session = unsafe SSL_new(pointer) else {
      ERR_clear_error()
      return nil
    }
    guard unsafe SSL_set_fd(session, descriptor) == 1 else {
      unsafe SSL_free(session)
      ERR_clear_error()
      return nil
    }
    unsafe SSL_set_accept_state(session)
    return unsafe TLSSession(owning: session)
  }

  /// Mozilla's "intermediate" configuration, without its finite-field Diffie-Hellman suites, which
  /// need parameters and serve no client that matters here.
  private static func applyRules(to context: OpaquePointer) throws(TLSError) {
    let suites = [
      "ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-RSA-AES128-GCM-SHA256",
      "ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384",
      "ECDHE-ECDSA-CHACHA20-POLY1305", "ECDHE-RSA-CHACHA20-POLY1305",
    ].joined(separator: ":")
    let suites13 = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256"
    guard unsafe copenssl_set_minimum_version(context, TLS1_2_VERSION) == 1,
      unsafe SSL_CTX_set_cipher_list(context, suites) == 1,
      unsafe SSL_CTX_set_ciphersuites(context, suites13) == 1,
      unsafe copenssl_set_groups(context, "X25519:P-256:P-384") == 1,
      unsafe SSL_CTX_set_num_tickets(context, 1) == 1
    else { throw TLSError.last() }
    // Renegotiation is how one client makes a server work for nothing; compression leaks secrets.
    // An end without close_notify is an end, not an error: lengths frame the messages.
    unsafe copenssl_set_options(context)
    unsafe copenssl_set_mode(
      context,
      UInt32(
        SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER
          | SSL_MODE_RELEASE_BUFFERS))
    // Resumption is by tickets, which need no memory here.
    unsafe copenssl_cache_off(context)
    unsafe copenssl_read_ahead(context)
    unsafe copenssl_offer_http11(context)
  }

  private static func use(
    _ chain: [Certificate], _ key: PrivateKey, in context: OpaquePointer
  ) throws(TLSError) {
    guard unsafe SSL_CTX_use_certificate(context, chain[0].pointer) == 1,
      unsafe SSL_CTX_use_PrivateKey(context, key.pointer) == 1
    else { throw TLSError.last() }
    for certificate in chain.dropFirst() {
      guard unsafe copenssl_add_chain(context, certificate.pointer) == 1 else {
        throw TLSError.last()
      }
    }
  }

  private static func apply(
    _ clients: ClientCertificates, to context: OpaquePointer
  ) throws(TLSError) {
    let authorities: [UInt8]
    var mode = SSL_VERIFY_PEER
    switch clients {
    case .ignored: return
    case .requested(let pem): authorities = pem
    case .required(let pem):
      authorities = pem
      mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT
    }
    let certificates: [Certificate]
    do {
      certificates = try PEM.certificates(authorities)
    } catch {
      throw error == .noCertificate ? .noClientAuthority : error
    }
    let store = unsafe SSL_CTX_get_cert_store(context)
    for certificate in certificates {
      guard unsafe X509_STORE_add_cert(store, certificate.pointer) == 1,
        unsafe SSL_CTX_add_client_CA(context, certificate.pointer) == 1
      else { throw TLSError.last() }
    }
    // Without an identity of its own, a context that verifies refuses every resumption.
    let identity = Array("http".utf8)
    guard unsafe SSL_CTX_set_session_id_context(context, identity, UInt32(identity.count)) == 1
    else { throw TLSError.last() }
    unsafe SSL_CTX_set_verify(context, mode, nil)
  }
}
