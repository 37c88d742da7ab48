import Glibc

/// What a certificate can be for: a DNS name, also with a wildcard, or an IP address.
package enum CertificateName {
  /// RFC 1035 §2.3.4, in bytes.
  private static let maximumBytes = 253
  private static let maximumLabelBytes = 63

  package static func isName(_ name: String) -> Bool {
    isAddress(name) || isHost(name.utf8Span.span)
  }

  static func isAddress(_ name: String) -> Bool {
    var bytes = in6_addr()
    // SAFETY: an IPv6 address has room for an IPv4 address.
    let isShort = unsafe inet_pton(AF_INET, name, &bytes) == 1
    let isLong = unsafe inet_pton(AF_INET6, name, &bytes) == 1
    return isShort || isLong
  }

  /// Whether a client would look for such a name. The rules are those of Go's crypto/x509, with
  /// which API servers look: labels of letters, digits, `-` and `_`.
  private static func isHost(_ name: Span<UInt8>) -> Bool {
    guard name.count <= maximumBytes else { return false }
    var start = 0
    var last = 0..<0
    for index in 0...name.count where index == name.count || name[index] == UInt8(ascii: ".") {
      last = start..<index
      // RFC 6125 §6.4.3: a wildcard is the whole leftmost label, and of something.
      let isWildcard = start == 0 && index == 1 && index < name.count && name[0] == 0x2A
      guard isWildcard || isLabel(name.extracting(last)) else { return false }
      start = index + 1
    }
    // RFC 1123 §2.1: no name ends with a number, so that 999.1.1.1 is not taken for one.
    for index in last where !ASCII.isDigit(name[index]) { return true }
    return false
  }

  private static func isLabel(_ label: Span<UInt8>) -> Bool {
    guard label.count > 0, label.count <= maximumLabelBytes else { return false }
    let hyphen = UInt8(ascii: "-")
    for index in label.indices {
      let byte = label[index]
      let isLetter = (0x61...0x7A).contains(byte | 0x20)
      guard isLetter || ASCII.isDigit(byte) || byte == hyphen || byte == UInt8(ascii: "_") else {
        return false
      }
    }
    return label[0] != hyphen && label[label.count - 1] != hyphen
  }
}
