import CLinux
import Glibc

extension EventLoop {
  /// Reads of one connection in a turn; then the others are next.
  static var readsPerTurn: Int { 8 }

  /// Does for a connection what can be done now.
  func resume(_ connection: Connection) {
    switch connection.phase {
    case .closed:
      break
    case .lingering:
      discard(connection)
    case .handshaking:
      handshake(connection)
    case .open:
      if connection.hasUnsent, !flush(connection) { return }
      read(connection)
    }
  }

  private func handshake(_ connection: Connection) {
    guard let tls = connection.tls else { return }
    // Plain HTTP begins with a letter, TLS never does.
    if !connection.isKnownAsTLS {
      let byte = clinux_peek(connection.descriptor)
      guard byte >= 0 else {
        if errno != EAGAIN { endHandshake(connection) }
        return
      }
      connection.isKnownAsTLS = true
      if (0x41...0x5A).contains(byte) {
        answerPlainText(connection)
        return
      }
    }
    // Signing takes longer than many a request.
    answerComplete()
    switch tls.handshake() {
    case .done:
      statistics.handshakes.add()
      if tls.isResumed { statistics.resumedHandshakes.add() }
      connection.info.clientNames = tls.clientNames()
      connection.phase = .open
      setInterest(connection, Readiness.readable)
      set(connection, .idle)
      read(connection)
    case .needsRead:
      setInterest(connection, Readiness.readable)
    case .needsWrite:
      setInterest(connection, Readiness.writable)
    case .ended:
      endHandshake(connection)
    case .failed:
      statistics.failedHandshakes.add()
      // OpenSSL has sent an alert, which a reset would overtake.
      linger(connection)
    }
  }

  /// The client has left before the handshake was complete.
  private func endHandshake(_ connection: Connection) {
    statistics.failedHandshakes.add()
    end(connection)
  }

  /// Says in plain HTTP that this port speaks TLS.
  private func answerPlainText(_ connection: Connection) {
    connection.tls = nil
    connection.phase = .open
    connection.info.isTLS = false
    statistics.failedHandshakes.add()
    fail(connection, .plainTextOnTLSPort)
  }

  /// Reads and answers until there is nothing more to read, or an answer cannot be sent.
  private func read(_ connection: Connection) {
    if !connection.unread.isEmpty {
      let bytes = connection.unread
      connection.unread = []
      process(connection, bytes.span)
    }
    var turns = Self.readsPerTurn
    while connection.phase == .open, !connection.hasUnsent, !connection.isComplete {
      guard turns > 0 else {
        resumeLater(connection)
        return
      }
      turns -= 1
      switch unsafe connection.read(into: scratch) {
      case .bytes(let count):
        statistics.bytesRead.add(count)
        // SAFETY: the first `count` bytes were written. Only this function and `discard` write to
        // `scratch`, and only `resume` calls them, which nothing does while bytes are processed:
        // neither an answer to this connection nor one to others that wait reads anything.
        let bytes = unsafe UnsafeBufferPointer(rebasing: scratch[..<count])
        unsafe process(connection, bytes.span)
        guard connection.phase == .open, !connection.isComplete else { return }
        // Fewer bytes than there was room for: there are no more, as far as polling knows.
        let hasMore = unsafe connection.tls?.hasPending ?? (count == scratch.count)
        if !hasMore {
          updateInterest(connection)
          return
        }
      case .nothing:
        updateInterest(connection)
        return
      case .needsWrite:
        setInterest(connection, Readiness.writable)
        return
      case .ended:
        if connection.request != nil { statistics.truncated.add() }
        connection.tls?.sayGoodbye()
        end(connection)
        return
      case .failed:
        if connection.tls != nil { linger(connection) } else { end(connection) }
        return
      }
    }
    if connection.phase == .open { updateInterest(connection) }
  }

  /// No reading while an answer is unsent: a client that doesn't read is not listened to.
  private func updateInterest(_ connection: Connection) {
    setInterest(
      connection,
      connection.hasUnsent ? Readiness.writable : Readiness.readable)
  }

  /// Sends what was made in ``output``. `false` when bytes are left, or the connection has ended.
  @discardableResult
  func send(_ connection: Connection) -> Bool {
    defer { clearOutput() }
    return send(connection, 0..<output.count)
  }

  /// Sends a part of ``output``. `false` when bytes are left, or the connection has ended.
  func send(_ connection: Connection, _ part: Range<Int>) -> Bool {
    guard !part.isEmpty else { return !connection.hasUnsent && finishSending(connection) }
    statistics.bytesWritten.add(part.count)
    if connection.hasUnsent {
      connection.keep(unsent: output[part])
      return flush(connection)
    }
    let output = output
    let sent = unsafe output.withUnsafeBytes { bytes in
      unsafe connection.write(UnsafeRawBufferPointer(rebasing: bytes[part]))
    }
    guard let sent else {
      end(connection)
      return false
    }
    if sent == part.count { return finishSending(connection) }
    connection.unsent = Array(output[part].dropFirst(sent))
    connection.sentCount = 0
    set(connection, .write)
    setInterest(connection, Readiness.writable)
    return false
  }

  /// Sends bytes that are left. `false` when there still are some, or the connection has ended.
  func flush(_ connection: Connection) -> Bool {
    let unsent = connection.unsent
    let sent = unsafe unsent.withUnsafeBytes { bytes in
      unsafe connection.write(UnsafeRawBufferPointer(rebasing: bytes[connection.sentCount...]))
    }
    guard let sent else {
      end(connection)
      return false
    }
    connection.sentCount += sent
    if connection.hasUnsent {
      setInterest(connection, Readiness.writable)
      return false
    }
    connection.unsent = []
    connection.sentCount = 0
    if connection.ending == .stay {
      setInterest(connection, Readiness.readable)
      if connection.wait == .write { waitForRequest(connection) }
    }
    return finishSending(connection)
  }

  /// Closes the connection if that was its last answer. `false` when it has ended.
  private func finishSending(_ connection: Connection) -> Bool {
    switch connection.ending {
    case .stay: return true
    case .close:
      // Bytes that nobody read would make the end a reset, which can destroy the answer. They are
      // only looked at: another connection's may be in `scratch`.
      if (0x00...0xFF).contains(clinux_peek(connection.descriptor)) {
        linger(connection)
      } else {
        connection.tls?.sayGoodbye()
        end(connection)
      }
    case .linger:
      linger(connection)
    }
    return false
  }

  /// Starts the wait for the rest of a request, or for the next one.
  func waitForRequest(_ connection: Connection) {
    if connection.request == nil {
      set(connection, .idle)
    } else {
      set(connection, connection.reader.isInBody ? .body : .header)
    }
  }

  /// Ends the sending direction, and keeps reading until the client has ended its own: closing at
  /// once, with unread bytes, would be a reset that destroys the answer (RFC 9112 section 9.6).
  func linger(_ connection: Connection) {
    guard connection.phase != .closed, connection.phase != .lingering else { return }
    connection.tls?.sayGoodbye()
    connection.phase = .lingering
    releaseRequest(of: connection)
    connection.unread = []
    shutdown(connection.descriptor, Int32(SHUT_WR))
    setInterest(connection, Readiness.readable)
    set(connection, .linger)
  }

  /// Throws away what a lingering client has sent.
  private func discard(_ connection: Connection) {
    for _ in 0..<Self.readsPerTurn {
      switch unsafe connection.readRaw(into: scratch) {
      case .bytes: continue
      case .nothing, .needsWrite: return
      case .ended, .failed:
        end(connection)
        return
      }
    }
  }

  /// A deadline is over.
  func timeOut(_ connection: Connection) {
    switch connection.wait {
    case .handshake:
      statistics.handshakeTimeouts.add()
      statistics.failedHandshakes.add()
      end(connection)
    case .idle:
      statistics.idleTimeouts.add()
      connection.tls?.sayGoodbye()
      end(connection)
    case .header:
      fail(connection, .headerTimeout)
    case .body:
      fail(connection, .bodyTimeout)
    case .write:
      statistics.writeTimeouts.add()
      end(connection)
    case .linger:
      end(connection)
    }
  }
}
