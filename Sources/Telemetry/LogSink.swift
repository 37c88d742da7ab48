import Glibc

/// Where lines go: a descriptor that somebody else keeps open, or a file by its path. Used by the
/// writing thread alone.
struct LogSink {
  private(set) var descriptor: Int32
  /// `nil` for a descriptor that belongs to somebody else.
  private let path: String?
  /// Whether the last write ended within a line.
  private var isWithinLine = false

  init(descriptor: Int32) {
    self.descriptor = descriptor
    path = nil
  }

  init(path: String) throws(LogError) {
    descriptor = try Self.open(path)
    self.path = path
  }

  /// Opens the file again by its path. The old one stays in use when that does not work.
  /// - Returns: Whether it worked.
  mutating func reopen() -> Bool {
    guard let path else { return true }
    guard let new = try? Self.open(path) else { return false }
    Glibc.close(descriptor)
    descriptor = new
    isWithinLine = false
    return true
  }

  func close() {
    if path != nil { Glibc.close(descriptor) }
  }

  /// Writes lines, however long that takes.
  /// - Parameter giveUp: Asked while the sink takes nothing, without blocking the write itself.
  /// - Returns: How many bytes were written; fewer than there are after an error.
  mutating func write(_ lines: [UInt8], giveUp: () -> Bool) -> Int {
    // After an error within a line the next one must not become its continuation.
    if isWithinLine {
      guard writeAll([UInt8(ascii: "\n")], giveUp) == 1 else { return 0 }
      isWithinLine = false
    }
    let written = writeAll(lines, giveUp)
    if written > 0 { isWithinLine = lines[written - 1] != UInt8(ascii: "\n") }
    return written
  }

  private func writeAll(_ bytes: [UInt8], _ giveUp: () -> Bool) -> Int {
    unsafe bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count, let start = buffer.baseAddress {
        // SAFETY: `done` is less than the count of the buffer.
        let count = unsafe Glibc.write(descriptor, start + done, buffer.count - done)
        if count > 0 {
          done += count
          continue
        }
        let code = errno
        if count < 0, code == EINTR { continue }
        // Somebody who shares the descriptor made it non-blocking.
        guard count < 0, code == EAGAIN, !giveUp() else { return done }
        var poll = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = unsafe Glibc.poll(&poll, 1, 100)
      }
      return done
    }
  }

  private static func open(_ path: String) throws(LogError) -> Int32 {
    // Without O_NONBLOCK, opening a named pipe would wait for its reader.
    let flags = O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC | O_NOCTTY | O_NONBLOCK
    let descriptor = unsafe Glibc.open(path, flags, 0o600)
    guard descriptor >= 0 else { throw .cannotOpen(code: errno) }
    let set = fcntl(descriptor, F_GETFL)
    if set >= 0 { _ = fcntl(descriptor, F_SETFL, set & ~O_NONBLOCK) }
    return descriptor
  }
}
