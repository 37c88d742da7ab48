extension RequestReader {
  /// Sizes of chunks have at most this many digits, so that they fit an `Int`.
  static var maximumSizeDigits: Int { 15 }

  /// Reads chunks up to the end of the last one's line (RFC 9112 section 7.1). `false`: more bytes
  /// are needed.
  mutating func readChunks(
    _ input: Span<UInt8>, at position: inout Int, into request: inout HTTPRequest
  ) throws(RequestError) -> Bool {
    while position < input.count {
      let byte = input[position]
      switch state {
      case .sizeStart:
        digits = 0
        remaining = 0
        guard ASCII.hexadecimal(byte) != nil else { throw .chunkSize }
        state = .size
      case .size:
        if let digit = ASCII.hexadecimal(byte) {
          guard digits < Self.maximumSizeDigits else { throw .chunkSize }
          digits += 1
          remaining = remaining << 4 | Int(digit)
        } else if byte == ASCII.semicolon {
          state = .extensionName
        } else {
          try endSize(byte)
        }
        position += 1
      case .sizeLineFeed:
        guard byte == ASCII.lineFeed else { throw .bareCarriageReturn }
        position += 1
        if remaining == 0 { return true }
        guard remaining <= limits.bodyBytes - request.body.count else { throw .bodyTooLarge }
        state = .chunk
      case .chunk:
        if takeContent(input, at: &position, into: &request) { state = .chunkReturn }
      case .chunkReturn:
        guard byte == ASCII.carriageReturn else { throw .chunkEnd }
        position += 1
        state = .chunkLineFeed
      case .chunkLineFeed:
        guard byte == ASCII.lineFeed else { throw .chunkEnd }
        position += 1
        state = .sizeStart
      default:
        guard extensionAllowance > 0 else { throw .chunkExtension }
        extensionAllowance -= 1
        try readExtension(byte)
        position += 1
      }
    }
    return false
  }

  /// The line of a chunk's size ends with CRLF.
  private mutating func endSize(_ byte: UInt8) throws(RequestError) {
    guard byte == ASCII.carriageReturn else {
      throw byte == ASCII.lineFeed ? .bareLineFeed : .chunkSize
    }
    state = .sizeLineFeed
  }

  /// Reads a byte of a chunk extension (RFC 9112 section 7.1.1), which is ignored. The "bad" white
  /// space of the grammar is not accepted.
  private mutating func readExtension(_ byte: UInt8) throws(RequestError) {
    let isToken = ASCII.token.contains(byte)
    switch state {
    case .extensionName where isToken:
      state = .extensionNameMore
    case .extensionNameMore where isToken:
      break
    case .extensionNameMore where byte == ASCII.equals:
      state = .extensionValue
    case .extensionValue where isToken:
      state = .extensionToken
    case .extensionValue where byte == ASCII.quote:
      state = .quoted
    case .extensionToken where isToken:
      break
    case .quoted where byte == ASCII.quote:
      state = .quotedEnd
    case .quoted where byte == ASCII.backslash:
      state = .quotedPair
    case .quoted where byte >= ASCII.space && byte != 0x7F || byte == ASCII.tab:
      break
    case .quotedPair where byte >= ASCII.space && byte != 0x7F || byte == ASCII.tab:
      state = .quoted
    case .extensionNameMore, .extensionToken, .quotedEnd:
      if byte == ASCII.semicolon {
        state = .extensionName
      } else {
        guard byte == ASCII.carriageReturn else {
          throw byte == ASCII.lineFeed ? .bareLineFeed : .chunkExtension
        }
        state = .sizeLineFeed
      }
    default:
      throw .chunkExtension
    }
  }
}
