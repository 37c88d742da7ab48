/// One request: the bytes as they came, and where its parts are in them.
///
/// The server uses its memory again for later requests once the handler has returned. A handler may
/// keep a copy, or ``body`` alone.
package struct HTTPRequest: Sendable {
  /// How the length of the body is told (RFC 9112 section 6.3).
  package enum Framing: Sendable, Equatable {
    /// There is no body.
    case none
    /// `Content-Length`, in bytes.
    case length(Int)
    /// `Transfer-Encoding: chunked`.
    case chunked
  }

  /// Where a field line's name and value are in ``head``, without white space around the value.
  struct Field: Sendable {
    var name: Range<Int>
    var value: Range<Int>
  }

  /// The bytes of request line, field lines and trailers.
  var head: [UInt8] = []
  var fields: [Field] = []
  var pathRange = 0..<0
  var queryRange = 0..<0
  /// The content of the request, with chunks joined.
  package internal(set) var body: [UInt8] = []
  package internal(set) var method = HTTPMethod.get
  /// The x of HTTP/1.x, 0 or 1.
  package internal(set) var minorVersion = 1
  package internal(set) var framing = Framing.none
  /// Whether the client waits for `100 Continue` before it sends the body.
  package internal(set) var expectsContinue = false
  /// Whether the client lets the connection stay after the answer (RFC 9112 section 9.3).
  package internal(set) var isKeptAlive = false
  /// Fields before this index came in the header, the others in the trailer section.
  var headerFieldCount = 0
  /// Bytes that this request counts as in flight.
  var reservedBytes = 0
  /// The connection that it came on.
  package internal(set) var connection: ConnectionInfo = .none

  package init() {}

  /// Forgets the request. Keeps memory for the next one, unless this one was unusually large.
  mutating func reset() {
    if head.capacity > 16_384 { head = [] } else { head.removeAll(keepingCapacity: true) }
    fields.removeAll(keepingCapacity: true)
    if body.capacity > 65_536 { body = [] } else { body.removeAll(keepingCapacity: true) }
    pathRange = 0..<0
    queryRange = 0..<0
    method = .get
    minorVersion = 1
    framing = .none
    expectsContinue = false
    isKeptAlive = false
    headerFieldCount = 0
  }

  /// The path of the target as it came, percent-encoding and all; `*` for `OPTIONS *`.
  package var path: ArraySlice<UInt8> {
    // RFC 9112 section 3.2.1: an absolute target without a path asks for the root.
    pathRange.isEmpty ? [ASCII.slash] : head[pathRange]
  }

  /// What follows the first `?` of the target, as it came; empty where there is none.
  package var query: ArraySlice<UInt8> { head[queryRange] }

  /// Whether the path is exactly this.
  package func hasPath(_ text: StaticString) -> Bool {
    // To slice the head for `path` would count a reference, for each path that is asked for.
    if pathRange.isEmpty { return path.span.equals(text) }
    return head.span.extracting(pathRange).equals(text)
  }

  /// Whether the query has a parameter of this name, with or without a value.
  package func hasQueryParameter(_ name: StaticString) -> Bool {
    let bytes = head.span.extracting(queryRange)
    var start = 0
    while start < bytes.count {
      var end = start
      var nameEnd: Int?
      while end < bytes.count, bytes[end] != UInt8(ascii: "&") {
        if bytes[end] == ASCII.equals, nameEnd == nil { nameEnd = end }
        end += 1
      }
      if bytes.extracting(start..<(nameEnd ?? end)).equals(name) { return true }
      start = end + 1
    }
    return false
  }

  /// The value of the first header field of a name, which is given in lower case.
  package func field(_ lowercase: StaticString) -> ArraySlice<UInt8>? {
    let bytes = head.span
    for index in 0..<headerFieldCount
    where bytes.extracting(fields[index].name).equalsIgnoringCase(lowercase) {
      return head[fields[index].value]
    }
    return nil
  }

  /// Whether `Content-Type` is this media type, given in lower case, with any parameters.
  package func hasContentType(_ lowercase: StaticString) -> Bool {
    guard let value = field("content-type") else { return false }
    let span = value.span
    if span.equalsIgnoringCase(lowercase) { return true }
    var end = 0
    while end < span.count, span[end] != ASCII.semicolon { end += 1 }
    while end > 0, ASCII.isSpace(span[end - 1]) { end -= 1 }
    return span.extracting(0..<end).equalsIgnoringCase(lowercase)
  }

  /// Whether ``body`` is compressed, or coded in another way that the server does not undo.
  package var isCoded: Bool {
    // RFC 9110 section 8.4: `identity` should not be sent, and means nothing.
    field("content-encoding").map { !$0.span.equalsIgnoringCase("identity") } ?? false
  }

  /// Calls `body` with the name and value of each field, in order, trailers excluded.
  package func forEachField(_ body: (ArraySlice<UInt8>, ArraySlice<UInt8>) -> Void) {
    for index in 0..<headerFieldCount { body(head[fields[index].name], head[fields[index].value]) }
  }
}
