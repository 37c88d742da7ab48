import COpenSSL
import Testing

@testable import HTTPServer

@Suite struct CertificateTests {
  @Test func `A certificate says what it was made with`() throws {
    let authority = try CertificateAuthority(name: "an authority", validSeconds: 86_400)
    let pair = try authority.issue(
      names: ["kpatch.ns.svc", "*.example.com", "127.0.0.1", "::1"], validSeconds: 7_200)
    let details = try CertificateDetails(pem: pair.certificate)
    #expect(details.commonName == "kpatch.ns.svc")
    #expect(details.names == ["kpatch.ns.svc", "*.example.com", "127.0.0.1", "::1"])
    let now = MonotonicClock.wallSeconds()
    #expect(abs(details.validUntil - now - 7_200) < 60)
    #expect(abs(details.validFrom - now + 3_600) < 60)
    #expect(try CertificateDetails(pem: authority.pair.certificate).commonName == "an authority")
    try CertificateDetails.check(certificate: pair.certificate, key: pair.key)
  }

  @Test func `A stored authority signs again`() throws {
    let first = try CertificateAuthority(name: "an authority", validSeconds: 86_400)
    let second = try CertificateAuthority(first.pair)
    let pair = try second.issue(names: ["a"], validSeconds: 60)
    let issuer = try PEM.certificates(first.pair.certificate)[0]
    let leaf = try PEM.certificates(pair.certificate)[0]
    #expect(unsafe X509_check_issued(issuer.pointer, leaf.pointer) == X509_V_OK)
  }

  /// A name of so many bytes, of labels that are as long as they may be.
  static func name(bytes: Int) -> String {
    var name = String(repeating: String(repeating: "a", count: 63) + ".", count: bytes / 64)
    name += String(repeating: "b", count: bytes % 64)
    return name
  }

  @Test(
    "Names that clients look for can be in a certificate",
    arguments: [
      "a", "a.b", "A-1.example.com", "xn--mnchen-3ya.example", "1.example.com", "a_b.example.com",
      "*.example.com", "*.com", "0.0.0.0", "255.255.255.255", "::", "::ffff:10.0.0.1",
      "\(String(repeating: "a", count: 63)).svc", name(bytes: 253),
    ])
  func isName(name: String) throws {
    #expect(CertificateName.isName(name))
    let authority = try CertificateAuthority(name: "an authority", validSeconds: 60)
    let pair = try authority.issue(names: [name], validSeconds: 60)
    #expect(try CertificateDetails(pem: pair.certificate).names.count == 1)
  }

  @Test(
    arguments: [
      "", "a,DNS:b", "a b", "@section", "a/b", String(repeating: "a", count: 254), "*", "*.",
      "*.*.com", "a.*.com", "*a.com", "a*", "**.com", ".", "a.", ".a", "a..b", "-a.com", "a-.com",
      "999.1.1.1", "1.2.3", "1.2.3.4.5", "256.0.0.1", "10", "::g", "[::1]", "fe80::1%eth0", "é.com",
      "a~b.com", "\(String(repeating: "a", count: 64)).svc", name(bytes: 254),
    ])
  func `Names that could mean something else are refused`(name: String) throws {
    let authority = try CertificateAuthority(name: "an authority", validSeconds: 60)
    #expect(throws: TLSError.invalidName(name)) {
      try authority.issue(names: [name], validSeconds: 60)
    }
  }

  @Test func `What does not fit together is refused with its cause`() throws {
    let authority = try CertificateAuthority(name: "an authority", validSeconds: 86_400)
    let one = try authority.issue(names: ["a"], validSeconds: 60)
    let other = try authority.issue(names: ["a"], validSeconds: 60)
    func failure(
      _ certificate: [UInt8], _ key: [UInt8],
      _ clients: TLSContext.ClientCertificates = .ignored
    ) -> TLSError? {
      do throws(TLSError) {
        _ = try TLSContext(certificateChain: certificate, key: key, clients: clients)
        return nil
      } catch {
        return error
      }
    }
    #expect(failure(one.certificate, one.key) == nil)
    #expect(failure(one.certificate, other.key) == .keyDoesNotMatch)
    #expect(failure([], one.key) == .noCertificate)
    #expect(failure(Array("hello".utf8), one.key) == .noCertificate)
    #expect(failure(one.certificate.dropLast(60), one.key) == .malformedCertificate)
    #expect(failure(one.certificate, []) == .malformedKey)
    #expect(failure(one.certificate, one.certificate) == .malformedKey)
    #expect(failure(one.certificate, one.key, .required(authorities: [])) == .noClientAuthority)
    var broken = one.certificate
    broken[100] = UInt8(ascii: "!")
    #expect(failure(broken, one.key) == .malformedCertificate)
    let weak = try TestServer.makeRSA(bits: 1_024)
    let small = try authority.issue(names: ["a"], validSeconds: 60, key: weak)
    guard case .refused(let reason) = failure(small.certificate, small.key) else {
      Issue.record("a weak key is accepted")
      return
    }
    #expect(reason == "ee key too small")
  }
}
