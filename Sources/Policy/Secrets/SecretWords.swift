/// What the words of a text say of secrets: arguments, scripts, addresses, JSON in an annotation.
///
/// It decides which lines are shown, so it rather says too much; what is reported as a secret is
/// for ``EmbeddedSecret`` to say. The text is read once, and in front of each sign a bounded number
/// of bytes is looked at.
enum SecretWords {
  enum Meaning: Equatable {
    case nothing
    /// A secret may be in it: `--password=x`, `PASSWORD=x`, `{"password": "x"}`.
    case holds
    /// What comes next may be one: `--password`.
    case announces
  }

  private static let maximumNameBytes = 64
  /// Quotes, their backslashes and blanks between a name and its sign.
  private static let maximumGap = 4

  static func meaning(of text: Span<UInt8>) -> Meaning {
    var wordStart = 0
    for index in text.indices {
      switch text[index] {
      case UInt8(ascii: "="):
        if isBehindName(text, index), index + 1 < text.count { return .holds }
      case UInt8(ascii: ":"):
        if index + 1 < text.count, isEndOfKey(text, index), isBehindName(text, index) {
          return .holds
        }
      case 0...0x20:
        if isSecretOption(text, wordStart..<index), index + 1 < text.count { return .holds }
        wordStart = index + 1
      default: continue
      }
    }
    return isSecretOption(text, wordStart..<text.count) ? .announces : .nothing
  }

  private static func isSecretOption(_ text: Span<UInt8>, _ word: Range<Int>) -> Bool {
    guard word.count <= maximumNameBytes, let first = word.first, text[first] == UInt8(ascii: "-")
    else { return false }
    return SecretName.isSecret(text.extracting(word))
  }

  private static func isBehindName(_ text: Span<UInt8>, _ sign: Int) -> Bool {
    var end = sign
    while end > 0, sign - end < maximumGap, isGap(text[end - 1]) { end -= 1 }
    var start = end
    while start > 0, end - start < maximumNameBytes, EmbeddedSecret.isNameByte(text[start - 1]) {
      start -= 1
    }
    return start < end && SecretName.isSecret(text.extracting(start..<end))
  }

  /// Whether a colon ends a key of YAML, behind which a blank or a quote stands, or of JSON, where
  /// a quote ends it: `registry/secret:1.0` is an image.
  private static func isEndOfKey(_ text: Span<UInt8>, _ colon: Int) -> Bool {
    isGap(text[colon + 1]) || colon > 0 && isGap(text[colon - 1])
  }

  private static func isGap(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "\\"): true
    default: false
    }
  }
}
