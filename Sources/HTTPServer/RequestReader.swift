/// Reads HTTP/1.x requests out of a stream of bytes (RFC 9112), strictly: what two programs could
/// read in two ways is an error.
///
/// The bytes may come in any pieces. Every error belongs to a byte, and is thrown when that byte is
/// seen, so the result does not depend on where the pieces end. After an error the stream has no
/// meaning any more, and the reader must not be used again.
package struct RequestReader {
  /// What the bytes that were consumed have led to.
  package enum Event: Sendable {
    /// All bytes were consumed; more are needed.
    case needsBytes
    /// The head is complete: method, target and fields can be read. Call again for the body.
    case head
    /// The request is complete. The next call starts the next request.
    case complete
  }

  enum State {
    // The request line.
    case start, startLineFeed, method, target, version, requestLineFeed
    // Field lines, of the header and of the trailer section.
    case fieldStart, name, valueStart, value, valueLineFeed, sectionLineFeed
    // The body.
    case headDone, content
    case sizeStart, size, sizeLineFeed, chunk, chunkReturn, chunkLineFeed
    case extensionName, extensionNameMore, extensionValue, extensionToken
    case quoted, quotedPair, quotedEnd
  }

  let limits: ServerLimits
  var state = State.start
  /// Bytes that the request line, then the field lines may still have.
  var allowance: Int
  /// Bytes of chunk extensions that the request may still have.
  var extensionAllowance: Int
  /// Bytes of content or of the chunk that are to come.
  var remaining = 0
  /// Digits of the chunk's size.
  var digits = 0
  /// An empty line before this request was skipped.
  var skippedEmptyLine = false
  // Offsets in the head of the element that is being read.
  var elementStart = 0
  var elementEnd = 0
  var nameRange = 0..<0

  package init(limits: ServerLimits) {
    self.limits = limits
    allowance = limits.requestLineBytes
    extensionAllowance = limits.chunkExtensionBytes
  }

  /// Whether nothing of a request has been read.
  package var isBetweenRequests: Bool { state == .start && !skippedEmptyLine }

  /// Whether the head is complete and the body is not.
  package var isInBody: Bool {
    switch state {
    case .start, .startLineFeed, .method, .target, .version, .requestLineFeed: false
    case .fieldStart, .name, .valueStart, .value, .valueLineFeed, .sectionLineFeed: isInTrailers
    default: true
    }
  }

  var isInTrailers = false

  /// Reads from `position` on, and moves it behind what was consumed.
  package mutating func consume(
    _ input: Span<UInt8>, at position: inout Int, into request: inout HTTPRequest
  ) throws(RequestError) -> Event {
    while true {
      switch state {
      case .start, .startLineFeed, .method, .target, .version, .requestLineFeed:
        guard try section(input, at: &position, into: &request, Self.readRequestLine) else {
          return .needsBytes
        }
        try finishRequestLine(&request)
        allowance = limits.fieldBytes
        state = .fieldStart
      case .fieldStart, .name, .valueStart, .value, .valueLineFeed, .sectionLineFeed:
        guard try section(input, at: &position, into: &request, Self.readFields) else {
          return .needsBytes
        }
        if isInTrailers {
          try MessageHead.checkTrailers(of: request)
          finish()
          return .complete
        }
        request.headerFieldCount = request.fields.count
        try MessageHead.interpret(&request, limits: limits)
        state = .headDone
        return .head
      case .headDone:
        switch request.framing {
        case .none, .length(0):
          finish()
          return .complete
        case .length(let count):
          remaining = count
          state = .content
        case .chunked:
          state = .sizeStart
        }
      case .content:
        guard takeContent(input, at: &position, into: &request) else { return .needsBytes }
        finish()
        return .complete
      default:
        guard try readChunks(input, at: &position, into: &request) else { return .needsBytes }
        isInTrailers = true
        state = .fieldStart
      }
    }
  }

  /// Prepares for the next request.
  private mutating func finish() {
    state = .start
    isInTrailers = false
    skippedEmptyLine = false
    allowance = limits.requestLineBytes
    extensionAllowance = limits.chunkExtensionBytes
  }

  /// Reads a section of lines with its limit, and keeps its bytes. `false`: more bytes are needed.
  private mutating func section(
    _ input: Span<UInt8>, at position: inout Int, into request: inout HTTPRequest,
    _ read: (
      inout RequestReader, Span<UInt8>, inout Int, Int, inout HTTPRequest
    ) throws(RequestError) -> Bool
  ) throws(RequestError) -> Bool {
    let start = position
    // The CRLF that ends the section is not counted.
    let end = min(input.count, start + allowance + 2)
    let base = request.head.count - start
    let isDone = try read(&self, input.extracting(0..<end), &position, base, &request)
    request.head.append(copying: input.extracting(start..<position))
    allowance -= position - start
    if isDone {
      allowance += 2
      return true
    }
    if position < input.count {
      throw state == .start || state == .method || state == .target || state == .version
        || state == .requestLineFeed ? .requestLineTooLong : .fieldsTooLarge
    }
    return false
  }

  /// Copies content of known length. `false`: more bytes are needed.
  mutating func takeContent(
    _ input: Span<UInt8>, at position: inout Int, into request: inout HTTPRequest
  ) -> Bool {
    let count = min(remaining, input.count - position)
    request.body.append(copying: input.extracting(position..<(position + count)))
    position += count
    remaining -= count
    return remaining == 0
  }
}
