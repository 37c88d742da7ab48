import CommandLine
import HTTPServer
import Kubernetes
import Manifests

/// What `certs` was asked for, checked.
struct CertificateOptions {
  enum Format: String {
    case text, json
  }

  let folder: CertificateFolder
  /// DNS names and IP addresses, in the order of a certificate; empty where none were given.
  let names: [String]
  /// `nil` where none was chosen.
  let key: CertificateAuthority.KeySort?
  let days: Int
  let authorityDays: Int
  let force: Bool
  let minimumDays: Int
  let format: Format
  /// Other files than those of the folder, for `show`.
  let certificatePath: FilePath?
  let keyPath: FilePath?
  let authorityPath: FilePath?

  /// A hundred years; certificates know no dates beyond the year 9999.
  private static let maximumDays = 36_500
  static let rsaBits = 3_072

  init(_ invocation: Invocation) throws(UsageError) {
    func path(_ option: Option) throws(UsageError) -> FilePath? {
      guard let text = invocation.value(option) else { return nil }
      guard let path = FilePath(text) else { throw .other("a path cannot hold a zero") }
      return path
    }
    folder = CertificateFolder(path: try path(Commands.folder) ?? .current)
    names = try Self.names(invocation)
    key = invocation.value(Commands.keySort, as: KeyChoice.self).map { choice in
      switch choice {
      case .ecdsa: .p256
      case .rsa: .rsa(Self.rsaBits)
      }
    }
    days = try Self.days(invocation, Commands.days, from: 1) ?? 365
    authorityDays = try Self.days(invocation, Commands.authorityDays, from: 1) ?? 3_650
    minimumDays = try Self.days(invocation, Commands.minimumDays, from: 0) ?? 0
    force = invocation.has(Commands.force)
    format = invocation.value(Commands.certificateFormat, as: Format.self) ?? .text
    certificatePath = try path(Commands.certificate)
    keyPath = try path(Commands.key)
    authorityPath = try path(Commands.expectedAuthorities)
    guard days <= authorityDays else { throw .other("--days is more than --ca-days") }
  }

  private static func names(_ invocation: Invocation) throws(UsageError) -> [String] {
    var names: [String] = []
    for text in invocation.values(Commands.certificateService) {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, parts.allSatisfy({ NameRule.dns1123Label.allows($0) }) else {
        throw .other("--service is written NAMESPACE/NAME")
      }
      let service = "\(parts[1]).\(parts[0]).svc"
      names += [service, "\(service).cluster.local"]
    }
    for name in invocation.values(Commands.certificateName) {
      guard CertificateName.isName(name) else {
        throw .other(
          "--san: '\(TerminalText.escaped(name))' is neither a DNS name nor an IP address")
      }
      names.append(name)
    }
    if invocation.has(Commands.certificateDevelopment) { names += DevelopmentIdentity.names }
    return names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  private static func days(
    _ invocation: Invocation, _ option: Option, from least: Int
  ) throws(UsageError) -> Int? {
    guard let text = invocation.value(option) else { return nil }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let days = Int(text),
      (least...maximumDays).contains(days)
    else { throw .other("--\(option.name) is a number of days from \(least) to \(maximumDays)") }
    return days
  }
}
