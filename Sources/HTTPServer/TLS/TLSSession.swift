import COpenSSL

/// The TLS state of one connection, over its non-blocking socket.
@safe final class TLSSession {
  /// How an attempt ended.
  enum Outcome {
    /// So many bytes went through; of a handshake, that it is complete.
    case done(Int)
    /// The socket has nothing to read.
    case needsRead
    /// The socket takes nothing more.
    case needsWrite
    /// The client is gone, in order or not.
    case ended
    /// The client breaks the protocol. It has been told, where TLS has words for it.
    case failed
  }

  /// SAFETY: owned by this object, never nil, freed once with it; used by one thread.
  private let pointer: OpaquePointer
  private(set) var isBroken = false

  /// Takes over a session.
  @unsafe init(owning pointer: OpaquePointer) {
    unsafe self.pointer = pointer
  }

  deinit { unsafe SSL_free(pointer) }

  /// Goes on with the handshake.
  func handshake() -> Outcome {
    Self.clearErrors()
    let result = unsafe SSL_do_handshake(pointer)
    return result == 1 ? .done(0) : outcome(of: result)
  }

  /// Reads content into a buffer.
  func read(into buffer: UnsafeMutableBufferPointer<UInt8>) -> Outcome {
    Self.clearErrors()
    let result = unsafe SSL_read(
      pointer, buffer.baseAddress, Int32(clamping: buffer.count))
    return result > 0 ? .done(Int(result)) : outcome(of: result)
  }

  /// Writes content; possibly a part of it. After ``Outcome/needsWrite`` the next write must begin
  /// with the same bytes.
  func write(_ bytes: UnsafeRawBufferPointer) -> Outcome {
    Self.clearErrors()
    let result = unsafe SSL_write(pointer, bytes.baseAddress, Int32(clamping: bytes.count))
    return result > 0 ? .done(Int(result)) : outcome(of: result)
  }

  /// Whether bytes were taken from the socket and not yet read, of which polling knows nothing.
  var hasPending: Bool { unsafe SSL_has_pending(pointer) == 1 }

  /// Whether the handshake took up an earlier session.
  var isResumed: Bool { unsafe SSL_session_reused(pointer) == 1 }

  /// Says goodbye, so that the client knows that nothing was cut off.
  func sayGoodbye() {
    // After a fatal error SSL_shutdown must not be called.
    guard !isBroken else { return }
    Self.clearErrors()
    _ = unsafe SSL_shutdown(pointer)
  }

  /// The names in the client's verified certificate; `nil` without one.
  func clientNames() -> [String]? {
    guard let certificate = unsafe SSL_get0_peer_certificate(pointer) else { return nil }
    let details = unsafe CertificateDetails(borrowing: certificate)
    return (details.commonName.isEmpty ? [] : [details.commonName]) + details.names
  }

  /// Forgets errors of what was done before on this thread, which `SSL_get_error` would take for
  /// those of what is done next. There nearly never are any, and to look costs a fifth of clearing.
  private static func clearErrors() {
    if ERR_peek_error() != 0 { ERR_clear_error() }
  }

  private func outcome(of result: Int32) -> Outcome {
    switch unsafe SSL_get_error(pointer, result) {
    case SSL_ERROR_WANT_READ: return .needsRead
    case SSL_ERROR_WANT_WRITE: return .needsWrite
    case SSL_ERROR_ZERO_RETURN: return .ended
    case SSL_ERROR_SYSCALL:
      isBroken = true
      return .ended
    default:
      isBroken = true
      ERR_clear_error()
      return .failed
    }
  }
}
