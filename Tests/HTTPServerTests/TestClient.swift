import CLinux
import COpenSSL
import Glibc

@testable import HTTPServer

/// What a server answered.
struct TestResponse: Equatable {
  var status: Int
  var fields: [String: String]
  var body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }
  var isClosing: Bool { fields["connection"] == "close" }
}

/// Why a test's client cannot go on.
enum TestClientError: Error, Equatable {
  case system(Int32)
  case tls(String)
  /// The server closed the connection before a response was complete.
  case ended
  case malformed
}

/// What a client can resume later.
@safe final class SavedSession: Sendable {
  /// SAFETY: owned by this object; OpenSSL counts references to sessions atomically.
  nonisolated(unsafe) let pointer: OpaquePointer?

  init(of client: TestClient) {
    unsafe pointer = SSL_get1_session(client.session)
  }

  deinit { unsafe SSL_SESSION_free(pointer) }
}

/// A blocking client, plain or with OpenSSL's own TLS, that gives up after ten seconds.
@safe final class TestClient {
  /// What a client brings along for TLS.
  struct TLSOptions: Sendable {
    var authority: [UInt8]?
    var pair: CertificatePair?
    var maximumVersion: Int32 = 0
    var protocols: [String] = ["http/1.1"]
    var ciphers: String?
    var session: SavedSession?
  }

  let descriptor: Int32
  private(set) var session: OpaquePointer?
  private var context: OpaquePointer?
  private var buffer: [UInt8] = []

  init(port: UInt16) throws(TestClientError) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var timeout = timeval(tv_sec: 10, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      unsafe setsockopt(
        descriptor, SOL_SOCKET, option, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }
    clinux_set_option(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
    let result = unsafe SocketAddress(host: "127.0.0.1", port: port).withSystemAddress {
      address, length, _ in
      unsafe connect(descriptor, address, length)
    }
    guard result == 0 else {
      close(descriptor)
      throw .system(errno)
    }
  }

  /// Connects, and does the handshake.
  convenience init(port: UInt16, tls options: TLSOptions) throws(TestClientError) {
    try self.init(port: port)
    guard let made = unsafe SSL_CTX_new(TLS_client_method()) else { throw .tls("context") }
    unsafe context = made
    if options.maximumVersion != 0 { unsafe copenssl_limit_version(made, options.maximumVersion) }
    if let ciphers = options.ciphers {
      unsafe SSL_CTX_set_security_level(made, 0)
      guard unsafe SSL_CTX_set_cipher_list(made, ciphers) == 1 else { throw .tls("ciphers") }
    }
    if let authority = options.authority { try trust(authority) }
    if let pair = options.pair {
      guard let certificate = try? PEM.certificates(pair.certificate)[0],
        let key = try? PEM.key(pair.key),
        unsafe SSL_CTX_use_certificate(made, certificate.pointer) == 1,
        unsafe SSL_CTX_use_PrivateKey(made, key.pointer) == 1
      else { throw .tls("client certificate") }
    }
    let wire = options.protocols.flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) }
    if !wire.isEmpty { unsafe SSL_CTX_set_alpn_protos(made, wire, UInt32(wire.count)) }
    guard let session = unsafe SSL_new(made) else { throw .tls("session") }
    unsafe self.session = session
    unsafe SSL_set_fd(session, descriptor)
    if let earlier = options.session { unsafe SSL_set_session(session, earlier.pointer) }
    unsafe copenssl_expect_host(session, "localhost")
    guard unsafe SSL_connect(session) == 1 else { throw Self.tlsError() }
  }

  /// Sends bytes below TLS.
  func sendRaw(_ bytes: [UInt8]) {
    _ = unsafe bytes.withUnsafeBytes {
      unsafe clinux_send(descriptor, $0.baseAddress, $0.count)
    }
  }

  private func trust(_ authority: [UInt8]) throws(TestClientError) {
    guard let certificates = try? PEM.certificates(authority) else { throw .tls("authority") }
    let store = unsafe SSL_CTX_get_cert_store(context)
    for certificate in certificates { unsafe X509_STORE_add_cert(store, certificate.pointer) }
    unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
  }

  private static func tlsError() -> TestClientError {
    let code = ERR_peek_last_error()
    ERR_clear_error()
    return .tls(
      unsafe ERR_reason_error_string(code).map { unsafe String(cString: $0) } ?? "\(code)")
  }

  deinit { disconnect() }

  private var isConnected = true

  /// Closes the connection without a word.
  func disconnect() {
    guard isConnected else { return }
    isConnected = false
    unsafe SSL_free(session)
    unsafe SSL_CTX_free(context)
    close(descriptor)
  }

  /// Ends the sending direction.
  func endSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  func send(_ text: String) throws(TestClientError) { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws(TestClientError) {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes[sent...].withUnsafeBytes { rest -> Int in
        if let session = unsafe session {
          ERR_clear_error()
          return Int(unsafe SSL_write(session, rest.baseAddress, Int32(rest.count)))
        }
        return unsafe clinux_send(descriptor, rest.baseAddress, rest.count)
      }
      if count < 0, unsafe session == nil, errno == EINTR { continue }
      guard count > 0 else { throw .system(errno) }
      sent += count
    }
  }

  /// Reads more; `false` at the end of the stream.
  private func fill() throws(TestClientError) -> Bool {
    var piece = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe piece.withUnsafeMutableBytes { room -> Int in
      if let session = unsafe session {
        ERR_clear_error()
        let count = unsafe SSL_read(session, room.baseAddress, Int32(room.count))
        if count > 0 { return Int(count) }
        return unsafe SSL_get_error(session, count) == SSL_ERROR_ZERO_RETURN ? 0 : -1
      }
      // A signal ends a call that has a time limit, whatever its handler says.
      while true {
        let count = unsafe recv(descriptor, room.baseAddress, room.count, 0)
        if count >= 0 || errno != EINTR { return count }
      }
    }
    if count < 0 { throw unsafe session == nil ? .system(errno) : Self.tlsError() }
    buffer += piece[..<count]
    return count > 0
  }

  /// Reads one response. `hasBody` is `false` for the answer to HEAD.
  func response(hasBody: Bool = true) throws(TestClientError) -> TestResponse {
    var headEnd: Int?
    while headEnd == nil {
      headEnd = buffer.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound
      if headEnd == nil, try !fill() { throw .ended }
    }
    let head = String(decoding: buffer[..<(headEnd ?? 0)], as: UTF8.self)
    let lines = head.split(separator: "\r\n")
    guard let first = lines.first, first.hasPrefix("HTTP/1.1 "), first.utf8.count > 12,
      let status = Int(first.dropFirst(9).prefix(3))
    else { throw .malformed }
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstRange(of: ": ") else { throw .malformed }
      fields[line[..<colon.lowerBound].lowercased()] = String(line[colon.upperBound...])
    }
    buffer.removeSubrange(..<(headEnd ?? 0))
    let length = hasBody ? Int(fields["content-length"] ?? "0") ?? 0 : 0
    while buffer.count < length {
      if try !fill() { throw .ended }
    }
    let body = Array(buffer[..<length])
    buffer.removeSubrange(..<length)
    return TestResponse(status: status, fields: fields, body: body)
  }

  /// Sends a request, and reads its response.
  func ask(_ text: String) throws(TestClientError) -> TestResponse {
    try send(text)
    return try response()
  }

  /// Sends GET for a path.
  func get(_ path: String) throws(TestClientError) -> TestResponse {
    try ask("GET \(path) HTTP/1.1\r\nHost: localhost\r\n\r\n")
  }

  /// Whether nothing comes any more: the server has closed the connection, in order.
  func isAtEnd() -> Bool {
    do throws(TestClientError) {
      guard buffer.isEmpty else { return false }
      return try !fill()
    } catch {
      return false
    }
  }

  /// Whether the connection has ended in any way.
  func isBroken() -> Bool {
    do throws(TestClientError) {
      return try !fill()
    } catch {
      return error != .system(EAGAIN)
    }
  }
}
