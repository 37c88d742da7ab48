import COpenSSL
import Glibc

/// What a certificate says of itself.
package struct CertificateDetails: Sendable, Equatable {
  /// The common name of the subject; empty without one.
  package let commonName: String
  /// The subject's alternative names: DNS names, URIs and IP addresses, as text.
  package let names: [String]
  /// From when it is valid, in seconds since 1970.
  package let validFrom: Int64
  /// Until when it is valid, in seconds since 1970.
  package let validUntil: Int64

  /// Reads the first certificate of a PEM text.
  package init(pem: [UInt8]) throws(TLSError) {
    self.init(try PEM.certificates(pem)[0])
  }

  init(_ certificate: Certificate) {
    unsafe self.init(borrowing: certificate.pointer)
  }

  /// SAFETY: `pointer` is a certificate that lives during the call.
  @unsafe init(borrowing pointer: OpaquePointer) {
    commonName = unsafe Self.commonName(of: pointer)
    names = unsafe Self.alternativeNames(of: pointer)
    validFrom = unsafe copenssl_seconds(X509_get0_notBefore(pointer))
    validUntil = unsafe copenssl_seconds(X509_get0_notAfter(pointer))
  }

  /// Whether a private key belongs to the first certificate of a PEM text.
  package static func check(certificate: [UInt8], key: [UInt8]) throws(TLSError) {
    let certificate = try PEM.certificates(certificate)[0]
    let key = try PEM.key(key)
    guard unsafe X509_check_private_key(certificate.pointer, key.pointer) == 1 else {
      ERR_clear_error()
      throw .keyDoesNotMatch
    }
  }

  private static func commonName(of certificate: OpaquePointer) -> String {
    let subject = unsafe X509_get_subject_name(certificate)
    let index = unsafe X509_NAME_get_index_by_NID(subject, NID_commonName, -1)
    guard index >= 0, let entry = unsafe X509_NAME_get_entry(subject, index),
      let value = unsafe X509_NAME_ENTRY_get_data(entry)
    else { return "" }
    // The name may be in any of ASN.1's string types; this makes UTF-8 of it.
    var text: UnsafeMutablePointer<UInt8>?
    let count = unsafe ASN1_STRING_to_UTF8(&text, value)
    defer { unsafe CRYPTO_free(text, #file, #line) }
    guard count > 0, let text = unsafe text else { return "" }
    return unsafe String(
      decoding: UnsafeBufferPointer(start: text, count: Int(count)), as: UTF8.self)
  }

  private static func alternativeNames(of certificate: OpaquePointer) -> [String] {
    let names = unsafe copenssl_names(certificate)
    defer { unsafe GENERAL_NAMES_free(names) }
    var found: [String] = []
    let total = unsafe copenssl_name_count(names)
    for index in 0..<total {
      var kind: Int32 = 0
      var start: UnsafePointer<UInt8>?
      let count = unsafe copenssl_name(names, index, &kind, &start)
      let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
      if kind == GEN_IPADD {
        if let address = unsafe address(bytes) { found.append(address) }
      } else if count > 0 {
        found.append(unsafe String(decoding: bytes, as: UTF8.self))
      }
    }
    return found
  }

  private static func address(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard let start = bytes.baseAddress, bytes.count == 4 || bytes.count == 16 else { return nil }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    return unsafe text.withUnsafeMutableBufferPointer { buffer in
      guard let base = buffer.baseAddress,
        let result = unsafe inet_ntop(family, start, base, socklen_t(buffer.count))
      else { return nil }
      return unsafe String(cString: result)
    }
  }
}
