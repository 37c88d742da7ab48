import Glibc

/// A buffered writer over a file descriptor.
///
/// The first failure is kept and all that follows it is dropped, so that writing code stays plain:
/// who cares asks ``failure`` from time to time, and once after ``flush()``. Interrupted calls,
/// short writes and descriptors that do not block are seen to.
package final class Output {
  package enum Failure: Equatable, Sendable {
    /// The reader went away: end quietly, as other Unix tools do. See ``endByClosedPipe()``.
    case closedPipe
    /// Any other `errno`: a full disk, a broken device.
    case system(Int32)

    /// One sentence without a full stop.
    package var message: String {
      switch self {
      case .closedPipe: SystemError.message(EPIPE)
      case .system(let code): SystemError.message(code)
      }
    }
  }

  package let descriptor: Int32
  package private(set) var failure: Failure?
  /// Gets all that is written here as well, without colours, and whether that works is its own
  /// matter.
  package var copy: Output?
  private var colors = ColorFilter()
  private var buffer: [UInt8] = []
  private static let capacity = 64 << 10

  package init(descriptor: Int32) {
    self.descriptor = descriptor
    buffer.reserveCapacity(Self.capacity)
  }

  package func write(_ text: String) {
    write(text.utf8Span.span)
  }

  package func write(_ bytes: [UInt8]) {
    write(bytes.span)
  }

  package func write(_ bytes: ArraySlice<UInt8>) {
    write(bytes.span)
  }

  package func write(_ bytes: [UInt8], in range: Range<Int>) {
    write(bytes.span.extracting(range))
  }

  package func write(_ bytes: Span<UInt8>) {
    if let copy {
      var plain: [UInt8] = []
      colors.append(bytes, to: &plain)
      copy.write(plain)
    }
    put(bytes)
  }

  /// Writes what shows on a terminal for a moment only: ``copy`` does not get it.
  package func write(transient text: String) {
    put(text.utf8Span.span)
  }

  private func put(_ bytes: Span<UInt8>) {
    guard failure == nil else { return }
    if buffer.count + bytes.count > Self.capacity { flush() }
    if bytes.count >= Self.capacity {
      send(bytes)
    } else {
      unsafe bytes.withUnsafeBufferPointer { unsafe buffer.append(contentsOf: $0) }
    }
  }

  /// Hands everything to the system.
  package func flush() {
    if let copy {
      var rest: [UInt8] = []
      colors.flush(to: &rest)
      copy.write(rest)
      copy.flush()
    }
    guard failure == nil, !buffer.isEmpty else { return }
    send(buffer.span)
    buffer.removeAll(keepingCapacity: true)
  }

  private func send(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBytes { bytes in
      var sent = 0
      while sent < bytes.count {
        // SAFETY: the slice lies within the span, which outlives the call.
        let count = unsafe Glibc.write(
          descriptor, bytes.baseAddress.map { unsafe $0 + sent }, bytes.count - sent)
        if count >= 0 {
          sent += count
          continue
        }
        switch errno {
        case EINTR: continue
        case EAGAIN:
          var request = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
          _ = unsafe poll(&request, 1, -1)
        case EPIPE:
          failure = .closedPipe
          return
        default:
          failure = .system(errno)
          return
        }
      }
    }
  }

  /// To be called once at the start.
  ///
  /// A write into a closed pipe, or beyond the allowed size of files, becomes an error of that
  /// write instead of the process' end: work on files is finished or undone first. And where a
  /// standard descriptor is closed, it is taken, so that no file that is opened later can get its
  /// number and receive what is meant for a terminal; writing to it fails.
  package static func prepareProcess() {
    _ = signal(SIGPIPE, SIG_IGN)
    _ = signal(SIGXFSZ, SIG_IGN)
    for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO]
    where fcntl(descriptor, F_GETFD) < 0 {
      // The wrong way round, so that what is read or written there fails and is not silently empty.
      _ = unsafe open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
    }
  }

  /// Ends the process as a tool ends that never heard of closed pipes: by the signal, so that a
  /// shell sees what it expects.
  package static func endByClosedPipe() -> Never {
    _ = signal(SIGPIPE, SIG_DFL)
    _ = raise(SIGPIPE)
    exit(128 + SIGPIPE)
  }
}

/// The system's words for its error numbers.
package enum SystemError {
  /// A message without a capital, as it stands after a colon: `no space left on device`.
  package static func message(_ code: Int32) -> String {
    var buffer = [CChar](repeating: 0, count: 256)
    // SAFETY: the call writes at most the buffer's count, and what it returns is its text.
    let text: String? = unsafe buffer.withUnsafeMutableBufferPointer { space in
      guard let base = space.baseAddress, unsafe strerror_r(code, base, space.count) == 0 else {
        return nil
      }
      return unsafe String(cString: base)
    }
    guard let text, let first = text.unicodeScalars.first else { return "error \(code)" }
    // `Input/output error` loses its capital, an abbreviation would keep it.
    let rest = text.unicodeScalars.dropFirst()
    guard let second = rest.first, second.properties.isLowercase else { return text }
    return first.properties.lowercaseMapping + String(Substring(rest))
  }
}
