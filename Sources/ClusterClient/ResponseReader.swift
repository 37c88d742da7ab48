/// What an API server answered.
struct Response: Equatable {
  var status = 0
  /// Seconds that the server asks to wait for.
  var retryAfter: Int64?
  var body: [UInt8] = []
}

/// Bytes to one response (RFC 9112), read incrementally. What is ambiguous is malformed.
struct ResponseReader {
  private enum State {
    case head, length(Int), chunkSize, chunk(Int), chunkEnd, trailers, untilEnd, done
  }

  private var state = State.head
  private var input: [UInt8] = []
  /// Bytes of `input` that are dealt with.
  private var position = 0
  private(set) var response = Response()
  private let bodyLimit: Int

  private static let headLimit = 64 << 10
  private static let lineLimit = 1 << 10

  init(bodyLimit: Int) {
    self.bodyLimit = bodyLimit
  }

  var isDone: Bool {
    if case .done = state { return true }
    return false
  }

  /// The connection has ended, in order.
  mutating func end() throws(ExchangeFailure) {
    switch state {
    case .done: return
    case .untilEnd: state = .done
    default: throw .ended
    }
  }

  mutating func read(_ bytes: [UInt8]) throws(ExchangeFailure) {
    input += bytes
    while try step() {}
    if position > 0 {
      input.removeFirst(position)
      position = 0
    }
  }

  /// Goes one step on; `false` where more bytes are needed.
  private mutating func step() throws(ExchangeFailure) -> Bool {
    switch state {
    case .done: return false
    case .head: return try head()
    case .untilEnd:
      try append(input.count - position)
      return false
    case .length(let left), .chunk(let left):
      let count = min(left, input.count - position)
      try append(count)
      if count < left {
        if case .length = state {
          state = .length(left - count)
        } else {
          state = .chunk(left - count)
        }
        return false
      }
      if case .length = state { state = .done } else { state = .chunkEnd }
      return true
    case .chunkSize:
      guard let line = try line() else { return false }
      let size = try Self.chunkSize(line)
      guard size <= bodyLimit else { throw .malformed("it is larger than \(bodyLimit) bytes") }
      state = size == 0 ? .trailers : .chunk(size)
      return true
    case .chunkEnd:
      guard let line = try line() else { return false }
      guard line.isEmpty else { throw .malformed("a chunk does not end where it says") }
      state = .chunkSize
      return true
    case .trailers:
      guard let line = try line() else { return false }
      if line.isEmpty { state = .done }
      return true
    }
  }

  private mutating func append(_ count: Int) throws(ExchangeFailure) {
    guard response.body.count + count <= bodyLimit else {
      throw .malformed("it is larger than \(bodyLimit) bytes")
    }
    response.body += input[position..<position + count]
    position += count
  }

  /// The next line without its end.
  private mutating func line() throws(ExchangeFailure) -> ArraySlice<UInt8>? {
    guard let end = input[position...].firstIndex(of: UInt8(ascii: "\n")) else {
      guard input.count - position <= Self.lineLimit else { throw .malformed("a line is too long") }
      return nil
    }
    var line = input[position..<end]
    if line.last == UInt8(ascii: "\r") { line.removeLast() }
    position = end + 1
    return line
  }

  private static func chunkSize(_ line: ArraySlice<UInt8>) throws(ExchangeFailure) -> Int {
    let digits = line.prefix { $0 != UInt8(ascii: ";") && $0 != UInt8(ascii: " ") }
    guard (1...8).contains(digits.count),
      let size = Int(String(decoding: digits, as: UTF8.self), radix: 16), size >= 0
    else { throw .malformed("a chunk has no size") }
    return size
  }

  private mutating func head() throws(ExchangeFailure) -> Bool {
    let blank = Array("\r\n\r\n".utf8)
    guard let end = input[position...].firstRange(of: blank)?.lowerBound else {
      guard input.count - position <= Self.headLimit else {
        throw .malformed("its head is too long")
      }
      return false
    }
    let text = String(decoding: input[position..<end], as: UTF8.self)
    position = end + blank.count
    var lines = text.utf8.split(separator: UInt8(ascii: "\n")).map { line in
      line.last == UInt8(ascii: "\r") ? line.dropLast() : line
    }[...]
    guard let first = lines.popFirst(), let status = Self.status(String(Substring(first))) else {
      throw .malformed("it is not HTTP/1.1")
    }
    // RFC 9110 section 15.2: what is informational comes before the answer.
    if status < 200 { return true }
    response.status = status
    try frame(lines.map { String(Substring($0)) })
    return true
  }

  private static func status(_ line: String) -> Int? {
    let bytes = Array(line.utf8)
    guard bytes.starts(with: "HTTP/1.1 ".utf8) || bytes.starts(with: "HTTP/1.0 ".utf8) else {
      return nil
    }
    let digits = bytes.dropFirst(9).prefix { $0 != 0x20 }
    guard digits.count == 3, digits.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    return Int(String(decoding: digits, as: UTF8.self))
  }

  /// How long the body is (RFC 9112 section 6.3).
  private mutating func frame(_ lines: [String]) throws(ExchangeFailure) {
    var length: Int?
    var isChunked = false
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw .malformed("a field has no colon") }
      let value = Self.trimmed(parts[1])
      switch parts[0].lowercased() {
      case "content-length":
        guard length == nil, !value.isEmpty, value.utf8.count <= 18,
          value.utf8.allSatisfy({ (0x30...0x39).contains($0) })
        else { throw .malformed("its length is no number") }
        length = Int(value)
      case "transfer-encoding":
        guard !isChunked, value.lowercased() == "chunked" else {
          throw .malformed("its transfer coding is unknown")
        }
        isChunked = true
      case "content-encoding":
        // None was accepted.
        guard value.lowercased() == "identity" else { throw .malformed("it is compressed") }
      case "retry-after":
        if value.utf8.count <= 6, value.utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
          response.retryAfter = Int64(value)
        }
      default: break
      }
    }
    guard !(isChunked && length != nil) else { throw .malformed("it has two lengths") }
    if let length, length > bodyLimit { throw .malformed("it is larger than \(bodyLimit) bytes") }
    if response.status == 204 || response.status == 304 || length == 0 {
      state = .done
    } else if isChunked {
      state = .chunkSize
    } else if let length {
      state = .length(length)
    } else {
      state = .untilEnd
    }
  }

  private static func trimmed(_ text: Substring) -> String {
    var text = text
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return String(text)
  }
}
