extension EventLoop {
  /// Bytes of responses to pipelined requests that are sent together.
  static var outputBatch: Int { 65_536 }
  /// Bytes of the body of a refused request that are read, so that the connection can stay.
  static var refusedBodyBytes: Int { 65_536 }
  /// Slots that are kept for reuse.
  static var spareSlotLimit: Int { 64 }
  /// Requests that are answered together at most, and bytes of a body that others do not wait for.
  static var answerBatch: Int { 16 }
  static var quickBodyBytes: Int { 65_536 }

  /// Reads requests out of some bytes, and answers those that are complete.
  func process(_ connection: Connection, _ bytes: Span<UInt8>) {
    var position = 0
    while position < bytes.count || connection.request != nil {
      let slot = slot(of: connection)
      let bodyBytes: Int
      do throws(RequestError) {
        guard
          let count = try advance(
            connection, &connection.reader, &slot.request, bytes, &position)
        else {
          if send(connection) { waitForRequest(connection) }
          return
        }
        bodyBytes = count
      } catch {
        fail(connection, error)
        return
      }
      if position == bytes.count, output.isEmpty, connection.refusal == nil {
        answerLater(connection, isQuick: bodyBytes <= Self.quickBodyBytes)
        return
      }
      // Whoever waits does not wait for what this client has sent behind it.
      answerComplete()
      answer(connection, slot)
      guard connection.ending == .stay else {
        send(connection)
        return
      }
      if output.count >= Self.outputBatch || connection.hasUnsent {
        guard send(connection) else {
          // No more reading before the client has taken this.
          if connection.phase == .open {
            connection.keep(unread: bytes.extracting(position..<bytes.count))
          }
          return
        }
      }
    }
    if send(connection) { waitForRequest(connection) }
  }

  /// Reads a request as far as there are bytes of it.
  /// - Returns: The length of its body; `nil` where more bytes are needed.
  private func advance(
    _ connection: Connection, _ reader: inout RequestReader, _ request: inout HTTPRequest,
    _ bytes: Span<UInt8>, _ position: inout Int
  ) throws(RequestError) -> Int? {
    while true {
      let event = try reader.consume(bytes, at: &position, into: &request)
      if event == .head {
        try begin(connection, &request)
        continue
      }
      // What a chunked body has grown by.
      if request.framing == .chunked {
        try reserve(request.body.count - request.reservedBytes, for: &request)
      }
      return event == .complete ? request.body.count : nil
    }
  }

  /// Decides, by its head, whether a request is read further.
  private func begin(
    _ connection: Connection, _ request: inout HTTPRequest
  ) throws(RequestError) {
    if connection.isRefused { throw .tooManyConnections }
    request.connection = connection.info
    var length = 0
    if case .length(let count) = request.framing { length = count }
    if let refusal = handler.refusal(of: request) {
      // A short body that is on its way is read, and the connection stays.
      guard length <= Self.refusedBodyBytes, request.framing != .chunked, !request.expectsContinue
      else { throw refusal }
      connection.refusal = refusal
    }
    try reserve(length, for: &request)
    // All of it counts as in flight, and memory that is never written to costs nothing.
    request.body.reserveCapacity(length)
    if request.expectsContinue {
      answerComplete()
      fillOutput { $0.append("HTTP/1.1 100 Continue\r\n\r\n") }
    }
  }

  /// Counts bytes of a body as in flight. Where there is no room for them, requests that only wait
  /// for their answer give back theirs first.
  private func reserve(_ count: Int, for request: inout HTTPRequest) throws(RequestError) {
    if shared.reserve(count, for: &request) { return }
    answerComplete()
    guard shared.reserve(count, for: &request) else { throw .tooManyBytesInFlight }
  }

  /// Has a request answered when those that have come with it are read as well: what reading,
  /// answering and sending need of the caches is then fetched once for all of them, and clients are
  /// woken one after the other.
  private func answerLater(_ connection: Connection, isQuick: Bool) {
    if !isQuick { answerComplete() }
    connection.isComplete = true
    complete.append(connection)
    if !isQuick || complete.count >= Self.answerBatch { answerComplete() }
  }

  /// Answers the requests that wait for it, then sends the answers.
  ///
  /// May be called while another connection's bytes are being read: it reads nothing. Where
  /// ``output`` has bytes of that connection, those who wait are left for the end of the turn; but
  /// nobody waits then, since whatever puts the first bytes there calls this before.
  func answerComplete() {
    guard !complete.isEmpty, output.isEmpty else { return }
    // Nobody is added meanwhile.
    var batch = complete
    complete = []
    for connection in batch {
      if connection.phase == .open, let slot = connection.request { answer(connection, slot) }
      connection.answerEnd = output.count
    }
    var start = 0
    for connection in batch {
      let end = connection.answerEnd
      connection.isComplete = false
      if connection.phase == .open, send(connection, start..<end) {
        waitForRequest(connection)
        // What came behind the request; polling knows nothing of what OpenSSL holds.
        if connection.tls?.hasPending ?? false { resumeLater(connection) }
      }
      start = end
    }
    clearOutput()
    batch.removeAll(keepingCapacity: true)
    complete = batch
  }

  /// Answers a complete request.
  private func answer(_ connection: Connection, _ slot: RequestSlot) {
    answer(connection, &slot.request)
    connection.request = nil
    keep(slot)
    // The next request has deadlines of its own.
    connection.deadline = .max
  }

  private func answer(_ connection: Connection, _ request: inout HTTPRequest) {
    var response = emptyResponse()
    if let refusal = connection.refusal {
      connection.refusal = nil
      write(refusal, request, to: &response)
    } else {
      statistics.requests.add()
      handler.handle(request, &response)
    }
    // The server may have begun to drain while this loop was busy and has not noticed yet.
    let isEnding = isDraining || shared.phase != .serving
    let isClosing = isEnding || !request.isKeptAlive || response.closesConnection
    finish(&response, to: request.method, minorVersion: request.minorVersion, isClosing: isClosing)
    if isClosing { connection.ending = .close }
    release(&request)
  }

  /// Answers with an error, and ends the connection: where the next request begins is not known.
  func fail(_ connection: Connection, _ error: RequestError) {
    let request = connection.request?.request
    var response = emptyResponse()
    write(error, connection.reader.isInBody ? request : nil, to: &response)
    finish(&response, to: request?.method, minorVersion: request?.minorVersion, isClosing: true)
    connection.refusal = nil
    connection.ending = .linger
    releaseRequest(of: connection)
    send(connection)
  }

  private func write(
    _ error: RequestError, _ request: HTTPRequest?, to response: inout HTTPResponse
  ) {
    statistics.errors[Int(error.rawValue)].add()
    response.status = error.status
    handler.fail(error, request, &response)
  }

  // MARK: - What requests and answers are made in

  // Buffers are taken out of the loop while they are filled. An access to a property that stays
  // open while other code is called has to be checked for exclusiveness, and so has every other
  // access to that property; those that only read or write it do not.

  /// A response in the loop's memory for one, until ``finish(_:to:minorVersion:isClosing:)``.
  private func emptyResponse() -> HTTPResponse {
    var response = spareResponse
    spareResponse = HTTPResponse()
    response.reset()
    return response
  }

  /// Writes a response to ``output``, and takes its memory back.
  private func finish(
    _ response: inout HTTPResponse, to method: HTTPMethod?, minorVersion: Int?, isClosing: Bool
  ) {
    var output = output
    self.output = []
    let date = date
    response.render(
      into: &output, to: method, minorVersion: minorVersion, date: date.span, isClosing: isClosing)
    self.output = output
    spareResponse = response
  }

  private func fillOutput(_ body: (inout [UInt8]) -> Void) {
    var output = output
    self.output = []
    body(&output)
    self.output = output
  }

  /// Forgets what was made in ``output``.
  func clearOutput() {
    if output.capacity > 1 << 20 {
      output = []
    } else {
      fillOutput { $0.removeAll(keepingCapacity: true) }
    }
  }

  /// The request that a connection is reading, in one of the loop's spare slots.
  private func slot(of connection: Connection) -> RequestSlot {
    if let slot = connection.request { return slot }
    let slot: RequestSlot
    if let spare = spareSlot {
      slot = spare
      spareSlot = spare.next
      spare.next = nil
      spareSlotCount -= 1
    } else {
      slot = RequestSlot()
    }
    connection.request = slot
    return slot
  }

  func releaseRequest(of connection: Connection) {
    guard let slot = connection.request else { return }
    connection.request = nil
    release(&slot.request)
    keep(slot)
  }

  private func release(_ request: inout HTTPRequest) {
    shared.release(&request)
    request.reset()
  }

  private func keep(_ slot: RequestSlot) {
    guard spareSlotCount < Self.spareSlotLimit else { return }
    slot.next = spareSlot
    spareSlot = slot
    spareSlotCount += 1
  }
}
