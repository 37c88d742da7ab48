/// The trace that a request belongs to (W3C Trace Context, section 3.2, `traceparent`).
package struct TraceParent: Sendable, Equatable {
  /// 32 hexadecimal digits in lower case, not all zero.
  package let traceID: String

  /// - Parameter field: The value of the field. `nil` where it is not valid: it is to be ignored
  ///   then.
  package init?(_ field: ArraySlice<UInt8>) {
    let bytes = Array(field)
    // version "-" trace-id "-" parent-id "-" trace-flags
    guard bytes.count >= 55, [2, 35, 52].allSatisfy({ bytes[$0] == UInt8(ascii: "-") }),
      [0..<2, 3..<35, 36..<52, 53..<55].allSatisfy({ bytes[$0].allSatisfy(Self.isHexDigit) })
    else { return nil }
    let version = bytes[..<2]
    // Version ff is forbidden; later versions may have more behind another dash, version 0 not.
    guard version != [UInt8(ascii: "f"), UInt8(ascii: "f")] else { return nil }
    let isFirstVersion = version == [UInt8(ascii: "0"), UInt8(ascii: "0")]
    if bytes.count > 55, isFirstVersion || bytes[55] != UInt8(ascii: "-") { return nil }
    let zero = UInt8(ascii: "0")
    guard bytes[3..<35].contains(where: { $0 != zero }),
      bytes[36..<52].contains(where: { $0 != zero })
    else { return nil }
    traceID = String(decoding: bytes[3..<35], as: UTF8.self)
  }

  /// Upper case is not valid.
  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains(byte)
  }
}
