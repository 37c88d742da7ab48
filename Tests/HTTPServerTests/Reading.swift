@testable import HTTPServer

/// A request as it was read, in plain values.
struct ReadRequest: Equatable {
  var method: HTTPMethod
  var path: String
  var query: String
  var minorVersion: Int
  var framing: HTTPRequest.Framing
  var isKeptAlive: Bool
  var expectsContinue: Bool
  var fields: [String]
  var body: [UInt8]
}

/// What became of a stream of bytes.
struct Reading: Equatable {
  enum End: Equatable {
    /// The stream ends between two requests.
    case complete
    /// There are bytes behind a request that was the connection's last.
    case closed(at: Int)
    /// The stream ends within a request.
    case truncated
    /// This byte is wrong.
    case refused(RequestError, at: Int)
  }

  var requests: [ReadRequest] = []
  var heads = 0
  var end = End.complete

  var error: RequestError? {
    if case .refused(let error, _) = end { return error }
    return nil
  }

  /// Reads a stream in pieces of the given lengths; the last length is repeated.
  init(
    _ bytes: [UInt8], pieces: [Int] = [.max], limits: ServerLimits = ServerLimits()
  ) {
    var reader = RequestReader(limits: limits)
    var request = HTTPRequest()
    var start = 0
    var index = 0
    while start < bytes.count {
      let length = max(1, pieces[min(index, pieces.count - 1)])
      index += 1
      let end = bytes.count - start <= length ? bytes.count : start + length
      let piece = bytes[start..<end]
      var position = 0
      // A reader is asked again only while there are bytes, or when it has just read a head.
      var isAfterHead = false
      while position < piece.count || isAfterHead {
        do throws(RequestError) {
          switch try reader.consume(piece.span, at: &position, into: &request) {
          case .needsBytes: isAfterHead = false
          case .head:
            heads += 1
            isAfterHead = true
          case .complete:
            isAfterHead = false
            let isLast = !request.isKeptAlive
            requests.append(Self.plain(request))
            request.reset()
            if isLast, start + position < bytes.count {
              self.end = .closed(at: start + position)
              return
            }
          }
        } catch {
          self.end = .refused(error, at: start + position)
          return
        }
      }
      start = end
    }
    end = reader.isBetweenRequests ? .complete : .truncated
  }

  init(_ text: String, limits: ServerLimits = ServerLimits()) {
    self.init(Array(text.utf8), limits: limits)
  }

  private static func plain(_ request: HTTPRequest) -> ReadRequest {
    var fields: [String] = []
    request.forEachField { name, value in
      fields.append(
        String(decoding: name, as: UTF8.self) + ": " + String(decoding: value, as: UTF8.self))
    }
    return ReadRequest(
      method: request.method, path: String(decoding: request.path, as: UTF8.self),
      query: String(decoding: request.query, as: UTF8.self), minorVersion: request.minorVersion,
      framing: request.framing, isKeptAlive: request.isKeptAlive,
      expectsContinue: request.expectsContinue, fields: fields, body: request.body)
  }
}
