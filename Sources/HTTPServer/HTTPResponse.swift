/// What a handler answers: a status, fields and a body.
///
/// The server adds `Date`, `Content-Length`, `Connection` and, with 503, `Retry-After`.
package struct HTTPResponse {
  package var status = HTTPStatus.ok
  /// The content; left out by the server where the method or status has none.
  package var body: [UInt8] = []
  /// Closes the connection after this response.
  package var closesConnection = false
  /// Seconds after which a client that got 503 may come again.
  package var retryAfterSeconds = 1
  private var fields: [UInt8] = []

  /// Bytes of what stands around a field's name and value.
  private static let fieldRoom = 4
  /// Bytes of a head at most, without date and fields: the longest phrase has 31, the names of
  /// fields and their punctuation 90, two numbers 40.
  private static let room = 256

  init() {}

  mutating func reset() {
    status = .ok
    // Nearly every handler puts one of its own in place.
    body = []
    closesConnection = false
    retryAfterSeconds = 1
    fields.removeAll(keepingCapacity: true)
  }

  /// Adds a field.
  package mutating func addField(_ name: StaticString, _ value: StaticString) {
    let room = name.utf8CodeUnitCount + value.utf8CodeUnitCount + Self.fieldRoom
    fields.append(addingCapacity: room) { fields in
      fields.append(name)
      fields.append(": ")
      fields.append(value)
      fields.append("\r\n")
    }
  }

  /// Adds a field whose value comes from elsewhere: bytes that a value must not hold become spaces.
  package mutating func addField(_ name: StaticString, copying value: Span<UInt8>) {
    fields.append(addingCapacity: name.utf8CodeUnitCount + value.count + Self.fieldRoom) { fields in
      fields.append(name)
      fields.append(": ")
      for index in 0..<value.count {
        let byte = value[index]
        fields.append(byte < ASCII.space || byte == 0x7F ? ASCII.space : byte)
      }
      fields.append("\r\n")
    }
  }

  /// Appends text to the body.
  package mutating func append(_ text: StaticString) { body.append(text) }

  /// Appends text to the body.
  package mutating func append(_ text: String) { body.append(contentsOf: text.utf8) }

  /// Writes the response behind what `output` holds.
  /// - Parameters:
  ///   - method: That of the request; `nil`, as its version, where that was not read.
  func render(
    into output: inout [UInt8], to method: HTTPMethod?, minorVersion: Int?, date: Span<UInt8>,
    isClosing: Bool
  ) {
    // A closure that uses `self` would copy all of it.
    let (status, retryAfterSeconds) = (status, retryAfterSeconds)
    let fields = fields.span
    let body = body.span
    let room = Self.room + date.count + fields.count + body.count
    output.append(addingCapacity: room) { output in
      output.append("HTTP/1.1 ")
      output.append(decimal: Int(status.rawValue))
      output.append(" ")
      output.append(status.phrase)
      output.append("\r\nDate: ")
      output.append(copying: date)
      output.append("\r\n")
      output.append(copying: fields)
      if status == .serviceUnavailable {
        output.append("Retry-After: ")
        output.append(decimal: max(retryAfterSeconds, 0))
        output.append("\r\n")
      }
      if isClosing {
        output.append("Connection: close\r\n")
      } else if minorVersion == 0 {
        output.append("Connection: keep-alive\r\n")
      }
      // RFC 9110 section 8.6: no Content-Length in a response with 204.
      if status == .noContent {
        output.append("\r\n")
        return
      }
      output.append("Content-Length: ")
      output.append(decimal: body.count)
      output.append("\r\n\r\n")
      if method != .head { output.append(copying: body) }
    }
  }
}
