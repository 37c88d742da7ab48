/// A boolean in the text of an annotation, read as Go's `strconv.ParseBool` reads it: that is what
/// Linkerd, the EKS webhook and most controllers use.
package enum GoBool {
  /// Exactly `1 t T TRUE true True` and `0 f F FALSE false False`; `nil` for every other text, also
  /// `yes`, `on`, `tRUE` and texts with blanks.
  package static func parse(_ text: Span<UInt8>) -> Bool? {
    switch text.count {
    case 1:
      switch text[0] {
      case UInt8(ascii: "1"), UInt8(ascii: "t"), UInt8(ascii: "T"): return true
      case UInt8(ascii: "0"), UInt8(ascii: "f"), UInt8(ascii: "F"): return false
      default: return nil
      }
    case 4: return isWord(text, "true") ? true : nil
    case 5: return isWord(text, "false") ? false : nil
    default: return nil
    }
  }

  package static func parse(_ text: String) -> Bool? { parse(text.utf8Span.span) }

  /// Whether a text is a word in lower case, in upper case, or with a capital and the rest lower.
  /// The text is as long as the word.
  private static func isWord(_ text: Span<UInt8>, _ word: StaticString) -> Bool {
    let firstIsUpper = text[0].isUppercaseLetter
    let restIsUpper = text[1].isUppercaseLetter
    guard firstIsUpper || !restIsUpper else { return false }
    var index = 0
    for scalar in word.description.utf8 {
      let isUpper = index == 0 ? firstIsUpper : restIsUpper
      guard text[index] == (isUpper ? scalar & 0xDF : scalar) else { return false }
      index += 1
    }
    return true
  }
}
