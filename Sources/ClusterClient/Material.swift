import Glibc

/// Something that a configuration gives itself or names a file for. A file is read each time it is
/// used: Kubernetes puts new tokens into the same file.
enum Material: Sendable, Equatable {
  case bytes([UInt8])
  case file(String)

  /// Tokens have a few kilobytes, bundles of authorities some hundred.
  static let limit = 4 << 20

  /// - Parameter what: names it in the error.
  func read(_ what: String) throws(ClusterError) -> [UInt8] {
    switch self {
    case .bytes(let bytes): return bytes
    case .file(let path):
      return try Self.contents(of: path, what)
    }
  }

  static func contents(of path: String, _ what: String) throws(ClusterError) -> [UInt8] {
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path, what) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = unsafe Glibc.read(descriptor, &piece, piece.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure(path, what) }
      if count == 0 { return bytes }
      bytes += piece[..<count]
      if bytes.count > limit {
        throw ClusterError(.configuration, "\(path): \(what) has more than \(limit) bytes")
      }
    }
  }

  private static func failure(_ path: String, _ what: String) -> ClusterError {
    let code = errno
    let reason =
      switch code {
      case ENOENT: "there is no such file"
      case EACCES, EPERM: "it may not be read"
      case EISDIR: "it is a folder"
      default: "error \(code)"
      }
    return ClusterError(.configuration, "\(path): cannot read \(what): \(reason)")
  }
}
