import Testing

@testable import HTTPServer

@Suite struct RequestReaderTests {
  @Test func `A request is read with its parts`() throws {
    let reading = Reading(
      "POST /mutate?timeout=10s&a=b HTTP/1.1\r\nHost: a:8443\r\n"
        + "content-type:\t application/json \t\r\n"
        + "Content-Length: 3\r\n\r\nabc")
    #expect(reading.end == .complete)
    #expect(
      reading.requests == [
        ReadRequest(
          method: .post, path: "/mutate", query: "timeout=10s&a=b", minorVersion: 1,
          framing: .length(3), isKeptAlive: true, expectsContinue: false,
          fields: ["Host: a:8443", "content-type: application/json", "Content-Length: 3"],
          body: Array("abc".utf8))
      ])
  }

  @Test func `Chunks are joined, extensions and trailers are skipped`() {
    let reading = Reading(
      "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
        + "3;a;b=c;d=\"e;\\\"f\"\r\nabc\r\n00A\r\n0123456789\r\n0\r\nX-Sum: 1\r\n\r\n"
        + "GET / HTTP/1.0\r\n\r\n"
    )
    #expect(reading.end == .complete)
    #expect(reading.requests.map(\.body) == [Array("abc0123456789".utf8), []])
    #expect(reading.requests.first?.fields == ["Host: a", "Transfer-Encoding: Chunked"])
  }

  @Test(arguments: [
    ("GET / HTTP/1.1\r\nHost: a\r\n\r\n", true), ("GET / HTTP/1.0\r\n\r\n", false),
    ("GET / HTTP/1.1\r\nHost: a\r\nConnection: a, CLOSE\r\n\r\n", false),
    ("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true),
    ("GET / HTTP/1.0\r\nConnection: keep-alive\r\nConnection: ,close\r\n\r\n", false),
  ])
  func `The connection stays as version and field say`(text: String, isKeptAlive: Bool) {
    #expect(Reading(text).requests.map(\.isKeptAlive) == [isKeptAlive])
  }

  @Test(arguments: [
    ("/", "/", ""), ("/a/b?c?d", "/a/b", "c?d"), ("http://h/a?b", "/a", "b"), ("http://h", "/", ""),
    ("HTTPS://H?b", "/", "b"), ("/%2e%2E/%00", "/%2e%2E/%00", ""),
  ])
  func `Targets are split into path and query`(target: String, path: String, query: String) {
    let reading = Reading("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n")
    #expect(reading.requests.first?.path == path)
    #expect(reading.requests.first?.query == query)
  }

  @Test func `Expectations are noted where a body is to come, and not in HTTP 1.0`() {
    func expects(_ version: String, _ length: String) -> Bool? {
      Reading(
        "PUT / HTTP/\(version)\r\nHost: a\r\nExpect: 100-Continue\r\n"
          + "Content-Length: \(length)\r\n\r\na"
      ).requests.first?.expectsContinue
    }
    #expect(expects("1.1", "1") == true)
    #expect(expects("1.0", "1") == false)
    #expect(expects("1.1", "0") == false)
  }

  /// An input for each error that a reader throws.
  static let refused: [(RequestError, String)] = [
    (.requestLine, "GET  / HTTP/1.1\r\n"), (.requestLine, "GET /\r\n"),
    (.method, "GE{T / HTTP/1.1\r\n"), (.method, " GET / HTTP/1.1\r\n"), (.method, "\u{16}\u{3}"),
    (.method, "\r\n\r\n"),
    (.target, "GET /\u{7F} HTTP/1.1\r\n"), (.target, "GET /#a HTTP/1.1\r\n"),
    (.target, "GET a HTTP/1.1\r\nHost: a\r\n\r\n"), (.target, "GET * HTTP/1.1\r\nHost: a\r\n\r\n"),
    (.target, "GET /%4 HTTP/1.1\r\nHost: a\r\n\r\n"),
    (.target, "GET /[ HTTP/1.1\r\nHost: a\r\n\r\n"),
    (.target, "GET ftp://a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    (.target, "GET http:///a HTTP/1.1\r\nHost: a\r\n\r\n"),
    (.target, "GET http://u@a/ HTTP/1.1\r\nHost: a\r\n\r\n"),
    (.version, "GET / HTTP/1\r\n"), (.version, "GET / HTTP/0.9\r\n"),
    (.version, "GET / HTTP/1.1 \r\n"), (.version, "GET / http/1.1\r\n"),
    (.bareLineFeed, "GET / HTTP/1.1\n"), (.bareLineFeed, "GET /\n"), (.bareLineFeed, "GET\n"),
    (.bareLineFeed, "GET / HTTP/1.1\r\nHost: a\n"), (.bareLineFeed, "GET / HTTP/1.1\r\nHost\n"),
    (.bareLineFeed, "GET / HTTP/1.1\r\n\n"),
    (.bareCarriageReturn, "GET / HTTP/1.1\rH"), (.bareCarriageReturn, "\rG"),
    (.bareCarriageReturn, "GET / HTTP/1.1\r\nHost: a\rb"),
    (.bareCarriageReturn, "GET / HTTP/1.1\r\n\rb"),
    (.foldedField, "GET / HTTP/1.1\r\n Host: a\r\n"),
    (.foldedField, "GET / HTTP/1.1\r\nHost: a\r\n\tb\r\n"),
    (.spaceBeforeColon, "GET / HTTP/1.1\r\nHost : a"), (.fieldName, "GET / HTTP/1.1\r\nHo(st: a"),
    (.fieldName, "GET / HTTP/1.1\r\n: a"), (.fieldName, "GET / HTTP/1.1\r\nHost\r\n"),
    (.fieldName, "GET / HTTP/1.1\r\nH\u{F6}st: a"),
    (.fieldValue, "GET / HTTP/1.1\r\nA: b\0"), (.fieldValue, "GET / HTTP/1.1\r\nA: b\u{7F}"),
    (.fieldValue, "GET / HTTP/1.1\r\nA: \u{1B}"),
    (.missingHost, "GET / HTTP/1.1\r\n\r\n"),
    (.malformedHost, "GET / HTTP/1.1\r\nHost:\r\n\r\n"),
    (.malformedHost, "GET / HTTP/1.1\r\nHost: a,b\r\n\r\n"),
    (.malformedHost, "GET / HTTP/1.1\r\nHost: a:\r\n\r\n"),
    (.malformedHost, "GET / HTTP/1.1\r\nHost: [::1\r\n\r\n"),
    (.malformedHost, "GET / HTTP/1.0\r\nHost: a/\r\n\r\n"),
    (.hostMismatch, "GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n"),
    (.duplicateField, "GET / HTTP/1.1\r\nHost: a\r\nhost: a\r\n\r\n"),
    (
      .duplicateField, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n"
    ),
    (.duplicateField, "GET / HTTP/1.1\r\nHost: a\r\nContent-Type: a\r\nContent-Type: a\r\n\r\n"),
    (.ambiguousFieldName, "GET / HTTP/1.1\r\nHost: a\r\nContent_Length: 1\r\n\r\n"),
    (.contentLength, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n"),
    (.contentLength, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 01\r\n\r\n"),
    (.contentLength, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length:\r\n\r\n"),
    (.contentLength, "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 9223372036854775808\r\n\r\n"),
    (
      .lengthAndTransferEncoding,
      "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n"
    ),
    (.transferEncoding, "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: identity\r\n\r\n"),
    (.transferEncoding, "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked, chunked\r\n\r\n"),
    (.transferEncodingInOldVersion, "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"),
    (.connectionField, "GET / HTTP/1.1\r\nHost: a\r\nConnection: a b\r\n\r\n"),
    (.chunkSize, Self.chunked + "0x1"), (.chunkSize, Self.chunked + "-1"),
    (.chunkSize, Self.chunked + "1 "), (.chunkSize, Self.chunked + "\r\n"),
    (.chunkSize, Self.chunked + "0000000000000001"), (.bareLineFeed, Self.chunked + "1\n"),
    (.bareCarriageReturn, Self.chunked + "1\r\r"),
    (.chunkExtension, Self.chunked + "1;\r\n"), (.chunkExtension, Self.chunked + "1; a"),
    (.chunkExtension, Self.chunked + "1;a=\r\n"), (.chunkExtension, Self.chunked + "1;a=\"b\r\n"),
    (.bareLineFeed, Self.chunked + "1;a\n"),
    (.chunkEnd, Self.chunked + "1\r\nab"), (.chunkEnd, Self.chunked + "1\r\na\rb"),
    (.trailerField, Self.chunked + "0\r\nHost: b\r\n\r\n"),
    (.spaceBeforeColon, Self.chunked + "0\r\nA : b\r\n\r\n"),
    (.expectation, "GET / HTTP/1.1\r\nHost: a\r\nExpect: 200-ok\r\n\r\n"),
    (.unknownMethod, "BREW / HTTP/1.1\r\n"), (.unknownMethod, "get / HTTP/1.1\r\n"),
    (.unknownMethod, "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n"),
    (.transferCoding, "GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip, chunked\r\n\r\n"),
    (.unsupportedVersion, "PRI * HTTP/2.0\r\n"), (.unsupportedVersion, "GET / HTTP/1.2\r\n"),
  ]

  static let chunked = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"

  @Test(arguments: refused)
  func `What could be read in two ways is refused, in any pieces`(error: RequestError, text: String)
  {
    let bytes = Array(text.utf8)
    let reading = Reading(bytes)
    #expect(reading.error == error)
    for length in 1...7 { #expect(Reading(bytes, pieces: [length]) == reading) }
  }

  @Test func `An error is known at the byte that makes it`() {
    // Whoever speaks another protocol gets an answer before a line is complete.
    #expect(Reading("\u{16}\u{3}\u{1}").end == .refused(.method, at: 0))
    #expect(Reading("GET / HTTP/1.1\r\nA\u{1}").end == .refused(.fieldName, at: 17))
  }

  @Test(arguments: [1, 5, .max])
  func `The request line may have as many bytes as the limit says`(piece: Int) {
    var limits = ServerLimits()
    limits.requestLineBytes = 20
    let fits = Array("GET /123456 HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    let exceeds = Array("GET /1234567 HTTP/1.1\r\nHost: a\r\n\r\n".utf8)
    #expect(Reading(fits, pieces: [piece], limits: limits).end == .complete)
    #expect(Reading(exceeds, pieces: [piece], limits: limits).error == .requestLineTooLong)
  }

  @Test(arguments: [1, 5, .max])
  func `Field lines may have as many bytes and be as many as the limits say`(piece: Int) {
    let bytes = Array("GET / HTTP/1.1\r\nHost: a\r\nA: b\r\n\r\n".utf8)
    func error(_ fieldBytes: Int, _ fields: Int) -> RequestError? {
      var limits = ServerLimits()
      limits.fieldBytes = fieldBytes
      limits.fields = fields
      return Reading(bytes, pieces: [piece], limits: limits).error
    }
    #expect(error(15, 2) == nil)
    #expect(error(14, 2) == .fieldsTooLarge)
    #expect(error(15, 1) == .tooManyFields)
  }

  @Test(arguments: [1, 5, .max])
  func `Trailers share the limits of the fields`(piece: Int) {
    let head = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n"
    let count = "Host: a\r\nTransfer-Encoding: chunked\r\n".utf8.count
    func error(_ trailer: String, _ fieldBytes: Int) -> RequestError? {
      var limits = ServerLimits()
      limits.fieldBytes = fieldBytes
      limits.fields = 3
      return Reading(Array((head + trailer + "\r\n").utf8), pieces: [piece], limits: limits).error
    }
    #expect(error("", count) == nil)
    #expect(error("A: b\r\n", count + 6) == nil)
    #expect(error("A: b\r\n", count + 5) == .fieldsTooLarge)
    #expect(error("A: b\r\nC: d\r\n", count + 12) == .tooManyFields)
  }

  @Test(arguments: [1, 5, .max])
  func `A body may have as many bytes as the limit says`(piece: Int) {
    func error(_ text: String) -> RequestError? {
      var limits = ServerLimits()
      limits.bodyBytes = 4
      limits.chunkExtensionBytes = 3
      return Reading(Array(text.utf8), pieces: [piece], limits: limits).error
    }
    let length = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: "
    #expect(error(length + "4\r\n\r\nabcd") == nil)
    #expect(error(length + "5\r\n\r\nabcde") == .bodyTooLarge)
    #expect(error(Self.chunked + "2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n") == nil)
    #expect(error(Self.chunked + "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n") == .bodyTooLarge)
    #expect(error(Self.chunked + "FFFFFFFFFFFFFFF\r\n") == .bodyTooLarge)
    #expect(error(Self.chunked + "1;a\r\nb\r\n0;\r\n\r\n") == .chunkExtension)
    #expect(error(Self.chunked + "1;ab\r\nc\r\n0\r\n\r\n") == nil)
    #expect(error(Self.chunked + "1;abc\r\nd\r\n0\r\n\r\n") == .chunkExtension)
  }

  @Test func `Every error has a status and a sentence`() {
    for error in RequestError.allCases {
      #expect(error.status.rawValue >= 400)
      #expect(!"\(error.message)".isEmpty)
    }
    #expect(RequestError.fieldsTooLarge.status.rawValue == 431)
  }

  @Test(arguments: 0..<18)
  func `A byte that no value has is found at every place of one`(place: Int) {
    let start = Array("GET / HTTP/1.1\r\nHost: a\r\nA: b".utf8)
    var wrong: [UInt8] = []
    for byte in UInt8.min...UInt8.max {
      var value = [UInt8](repeating: UInt8(ascii: "x"), count: 18)
      value[place] = byte
      let reading = Reading(start + value + Array("\r\n\r\n".utf8))
      let at = start.count + place
      let expected: Reading.End =
        switch byte {
        case 0x0A: .refused(.bareLineFeed, at: at)
        // What stands behind it is wrong, unless that is the end of the line.
        case 0x0D: .refused(.bareCarriageReturn, at: at + 1)
        case 0x09, 0x20...0x7E, 0x80...0xFF: .complete
        default: .refused(.fieldValue, at: at)
        }
      if reading.end != expected { wrong.append(byte) }
      guard expected == .complete else { continue }
      let text = String(decoding: value, as: UTF8.self)
      let isSpace = place == 17 && (byte == 0x09 || byte == 0x20)
      let read = "A: b" + (isSpace ? String(text.dropLast()) : text)
      if reading.requests.first?.fields.last != read { wrong.append(byte) }
    }
    #expect(wrong.isEmpty)
  }

  @Test func `Parameters and content types are found`() {
    var request = HTTPRequest()
    var reader = RequestReader(limits: ServerLimits())
    let bytes = Array(
      ("GET /readyz?a=1&verbose&=x HTTP/1.1\r\nHost: a\r\n"
        + "Content-Type: Application/JSON ; charset=utf-8\r\n\r\n").utf8)
    var position = 0
    _ = try? reader.consume(bytes.span, at: &position, into: &request)
    #expect(request.hasPath("/readyz"))
    #expect(!request.hasPath("/ready"))
    #expect(request.hasQueryParameter("verbose"))
    #expect(request.hasQueryParameter("a"))
    #expect(!request.hasQueryParameter("verb"))
    #expect(request.hasContentType("application/json"))
    #expect(!request.hasContentType("application/jsonp"))
    #expect(request.field("host").map { Array($0) } == Array("a".utf8))
    #expect(request.field("absent") == nil)
  }

  @Test func `Random bytes and random requests read the same in any pieces`() {
    var random = SystemRandomNumberGenerator()
    let words = [
      "GET", " ", "/", "\r\n", "\r", "\n", ":", "Host: a", "HTTP/1.1", "HTTP/1.0", "0", "5", ";a=b",
      "Transfer-Encoding: chunked", "Content-Length: 3", "\r\n\r\n", "abc", "\t", "\"", "\u{0}",
      "GET / HTTP/1.1\r\nHost: a\r\n", "POST / HTTP/1.1\r\nHost: a\r\n", "%41", "?", "é",
    ]
    for _ in 0..<3_000 {
      let text = (0..<Int.random(in: 1...14, using: &random))
        .map { _ in words.randomElement(using: &random) ?? "" }.joined()
      let bytes = Array(text.utf8)
      let whole = Reading(bytes)
      #expect(Reading(bytes, pieces: [1]) == whole)
      let pieces = (0..<6).map { _ in Int.random(in: 1...9, using: &random) }
      #expect(Reading(bytes, pieces: pieces) == whole)
    }
  }
}
