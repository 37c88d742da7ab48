/// Base64 with padding and without line breaks: RFC 4648 §4.
enum Base64 {
  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  private static let padding = UInt8(ascii: "=")

  /// The encoding of bytes.
  static func text(_ input: [UInt8]) -> String {
    var output: [UInt8] = []
    append(input, to: &output)
    return String(decoding: output, as: UTF8.self)
  }

  /// Appends the encoding of bytes.
  static func append(_ input: [UInt8], to output: inout [UInt8]) {
    output.reserveCapacity(output.count + (input.count + 2) / 3 * 4)
    let bytes = input.span
    let table = alphabet
    let letters = table.span
    var index = 0
    while index < bytes.count {
      let left = bytes.count - index
      let first = Int(bytes[index])
      let second = left > 1 ? Int(bytes[index + 1]) : 0
      let third = left > 2 ? Int(bytes[index + 2]) : 0
      output.append(letters[first >> 2])
      output.append(letters[(first & 0x03) << 4 | second >> 4])
      output.append(left > 1 ? letters[(second & 0x0F) << 2 | third >> 6] : padding)
      output.append(left > 2 ? letters[third & 0x3F] : padding)
      index += 3
    }
  }
}
