import Patterns

/// Keys of manifests whose values nobody is to see.
package enum GuardedKey {
  /// Of Secrets and ConfigMaps, and of variables.
  private static let names = ["data", "stringData", "binaryData", "value"]

  package static func isOne(_ text: Span<UInt8>) -> Bool {
    names.contains { text.says($0) }
  }

  /// Whether a key is one with a mistake in it (`valu`, `stringdata`), or says of its value that it
  /// is a password or a token.
  package static func mayBeOne(_ text: Span<UInt8>) -> Bool {
    isMisspelt(text) || SecretName.isSecret(text)
  }

  private static func isMisspelt(_ text: Span<UInt8>) -> Bool {
    // Values of charts are a word of their own.
    guard (3...12).contains(text.count), !text.says("values") else { return false }
    var bytes: [UInt8] = []
    bytes.append(text)
    return Nearest.word(to: String(decoding: bytes, as: UTF8.self), among: names) != nil
  }
}
