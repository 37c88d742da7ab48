/// The forms of a request target (RFC 9112 section 3.2).
enum RequestTarget {
  /// Splits the target, which ``HTTPRequest/pathRange`` spans, into path and query.
  static func split(
    _ request: inout HTTPRequest, _ bytes: Span<UInt8>, host: Range<Int>?
  ) throws(RequestError) {
    let range = request.pathRange
    let target = bytes.extracting(range)
    // authority-form belongs to CONNECT, which makes a tunnel: not here.
    guard request.method != .connect else { throw .unknownMethod }
    if target[0] == ASCII.slash {
      try splitPath(&request, bytes, range)
    } else if target.equals("*") {
      guard request.method == .options else { throw .target }
    } else {
      try splitAbsolute(&request, bytes, range, host: host)
    }
  }

  /// origin-form: a path, and a query behind the first question mark.
  private static func splitPath(
    _ request: inout HTTPRequest, _ bytes: Span<UInt8>, _ range: Range<Int>
  ) throws(RequestError) {
    let bytes = bytes.extracting(0..<range.upperBound)
    var pathEnd: Int?
    var at = range.lowerBound
    while true {
      at = ASCII.path.end(in: bytes, from: at)
      guard at < bytes.count else { break }
      switch bytes[at] {
      case ASCII.question:
        if pathEnd == nil { pathEnd = at }
      case ASCII.percent:
        guard at + 2 < bytes.count, ASCII.hexadecimal(bytes[at + 1]) != nil,
          ASCII.hexadecimal(bytes[at + 2]) != nil
        else { throw .target }
      default:
        // RFC 3986 section 3.2.2: brackets stand around an IPv6 address only.
        throw .target
      }
      at += 1
    }
    request.pathRange = range.lowerBound..<(pathEnd ?? range.upperBound)
    request.queryRange = pathEnd.map { $0 + 1..<range.upperBound } ?? 0..<0
  }

  /// absolute-form, which a server must accept; here its authority must be what `Host` says.
  private static func splitAbsolute(
    _ request: inout HTTPRequest, _ bytes: Span<UInt8>, _ range: Range<Int>, host: Range<Int>?
  ) throws(RequestError) {
    let target = bytes.extracting(range)
    var start = 0
    for scheme: StaticString in ["http://", "https://"] {
      let count = scheme.utf8CodeUnitCount
      if target.count > count, target.extracting(0..<count).equalsIgnoringCase(scheme) {
        start = count
      }
    }
    guard start > 0 else { throw .target }
    var end = start
    while end < target.count, target[end] != ASCII.slash, target[end] != ASCII.question { end += 1 }
    let authority = target.extracting(start..<end)
    guard isAuthority(authority) else { throw .target }
    // RFC 9112 section 3.2.2 lets the target win over Host; two names are two readings.
    if let host, !bytes.extracting(host).equalsIgnoringCase(authority) { throw .hostMismatch }
    try splitPath(&request, bytes, (range.lowerBound + end)..<range.upperBound)
  }

  /// `uri-host [ ":" port ]` with a host that is not empty, without user information.
  static func isAuthority(_ bytes: Span<UInt8>) -> Bool {
    var position = 0
    if bytes.count > 0, bytes[0] == UInt8(ascii: "[") {
      let address = ASCII.address
      position = 1
      while position < bytes.count, address.contains(bytes[position]) { position += 1 }
      guard position > 2, position < bytes.count, bytes[position] == UInt8(ascii: "]") else {
        return false
      }
      position += 1
    } else {
      let host = ASCII.host
      while position < bytes.count, host.contains(bytes[position]) { position += 1 }
      guard position > 0 else { return false }
    }
    if position == bytes.count { return true }
    guard bytes[position] == ASCII.colon else { return false }
    let port = position + 1
    // RFC 3986 allows an empty port; nobody sends one.
    guard port < bytes.count, bytes.count - port <= 5 else { return false }
    for index in port..<bytes.count where !ASCII.isDigit(bytes[index]) { return false }
    return true
  }
}
