import Documents
import HTTPServer

/// Any bytes as a stream of requests: in one piece, and in pieces whose lengths the first eight
/// bytes say, with the same result. Small limits, so that they are met.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzHTTP(_ data: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let bytes = unsafe Array(UnsafeBufferPointer(start: data, count: count))
  let pieces = bytes.prefix(8).map { Int($0 % 32) + 1 }
  let stream = Array(bytes.dropFirst(8))
  let whole = StreamResult(stream, pieces: [max(1, stream.count)])
  invariant(StreamResult(stream, pieces: pieces.isEmpty ? [1] : pieces) == whole, "any pieces")
  invariant(StreamResult(stream, pieces: [1]) == whole, "byte by byte")
  return 0
}

/// What became of a stream.
private struct StreamResult: Equatable {
  private var parts: [[UInt8]] = []
  private var framings: [HTTPRequest.Framing] = []
  private var error: RequestError?
  private var consumed = 0

  init(_ stream: [UInt8], pieces: [Int]) {
    var limits = ServerLimits()
    limits.requestLineBytes = 128
    limits.fieldBytes = 512
    limits.fields = 16
    limits.bodyBytes = 256
    limits.chunkExtensionBytes = 32
    var reader = RequestReader(limits: limits)
    var request = HTTPRequest()
    var turn = 0
    while consumed < stream.count {
      let end = min(stream.count, consumed + pieces[turn % pieces.count])
      turn += 1
      let piece = stream[consumed..<end]
      var position = 0
      var isAfterHead = false
      while position < piece.count || isAfterHead {
        let before = position
        do throws(RequestError) {
          let event = try reader.consume(piece.span, at: &position, into: &request)
          invariant(position >= before && position <= piece.count, "positions go forward")
          isAfterHead = event == .head
          if event == .needsBytes { invariant(position == piece.count, "all bytes are taken") }
          guard event == .complete else { continue }
          note(request, limits)
          request = HTTPRequest()
        } catch {
          self.error = error
          consumed += position
          return
        }
      }
      consumed = end
    }
  }

  private mutating func note(_ request: HTTPRequest, _ limits: ServerLimits) {
    invariant(request.body.count <= limits.bodyBytes, "the body is within its limit")
    if case .length(let length) = request.framing {
      invariant(length == request.body.count, "the body has the length that was told")
    }
    framings.append(request.framing)
    parts += [Array(request.path), Array(request.query), request.body]
    var fieldCount = 0
    var parts = parts
    request.forEachField { name, value in
      fieldCount += 1
      let clean = value.allSatisfy { $0 == 9 || ($0 >= 32 && $0 != 127) }
      invariant(clean, "no value holds a control character")
      parts += [Array(name), Array(value)]
    }
    invariant(fieldCount <= limits.fields, "fields are within their limit")
    self.parts = parts
  }
}
