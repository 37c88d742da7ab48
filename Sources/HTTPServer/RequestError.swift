/// Why a request is refused. Each case names an input that causes it.
package enum RequestError: UInt8, Error, Sendable, CaseIterable {
  /// `GET  / HTTP/1.1` (two spaces), `GET / HTTP/1.1 ` or bytes that are no HTTP at all.
  case requestLine
  /// `GET{ / HTTP/1.1`
  case method
  /// `GET foo HTTP/1.1`, `GET /#a HTTP/1.1`, `GET /%zz HTTP/1.1`
  case target
  /// `GET / HTTP/1`
  case version
  /// A line that ends with LF alone.
  case bareLineFeed
  /// CR that no LF follows.
  case bareCarriageReturn
  /// A field line that starts with a space or a tab (obs-fold).
  case foldedField
  /// `Host : a`
  case spaceBeforeColon
  /// `Ho(st: a`, a line without a colon
  case fieldName
  /// `A: b\0c`
  case fieldValue
  /// HTTP/1.1 without `Host`.
  case missingHost
  /// `Host: a/b`, `Host:`
  case malformedHost
  /// `GET http://a/ HTTP/1.1` with `Host: b`
  case hostMismatch
  /// `Host`, `Content-Length`, `Transfer-Encoding`, `Content-Type` or `Expect` twice.
  case duplicateField
  /// `Content_Length: 5`, which some programs take for `Content-Length`.
  case ambiguousFieldName
  /// `Content-Length: +5`, `Content-Length: 05`, `Content-Length: 5, 5`
  case contentLength
  /// Both `Content-Length` and `Transfer-Encoding`.
  case lengthAndTransferEncoding
  /// `Transfer-Encoding: xchunked`, `Transfer-Encoding: chunked, gzip`
  case transferEncoding
  /// `Transfer-Encoding` in HTTP/1.0.
  case transferEncodingInOldVersion
  /// `Connection: (a)`
  case connectionField
  /// `0x5`, `+5`, `5 ` as the size of a chunk.
  case chunkSize
  /// `5;`, `5;a[=b`, or more bytes of extensions than are allowed.
  case chunkExtension
  /// The data of a chunk is not followed by CRLF.
  case chunkEnd
  /// `Content-Length: 5` in the trailer section.
  case trailerField
  /// HTTP without TLS on the TLS port.
  case plainTextOnTLSPort
  /// `POST` with a body that the application cannot read.
  case malformedContent
  /// No client certificate where the application demands one.
  case clientCertificateRequired
  /// A client certificate whose name is not on the application's list.
  case clientNotAllowed
  /// A path that the application does not know.
  case notFound
  /// A method that the path does not have.
  case methodNotAllowed
  /// The head of the request did not come in time.
  case headerTimeout
  /// The body of the request did not come in time.
  case bodyTimeout
  /// No length and no chunks, where the application needs a body.
  case lengthRequired
  /// A body above the limit, announced or sent.
  case bodyTooLarge
  /// A request line above the limit.
  case requestLineTooLong
  /// A content type that the application does not read.
  case unsupportedMediaType
  /// `Content-Encoding: gzip`, or another content coding that the application does not undo.
  case contentCoding
  /// `Expect: 200-ok`
  case expectation
  /// Field lines above the limit of bytes.
  case fieldsTooLarge
  /// More fields than the limit.
  case tooManyFields
  /// The application failed.
  case internalFailure
  /// `BREW / HTTP/1.1`
  case unknownMethod
  /// `Transfer-Encoding: gzip, chunked`
  case transferCoding
  /// More connections than the limit.
  case tooManyConnections
  /// More bytes of bodies in flight than the limit.
  case tooManyBytesInFlight
  /// The application is not ready to answer.
  case notReady
  /// `GET / HTTP/2.0`
  case unsupportedVersion

  /// The status of the answer. The one place where errors become statuses.
  package var status: HTTPStatus {
    switch self {
    case .requestLine, .method, .target, .version, .bareLineFeed, .bareCarriageReturn, .foldedField,
      .spaceBeforeColon, .fieldName, .fieldValue, .missingHost, .malformedHost, .hostMismatch,
      .duplicateField, .ambiguousFieldName, .contentLength, .lengthAndTransferEncoding,
      .transferEncoding, .transferEncodingInOldVersion, .connectionField, .chunkSize,
      .chunkExtension, .chunkEnd, .trailerField, .plainTextOnTLSPort, .malformedContent:
      .badRequest
    case .clientCertificateRequired: .unauthorized
    case .clientNotAllowed: .forbidden
    case .notFound: .notFound
    case .methodNotAllowed: .methodNotAllowed
    case .headerTimeout, .bodyTimeout: .requestTimeout
    case .lengthRequired: .lengthRequired
    case .bodyTooLarge: .contentTooLarge
    case .requestLineTooLong: .uriTooLong
    case .unsupportedMediaType, .contentCoding: .unsupportedMediaType
    case .expectation: .expectationFailed
    case .fieldsTooLarge, .tooManyFields: .headerFieldsTooLarge
    case .internalFailure: .internalServerError
    case .unknownMethod, .transferCoding: .notImplemented
    case .tooManyConnections, .tooManyBytesInFlight, .notReady: .serviceUnavailable
    case .unsupportedVersion: .versionNotSupported
    }
  }

  /// What is wrong, in one sentence for whoever sent the request.
  package var message: StaticString {
    switch self {
    case .requestLine: "the request line is malformed"
    case .method: "the method is not a token"
    case .target: "the request target is malformed or does not belong to this method"
    case .version: "the protocol version is malformed"
    case .bareLineFeed: "a line ends with LF without CR"
    case .bareCarriageReturn: "a CR is not followed by LF"
    case .foldedField: "a field line starts with white space"
    case .spaceBeforeColon: "there is white space between a field name and its colon"
    case .fieldName: "a field name is not a token, or a field line has no colon"
    case .fieldValue: "a field value holds a control character"
    case .missingHost: "the Host field is missing"
    case .malformedHost: "the Host field is malformed"
    case .hostMismatch: "the Host field and the request target name different hosts"
    case .duplicateField: "a field that may occur once occurs more than once"
    case .ambiguousFieldName: "a field name with underscores resembles one that frames messages"
    case .contentLength: "Content-Length is not a plain decimal number"
    case .lengthAndTransferEncoding: "there are both Content-Length and Transfer-Encoding"
    case .transferEncoding: "Transfer-Encoding is not chunked"
    case .transferEncodingInOldVersion: "HTTP/1.0 has no Transfer-Encoding"
    case .connectionField: "the Connection field is not a list of tokens"
    case .chunkSize: "the size of a chunk is malformed"
    case .chunkExtension: "the extensions of chunks are malformed or too long"
    case .chunkEnd: "the data of a chunk does not end where its size says"
    case .trailerField: "the trailer section holds a field that must not stand there"
    case .plainTextOnTLSPort: "this port speaks HTTPS, the request came as plain HTTP"
    case .malformedContent: "the body cannot be read"
    case .clientCertificateRequired: "a client certificate is required"
    case .clientNotAllowed: "the name in the client certificate is not allowed"
    case .notFound: "there is nothing at this path"
    case .methodNotAllowed: "this path does not have this method"
    case .headerTimeout: "the head of the request did not come in time"
    case .bodyTimeout: "the body of the request did not come in time"
    case .lengthRequired: "a body with Content-Length or chunks is required"
    case .bodyTooLarge: "the body is larger than the limit"
    case .requestLineTooLong: "the request line is longer than the limit"
    case .unsupportedMediaType: "this content type is not supported"
    case .contentCoding: "the content coding is not supported: send the body as it is"
    case .expectation: "the expectation is not supported"
    case .fieldsTooLarge: "the header fields are larger than the limit"
    case .tooManyFields: "there are more header fields than the limit"
    case .internalFailure: "the server failed"
    case .unknownMethod: "the method is not known"
    case .transferCoding: "the transfer coding is not supported"
    case .tooManyConnections: "there are too many connections"
    case .tooManyBytesInFlight: "there are too many requests in flight"
    case .notReady: "the server is not ready"
    case .unsupportedVersion: "only HTTP/1.1 and HTTP/1.0 are supported"
    }
  }
}
