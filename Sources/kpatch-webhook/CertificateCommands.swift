import CommandLine
import HTTPServer
import Manifests

/// `kpatch-webhook certs create` and `renew`.
struct CertificateCommands {
  private let options: CertificateOptions
  private let output: Output

  /// Seconds of a day.
  static let day = 86_400

  init(_ invocation: Invocation, _ output: Output) throws(StartError) {
    self.output = output
    do {
      options = try CertificateOptions(invocation)
    } catch {
      throw .usage(error)
    }
  }

  func create() throws(StartError) {
    guard !options.names.isEmpty else {
      throw .usage(
        .other("what is the certificate for? Give --service NAMESPACE/NAME, --san NAME or --dev"))
    }
    let folder = options.folder
    let (authority, serving) = try CertificateFolder.making(of: folder.path) {
      () throws(TLSError) in
      // The authority is no shorter lived than what it signs, and starts no later.
      let authority = try CertificateAuthority(
        name: "kpatch-webhook authority", key: options.key ?? .p256,
        validSeconds: options.authorityDays * Self.day)
      let serving = try authority.issue(
        names: options.names, key: options.key ?? .p256, validSeconds: options.days * Self.day)
      return (authority.pair, serving)
    }
    try folder.make()
    try folder.write(authority: authority, serving: serving, replacing: options.force)
    try say(authority: true)
  }

  func renew() throws(StartError) {
    let folder = options.folder
    let bundle = try CertificateFolder.read(folder.authority)
    let key = try CertificateFolder.read(folder.authorityKey)
    let ends = try CertificateFolder.making(of: folder.authority) { () throws(TLSError) in
      try CertificateReport.all(in: bundle)[0].details.validUntil
    }
    var authority = try CertificateFolder.making(of: folder.authorityKey) { () throws(TLSError) in
      try CertificateAuthority(CertificatePair(certificate: bundle, key: key))
    }
    let former = try former()
    let names = options.names.isEmpty ? former?.details.names ?? [] : options.names
    if let name = names.first(where: { !CertificateName.isName($0) }) {
      // Made by somebody else: a URI, say, that would be lost without a word.
      let message = "\(TLSError.invalidName(name).message): give the names to keep, with --san"
      throw .refused([TLSFiles.Problem(folder.certificate, message).text])
    }
    let end = MonotonicClock.wallSeconds() + Int64(options.days * Self.day)
    let (renewed, serving) = try CertificateFolder.making(of: folder.authority) {
      () throws(TLSError) in
      var renewed: CertificatePair?
      if ends < end {
        authority = try authority.renewed(validSeconds: options.authorityDays * Self.day)
        renewed = CertificatePair(
          certificate: authority.pair.certificate + (try Self.valid(bundle)), key: key)
      }
      let serving = try authority.issue(
        names: names,
        key: options.key
          ?? (former?.key.hasPrefix("RSA") == true ? .rsa(CertificateOptions.rsaBits) : .p256),
        validSeconds: options.days * Self.day)
      return (renewed, serving)
    }
    try folder.write(authority: renewed, serving: serving, replacing: true)
    try say(authority: renewed != nil)
  }

  /// The certificate that is renewed; `nil` where it is lost or broken, and its names are given.
  private func former() throws(StartError) -> CertificateReport? {
    let path = options.folder.certificate
    let areNamesGiven = !options.names.isEmpty
    guard let bytes = try CertificateFolder.readIfThere(path) else {
      if areNamesGiven { return nil }
      let message = "it is not there, nor are its names: give them, with --service or --san"
      throw .refused([TLSFiles.Problem(path, message).text])
    }
    do throws(StartError) {
      return try CertificateFolder.making(of: path) { () throws(TLSError) in
        try CertificateReport.all(in: bytes)[0]
      }
    } catch {
      if areNamesGiven { return nil }
      throw error
    }
  }

  /// The authorities that have not ended.
  private static func valid(_ bundle: [UInt8]) throws(TLSError) -> [UInt8] {
    let now = MonotonicClock.wallSeconds()
    return try CertificateBundle(pem: bundle).text(where: { $0.validUntil > now })
  }

  /// Says what was written, and until when it is good.
  private func say(authority: Bool) throws(StartError) {
    let folder = options.folder
    var paths = [(folder.certificate, folder.key)]
    if authority { paths.insert((folder.authority, folder.authorityKey), at: 0) }
    for (certificate, key) in paths {
      let bytes = try CertificateFolder.read(certificate)
      let report = try CertificateFolder.making(of: certificate) { () throws(TLSError) in
        try CertificateReport.all(in: bytes)[0]
      }
      let details = report.details
      let names = details.names.isEmpty ? report.subject : details.names.joined(separator: ", ")
      let line = "\(certificate.text), \(key.text): \(names), until "
      output.write(
        TerminalText.escaped(line + CertificateTime(details.validUntil).date) + "\n")
    }
  }
}
