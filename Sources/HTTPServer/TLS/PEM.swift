import COpenSSL

/// A certificate that OpenSSL holds.
@safe final class Certificate {
  /// SAFETY: owned by this object, never nil, freed once with it.
  let pointer: OpaquePointer

  /// Takes over a reference.
  @unsafe init(owning pointer: OpaquePointer) {
    unsafe self.pointer = pointer
  }

  deinit { unsafe X509_free(pointer) }
}

/// A private key that OpenSSL holds.
@safe final class PrivateKey {
  /// SAFETY: owned by this object, never nil, freed once with it.
  let pointer: OpaquePointer

  /// Takes over a reference.
  @unsafe init(owning pointer: OpaquePointer) {
    unsafe self.pointer = pointer
  }

  deinit { unsafe EVP_PKEY_free(pointer) }
}

/// Certificates and keys as text (RFC 7468).
enum PEM {
  /// All certificates of a text, in its order.
  static func certificates(_ text: [UInt8]) throws(TLSError) -> [Certificate] {
    var found: [Certificate] = []
    var isBroken = false
    unsafe withReader(text) { reader in
      ERR_clear_error()
      while let certificate = unsafe copenssl_read_certificate(reader) {
        found.append(unsafe Certificate(owning: certificate))
      }
      isBroken = copenssl_is_end_of_pem() == 0
      ERR_clear_error()
    }
    if isBroken { throw .malformedCertificate }
    if found.isEmpty { throw .noCertificate }
    return found
  }

  /// The first private key of a text.
  static func key(_ text: [UInt8]) throws(TLSError) -> PrivateKey {
    var found: PrivateKey?
    unsafe withReader(text) { reader in
      if let key = unsafe copenssl_read_key(reader) { found = unsafe PrivateKey(owning: key) }
      ERR_clear_error()
    }
    guard let found else { throw .malformedKey }
    return found
  }

  static func text(_ certificate: Certificate) throws(TLSError) -> [UInt8] {
    try unsafe written { writer in unsafe PEM_write_bio_X509(writer, certificate.pointer) == 1 }
  }

  static func text(_ key: PrivateKey) throws(TLSError) -> [UInt8] {
    try unsafe written { writer in
      unsafe PEM_write_bio_PrivateKey(writer, key.pointer, nil, nil, 0, nil, nil) == 1
    }
  }

  /// Calls `body` with a reader of the text, where OpenSSL has memory for one.
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

  static func written(
    _ write: (OpaquePointer) -> Bool
  ) throws(TLSError) -> [UInt8] {
    guard let writer = unsafe BIO_new(BIO_s_mem()) else { throw TLSError.last() }
    defer { unsafe BIO_free(writer) }
    guard unsafe write(writer) else { throw TLSError.last() }
    var start: UnsafePointer<UInt8>?
    let count = unsafe copenssl_memory(writer, &start)
    // SAFETY: the writer owns these bytes, and lives until they are copied.
    return unsafe Array(UnsafeBufferPointer(start: start, count: count))
  }
}
