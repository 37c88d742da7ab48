import CLinux
import Glibc

/// Where a server listens.
package struct ListenerConfiguration: Sendable {
  package var address: SocketAddress
  /// Whether connections are encrypted.
  package var isTLS: Bool
  /// What ``ConnectionInfo/listener`` is of its connections.
  package var tag: Int

  package init(address: SocketAddress, isTLS: Bool, tag: Int = 0) {
    self.address = address
    self.isTLS = isTLS
    self.tag = tag
  }
}

/// Why a server cannot start.
package enum ServerError: Error, Sendable, Equatable {
  /// An address cannot be listened on, with the system's error number.
  case listen(SocketAddress, errno: Int32)
  /// A system resource is missing, with the system's error number.
  case system(errno: Int32)
  /// A listener wants TLS and there is no certificate.
  case noTLSContext

  /// What is wrong, for a terminal.
  package var message: String {
    switch self {
    case .listen(let address, let code): "cannot listen on \(address): \(Self.text(code))"
    case .system(let code): "cannot start the server: \(Self.text(code))"
    case .noTLSContext: "a listener wants TLS and there is no certificate"
    }
  }

  private static func text(_ code: Int32) -> String {
    // SAFETY: called before the loops start, from the thread that starts them.
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
  }
}

/// A listening socket of one event loop.
struct Listener: Sendable {
  let descriptor: Int32
  let isTLS: Bool
  let tag: Int

  /// Fails where somebody else listens on the address already. A socket that shares its port would
  /// silently take a part of the other's connections.
  static func probe(_ address: SocketAddress) throws(ServerError) {
    guard address.port != 0 else { return }
    let result = unsafe address.withSystemAddress { system, length, family -> Int32 in
      let descriptor = clinux_socket(family)
      guard descriptor >= 0 else { return errno }
      defer { close(descriptor) }
      clinux_set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
      return unsafe bind(descriptor, system, length) == 0 ? 0 : errno
    }
    guard result == 0 else { throw .listen(address, errno: result ?? EINVAL) }
  }

  /// Opens a socket that shares its port with those of the other loops.
  static func open(
    _ configuration: ListenerConfiguration, backlog: Int32
  ) throws(ServerError) -> (listener: Listener, address: SocketAddress) {
    let address = configuration.address
    var descriptor: Int32 = -1
    let result = unsafe address.withSystemAddress { system, length, family -> Int32 in
      descriptor = clinux_socket(family)
      guard descriptor >= 0 else { return errno }
      // Options that accepted sockets inherit. The system finds peers that vanished by itself.
      clinux_set_option(descriptor, SOL_SOCKET, SO_REUSEADDR, 1)
      clinux_set_option(descriptor, SOL_SOCKET, SO_KEEPALIVE, 1)
      clinux_set_option(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
      guard clinux_set_option(descriptor, SOL_SOCKET, SO_REUSEPORT, 1) == 0,
        unsafe bind(descriptor, system, length) == 0, listen(descriptor, backlog) == 0
      else { return errno }
      return 0
    }
    guard result == 0 else {
      if descriptor >= 0 { close(descriptor) }
      throw .listen(address, errno: result ?? EINVAL)
    }
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    // SAFETY: every socket address begins with a sockaddr.
    _ = unsafe withUnsafeMutablePointer(to: &storage) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe getsockname(descriptor, $0, &length)
      }
    }
    let listener = Listener(
      descriptor: descriptor, isTLS: configuration.isTLS, tag: configuration.tag)
    return (listener, SocketAddress.describe(&storage))
  }
}
