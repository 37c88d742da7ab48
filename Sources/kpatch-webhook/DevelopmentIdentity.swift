import Glibc
import HTTPServer
import Manifests

/// A certificate for this machine that lives as long as the process, and the file in which clients
/// find its authority.
final class DevelopmentIdentity {
  let context: TLSContext
  /// Of the authority's certificate.
  let authorityPath: String
  private let folder: String

  /// Of this machine.
  static let names = ["localhost", "127.0.0.1", "::1"]

  private static let validSeconds = 7 * 86_400

  init() throws(StartError) {
    let pair: CertificatePair
    let authority: CertificateAuthority
    do throws(TLSError) {
      authority = try CertificateAuthority(
        name: "kpatch-webhook for development", validSeconds: Self.validSeconds)
      pair = try authority.issue(
        names: Self.names, validSeconds: Self.validSeconds)
      context = try TLSContext(certificateChain: pair.certificate, key: pair.key)
    } catch {
      throw .refused([error.message])
    }
    folder = try Self.makeFolder()
    authorityPath = "\(folder)/ca.crt"
    do throws(StartError) {
      try Self.write(authority.pair.certificate, to: authorityPath)
    } catch {
      unsafe rmdir(folder)
      throw error
    }
  }

  deinit {
    unsafe unlink(authorityPath)
    unsafe rmdir(folder)
  }

  private static func makeFolder() throws(StartError) -> String {
    let parent = unsafe getenv("TMPDIR").map { unsafe String(cString: $0) } ?? "/tmp"
    var template = Array("\(parent)/kpatch-webhook-XXXXXX".utf8CString)
    // SAFETY: the template ends with a zero, and the call changes it in place.
    let made = unsafe template.withUnsafeMutableBufferPointer { buffer -> String? in
      guard let start = buffer.baseAddress, let path = unsafe mkdtemp(start) else { return nil }
      return unsafe String(cString: path)
    }
    guard let made else { throw .system("cannot make a folder for the authority", errno: errno) }
    return made
  }

  private static func write(_ bytes: [UInt8], to path: String) throws(StartError) {
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .system("cannot write the authority", errno: errno) }
    defer { close(descriptor) }
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes[sent...].withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 else { throw .system("cannot write the authority", errno: errno) }
      sent += count
    }
  }
}
