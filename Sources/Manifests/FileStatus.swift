import Glibc

/// What the system says of a file: enough to know what it is and whether it changed.
struct FileStatus: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    case file, folder, link, pipe, terminalOrDevice, blockDevice
  }

  /// The same for two names of one file.
  struct Identity: Hashable, Sendable {
    let device: UInt64
    let number: UInt64
  }

  let kind: Kind
  let identity: Identity
  let size: Int
  let mode: mode_t
  let owner: uid_t
  let group: gid_t
  private let modified: [Int]

  init(_ status: stat) {
    kind =
      switch status.st_mode & S_IFMT {
      case S_IFREG: .file
      case S_IFDIR: .folder
      case S_IFLNK: .link
      case S_IFIFO, S_IFSOCK: .pipe
      case S_IFBLK: .blockDevice
      default: .terminalOrDevice
      }
    identity = Identity(device: UInt64(status.st_dev), number: UInt64(status.st_ino))
    size = Int(status.st_size)
    mode = status.st_mode & 0o7777
    owner = status.st_uid
    group = status.st_gid
    modified = [
      status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
    ]
  }

  /// The status of what is behind a path; with `followingLinks` false, of a link itself. Throws
  /// `errno`.
  static func of(_ path: FilePath, followingLinks: Bool = true) throws(SystemCallError) -> Self {
    var status = stat()
    let result = unsafe path.withCString { name in
      unsafe followingLinks ? stat(name, &status) : lstat(name, &status)
    }
    guard result == 0 else { throw SystemCallError(code: errno) }
    return FileStatus(status)
  }

  /// The status of an open file. Throws `errno`.
  static func of(descriptor: Int32) throws(SystemCallError) -> Self {
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw SystemCallError(code: errno) }
    return FileStatus(status)
  }
}

/// The `errno` of a call that failed.
struct SystemCallError: Error, Sendable {
  let code: Int32
}

extension FilePath {
  /// Opens the file to add to its end; it is made where it is missing.
  package func openForAppending() throws(InputProblem) -> Int32 {
    do {
      return try open(O_WRONLY | O_APPEND | O_CREAT | O_NOCTTY, mode: 0o644)
    } catch {
      throw InputProblem(.system(error.code), path: self)
    }
  }

  /// Gives `body` the path as the system wants it.
  package func withCString<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    let characters = (bytes + [0]).map { CChar(bitPattern: $0) }
    // SAFETY: the array ends with the only zero in it, and outlives the call.
    return unsafe characters.withUnsafeBufferPointer { buffer in
      var empty: CChar = 0
      guard let base = buffer.baseAddress else { return unsafe body(&empty) }
      return unsafe body(base)
    }
  }

  /// The absolute path without links. Throws `errno`.
  func resolved() throws(SystemCallError) -> FilePath {
    let found = unsafe withCString { unsafe realpath($0, nil) }
    guard let found = unsafe found else { throw SystemCallError(code: errno) }
    defer { unsafe free(found) }
    let count = unsafe strlen(found)
    // SAFETY: the system's text has that many bytes before its zero.
    let bytes = unsafe UnsafeRawBufferPointer(start: found, count: count)
    guard let path = unsafe FilePath(bytes: Array(bytes)) else {
      throw SystemCallError(code: EINVAL)
    }
    return path
  }

  /// Opens the file. Interrupted calls are repeated. Throws `errno`.
  func open(_ flags: Int32, mode: mode_t = 0) throws(SystemCallError) -> Int32 {
    while true {
      let descriptor = unsafe withCString { unsafe Glibc.open($0, flags | O_CLOEXEC, mode) }
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw SystemCallError(code: errno) }
    }
  }
}
