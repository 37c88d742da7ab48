import COpenSSL
import Glibc

/// A certificate and its private key, as PEM text.
package struct CertificatePair: Sendable {
  package let certificate: [UInt8]
  package let key: [UInt8]

  package init(certificate: [UInt8], key: [UInt8]) {
    self.certificate = certificate
    self.key = key
  }
}

/// An authority of one's own, which signs serving and client certificates.
package struct CertificateAuthority {
  /// What sort of key a certificate has.
  package enum KeySort: Sendable, Equatable {
    case p256
    /// The number of bits.
    case rsa(Int)
  }

  /// What a certificate is for.
  package enum Purpose: Sendable {
    case server, client

    var text: String { self == .server ? "serverAuth" : "clientAuth" }
  }

  /// The authority's certificate and key, for storing. ``init(_:)`` takes them back.
  package let pair: CertificatePair
  private let certificate: Certificate
  private let key: PrivateKey

  /// Makes an authority.
  /// - Parameter seconds: how long it is valid.
  package init(
    name: String, key sort: KeySort = .p256, validSeconds seconds: Int
  ) throws(TLSError) {
    try self.init(name: name, key: Self.makeKey(sort), seconds: seconds)
  }

  /// - Parameter older: a certificate whose whole subject it has, in place of the name.
  private init(
    name: String, key: PrivateKey, seconds: Int, older: Certificate? = nil
  ) throws(TLSError) {
    self.key = key
    certificate = try Self.makeCertificate(for: key, name: name, seconds: seconds)
    if let older {
      guard
        unsafe X509_set_subject_name(
          certificate.pointer, X509_get_subject_name(older.pointer)) == 1
      else { throw TLSError.last() }
    }
    try Self.name(issuer: certificate, of: certificate)
    try Self.add(
      [
        (NID_basic_constraints, "critical,CA:TRUE,pathlen:0"),
        (NID_key_usage, "critical,keyCertSign,cRLSign"), (NID_subject_key_identifier, "hash"),
      ], to: certificate, issuer: certificate)
    try Self.sign(certificate, key)
    pair = CertificatePair(certificate: try PEM.text(certificate), key: try PEM.text(key))
  }

  /// Takes up an authority that was stored.
  package init(_ pair: CertificatePair) throws(TLSError) {
    try CertificateDetails.check(certificate: pair.certificate, key: pair.key)
    certificate = try PEM.certificates(pair.certificate)[0]
    key = try PEM.key(pair.key)
    self.pair = pair
  }

  /// The same authority, of the same name and key, with a new certificate. What either has signed
  /// is trusted by who trusts the other, for as long as both are valid: nobody has to be quick.
  package func renewed(validSeconds seconds: Int) throws(TLSError) -> CertificateAuthority {
    try CertificateAuthority(name: "", key: key, seconds: seconds, older: certificate)
  }

  /// Signs a new certificate for a new key.
  /// - Parameters:
  ///   - names: DNS names and IP addresses; the first is the common name too, as far as it fits.
  ///   - seconds: how long it is valid. It starts an hour ago, for clocks that are behind.
  package func issue(
    names: [String], for purpose: Purpose = .server, key sort: KeySort = .p256,
    validSeconds seconds: Int
  ) throws(TLSError) -> CertificatePair {
    try issue(names: names, for: purpose, validSeconds: seconds, key: Self.makeKey(sort))
  }

  func issue(
    names: [String], for purpose: Purpose = .server, validSeconds seconds: Int,
    key leafKey: PrivateKey
  ) throws(TLSError) -> CertificatePair {
    var alternatives: [String] = []
    for name in names { alternatives.append(try Self.alternativeName(name)) }
    let leaf = try Self.makeCertificate(
      for: leafKey, name: names.first.map { $0.utf8.count <= 64 ? $0 : "" } ?? "", seconds: seconds)
    try Self.name(issuer: certificate, of: leaf)
    // An RSA key may also be asked to decrypt a client's secret (RFC 5246, section 7.4.2).
    let isRSA = unsafe EVP_PKEY_get_base_id(leafKey.pointer) == EVP_PKEY_RSA
    let usage = isRSA ? "critical,digitalSignature,keyEncipherment" : "critical,digitalSignature"
    var extensions = [
      (NID_basic_constraints, "critical,CA:FALSE"), (NID_key_usage, usage),
      (NID_ext_key_usage, purpose.text), (NID_subject_key_identifier, "hash"),
      (NID_authority_key_identifier, "keyid"),
    ]
    if !alternatives.isEmpty {
      extensions.append((NID_subject_alt_name, alternatives.joined(separator: ",")))
    }
    try Self.add(extensions, to: leaf, issuer: certificate)
    try Self.sign(leaf, key)
    return CertificatePair(certificate: try PEM.text(leaf), key: try PEM.text(leafKey))
  }

  /// A name as OpenSSL's extension syntax has it. The syntax has separators and references, so only
  /// what a name is made of may go into it.
  private static func alternativeName(_ name: String) throws(TLSError) -> String {
    if CertificateName.isAddress(name) { return "IP:\(name)" }
    guard CertificateName.isName(name) else { throw .invalidName(name) }
    return "DNS:\(name)"
  }

  private static func makeKey(_ sort: KeySort) throws(TLSError) -> PrivateKey {
    let made =
      switch sort {
      case .p256: unsafe copenssl_make_p256()
      case .rsa(let bits): unsafe copenssl_make_rsa(bits)
      }
    guard let key = unsafe made else { throw TLSError.last() }
    return unsafe PrivateKey(owning: key)
  }

  private static func makeCertificate(
    for key: PrivateKey, name: String, seconds: Int
  ) throws(TLSError) -> Certificate {
    guard let pointer = unsafe X509_new() else { throw TLSError.last() }
    let certificate = unsafe Certificate(owning: pointer)
    let serial = unsafe copenssl_random_serial()
    defer { unsafe BN_free(serial) }
    let bytes = Array(name.utf8)
    let isNamed =
      bytes.isEmpty
      || (unsafe copenssl_set_name(X509_get_subject_name(pointer), bytes, Int32(bytes.count))) == 1
    guard isNamed, let serial = unsafe serial,
      unsafe X509_set_version(pointer, 2) == 1,
      unsafe BN_to_ASN1_INTEGER(serial, X509_get_serialNumber(pointer)) != nil,
      unsafe X509_gmtime_adj(X509_getm_notBefore(pointer), -3_600) != nil,
      unsafe X509_gmtime_adj(X509_getm_notAfter(pointer), seconds) != nil,
      unsafe X509_set_pubkey(pointer, key.pointer) == 1
    else { throw TLSError.last() }
    return certificate
  }

  private static func name(
    issuer: Certificate, of certificate: Certificate
  ) throws(TLSError) {
    guard
      unsafe X509_set_issuer_name(
        certificate.pointer, X509_get_subject_name(issuer.pointer)) == 1
    else { throw TLSError.last() }
  }

  private static func add(
    _ extensions: [(Int32, String)], to certificate: Certificate, issuer: Certificate
  ) throws(TLSError) {
    var context = unsafe X509V3_CTX()
    unsafe X509V3_set_ctx(&context, issuer.pointer, certificate.pointer, nil, nil, 0)
    for (kind, text) in extensions {
      guard let made = unsafe X509V3_EXT_conf_nid(nil, &context, kind, text) else {
        throw TLSError.last()
      }
      defer { unsafe X509_EXTENSION_free(made) }
      guard unsafe X509_add_ext(certificate.pointer, made, -1) == 1 else { throw TLSError.last() }
    }
  }

  private static func sign(_ certificate: Certificate, _ key: PrivateKey) throws(TLSError) {
    guard unsafe X509_sign(certificate.pointer, key.pointer, EVP_sha256()) > 0 else {
      throw TLSError.last()
    }
  }
}
