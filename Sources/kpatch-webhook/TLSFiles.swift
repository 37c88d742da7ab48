import CommandLine
import Documents
import HTTPServer
import Manifests

/// The files that a serving certificate is made of.
struct TLSFiles: Sendable {
  let certificate: FilePath
  let key: FilePath
  let clientAuthority: FilePath?

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

  var paths: [FilePath] { [certificate, key] + (clientAuthority.map { [$0] } ?? []) }

  func read() throws(Problem) -> Contents {
    Contents(
      certificate: try Self.read(certificate), key: try Self.read(key),
      clientAuthority: try clientAuthority.map(Self.readAuthority))
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
