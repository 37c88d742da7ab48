import COpenSSL

/// All that is worth knowing of a certificate, for people.
package struct CertificateReport: Sendable, Equatable {
  /// Distinguished names (RFC 4514): `CN=kpatch-webhook.kpatch.svc`.
  package let subject: String
  package let issuer: String
  /// Hexadecimal.
  package let serial: String
  /// SHA-256 of the whole certificate, hexadecimal.
  package let fingerprint: String
  /// `ECDSA P-256`, `RSA 2048`.
  package let key: String
  /// Whether it may sign others.
  package let isAuthority: Bool
  package let details: CertificateDetails

  /// The certificates of a PEM text, in its order.
  package static func all(in pem: [UInt8]) throws(TLSError) -> [CertificateReport] {
    var reports: [CertificateReport] = []
    for certificate in try PEM.certificates(pem) {
      reports.append(try CertificateReport(certificate))
    }
    return reports
  }

  init(_ certificate: Certificate) throws(TLSError) {
    let pointer = unsafe certificate.pointer
    subject = try unsafe Self.name(X509_get_subject_name(pointer))
    issuer = try unsafe Self.name(X509_get_issuer_name(pointer))
    serial = unsafe Self.serial(of: pointer)
    var digest = [UInt8](repeating: 0, count: Int(EVP_MAX_MD_SIZE))
    var count: UInt32 = 0
    guard unsafe X509_digest(pointer, EVP_sha256(), &digest, &count) == 1 else {
      throw TLSError.last()
    }
    fingerprint = Self.hexadecimal(digest.prefix(Int(count)))
    key = unsafe Self.key(of: pointer)
    isAuthority = unsafe X509_check_ca(pointer) >= 1
    details = CertificateDetails(certificate)
    ERR_clear_error()
  }

  private static func name(_ name: OpaquePointer?) throws(TLSError) -> String {
    let text = try unsafe PEM.written { unsafe copenssl_print_name($0, name) == 1 }
    return String(decoding: text, as: UTF8.self)
  }

  private static func serial(of certificate: OpaquePointer) -> String {
    guard let number = unsafe ASN1_INTEGER_to_BN(X509_get0_serialNumber(certificate), nil) else {
      return ""
    }
    defer { unsafe BN_free(number) }
    let bits = unsafe BN_num_bits(number)
    var bytes = [UInt8](repeating: 0, count: Int(bits + 7) / 8)
    unsafe BN_bn2bin(number, &bytes)
    return hexadecimal(bytes[...])
  }

  private static func key(of certificate: OpaquePointer) -> String {
    // SAFETY: the key belongs to the certificate, which the caller holds.
    guard let key = unsafe X509_get0_pubkey(certificate) else { return "unknown" }
    let bits = unsafe EVP_PKEY_get_bits(key)
    switch unsafe EVP_PKEY_get_base_id(key) {
    case EVP_PKEY_RSA: return "RSA \(bits)"
    case EVP_PKEY_EC: return "ECDSA P-\(bits)"
    case EVP_PKEY_ED25519: return "Ed25519"
    default: return "\(bits) bits"
    }
  }

  static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}
