/// What a complete head says about the message: its framing, its host, its connection.
enum MessageHead {
  /// The fields of which a message has at most one, and those that frame it.
  private struct Known {
    var host: Range<Int>?
    var length: Range<Int>?
    var transferEncoding: Range<Int>?
    var hasContentType = false
    var expectation: Range<Int>?
    var isClosed = false
    var isKeptAlive = false
  }

  /// Checks target and fields, and sets what follows from them.
  static func interpret(
    _ request: inout HTTPRequest, limits: ServerLimits
  ) throws(RequestError) {
    let head = request.head
    let bytes = head.span
    let known = try collect(request, bytes)
    try checkHost(known.host, request, bytes)
    try RequestTarget.split(&request, bytes, host: known.host)
    request.framing = try framing(known, request, bytes, limits)
    // RFC 9112 section 9.3
    request.isKeptAlive =
      !known.isClosed && (request.minorVersion == 1 || known.isKeptAlive)
    if let expectation = known.expectation {
      guard bytes.extracting(expectation).equalsIgnoringCase("100-continue") else {
        throw .expectation
      }
      // RFC 9110 section 10.1.1: in HTTP/1.0 it is ignored, and without a body it means nothing.
      request.expectsContinue =
        request.minorVersion == 1 && request.framing != .none && request.framing != .length(0)
    }
  }

  private static func collect(
    _ request: HTTPRequest, _ bytes: Span<UInt8>
  ) throws(RequestError) -> Known {
    var known = Known()
    for index in 0..<request.fields.count {
      let field = request.fields[index]
      let name = bytes.extracting(field.name)
      switch name.count {
      case 4 where name.equalsIgnoringCase("host"):
        try set(&known.host, field.value)
      case 6 where name.equalsIgnoringCase("expect"):
        try set(&known.expectation, field.value)
      case 10 where name.equalsIgnoringCase("connection"):
        try readConnection(bytes.extracting(field.value), &known)
      case 12 where name.equalsIgnoringCase("content-type"):
        guard !known.hasContentType else { throw .duplicateField }
        known.hasContentType = true
      case 14 where name.equalsIgnoringCase("content-length"):
        try set(&known.length, field.value)
      case 17 where name.equalsIgnoringCase("transfer-encoding"):
        try set(&known.transferEncoding, field.value)
      case 14 where name.equalsIgnoringCase("content_length"),
        17 where name.equalsIgnoringCase("transfer_encoding"):
        throw .ambiguousFieldName
      default:
        break
      }
    }
    return known
  }

  private static func set(
    _ known: inout Range<Int>?, _ value: Range<Int>
  ) throws(RequestError) {
    guard known == nil else { throw .duplicateField }
    known = value
  }

  /// The options of a `Connection` field: a list of tokens, in which empty elements are allowed
  /// (RFC 9110 sections 5.6.1 and 7.6.1).
  private static func readConnection(
    _ value: Span<UInt8>, _ known: inout Known
  ) throws(RequestError) {
    let token = ASCII.token
    var position = 0
    while position < value.count {
      let start = position
      while position < value.count, token.contains(value[position]) { position += 1 }
      let option = value.extracting(start..<position)
      if option.equalsIgnoringCase("close") { known.isClosed = true }
      if option.equalsIgnoringCase("keep-alive") { known.isKeptAlive = true }
      while position < value.count, ASCII.isSpace(value[position]) { position += 1 }
      guard position < value.count else { return }
      guard value[position] == ASCII.comma else { throw .connectionField }
      position += 1
      while position < value.count, ASCII.isSpace(value[position]) { position += 1 }
    }
  }

  /// RFC 9112 section 3.2: exactly one valid Host in HTTP/1.1.
  private static func checkHost(
    _ host: Range<Int>?, _ request: HTTPRequest, _ bytes: Span<UInt8>
  ) throws(RequestError) {
    guard let host else {
      if request.minorVersion == 1 { throw .missingHost }
      return
    }
    guard RequestTarget.isAuthority(bytes.extracting(host)) else { throw .malformedHost }
  }

  /// RFC 9112 section 6.3, without the ways out that it leaves to lenient servers.
  private static func framing(
    _ known: Known, _ request: HTTPRequest, _ bytes: Span<UInt8>, _ limits: ServerLimits
  ) throws(RequestError) -> HTTPRequest.Framing {
    if let coding = known.transferEncoding {
      guard known.length == nil else { throw .lengthAndTransferEncoding }
      guard request.minorVersion == 1 else { throw .transferEncodingInOldVersion }
      let value = bytes.extracting(coding)
      if value.equalsIgnoringCase("chunked") { return .chunked }
      throw isKnownCoding(value) ? .transferCoding : .transferEncoding
    }
    guard let length = known.length else { return .none }
    let value = bytes.extracting(length)
    let count = try contentLength(value)
    guard count <= limits.bodyBytes else { throw .bodyTooLarge }
    return .length(count)
  }

  /// A number in decimal digits without sign, spaces or leading zeros, below 10 to the power of 18.
  private static func contentLength(_ value: Span<UInt8>) throws(RequestError) -> Int {
    guard value.count >= 1, value.count <= 18 else { throw .contentLength }
    if value[0] == UInt8(ascii: "0"), value.count > 1 { throw .contentLength }
    var number = 0
    for index in 0..<value.count {
      guard ASCII.isDigit(value[index]) else { throw .contentLength }
      number = number * 10 + Int(value[index] - UInt8(ascii: "0"))
    }
    return number
  }

  /// Whether a list names a registered coding and then, once, `chunked`: a message that is well
  /// framed, in a coding that is not supported here (RFC 9112 section 6.1: 501).
  private static func isKnownCoding(_ value: Span<UInt8>) -> Bool {
    var end = 0
    while end < value.count, value[end] != ASCII.comma { end += 1 }
    var rest = end + 1
    while rest < value.count, ASCII.isSpace(value[rest]) { rest += 1 }
    guard rest < value.count, value.extracting(rest..<value.count).equalsIgnoringCase("chunked")
    else { return false }
    let first = value.extracting(0..<end)
    return first.equalsIgnoringCase("gzip") || first.equalsIgnoringCase("deflate")
      || first.equalsIgnoringCase("compress") || first.equalsIgnoringCase("x-gzip")
  }

  /// RFC 9110 section 6.5.1: what frames, routes or interprets a message has no place in a trailer.
  static func checkTrailers(of request: HTTPRequest) throws(RequestError) {
    let head = request.head
    let bytes = head.span
    for index in request.headerFieldCount..<request.fields.count {
      let name = bytes.extracting(request.fields[index].name)
      for forbidden in forbiddenTrailers where name.equalsIgnoringCase(forbidden) {
        throw .trailerField
      }
    }
  }

  private static let forbiddenTrailers: [StaticString] = [
    "content-length", "content_length", "transfer-encoding", "transfer_encoding", "host",
    "connection", "trailer", "te", "upgrade", "expect", "authorization", "content-type",
    "content-encoding", "content-range", "cookie", "cache-control", "max-forwards", "range",
  ]
}
