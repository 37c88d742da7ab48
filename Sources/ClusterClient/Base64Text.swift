import Documents

/// Base64 as an API server writes the data of Secrets: on one line.
package enum Base64Text {
  /// The bytes; `nil` where the text is something else.
  package static func decode(_ text: String) -> [UInt8]? {
    let bytes = Array(text.utf8)
    return bytes.contains { $0 == 0x0A || $0 == 0x0D } ? nil : Base64.decode(bytes)
  }
}
