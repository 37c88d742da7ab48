import CLinux
import COpenSSL
import Glibc

/// One TLS connection, whose every wait ends at a deadline or when it is called off. Only looking
/// up a host name cannot be hurried; in a Pod the host is an address.
@safe final class SecureConnection {
  private let descriptor: Int32
  /// SAFETY: owned by this object, never nil, freed once with it.
  private let session: OpaquePointer
  private let deadline: Deadline

  /// Connects, and makes sure who is there.
  init(
    _ configuration: ClusterConfiguration, _ context: ClientContext, _ deadline: Deadline
  ) throws(ExchangeFailure) {
    let socket = try Self.connect(configuration.host, configuration.port, deadline)
    guard let made = unsafe SSL_new(context.pointer) else {
      close(socket)
      throw .untrusted("no memory")
    }
    descriptor = socket
    unsafe session = made
    self.deadline = deadline
    let name = configuration.serverName ?? configuration.host
    guard unsafe SSL_set_fd(session, socket) == 1, expect(name) else {
      throw .untrusted("the server's name cannot be verified")
    }
    while true {
      ERR_clear_error()
      let result = unsafe SSL_connect(session)
      if result == 1 { return }
      try settle(result)
    }
  }

  deinit {
    unsafe SSL_free(session)
    close(descriptor)
  }

  /// Demands that the certificate is for a name or an address. Addresses are sent in no SNI.
  private func expect(_ name: String) -> Bool {
    let parameters = unsafe SSL_get0_param(session)
    if unsafe X509_VERIFY_PARAM_set1_ip_asc(parameters, name) == 1 { return true }
    ERR_clear_error()
    unsafe SSL_set_hostflags(
      session,
      UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
    return unsafe copenssl_expect_host(session, name) != 0
  }

  private static func connect(
    _ host: String, _ port: UInt16, _ deadline: Deadline
  ) throws(ExchangeFailure) -> Int32 {
    var hints = unsafe addrinfo()
    unsafe hints.ai_family = AF_UNSPEC
    unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    unsafe hints.ai_flags = AI_NUMERICSERV
    var found: UnsafeMutablePointer<addrinfo>?
    guard unsafe getaddrinfo(host, String(port), &hints, &found) == 0 else { throw .unknownHost }
    defer { unsafe freeaddrinfo(found) }
    var next = unsafe found
    var failure = ExchangeFailure.unknownHost
    // SAFETY: the list belongs to this function until it is freed.
    while let address = unsafe next {
      let socket = unsafe clinux_socket(address.pointee.ai_family)
      if socket >= 0 {
        do throws(ExchangeFailure) {
          try unsafe finish(socket, address, deadline)
          return socket
        } catch {
          close(socket)
          // The next address may answer; after the deadline none may.
          if error == .timeout || error == .cancelled { throw error }
          failure = error
        }
      } else {
        failure = .connection(errno)
      }
      unsafe next = address.pointee.ai_next
    }
    throw failure
  }

  @unsafe private static func finish(
    _ socket: Int32, _ address: UnsafeMutablePointer<addrinfo>, _ deadline: Deadline
  ) throws(ExchangeFailure) {
    let result = unsafe Glibc.connect(socket, address.pointee.ai_addr, address.pointee.ai_addrlen)
    if result == 0 { return }
    guard errno == EINPROGRESS else { throw .connection(errno) }
    try deadline.wait(for: socket, POLLOUT)
    var code: Int32 = 0
    var size = socklen_t(MemoryLayout<Int32>.size)
    guard unsafe getsockopt(socket, SOL_SOCKET, SO_ERROR, &code, &size) == 0, code == 0 else {
      throw .connection(code)
    }
  }

  func write(_ bytes: [UInt8]) throws(ExchangeFailure) {
    var rest = bytes[...]
    while !rest.isEmpty {
      ERR_clear_error()
      let result = unsafe rest.withUnsafeBytes { buffer in
        unsafe SSL_write(session, buffer.baseAddress, Int32(clamping: buffer.count))
      }
      if result > 0 {
        rest = rest.dropFirst(Int(result))
      } else {
        try settle(result)
      }
    }
  }

  /// The next bytes; `nil` at the end that the server has announced.
  func read() throws(ExchangeFailure) -> [UInt8]? {
    var piece = [UInt8](repeating: 0, count: 16 << 10)
    while true {
      ERR_clear_error()
      let result = unsafe SSL_read(session, &piece, Int32(piece.count))
      if result > 0 { return Array(piece[..<Int(result)]) }
      if unsafe SSL_get_error(session, result) == SSL_ERROR_ZERO_RETURN { return nil }
      try settle(result)
    }
  }

  /// Waits for what OpenSSL waits for, or says what has failed.
  private func settle(_ result: Int32) throws(ExchangeFailure) {
    let code = errno
    switch unsafe SSL_get_error(session, result) {
    case SSL_ERROR_WANT_READ: try deadline.wait(for: descriptor, POLLIN)
    case SSL_ERROR_WANT_WRITE: try deadline.wait(for: descriptor, POLLOUT)
    case SSL_ERROR_ZERO_RETURN: throw .ended
    case SSL_ERROR_SYSCALL: throw code == 0 ? .ended : .connection(code)
    default: throw reason()
    }
  }

  private func reason() -> ExchangeFailure {
    defer { ERR_clear_error() }
    let verified = unsafe SSL_get_verify_result(session)
    // SAFETY: both are strings of OpenSSL's own tables, which stay.
    if verified != Int(X509_V_OK), let text = unsafe X509_verify_cert_error_string(verified) {
      return .untrusted(unsafe String(cString: text))
    }
    let code = ERR_peek_error()
    if copenssl_reason(code) == SSL_R_UNEXPECTED_EOF_WHILE_READING { return .ended }
    guard let text = unsafe ERR_reason_error_string(code) else { return .untrusted("unknown") }
    return .untrusted(unsafe String(cString: text))
  }
}
