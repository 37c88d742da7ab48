import CommandLine
import Glibc
import Manifests

/// Files that belong together and are written anew: keys and certificates.
///
/// All are complete under hidden names before the first one gets its own, so that nobody reads a
/// part of one; a private key is never readable by others, not even for a moment.
struct NewFiles {
  struct File {
    let path: FilePath
    let bytes: [UInt8]
    /// Whether nobody else may read it.
    let isSecret: Bool
  }

  let files: [File]

  /// Writes the files.
  /// - Parameter replacing: whether files that are there are replaced; else nothing is written.
  func write(replacing: Bool) throws(StartError) {
    // Control-C ends the process before or after, and leaves no key behind.
    var mask = sigset_t()
    var previous = sigset_t()
    unsafe sigemptyset(&mask)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP] { unsafe sigaddset(&mask, signal) }
    unsafe pthread_sigmask(SIG_BLOCK, &mask, &previous)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &previous, nil) }
    if !replacing {
      for file in files where Self.isThere(file.path) { throw Self.exists(file.path) }
    }
    var temporary: [FilePath] = []
    defer { for path in temporary { Self.remove(path) } }
    for file in files {
      let path = file.path.parent.appending(Self.hiddenName())
      temporary.append(path)
      try Self.make(path, file)
    }
    var published: [FilePath] = []
    for (file, path) in zip(files, temporary) {
      do throws(StartError) {
        try Self.publish(path, as: file.path, replacing: replacing)
        published.append(file.path)
      } catch {
        // Without their companions the new ones would be in the way.
        if !replacing { for path in published { Self.remove(path) } }
        throw error
      }
    }
    for folder in Set(files.map(\.path.parent)) { Self.synchronize(folder) }
  }

  private static func exists(_ path: FilePath) -> StartError {
    .refused(["\(TerminalText.escaped(path.text)): the file exists; --force replaces it"])
  }

  private static func isThere(_ path: FilePath) -> Bool {
    unsafe path.withCString { unsafe access($0, F_OK) } == 0
  }

  private static func remove(_ path: FilePath) {
    _ = unsafe path.withCString { unsafe unlink($0) }
  }

  private static func failure(_ path: FilePath, _ code: Int32) -> StartError {
    .unwritten(path.text, errno: code)
  }

  private static func make(_ path: FilePath, _ file: File) throws(StartError) {
    let descriptor = unsafe path.withCString {
      unsafe open($0, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o600)
    }
    guard descriptor >= 0 else { throw failure(file.path, errno) }
    var code = send(file.bytes, to: descriptor)
    if code == 0, fchmod(descriptor, file.isSecret ? 0o600 : 0o644) != 0 || fsync(descriptor) != 0 {
      code = errno
    }
    // Some file systems tell of a full disk only here.
    if close(descriptor) != 0, code == 0 { code = errno }
    guard code == 0 else { throw failure(file.path, code) }
  }

  /// 0, or the error's number.
  private static func send(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes[sent...].withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress, $0.count)
      }
      if count > 0 {
        sent += count
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  private static func publish(
    _ temporary: FilePath, as path: FilePath, replacing: Bool
  ) throws(StartError) {
    let result = unsafe temporary.withCString { from in
      unsafe path.withCString { to in
        // A link never replaces what somebody else has made meanwhile.
        unsafe replacing ? rename(from, to) : link(from, to)
      }
    }
    if result == 0 { return }
    throw errno == EEXIST ? exists(path) : failure(path, errno)
  }

  private static func hiddenName() -> [UInt8] {
    Array(".kpatch-\(String(UInt64.random(in: .min ... .max), radix: 36)).tmp".utf8)
  }

  /// Brings the names to the disk, where the file system can.
  private static func synchronize(_ folder: FilePath) {
    let descriptor = unsafe folder.withCString { unsafe open($0, O_RDONLY | O_DIRECTORY) }
    guard descriptor >= 0 else { return }
    _ = fsync(descriptor)
    close(descriptor)
  }
}
