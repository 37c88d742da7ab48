import CommandLine
import HTTPServer
import Manifests

/// Certificates as `certs show` finds them: what they are, and whether all fits.
struct CertificateInspection {
  /// One thing that has to be so.
  struct Check {
    enum Result: String {
      case ok, failed, skipped
    }

    let result: Result
    /// What is so, or is not.
    let text: String
  }

  /// A certificate, and how often its file is named before it.
  struct Entry {
    let path: String
    /// Its place among the certificates of the file, from 1.
    let position: Int
    let count: Int
    let report: CertificateReport
  }

  private(set) var entries: [Entry] = []
  private(set) var checks: [Check] = []
  let now: Int64
  private let options: CertificateOptions

  var isSound: Bool { !checks.contains { $0.result == .failed } }

  init(_ options: CertificateOptions, now: Int64) throws(StartError) {
    self.options = options
    self.now = now
    // Files that were named must be there; what the folder lacks is only not looked at.
    let isFolder = options.certificatePath == nil
    let folder = options.folder
    let certificate = options.certificatePath ?? folder.certificate
    let key = options.keyPath ?? (isFolder ? folder.key : nil)
    let authority = options.authorityPath ?? (isFolder ? folder.authority : nil)
    let authorityKey = isFolder && options.authorityPath == nil ? folder.authorityKey : nil

    let chain = try CertificateFolder.read(certificate)
    try add(chain, certificate)
    try checkKey(key, options.keyPath != nil, of: chain, certificate)
    let bundle = try Self.read(authority, isNamed: options.authorityPath != nil)
    if let authority {
      if let bundle {
        try add(bundle, authority)
        if let authorityKey { try checkKey(authorityKey, false, of: bundle, authority) }
        try checkSignature(chain, certificate, bundle, authority)
      } else {
        skip(authority)
      }
    }
    try checkNames(chain, certificate)
    for entry in entries { checkValidity(entry) }
  }

  private static func read(_ path: FilePath?, isNamed: Bool) throws(StartError) -> [UInt8]? {
    guard let path else { return nil }
    return isNamed ? try CertificateFolder.read(path) : try CertificateFolder.readIfThere(path)
  }

  private mutating func add(_ pem: [UInt8], _ path: FilePath) throws(StartError) {
    let reports = try CertificateFolder.making(of: path) { () throws(TLSError) in
      try CertificateReport.all(in: pem)
    }
    for (index, report) in reports.enumerated() {
      entries.append(
        Entry(path: path.text, position: index + 1, count: reports.count, report: report))
    }
  }

  private mutating func note(_ holds: Bool, _ good: String, _ bad: String) {
    checks.append(Check(result: holds ? .ok : .failed, text: holds ? good : bad))
  }

  private mutating func skip(_ path: FilePath) {
    checks.append(Check(result: .skipped, text: "\(path.text) is not there"))
  }

  private mutating func checkKey(
    _ path: FilePath?, _ isNamed: Bool, of pem: [UInt8], _ certificate: FilePath
  ) throws(StartError) {
    guard let path else { return }
    guard let key = try Self.read(path, isNamed: isNamed) else {
      skip(path)
      return
    }
    do throws(TLSError) {
      try CertificateDetails.check(certificate: pem, key: key)
      note(true, "\(path.text) belongs to \(certificate.text)", "")
    } catch .keyDoesNotMatch {
      note(false, "", "\(path.text) does not belong to \(certificate.text)")
    } catch {
      throw .refused([TLSFiles.Problem(path, error.message).text])
    }
  }

  private mutating func checkSignature(
    _ chain: [UInt8], _ certificate: FilePath, _ bundle: [UInt8], _ authority: FilePath
  ) throws(StartError) {
    // Validity is told apart: what has expired is still signed.
    let problem = try CertificateFolder.making(of: certificate) { () throws(TLSError) in
      try CertificateVerification(chain: chain, authorities: bundle).problem(atPresent: false)
    }
    let what = "signed by an authority of \(authority.text)"
    note(
      problem == nil, "\(certificate.text) is \(what)",
      "\(certificate.text) is not \(what): \(problem ?? "")")
  }

  private mutating func checkNames(
    _ chain: [UInt8], _ certificate: FilePath
  ) throws(StartError) {
    let verification = try CertificateFolder.making(of: certificate) { () throws(TLSError) in
      try CertificateVerification(chain: chain, authorities: chain)
    }
    for name in options.names {
      note(
        verification.covers(name), "\(certificate.text) is for \(name)",
        "\(certificate.text) is not for \(name)")
    }
  }

  private mutating func checkValidity(_ entry: Entry) {
    let details = entry.report.details
    let left = CertificateTime(details.validUntil).daysLeft(from: now)
    let name = Self.title(of: entry)
    if details.validFrom > now {
      note(false, "", "\(name) is not valid before \(CertificateTime(details.validFrom).text)")
    } else if details.validUntil <= now {
      note(false, "", "\(name) has expired")
    } else {
      note(
        left >= Int64(options.minimumDays), "\(name) is valid for \(left) more days",
        "\(name) is valid for only \(left) more days")
    }
  }

  static func title(of entry: Entry) -> String {
    entry.count == 1 ? entry.path : "\(entry.path) (\(entry.position) of \(entry.count))"
  }
}
