import COpenSSL

/// Certificates that are given to others: authorities that they shall trust, or a chain.
package struct CertificateBundle: Sendable {
  /// In the order of the text.
  package let certificates: [CertificateDetails]
  /// Each certificate as PEM.
  private let texts: [[UInt8]]

  /// Reads a PEM text. One with a private key in it is refused, since it is about to be given away.
  package init(pem: [UInt8]) throws(TLSError) {
    if Self.holdsPrivateKey(pem) { throw .privateKey }
    var details: [CertificateDetails] = []
    var texts: [[UInt8]] = []
    for certificate in try PEM.certificates(pem) {
      details.append(CertificateDetails(certificate))
      texts.append(try PEM.text(certificate))
    }
    certificates = details
    self.texts = texts
  }

  /// The certificates as PEM and nothing else: what stood between them is left out.
  package var text: [UInt8] { text { _ in true } }

  /// Those of which something holds.
  package func text(where holds: (CertificateDetails) -> Bool) -> [UInt8] {
    zip(certificates, texts).filter { holds($0.0) }.flatMap(\.1)
  }

  /// Whether a line of PEM begins a private key of any sort: `-----BEGIN EC PRIVATE KEY-----`.
  private static func holdsPrivateKey(_ text: [UInt8]) -> Bool {
    let mark = Array("PRIVATE KEY-----".utf8)
    guard text.count >= mark.count else { return false }
    return (0...text.count - mark.count).contains { start in
      text[start] == mark[0] && text[start..<start + mark.count].elementsEqual(mark)
    }
  }
}
