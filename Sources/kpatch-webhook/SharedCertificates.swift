import HTTPServer

/// An authority and the serving certificate that it has signed, as the replicas share them.
struct SharedCertificates {
  /// Whom clients shall trust, PEM: first the certificate of the authority that signs, then those
  /// that it has replaced and that are still valid.
  var authorities: [UInt8]
  var authorityKey: [UInt8]
  var certificate: [UInt8]
  var key: [UInt8]

  private static let day: Int64 = 86_400
  /// Ten years, of which a third is left when it is renewed.
  private static let authoritySeconds = 3_650 * day
  /// A year, of which a third is left when it is renewed: time for many tries.
  private static let certificateSeconds = 365 * day
  /// Certificates of authorities that are kept in the bundle at most.
  private static let maximumAuthorities = 4

  /// What shall be used from now on, and what had to change for that.
  struct Renewal {
    let certificates: SharedCertificates
    /// What was made, for the log; empty where all stays as it was.
    let changes: [String]
  }

  /// Renews what is missing, broken, near its end or not for all names; keeps everything else.
  static func renewed(
    _ current: SharedCertificates?, names: [String], now: Int64
  ) throws(TLSError) -> Renewal {
    var changes: [String] = []
    var authorities: [UInt8]
    var authority: CertificateAuthority
    (authority, authorities) = try Self.authority(current, now, &changes)
    if let current, Self.isGood(current, names, authorities, now) {
      var kept = current
      kept.authorities = authorities
      kept.authorityKey = authority.pair.key
      return Renewal(certificates: kept, changes: changes)
    }
    var pair = try issue(authority, names, now)
    if !isSigned(pair.certificate, by: authorities) {
      // What was called an authority is none.
      authority = try makeAuthority()
      authorities = authority.pair.certificate + kept(of: authorities, now)
      changes.append("a new authority")
      pair = try issue(authority, names, now)
    }
    changes.append("a new serving certificate for \(names.joined(separator: ", "))")
    return Renewal(
      certificates: SharedCertificates(
        authorities: authorities, authorityKey: authority.pair.key,
        certificate: pair.certificate, key: pair.key),
      changes: changes)
  }

  /// The authority that signs, and the bundle of all that are trusted.
  private static func authority(
    _ current: SharedCertificates?, _ now: Int64, _ changes: inout [String]
  ) throws(TLSError) -> (CertificateAuthority, [UInt8]) {
    guard let current else {
      let made = try makeAuthority()
      changes.append("a new authority")
      return (made, made.pair.certificate)
    }
    guard let details = try? CertificateDetails(pem: current.authorities),
      let old = try? CertificateAuthority(
        CertificatePair(certificate: current.authorities, key: current.authorityKey)),
      details.validFrom <= now, now < details.validUntil
    else {
      let made = try makeAuthority()
      changes.append("a new authority, since the one in the Secret cannot be used")
      return (made, made.pair.certificate + kept(of: current.authorities, now))
    }
    guard isNearItsEnd(details, now) else { return (old, current.authorities) }
    // The key stays, so that nobody who still has the old bundle is left behind.
    let renewed = try old.renewed(validSeconds: Int(authoritySeconds))
    changes.append("a new certificate of the authority")
    return (renewed, renewed.pair.certificate + kept(of: current.authorities, now))
  }

  private static func makeAuthority() throws(TLSError) -> CertificateAuthority {
    try CertificateAuthority(name: "kpatch-webhook", validSeconds: Int(authoritySeconds))
  }

  /// Those of a bundle that are still valid, as many as there is room for beside a new one.
  private static func kept(of bundle: [UInt8], _ now: Int64) -> [UInt8] {
    var count = 1
    return
      (try? CertificateBundle(pem: bundle))?.text { details in
        guard details.validUntil > now, count < maximumAuthorities else { return false }
        count += 1
        return true
      } ?? []
  }

  private static func issue(
    _ authority: CertificateAuthority, _ names: [String], _ now: Int64
  ) throws(TLSError) -> CertificatePair {
    let details = try CertificateDetails(pem: authority.pair.certificate)
    let seconds = min(certificateSeconds, details.validUntil - now)
    return try authority.issue(names: names, validSeconds: Int(max(1, seconds)))
  }

  private static func isNearItsEnd(_ details: CertificateDetails, _ now: Int64) -> Bool {
    details.validUntil - now < (details.validUntil - details.validFrom) / 3
  }

  private static func isGood(
    _ current: SharedCertificates, _ names: [String], _ authorities: [UInt8], _ now: Int64
  ) -> Bool {
    do throws(TLSError) {
      try CertificateDetails.check(certificate: current.certificate, key: current.key)
      let details = try CertificateDetails(pem: current.certificate)
      let verification = try CertificateVerification(
        chain: current.certificate, authorities: authorities)
      guard try verification.problem(atPresent: true) == nil else { return false }
      return !isNearItsEnd(details, now) && names.allSatisfy(verification.covers)
    } catch {
      return false
    }
  }

  /// Whether who trusts a bundle trusts a certificate now.
  static func isSigned(_ certificate: [UInt8], by authorities: [UInt8]) -> Bool {
    let verification = try? CertificateVerification(chain: certificate, authorities: authorities)
    guard let verification else { return false }
    return (try? verification.problem(atPresent: true)) == .some(.none)
  }
}
