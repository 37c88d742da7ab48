import CLinux
import COpenSSL
import Foundation
import Glibc
import HTTPServer
import JSONSyntax

/// The server's side of TLS.
@safe final class FakeContext: Sendable {
  /// SAFETY: not changed after `init`; OpenSSL counts references atomically.
  nonisolated(unsafe) let pointer: OpaquePointer

  init(_ pair: CertificatePair) throws {
    guard let context = unsafe SSL_CTX_new(TLS_server_method()) else { throw FakeClusterError.tls }
    unsafe pointer = context
    func reader(_ bytes: [UInt8]) -> OpaquePointer? {
      let bio = unsafe BIO_new(BIO_s_mem())
      unsafe BIO_write(bio, bytes, Int32(bytes.count))
      return unsafe bio
    }
    let certificateReader = unsafe reader(pair.certificate)
    let keyReader = unsafe reader(pair.key)
    defer {
      unsafe BIO_free(certificateReader)
      unsafe BIO_free(keyReader)
    }
    guard let certificateReader = unsafe certificateReader, let keyReader = unsafe keyReader,
      let certificate = unsafe copenssl_read_certificate(certificateReader),
      let key = unsafe copenssl_read_key(keyReader),
      unsafe SSL_CTX_use_certificate(context, certificate) == 1,
      unsafe SSL_CTX_use_PrivateKey(context, key) == 1
    else { throw FakeClusterError.tls }
    unsafe X509_free(certificate)
    unsafe EVP_PKEY_free(key)
  }

  deinit { unsafe SSL_CTX_free(pointer) }
}

/// One connection, one request.
enum FakeConnection {
  static func listen() throws -> (Int32, UInt16) {
    // Writing to a client that is gone is an error, and not the end of all tests.
    _ = signal(SIGPIPE, SIG_IGN)
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    // SAFETY: every socket address begins with a sockaddr.
    let result = unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe bind(descriptor, address, size) == 0 && Glibc.listen(descriptor, 64) == 0
          && getsockname(descriptor, address, &size) == 0
      }
    }
    guard result else { throw FakeClusterError.notListening(errno) }
    return (descriptor, UInt16(bigEndian: address.sin_port))
  }

  static func accept(_ listener: Int32) -> Int32? {
    while true {
      let socket = Glibc.accept(listener, nil, nil)
      if socket >= 0 { return socket }
      if errno != EINTR, errno != ECONNABORTED { return nil }
    }
  }

  static func serve(_ socket: Int32, _ cluster: FakeCluster) {
    defer { close(socket) }
    var timeout = timeval(tv_sec: 20, tv_usec: 0)
    unsafe setsockopt(
      socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
    guard let session = unsafe SSL_new(cluster.context.pointer) else { return }
    defer { unsafe SSL_free(session) }
    unsafe SSL_set_fd(session, socket)
    guard unsafe SSL_accept(session) == 1, let request = unsafe read(session) else { return }
    let (fault, hook) = cluster.state.withLock { state in
      state.requests.append(request)
      return (state.faults.isEmpty ? nil : state.faults.removeFirst(), state.hook)
    }
    hook?(request)
    switch fault {
    case .reset: cut(socket)
    case .resetAfterwards:
      _ = cluster.answer(request)
      cut(socket)
    case .silence:
      var byte: UInt8 = 0
      _ = unsafe SSL_read(session, &byte, 1)
    case .raw(let text): unsafe write(text, session)
    case .status(let status, let retryAfter):
      let field = retryAfter.map { "Retry-After: \($0)\r\n" } ?? ""
      unsafe write(
        "HTTP/1.1 \(status) x\r\n\(field)Content-Length: 0\r\n\r\n", session)
    case .truncated, .chunked, nil:
      let (status, body) = cluster.answer(request)
      unsafe write(render(status, body.json(), fault), session)
      if case .truncated? = fault { return }
    }
    unsafe SSL_shutdown(session)
  }

  /// Ends a connection so that the other side gets an error.
  private static func cut(_ socket: Int32) {
    var now = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
  }

  private static func render(_ status: Int, _ body: String, _ fault: FakeCluster.Fault?) -> String {
    let head = "HTTP/1.1 \(status) x\r\nContent-Type: application/json\r\n"
    switch fault {
    case .truncated:
      return "\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body.prefix(body.count / 2))"
    case .chunked:
      let pieces = stride(from: 0, to: body.utf8.count, by: 7).map { start in
        let piece = body.utf8.dropFirst(start).prefix(7)
        return "\(String(piece.count, radix: 16));x=y\r\n\(String(Substring(piece)))\r\n"
      }
      return "HTTP/1.1 100 Continue\r\n\r\n\(head)Transfer-Encoding: chunked\r\n\r\n"
        + pieces.joined() + "0\r\nTrailer: x\r\n\r\n"
    default:
      return "\(head)Content-Length: \(body.utf8.count)\r\n\r\n\(body)"
    }
  }

  @unsafe private static func write(_ text: String, _ session: OpaquePointer) {
    let bytes = Array(text.utf8)
    _ = unsafe SSL_write(session, bytes, Int32(bytes.count))
  }

  @unsafe private static func read(_ session: OpaquePointer) -> FakeCluster.Request? {
    var input: [UInt8] = []
    var length: Int?
    let blank = Array("\r\n\r\n".utf8)
    while true {
      if let end = input.firstRange(of: blank) {
        let lines = String(decoding: input[..<end.lowerBound], as: UTF8.self)
          .components(separatedBy: "\r\n")
        func field(_ name: String) -> String? {
          lines.first { $0.hasPrefix("\(name): ") }?.dropFirst(name.count + 2).description
        }
        length = field("Content-Length").flatMap { Int($0) } ?? 0
        if input.count >= end.upperBound + (length ?? 0) {
          let words = lines[0].split(separator: " ").map(String.init)
          guard words.count == 3 else { return nil }
          return FakeCluster.Request(
            method: words[0], path: words[1],
            token: field("Authorization")?.replacingOccurrences(of: "Bearer ", with: ""),
            body: Array(input[end.upperBound...]))
        }
      }
      var piece = [UInt8](repeating: 0, count: 16_384)
      let count = unsafe SSL_read(session, &piece, Int32(piece.count))
      guard count > 0 else { return nil }
      input += piece[..<Int(count)]
    }
  }
}
