/// Subnets in the text of an annotation, as Go's `net.ParseCIDR` reads them: `10.0.0.0/8`,
/// `fd00::/8`.
enum Subnet {
  static func isValid(_ text: String) -> Bool {
    let bytes = Array(text.utf8)
    guard let slash = bytes.firstIndex(of: UInt8(ascii: "/")) else { return false }
    let address = bytes[..<slash]
    guard let length = decimal(bytes[(slash + 1)...], atMost: 128) else { return false }
    if address.contains(UInt8(ascii: ":")) { return isIPv6(address) }
    return length <= 32 && isIPv4(address)
  }

  /// Four numbers up to 255 without leading zeros.
  private static func isIPv4(_ bytes: ArraySlice<UInt8>) -> Bool {
    let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    return parts.count == 4
      && parts.allSatisfy { part in
        decimal(part, atMost: 255) != nil && (part.count == 1 || part.first != UInt8(ascii: "0"))
      }
  }

  /// Eight groups of one to four hexadecimal digits, of which `::` once stands for one or more that
  /// are zero; the last two may be an IPv4 address.
  private static func isIPv6(_ bytes: ArraySlice<UInt8>) -> Bool {
    let colon = UInt8(ascii: ":")
    var gap: Int?
    for index in bytes.indices.dropLast() where bytes[index] == colon && bytes[index + 1] == colon {
      guard gap == nil else { return false }
      gap = index
    }
    guard let gap else { return groups(bytes) == 8 }
    let head = bytes[..<gap]
    let tail = bytes[(gap + 2)...]
    guard let before = head.isEmpty ? 0 : groups(head, endsInIPv4: false),
      let after = tail.isEmpty ? 0 : groups(tail)
    else { return false }
    return before + after <= 7
  }

  /// The number of groups; `nil` where one is wrong.
  private static func groups(_ bytes: ArraySlice<UInt8>, endsInIPv4: Bool = true) -> Int? {
    var count = 0
    let parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    for (place, part) in parts.enumerated() {
      if endsInIPv4, place == parts.count - 1, part.contains(UInt8(ascii: ".")) {
        guard isIPv4(part) else { return nil }
        count += 2
      } else {
        guard (1...4).contains(part.count), part.allSatisfy(isHexadecimal) else { return nil }
        count += 1
      }
    }
    return count
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    let letter = byte | 0x20
    return byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
      || letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "f")
  }

  private static func decimal(_ bytes: ArraySlice<UInt8>, atMost limit: Int) -> Int? {
    guard !bytes.isEmpty, bytes.count <= 3 else { return nil }
    var value = 0
    for byte in bytes {
      guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    return value <= limit ? value : nil
  }
}
