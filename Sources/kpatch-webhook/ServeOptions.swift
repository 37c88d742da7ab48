import CommandLine
import HTTPServer
import Kubernetes
import Manifests
import Telemetry

/// What `serve` was asked for, checked.
struct ServeOptions {
  /// Where the certificate comes from.
  enum Identity {
    case files(TLSFiles)
    /// Kept in the cluster by the replicas themselves, with client authorities of a file.
    case cluster(ClusterIdentity, clientAuthority: FilePath?)
    /// A throw-away certificate.
    case development
  }

  let policyPaths: [FilePath]
  let identity: Identity
  let clients: ClientRule
  let listen: SocketAddress
  /// Of the plain port, where there is to be one.
  let metricsListen: SocketAddress?
  let threads: Int
  let logLevel: LogLevel
  let auditPath: FilePath?
  let limits: Limits
  /// Milliseconds.
  let shutdownDelay: Int
  /// Milliseconds.
  let shutdownTimeout: Int

  private static let maximumThreads = 1_024

  init(_ invocation: Invocation) throws(UsageError) {
    let isDevelopment = invocation.has(Commands.development)
    policyPaths = try Self.paths(invocation.values(Commands.policy))
    identity = try Self.identity(invocation)
    let names = invocation.values(Commands.clientName)
    if invocation.has(Commands.clientAuthority) {
      clients = .signed(names: Set(names))
    } else {
      guard names.isEmpty else { throw .other("--client-name needs --client-ca") }
      clients = .anybody
    }
    let address =
      invocation.value(Commands.listen) ?? (isDevelopment ? "127.0.0.1:8443" : "0.0.0.0:8443")
    guard let listen = SocketAddress(address) else {
      throw .other("--listen is an IP address and a port, as in 0.0.0.0:8443 or [::]:8443")
    }
    self.listen = listen
    if isDevelopment, !["127.0.0.1", "::1"].contains(listen.host) {
      throw .other("--dev listens on 127.0.0.1 or [::1] only")
    }
    metricsListen = try invocation.value(Commands.metricsListen).map(Self.metricsAddress)
    threads = try Self.threads(invocation)
    logLevel = invocation.value(Commands.logLevel).flatMap { LogLevel($0) } ?? .info
    auditPath = try Self.paths(invocation.values(Commands.auditLog)).last
    limits = try Limits(invocation)
    guard limits.server.connections >= threads else {
      throw .other(
        "--max-connections is less than the number of threads, each of which serves at least one: "
          + "give a larger one, or --threads \(limits.server.connections)")
    }
    shutdownDelay = try Self.milliseconds(
      invocation, Commands.shutdownDelay, default: isDevelopment ? 0 : 5_000)
    shutdownTimeout = try Self.milliseconds(
      invocation, Commands.shutdownTimeout, default: 20_000)
  }

  static func paths(_ texts: [String]) throws(UsageError) -> [FilePath] {
    var paths: [FilePath] = []
    for text in texts {
      guard let path = FilePath(text), path != .standardInput else {
        throw .other("standard input cannot be read again when it changes: name a file")
      }
      paths.append(path)
    }
    return paths
  }

  private static func identity(_ invocation: Invocation) throws(UsageError) -> Identity {
    let source = invocation.value(Commands.certificates, as: CertificateChoice.self)
    if source == .ownMaking {
      let authority = invocation.value(Commands.clientAuthority)
      return .cluster(
        try ClusterIdentity(invocation),
        clientAuthority: try authority.map { [$0] }.map(paths)?.first)
    }
    for option in [Commands.secret, Commands.webhookConfiguration, Commands.kubeconfig]
    where !invocation.values(option).isEmpty {
      throw .other("--\(option.name) needs --certificates self")
    }
    return invocation.has(Commands.development) ? .development : .files(try files(invocation))
  }

  private static func files(_ invocation: Invocation) throws(UsageError) -> TLSFiles {
    func path(_ option: Option) throws(UsageError) -> FilePath? {
      guard let text = invocation.value(option) else { return nil }
      return try paths([text]).first
    }
    guard let certificate = try path(Commands.certificate), let key = try path(Commands.key) else {
      throw .other(
        "--tls-cert and --tls-key are needed, or --certificates self in a cluster, or --dev to try "
          + "it on this machine")
    }
    return TLSFiles(
      certificate: certificate, key: key, clientAuthority: try path(Commands.clientAuthority))
  }

  private static func metricsAddress(_ text: String) throws(UsageError) -> SocketAddress {
    guard let address = SocketAddress(text) else {
      throw .other("--metrics-listen is an IP address and a port, as in 0.0.0.0:8080")
    }
    return address
  }

  private static func threads(_ invocation: Invocation) throws(UsageError) -> Int {
    guard let text = invocation.value(Commands.threads) else { return Machine.processorCount }
    guard text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(text),
      (1...maximumThreads).contains(count)
    else { throw .other("--threads is a number from 1 to \(maximumThreads)") }
    return count
  }

  private static func milliseconds(
    _ invocation: Invocation, _ option: Option, default standard: Int
  ) throws(UsageError) -> Int {
    guard let text = invocation.value(option) else { return standard }
    do {
      let duration = try GoDuration(parsing: text)
      guard duration.nanoseconds >= 0 else {
        throw UsageError.other("--\(option.name) is negative")
      }
      return Int(duration.nanoseconds / 1_000_000)
    } catch let error as GoDurationError {
      throw .other("--\(option.name): \(error.message)")
    } catch let error as UsageError {
      throw error
    } catch {
      throw .other("--\(option.name) is a duration, as in 5s")
    }
  }
}
