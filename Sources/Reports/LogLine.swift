import Documents

/// Lines that a log reader might act on instead of showing them.
///
/// GitHub's runner takes a line that begins with `::`, after any white space, for a command of the
/// job, and `##[` for one wherever it stands: `::error file=a::b`, `##[error]b`. Names come from
/// whoever wrote the pull request, and no name is to speak for the job.
package enum LogLine {
  /// A text from outside, safe wherever a line may be broken: the first mark of what could be a
  /// command is written as an escape, and control characters are as in ``VisibleText``.
  package static func escaped(_ text: String) -> String {
    let bytes = text.utf8Span.span
    if PlainText.isPlain(bytes) { return text }
    var isSuspicious = false
    var before: UInt8 = 0
    for index in bytes.indices {
      let byte = bytes[index]
      if VisibleText.mayBeHidden(byte) { isSuspicious = true }
      if byte == UInt8(ascii: ":"), before == byte { isSuspicious = true }
      if byte == UInt8(ascii: "["), before == UInt8(ascii: "#") { isSuspicious = true }
      before = byte
    }
    guard isSuspicious else { return text }
    let text = VisibleText.escaped(text)
    var result = ""
    var isFirst = true
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      if isFirst && rest.starts(with: "::".unicodeScalars)
        || rest.starts(with: "##[".unicodeScalars)
      {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
      isFirst = scalar.properties.isWhitespace
      rest = rest.dropFirst()
    }
    return result
  }

  /// Makes the end of an output safe in the same way: what is written in parts need not be put
  /// together before.
  static func escape(_ output: inout [UInt8], from start: Int) {
    if PlainText.isPlain(output.span.extracting(start...)) { return }
    let text = escaped(String(decoding: output[start...], as: UTF8.self))
    output.removeSubrange(start...)
    output.append(text)
  }
}
