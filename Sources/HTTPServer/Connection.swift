import CLinux
import Glibc

/// What the system is asked to tell of a socket.
enum Readiness {
  static let readable = UInt32(clinux_readable)
  static let writable = UInt32(clinux_writable)
}

/// One client's connection. Belongs to one event loop.
final class Connection {
  /// What the connection is about.
  enum Phase {
    /// The TLS handshake is not complete.
    case handshaking
    /// Requests are read and answered.
    case open
    /// The last answer is sent; what still comes is thrown away until the client has read it.
    case lingering
    case closed
  }

  /// What ``deadline`` is about.
  enum Wait { case handshake, idle, header, body, write, linger }

  /// What becomes of the connection once all bytes are sent.
  enum Ending { case stay, close, linger }

  /// How an attempt to read ended.
  enum ReadResult {
    case bytes(Int)
    case nothing, needsWrite, ended, failed
  }

  let descriptor: Int32
  /// The place in the loop's table, and which of its tenants this is.
  let slot: Int
  let generation: UInt32
  var tls: TLSSession?
  var phase: Phase
  var wait = Wait.idle
  var ending = Ending.stay
  var info: ConnectionInfo
  var reader: RequestReader
  /// The request that is being read.
  var request: RequestSlot?
  /// Why the request that is being read will be refused when it is complete.
  var refusal: RequestError?
  /// Bytes that came behind a request whose answer could not be sent yet. Never more than what one
  /// read brings.
  var unread: [UInt8] = []
  /// Bytes of responses that the client has not taken.
  var unsent: [UInt8] = []
  var sentCount = 0
  /// What the loop is told of: readable, writable.
  var interest = Readiness.readable
  /// When the loop looks at the connection, in its milliseconds.
  var deadline = Int64.max
  /// What the wheel has, which may be earlier.
  var scheduledDeadline = Int64.max
  /// Over the limit: accepted in order to be told so.
  let isRefused: Bool
  /// The first bytes of the client have been looked at.
  var isKnownAsTLS = false
  /// Its request is read and waits for the answer, together with others.
  var isComplete = false
  /// Where that answer ends in the loop's output.
  var answerEnd = 0
  /// It waits in the loop's list of those that have more to read.
  var isInReadyList = false

  init(
    descriptor: Int32, slot: Int, generation: UInt32, tls: TLSSession?, info: ConnectionInfo,
    isRefused: Bool, limits: ServerLimits
  ) {
    self.descriptor = descriptor
    self.slot = slot
    self.generation = generation
    self.tls = tls
    self.info = info
    self.isRefused = isRefused
    phase = tls == nil ? .open : .handshaking
    reader = RequestReader(limits: limits)
  }

  /// Whether bytes of responses wait for the client.
  var hasUnsent: Bool { sentCount < unsent.count }

  /// Keeps bytes for when the client has taken its answers.
  func keep(unread bytes: Span<UInt8>) {
    var unread = unread
    self.unread = []
    unread.append(copying: bytes)
    self.unread = unread
  }

  /// Keeps bytes of responses behind those that the client has not taken either.
  func keep(unsent bytes: ArraySlice<UInt8>) {
    var unsent = unsent
    self.unsent = []
    unsent.append(contentsOf: bytes)
    self.unsent = unsent
  }

  /// Reads decrypted bytes.
  func read(into buffer: UnsafeMutableBufferPointer<UInt8>) -> ReadResult {
    if let tls {
      switch unsafe tls.read(into: buffer) {
      case .done(let count): return .bytes(count)
      case .needsRead: return .nothing
      case .needsWrite: return .needsWrite
      case .ended: return .ended
      case .failed: return .failed
      }
    }
    return unsafe readRaw(into: buffer)
  }

  /// Reads bytes as they come from the socket.
  func readRaw(into buffer: UnsafeMutableBufferPointer<UInt8>) -> ReadResult {
    while true {
      // SAFETY: the buffer has room for `count` bytes.
      let count = unsafe recv(descriptor, buffer.baseAddress, buffer.count, 0)
      if count > 0 { return .bytes(count) }
      if count == 0 { return .ended }
      if errno == EINTR { continue }
      return errno == EAGAIN || errno == EWOULDBLOCK ? .nothing : .failed
    }
  }

  /// Writes what the client takes of some bytes, and says how many those were; `nil` when the
  /// connection is broken.
  func write(_ bytes: UnsafeRawBufferPointer) -> Int? {
    var sent = 0
    while sent < bytes.count {
      let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[sent...])
      if let tls {
        switch unsafe tls.write(rest) {
        case .done(let count): sent += count
        case .needsRead, .needsWrite: return sent
        case .ended, .failed: return nil
        }
      } else {
        // SAFETY: the buffer has `count` bytes.
        let count = unsafe clinux_send(descriptor, rest.baseAddress, rest.count)
        if count >= 0 {
          sent += count
        } else if errno != EINTR {
          return errno == EAGAIN || errno == EWOULDBLOCK ? sent : nil
        }
      }
    }
    return sent
  }
}
