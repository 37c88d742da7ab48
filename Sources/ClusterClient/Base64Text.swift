import COpenSSL

/// Base64 with padding and without line breaks (RFC 4648 section 4), as Secrets hold their data.
package enum Base64Text {
  /// The bytes; `nil` where the text is something else.
  package static func decode(_ text: String) -> [UInt8]? {
    let input = Array(text.utf8)
    if input.isEmpty { return [] }
    // OpenSSL passes over white space at the ends, and reads padding anywhere as zeros.
    let padding = input.reversed().prefix { $0 == UInt8(ascii: "=") }.count
    guard let count = Int32(exactly: input.count), count % 4 == 0, padding <= 2,
      input.dropLast(padding).allSatisfy({ $0 > 0x20 && $0 != UInt8(ascii: "=") })
    else { return nil }
    var output = [UInt8](repeating: 0, count: input.count / 4 * 3)
    guard unsafe EVP_DecodeBlock(&output, input, count) == output.count else { return nil }
    output.removeLast(padding)
    return output
  }

  package static func encode(_ bytes: [UInt8]) -> String {
    guard let count = Int32(exactly: bytes.count) else { return "" }
    // OpenSSL writes a zero behind the text.
    var output = [UInt8](repeating: 0, count: (bytes.count + 2) / 3 * 4 + 1)
    unsafe EVP_EncodeBlock(&output, bytes, count)
    output.removeLast()
    return String(decoding: output, as: UTF8.self)
  }
}
