import Documents
import Glibc

/// Reads inputs whole, but never more than the limit.
package struct InputReader: Sendable {
  private let limit: Int
  /// Reads of one file until it is given up because it changes all the time.
  private static let attempts = 3

  package init(limits: DocumentLimits = .standard) {
    limit = limits.maximumBytes
  }

  /// The bytes of the file at a path.
  package func read(_ path: FilePath) throws(InputProblem) -> [UInt8] {
    try read(Input(path: path, isNamed: true, mayBeLink: true)).bytes
  }

  /// The bytes of a file and what the system said of it when they were read. A file that changes
  /// meanwhile is read again, so that the bytes are those of one moment.
  package func read(_ input: Input) throws(InputProblem) -> InputBytes {
    guard let path = input.path else {
      do {
        return InputBytes(bytes: try readToEnd(STDIN_FILENO, expected: 0), status: nil)
      } catch {
        throw InputProblem(error, path: nil)
      }
    }
    do {
      return try read(path, mayBeLink: input.mayBeLink, named: input.isNamed)
    } catch {
      throw InputProblem(error, path: path)
    }
  }

  private func read(
    _ path: FilePath, mayBeLink: Bool, named: Bool
  ) throws(InputProblem.Cause) -> InputBytes {
    for _ in 0..<Self.attempts {
      let descriptor = try open(path, mayBeLink: mayBeLink, named: named)
      defer { close(descriptor) }
      guard let before = try? FileStatus.of(descriptor: descriptor) else { throw .system(errno) }
      guard before.kind == .file else {
        return InputBytes(bytes: try readToEnd(descriptor, expected: 0), status: nil)
      }
      if before.size > limit { throw .tooLarge(limit: limit) }
      let bytes = try readToEnd(descriptor, expected: before.size)
      guard let after = try? FileStatus.of(descriptor: descriptor) else { throw .system(errno) }
      // Files that the system makes up, as in /proc, say that they are empty.
      if before == after, bytes.count == before.size || before.size == 0 {
        return InputBytes(bytes: bytes, status: before)
      }
    }
    throw .changedWhileRead
  }

  private func open(
    _ path: FilePath, mayBeLink: Bool, named: Bool
  ) throws(InputProblem.Cause) -> Int32 {
    let kind: FileStatus.Kind
    do {
      kind = try FileStatus.of(path, followingLinks: mayBeLink).kind
    } catch {
      throw .system(error.code)
    }
    switch kind {
    case .file: break
    case .folder: throw .system(EISDIR)
    case .link, .blockDevice: throw .noFile
    // Opening a pipe waits for its writer: where it was named, as `<(command)` is, that is meant.
    case .pipe, .terminalOrDevice: if !named { throw .noFile }
    }
    do {
      return try path.open(O_RDONLY | (mayBeLink ? 0 : O_NOFOLLOW))
    } catch {
      throw .system(error.code)
    }
  }

  /// Reads to the end of a file, a pipe or a terminal.
  private func readToEnd(
    _ descriptor: Int32, expected: Int
  ) throws(InputProblem.Cause) -> [UInt8] {
    var bytes: [UInt8] = []
    // One more than expected: the last read finds the end without growing the buffer.
    var room = min(max(expected, 64 << 10), limit) + 1
    while true {
      let (piece, failure) = Self.fill(descriptor, room)
      if failure != 0 { throw .system(failure) }
      let isEnd = piece.count < room
      if bytes.isEmpty { bytes = piece } else { bytes.append(contentsOf: piece) }
      if bytes.count > limit { throw .tooLarge(limit: limit) }
      if isEnd { return bytes }
      // Pieces grow with what there is, so that nothing is copied often.
      room = min(max(bytes.count, 64 << 10), limit - bytes.count + 1)
    }
  }

  /// Reads `count` bytes, or fewer where the input ends.
  private static func fill(_ descriptor: Int32, _ count: Int) -> (bytes: [UInt8], failure: Int32) {
    var failure: Int32 = 0
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
      while filled < count {
        // SAFETY: the read stays within the buffer's capacity, of which `filled` bytes are taken.
        let result = unsafe Glibc.read(
          descriptor, buffer.baseAddress.map { unsafe $0 + filled }, count - filled)
        if result > 0 {
          filled += result
        } else if result == 0 {
          return
        } else if errno == EAGAIN {
          var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
          _ = unsafe poll(&request, 1, -1)
        } else if errno != EINTR {
          failure = errno
          return
        }
      }
    }
    return (bytes, failure)
  }
}

/// What was read.
package struct InputBytes: Sendable {
  package let bytes: [UInt8]
  /// Of a file that can be replaced; `nil` for pipes and the like.
  let status: FileStatus?
}
