import COpenSSL

/// What a TLS client brings to a connection: whom it trusts, and who it is. Made anew for each
/// connection, from what the files hold then.
@safe final class ClientContext {
  /// SAFETY: owned by this object, never nil, freed once with it.
  let pointer: OpaquePointer

  init(_ configuration: ClusterConfiguration) throws(ClusterError) {
    guard let context = unsafe SSL_CTX_new(TLS_client_method()) else { throw Self.refused("TLS") }
    unsafe pointer = context
    guard unsafe copenssl_set_minimum_version(context, TLS1_2_VERSION) == 1 else {
      throw Self.refused("TLS 1.2")
    }
    unsafe copenssl_set_mode(
      context,
      UInt32(SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER))
    unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
    if let authorities = configuration.authorities {
      try trust(try authorities.read("the cluster's authority"))
    } else {
      guard unsafe SSL_CTX_set_default_verify_paths(context) == 1 else {
        throw Self.refused("the system's authorities")
      }
    }
    if case .certificate(let certificate, let key) = configuration.credentials {
      try present(
        try certificate.read("the client certificate"), key: try key.read("the client's key"))
    }
  }

  deinit { unsafe SSL_CTX_free(pointer) }

  private static func refused(_ what: String) -> ClusterError {
    ERR_clear_error()
    return ClusterError(.configuration, "OpenSSL refuses \(what)")
  }

  private func trust(_ pem: [UInt8]) throws(ClusterError) {
    let store = unsafe SSL_CTX_get_cert_store(pointer)
    var count = 0
    unsafe Self.withReader(pem) { reader in
      while let certificate = unsafe copenssl_read_certificate(reader) {
        if unsafe X509_STORE_add_cert(store, certificate) == 1 { count += 1 }
        unsafe X509_free(certificate)
      }
    }
    ERR_clear_error()
    guard count > 0 else {
      throw ClusterError(.configuration, "there is no certificate in the cluster's authority")
    }
  }

  private func present(_ chain: [UInt8], key: [UInt8]) throws(ClusterError) {
    var isGood = false
    unsafe Self.withReader(chain) { reader in
      var isFirst = true
      while let certificate = unsafe copenssl_read_certificate(reader) {
        if isFirst {
          isGood = unsafe SSL_CTX_use_certificate(pointer, certificate) == 1
        } else {
          isGood = unsafe copenssl_add_chain(pointer, certificate) == 1 && isGood
        }
        isFirst = false
        unsafe X509_free(certificate)
      }
    }
    guard isGood else { throw Self.refused("the client certificate") }
    isGood = false
    unsafe Self.withReader(key) { reader in
      guard let key = unsafe copenssl_read_key(reader) else { return }
      isGood = unsafe SSL_CTX_use_PrivateKey(pointer, key) == 1
      unsafe EVP_PKEY_free(key)
    }
    guard isGood else { throw Self.refused("the client's key with its certificate") }
    ERR_clear_error()
  }

  private static func withReader(_ text: [UInt8], _ body: (OpaquePointer) -> Void) {
    unsafe text.withUnsafeBytes { bytes in
      // SAFETY: the reader refers to the bytes, and is gone before they are.
      guard let count = Int32(exactly: bytes.count),
        let reader = unsafe BIO_new_mem_buf(bytes.baseAddress, count)
      else { return }
      unsafe body(reader)
      unsafe BIO_free(reader)
    }
  }
}
