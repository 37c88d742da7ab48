extension RequestReader {
  /// Reads up to the end of the request line (RFC 9112 section 3). `base` makes a position an
  /// offset in the head.
  static func readRequestLine(
    _ reader: inout RequestReader, _ input: Span<UInt8>, _ position: inout Int, _ base: Int,
    _ request: inout HTTPRequest
  ) throws(RequestError) -> Bool {
    let token = ASCII.token
    let target = ASCII.target
    while position < input.count {
      let byte = input[position]
      switch reader.state {
      case .start:
        // RFC 9112 section 2.2: one empty line before the request is ignored.
        if byte == ASCII.carriageReturn, !reader.skippedEmptyLine {
          reader.skippedEmptyLine = true
          reader.state = .startLineFeed
          position += 1
        } else {
          reader.elementStart = base + position
          reader.state = .method
        }
      case .startLineFeed:
        guard byte == ASCII.lineFeed else { throw .bareCarriageReturn }
        reader.state = .start
        position += 1
      case .method:
        position = token.end(in: input, from: position)
        guard position < input.count else { return false }
        guard input[position] == ASCII.space, base + position > reader.elementStart else {
          throw input[position] == ASCII.lineFeed ? .bareLineFeed : .method
        }
        reader.nameRange = reader.elementStart..<(base + position)
        position += 1
        reader.elementStart = base + position
        reader.state = .target
      case .target:
        position = target.end(in: input, from: position)
        guard position < input.count else { return false }
        // Without a version it would be HTTP/0.9, which nobody speaks.
        guard input[position] == ASCII.space else {
          throw input[position] == ASCII.lineFeed
            ? .bareLineFeed : input[position] == ASCII.carriageReturn ? .requestLine : .target
        }
        guard base + position > reader.elementStart else { throw .requestLine }
        request.pathRange = reader.elementStart..<(base + position)
        position += 1
        reader.elementStart = base + position
        reader.state = .version
      case .version:
        // Nearly every request has it in one piece.
        if position + 8 <= input.count, base + position == reader.elementStart,
          input.extracting(position..<position + 8).equals("HTTP/1.1")
        {
          position += 8
          continue
        }
        try reader.readVersion(byte, at: base + position - reader.elementStart)
        position += 1
      default:
        guard byte == ASCII.lineFeed else { throw .bareCarriageReturn }
        reader.elementEnd = base + position - 1
        position += 1
        return true
      }
    }
    return false
  }

  /// Reads a byte of HTTP-version, which is eight bytes (RFC 9112 section 2.3), and the CR behind.
  private mutating func readVersion(_ byte: UInt8, at index: Int) throws(RequestError) {
    if index == 8, byte == ASCII.carriageReturn {
      state = .requestLineFeed
    } else if index == 8 || !Self.isVersion(byte, at: index) {
      throw byte == ASCII.lineFeed ? .bareLineFeed : .version
    }
  }

  /// Whether a byte of `HTTP/d.d` is right.
  private static func isVersion(_ byte: UInt8, at index: Int) -> Bool {
    switch index {
    case 0: byte == UInt8(ascii: "H")
    case 1, 2: byte == UInt8(ascii: "T")
    case 3: byte == UInt8(ascii: "P")
    case 4: byte == ASCII.slash
    case 6: byte == UInt8(ascii: ".")
    default: ASCII.isDigit(byte)
    }
  }

  /// Interprets the request line, which is complete and in the head.
  mutating func finishRequestLine(_ request: inout HTTPRequest) throws(RequestError) {
    let head = request.head
    let bytes = head.span
    let major = bytes[elementStart + 5]
    let minor = bytes[elementStart + 7]
    // HTTP/0.x was never written like this; of HTTP/1.x only two versions exist.
    guard major != UInt8(ascii: "0") else { throw .version }
    guard major == UInt8(ascii: "1"), minor <= UInt8(ascii: "1") else { throw .unsupportedVersion }
    request.minorVersion = Int(minor - UInt8(ascii: "0"))
    guard let method = HTTPMethod(bytes.extracting(nameRange)) else { throw .unknownMethod }
    request.method = method
  }

  /// Reads field lines up to the empty line that ends them (RFC 9112 section 5).
  static func readFields(
    _ reader: inout RequestReader, _ input: Span<UInt8>, _ position: inout Int, _ base: Int,
    _ request: inout HTTPRequest
  ) throws(RequestError) -> Bool {
    let token = ASCII.token
    while position < input.count {
      let byte = input[position]
      switch reader.state {
      case .fieldStart:
        if byte == ASCII.carriageReturn {
          position += 1
          reader.state = .sectionLineFeed
        } else if token.contains(byte) {
          guard request.fields.count < reader.limits.fields else { throw .tooManyFields }
          reader.elementStart = base + position
          reader.state = .name
        } else {
          // RFC 9112 section 5.2: obs-fold is rejected; section 2.2: so is space before any field.
          throw ASCII.isSpace(byte)
            ? .foldedField : byte == ASCII.lineFeed ? .bareLineFeed : .fieldName
        }
      case .name:
        position = token.end(in: input, from: position)
        guard position < input.count else { return false }
        guard input[position] == ASCII.colon else { throw nameError(input[position]) }
        reader.nameRange = reader.elementStart..<(base + position)
        position += 1
        reader.state = .valueStart
      case .valueStart:
        while position < input.count, ASCII.isSpace(input[position]) { position += 1 }
        guard position < input.count else { return false }
        reader.elementStart = base + position
        reader.elementEnd = reader.elementStart
        reader.state = .value
      case .value:
        guard readValue(&reader, input, &position, base) else { return false }
        guard input[position] == ASCII.carriageReturn else {
          throw input[position] == ASCII.lineFeed ? .bareLineFeed : .fieldValue
        }
        position += 1
        reader.state = .valueLineFeed
      case .valueLineFeed:
        guard byte == ASCII.lineFeed else { throw .bareCarriageReturn }
        position += 1
        request.fields.append(
          HTTPRequest.Field(
            name: reader.nameRange, value: reader.elementStart..<reader.elementEnd))
        reader.state = .fieldStart
      default:
        guard byte == ASCII.lineFeed else { throw .bareCarriageReturn }
        position += 1
        return true
      }
    }
    return false
  }

  /// What is wrong with a name that ends at a byte which is no colon.
  private static func nameError(_ byte: UInt8) -> RequestError {
    // RFC 9112 section 5.1: white space between name and colon must be answered with 400.
    if ASCII.isSpace(byte) { return .spaceBeforeColon }
    return byte == ASCII.lineFeed ? .bareLineFeed : .fieldName
  }

  /// Skips the bytes that a value may have (RFC 9110 section 5.5), and stops at another one.
  private static func readValue(
    _ reader: inout RequestReader, _ input: Span<UInt8>, _ position: inout Int, _ base: Int
  ) -> Bool {
    let end = valueEnd(input, from: position)
    // White space at the end of a line does not belong to its value.
    var last = end
    while last > position, ASCII.isSpace(input[last - 1]) { last -= 1 }
    if last > position { reader.elementEnd = base + last }
    position = end
    return end < input.count
  }

  /// The first byte from `start` on that no value has; the end where there is none.
  private static func valueEnd(_ input: Span<UInt8>, from start: Int) -> Int {
    var at = start
    // Eight bytes at once: the lowest one that is found is the first.
    while at + 8 <= input.count {
      let found = ASCII.controls(in: input.word(at: at))
      if found == 0 {
        at += 8
      } else {
        at += found.trailingZeroBitCount / 8
        guard input[at] == ASCII.tab else { return at }
        at += 1
      }
    }
    while at < input.count {
      let byte = input[at]
      guard byte >= ASCII.space && byte != 0x7F || byte == ASCII.tab else { return at }
      at += 1
    }
    return at
  }
}
