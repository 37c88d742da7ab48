import CommandLine
import Documents
import HTTPServer
import Manifests

/// The files that a serving certificate is made of.
struct TLSFiles: Sendable {
  let certificate: FilePath
  let key: FilePath
  let clientAuthority: FilePath?
  /// Where certificate and key come from instead; their paths are only names then.
  let cluster: ClusterCertificates?

  init(certificate: FilePath, key: FilePath, clientAuthority: FilePath?) {
    self.certificate = certificate
    self.key = key
    self.clientAuthority = clientAuthority
    cluster = nil
  }

  /// Certificate and key of the cluster, with client authorities of a file.
  init(_ cluster: ClusterCertificates, clientAuthority: FilePath?) {
    certificate = .inSecret("tls.crt")
    key = .inSecret("tls.key")
    self.clientAuthority = clientAuthority
    self.cluster = cluster
  }

  /// What stood in the files at one moment.
  struct Contents: Equatable {
    let certificate: [UInt8]
    let key: [UInt8]
    let clientAuthority: [UInt8]?
  }

  /// What is wrong, with the file that it is in.
  struct Problem: Error {
    let text: String
    /// What metrics call the file.
    private(set) var part = "certificate"

    /// The same, as one of the client authorities.
    var ofAuthority: Problem {
      var problem = self
      problem.part = "client_ca"
      return problem
    }

    init(_ path: FilePath, _ message: String) {
      text = VisibleText.escaped("\(path.text): \(message)")
    }
  }

  /// The most that is read of a file; chains and bundles of authorities are far smaller.
  private static let limits = DocumentLimits(maximumBytes: 4 << 20)

  var paths: [FilePath] {
    (cluster == nil ? [certificate, key] : []) + (clientAuthority.map { [$0] } ?? [])
  }

  func read() throws(Problem) -> Contents {
    let authority = try clientAuthority.map(Self.readAuthority)
    if let pair = cluster?.current.pair {
      return Contents(certificate: pair.certificate, key: pair.key, clientAuthority: authority)
    }
    return Contents(
      certificate: try Self.read(certificate), key: try Self.read(key), clientAuthority: authority)
  }

  private static func readAuthority(_ path: FilePath) throws(Problem) -> [UInt8] {
    do throws(Problem) { return try read(path) } catch { throw error.ofAuthority }
  }

  static func read(_ path: FilePath) throws(Problem) -> [UInt8] {
    do throws(InputProblem) {
      if InputReader.isNoFile(path) { throw InputProblem(.noFile, path: path) }
      return try InputReader(limits: limits).read(path)
    } catch {
      throw Problem(path, error.cause.words(system: SystemError.message).message)
    }
  }

  /// Checks that all fits together, so that a context which can serve replaces one that does.
  func context(of contents: Contents) throws(Problem) -> TLSContext {
    try check(contents.certificate, certificate)
    var clients = TLSContext.ClientCertificates.ignored
    if let bytes = contents.clientAuthority, let path = clientAuthority {
      do throws(Problem) { try check(bytes, path) } catch { throw error.ofAuthority }
      clients = .requested(authorities: bytes)
    }
    do {
      return try TLSContext(
        certificateChain: contents.certificate, key: contents.key, clients: clients)
    } catch {
      switch error {
      case .malformedKey: throw Problem(key, error.message)
      case .keyDoesNotMatch: throw Problem(key, "\(error.message) in \(certificate.text)")
      default: throw Problem(certificate, error.message)
      }
    }
  }

  private func check(_ bytes: [UInt8], _ path: FilePath) throws(Problem) {
    do {
      _ = try CertificateDetails(pem: bytes)
    } catch {
      throw Problem(path, error.message)
    }
  }
}

extension FilePath {
  /// The name of an entry of the Secret, where a path is shown.
  fileprivate static func inSecret(_ key: String) -> FilePath {
    FilePath("the Secret's \(key)") ?? .current
  }
}
