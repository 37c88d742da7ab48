import COpenSSL
import Foundation
import Glibc

/// What a server answered.
struct Answer: Equatable {
  var status: Int
  var fields: [String: String]
  var body: [UInt8]

  var text: String { String(decoding: body, as: UTF8.self) }
}

/// Why a test's client cannot go on.
enum ClientError: Error {
  case connection(Int32)
  case tls
  /// The server closed the connection before an answer was complete.
  case ended
  case malformed
}

/// A blocking client with OpenSSL's own TLS, that gives up after twenty seconds.
@safe final class TLSClient {
  private let descriptor: Int32
  private let context: OpaquePointer
  private let session: OpaquePointer
  private var buffer: [UInt8] = []

  /// - Parameters:
  ///   - authority: the file of the authority that must have signed the server's certificate.
  ///   - pair: files of a client certificate and its key.
  init(port: UInt16, authority: URL, pair: (certificate: URL, key: URL)? = nil) throws {
    guard let context = unsafe SSL_CTX_new(TLS_client_method()),
      let session = unsafe Self.session(in: context, authority, pair)
    else { throw ClientError.tls }
    unsafe self.context = context
    unsafe self.session = session
    // Writing to a server that is gone is an error, and not the end of all tests.
    _ = signal(SIGPIPE, SIG_IGN)
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var timeout = timeval(tv_sec: 20, tv_usec: 0)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
      unsafe setsockopt(
        descriptor, SOL_SOCKET, option, &timeout, socklen_t(MemoryLayout<timeval>.size))
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    // SAFETY: every socket address begins with a sockaddr.
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard result == 0 else { throw ClientError.connection(errno) }
    unsafe SSL_set_fd(session, descriptor)
    guard unsafe SSL_connect(session) == 1 else { throw ClientError.tls }
  }

  private static func session(
    in context: OpaquePointer, _ authority: URL, _ pair: (certificate: URL, key: URL)?
  ) -> OpaquePointer? {
    guard unsafe SSL_CTX_load_verify_locations(context, authority.path, nil) == 1 else {
      return nil
    }
    unsafe SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nil)
    if let pair {
      guard unsafe SSL_CTX_use_certificate_chain_file(context, pair.certificate.path) == 1,
        unsafe SSL_CTX_use_PrivateKey_file(context, pair.key.path, SSL_FILETYPE_PEM) == 1
      else { return nil }
    }
    guard let session = unsafe SSL_new(context) else { return nil }
    unsafe copenssl_expect_host(session, "localhost")
    return unsafe session
  }

  deinit {
    unsafe SSL_free(session)
    unsafe SSL_CTX_free(context)
    close(descriptor)
  }

  func send(_ bytes: [UInt8]) throws {
    guard unsafe SSL_write(session, bytes, Int32(bytes.count)) == Int32(bytes.count) else {
      throw ClientError.ended
    }
  }

  private func fill() throws {
    var piece = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe SSL_read(session, &piece, Int32(piece.count))
    guard count > 0 else { throw ClientError.ended }
    buffer += piece[..<Int(count)]
  }

  /// Reads one answer.
  func answer(hasBody: Bool = true) throws -> Answer {
    while buffer.firstRange(of: Array("\r\n\r\n".utf8)) == nil { try fill() }
    let end = buffer.firstRange(of: Array("\r\n\r\n".utf8))?.upperBound ?? 0
    let lines = String(decoding: buffer[..<end], as: UTF8.self).split(separator: "\r\n")
    buffer.removeSubrange(..<end)
    guard let first = lines.first, let status = Int(first.dropFirst(9).prefix(3)) else {
      throw ClientError.malformed
    }
    var fields: [String: String] = [:]
    for line in lines.dropFirst() {
      let parts = line.split(separator: ": ", maxSplits: 1)
      if parts.count == 2 { fields[parts[0].lowercased()] = String(parts[1]) }
    }
    let length = hasBody ? Int(fields["content-length"] ?? "") ?? 0 : 0
    while buffer.count < length { try fill() }
    let body = Array(buffer[..<length])
    buffer.removeSubrange(..<length)
    return Answer(status: status, fields: fields, body: body)
  }

  /// Sends a request with these lines behind the request line, and reads its answer.
  func ask(_ line: String, fields: [String] = [], body: [UInt8]? = nil) throws -> Answer {
    var head = "\(line) HTTP/1.1\r\nHost: localhost\r\n"
    for field in fields { head += "\(field)\r\n" }
    if let body { head += "Content-Length: \(body.count)\r\n" }
    try send(Array("\(head)\r\n".utf8) + (body ?? []))
    return try answer(hasBody: !line.hasPrefix("HEAD"))
  }

  /// Asks for a review as an API server does.
  func review(_ body: [UInt8], at path: String) throws -> Answer {
    try ask(
      "POST \(path)?timeout=10s",
      fields: [
        "User-Agent: kube-apiserver-admission", "Accept: application/json, */*",
        "Content-Type: application/json", "Accept-Encoding: gzip",
      ], body: body)
  }

  func get(_ path: String) throws -> Answer { try ask("GET \(path)") }
}
