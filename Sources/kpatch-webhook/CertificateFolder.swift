import CommandLine
import Documents
import Glibc
import HTTPServer
import Manifests

/// A folder with an authority of one's own and the serving certificate that it has signed.
struct CertificateFolder {
  let path: FilePath

  var authority: FilePath { file("ca.crt") }
  var authorityKey: FilePath { file("ca.key") }
  var certificate: FilePath { file("tls.crt") }
  var key: FilePath { file("tls.key") }

  private func file(_ name: String) -> FilePath { path.appending(Array(name.utf8)) }

  /// Makes the folder, for its owner alone, where it is not there.
  func make() throws(StartError) {
    if unsafe path.withCString({ unsafe mkdir($0, 0o700) }) == 0 || errno == EEXIST { return }
    throw .unwritten(path.text, errno: errno)
  }

  /// What a command writes: with a new authority, or under the one that is there.
  func write(
    authority: CertificatePair?, serving: CertificatePair, replacing: Bool
  ) throws(StartError) {
    var files: [NewFiles.File] = []
    if let authority {
      files.append(.init(path: authorityKey, bytes: authority.key, isSecret: true))
      files.append(.init(path: self.authority, bytes: authority.certificate, isSecret: false))
    }
    // A server reads both again when either changes, and waits until they fit each other.
    files.append(.init(path: key, bytes: serving.key, isSecret: true))
    files.append(.init(path: certificate, bytes: serving.certificate, isSecret: false))
    try NewFiles(files: files).write(replacing: replacing)
  }

  static func read(_ path: FilePath) throws(StartError) -> [UInt8] {
    do {
      return try TLSFiles.read(path)
    } catch {
      throw .refused([error.text])
    }
  }

  /// `nil` where there is no such file.
  static func readIfThere(_ path: FilePath) throws(StartError) -> [UInt8]? {
    if unsafe path.withCString({ unsafe access($0, F_OK) }) != 0, errno == ENOENT { return nil }
    return try read(path)
  }

  /// What is made of a file's contents; an error names the file.
  static func making<Made>(
    of path: FilePath, _ make: () throws(TLSError) -> Made
  ) throws(StartError) -> Made {
    do {
      return try make()
    } catch {
      throw .refused([TLSFiles.Problem(path, error.message).text])
    }
  }
}
