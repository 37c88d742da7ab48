import CLinux
import Glibc

/// An IP address and a port to listen on.
package struct SocketAddress: Sendable, Equatable, CustomStringConvertible {
  /// IPv4 or IPv6 in text form, without brackets.
  package let host: String
  /// 0 lets the system choose.
  package var port: UInt16

  package init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  /// Reads `127.0.0.1:8443` or `[::1]:8443`; `nil` for anything else, names included.
  package init?(_ text: String) {
    guard let colon = text.utf8.lastIndex(of: ASCII.colon) else { return nil }
    let digits = text.utf8[text.utf8.index(after: colon)...]
    guard (1...5).contains(digits.count), digits.allSatisfy(ASCII.isDigit),
      let port = UInt16(text[digits.startIndex...])
    else { return nil }
    var host = text[..<colon]
    let isLong = host.hasPrefix("[") && host.hasSuffix("]")
    if isLong { host = host.dropFirst().dropLast() }
    self.init(host: String(host), port: port)
    var bytes = in6_addr()
    // SAFETY: an IPv6 address has room for an IPv4 address.
    guard unsafe inet_pton(isLong ? AF_INET6 : AF_INET, self.host, &bytes) == 1 else { return nil }
  }

  package var description: String {
    host.utf8.contains(ASCII.colon) ? "[\(host)]:\(port)" : "\(host):\(port)"
  }

  /// Calls `body` with the system's form of the address; `nil` where the text is no address.
  func withSystemAddress<Result>(
    _ body: (UnsafePointer<sockaddr>, socklen_t, _ family: Int32) -> Result
  ) -> Result? {
    var short = sockaddr_in()
    if unsafe inet_pton(AF_INET, host, &short.sin_addr) == 1 {
      short.sin_family = sa_family_t(AF_INET)
      short.sin_port = port.bigEndian
      // SAFETY: every socket address begins with a sockaddr.
      return unsafe withUnsafePointer(to: &short) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
          unsafe body(address, socklen_t(MemoryLayout<sockaddr_in>.size), AF_INET)
        }
      }
    }
    var long = sockaddr_in6()
    guard unsafe inet_pton(AF_INET6, host, &long.sin6_addr) == 1 else { return nil }
    long.sin6_family = sa_family_t(AF_INET6)
    long.sin6_port = port.bigEndian
    // SAFETY: as above.
    return unsafe withUnsafePointer(to: &long) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        unsafe body(address, socklen_t(MemoryLayout<sockaddr_in6>.size), AF_INET6)
      }
    }
  }

  /// The address in the system's form, as text.
  static func describe(_ storage: inout sockaddr_storage) -> SocketAddress {
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let family = Int32(storage.ss_family)
    // SAFETY: the family says which type the bytes are, and the storage has room for each.
    let port = unsafe withUnsafeMutablePointer(to: &storage) { pointer -> UInt16 in
      let raw = UnsafeMutableRawPointer(pointer)
      if family == AF_INET {
        let address = unsafe raw.assumingMemoryBound(to: sockaddr_in.self)
        unsafe inet_ntop(family, &address.pointee.sin_addr, &text, socklen_t(text.count))
        return unsafe UInt16(bigEndian: address.pointee.sin_port)
      }
      let address = unsafe raw.assumingMemoryBound(to: sockaddr_in6.self)
      unsafe inet_ntop(family, &address.pointee.sin6_addr, &text, socklen_t(text.count))
      return unsafe UInt16(bigEndian: address.pointee.sin6_port)
    }
    let end = text.firstIndex(of: 0) ?? text.count
    let host = String(decoding: text[..<end].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    return SocketAddress(host: host, port: port)
  }
}
