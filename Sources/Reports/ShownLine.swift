import Documents

/// How much may be shown of a line of a source that could not be read.
///
/// Nothing is known of such a source but its lines, and it may hold what is nobody's business:
/// passwords of a Secret, settings of a ConfigMap, the literal of a variable. So of a line that may
/// be one of these only the key is shown, and of a source with a Secret nothing at all. What cannot
/// be told counts as guarded.
struct ShownLine {
  private let source: Source
  let lines: LineTable
  private let secrecy: Secrecy

  private enum Secrecy {
    case none
    /// It has a ConfigMap.
    case settings
    /// It has a Secret.
    case secret
  }

  /// A key and where it stands.
  private struct Key {
    let column: Int
    let name: Range<Int>
    /// Behind the colon.
    let end: Int
  }

  /// Keys whose values, and all below them, are not shown.
  private static let guarded = ["data", "stringData", "binaryData", "value"]
  /// Lines that are looked at for what a line is below of.
  private static let maximumLines = 1_000

  init(_ source: Source) {
    self.source = source
    lines = LineTable(source)
    let text = source.bytes
    secrecy =
      Self.hasKind("Secret", text.span)
      ? .secret : Self.hasKind("ConfigMap", text.span) ? .settings : .none
  }

  /// Where what is shown of a line ends: behind all of it, or behind a key; `nil` where nothing is.
  func end(ofLine line: Int) -> Int? {
    if secrecy == .secret { return nil }
    let range = lines.range(ofLine: line)
    let text = source.bytes
    let bytes = text.span
    let key = Self.key(bytes, range)
    if isBelowGuarded(line, key, bytes) { return key?.end }
    if let guarded = Self.guardedKey(bytes, range) { return guarded.end }
    return secrecy == .settings ? key?.end : Int(range.end)
  }

  /// Whether a line is below a guarded key, or continues its value.
  private func isBelowGuarded(_ line: Int, _ key: Key?, _ bytes: Span<UInt8>) -> Bool {
    var above = line - 1
    // A line without a key continues the value above it, and in brackets indentation says nothing.
    var column = isInBrackets(above, bytes) ? .max : key?.column ?? .max
    while column > 0, above >= 1 {
      if line - above > Self.maximumLines { return true }
      let range = lines.range(ofLine: above)
      above -= 1
      if Self.begins(bytes, range, with: "---") { return false }
      guard let key = Self.key(bytes, range), key.column < column else { continue }
      column = key.column
      if Self.isGuarded(bytes, key.name) { return true }
    }
    return false
  }
}

// MARK: - Lines

extension ShownLine {
  /// Whether what comes behind a line may stand in brackets that are open at its end.
  private func isInBrackets(_ line: Int, _ bytes: Span<UInt8>) -> Bool {
    guard line >= 1 else { return false }
    let range = lines.range(ofLine: line)
    var end = Int(range.end)
    while end > Int(range.start), bytes[end - 1] <= 0x20 { end -= 1 }
    guard end > Int(range.start) else { return false }
    switch bytes[end - 1] {
    case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ","): return true
    default: return false
    }
  }

  private static func begins(_ bytes: Span<UInt8>, _ line: SourceRange, with word: String) -> Bool {
    bytes.extracting(Int(line.start)..<Int(line.end)).begins(with: word)
  }

  private static func isGuarded(_ bytes: Span<UInt8>, _ name: Range<Int>) -> Bool {
    guarded.contains { bytes.extracting(name).says($0) }
  }

  /// The key that a line begins with, behind spaces, hyphens and brackets: `- name:`, `{"name":`.
  private static func key(_ bytes: Span<UInt8>, _ line: SourceRange) -> Key? {
    var index = Int(line.start)
    let end = Int(line.end)
    while index < end, isBeforeKey(bytes[index]) { index += 1 }
    return key(bytes, at: index, line)
  }

  /// The first guarded key of a line, wherever it stands.
  private static func guardedKey(_ bytes: Span<UInt8>, _ line: SourceRange) -> Key? {
    var index = Int(line.start)
    let end = Int(line.end)
    while index < end {
      guard isName(bytes[index]) || isQuote(bytes[index]) else {
        index += 1
        continue
      }
      if let key = key(bytes, at: index, line), isGuarded(bytes, key.name) { return key }
      // On to the end of the name, so that no part of it is taken for a name.
      index += 1
      while index < end, isName(bytes[index]) { index += 1 }
    }
    return nil
  }

  /// A name, perhaps in quotes, and a colon behind which a value may begin.
  private static func key(_ bytes: Span<UInt8>, at start: Int, _ line: SourceRange) -> Key? {
    var index = start
    let end = Int(line.end)
    let isQuoted = index < end && isQuote(bytes[index])
    if isQuoted { index += 1 }
    let first = index
    while index < end, isName(bytes[index]) { index += 1 }
    let name = first..<index
    // In a text that is JSON itself, as an annotation may be, quotes are escaped.
    if isQuoted, index < end, bytes[index] == UInt8(ascii: "\\") { index += 1 }
    if isQuoted {
      guard index < end, bytes[index] == bytes[start] else { return nil }
      index += 1
    }
    while index < end, bytes[index] == UInt8(ascii: " ") { index += 1 }
    guard !name.isEmpty, index < end, bytes[index] == UInt8(ascii: ":") else { return nil }
    let next = index + 1
    guard isQuoted || next == end || bytes[next] <= 0x20 || isQuote(bytes[next]) else { return nil }
    return Key(column: start - Int(line.start), name: name, end: next)
  }

  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"),
      UInt8(ascii: "."), UInt8(ascii: "/"):
      true
    default: false
    }
  }

  private static func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
  }

  private static func isBeforeKey(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "-"), UInt8(ascii: "?"),
      UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ","):
      true
    default: false
    }
  }
}

// MARK: - Kinds

extension ShownLine {
  /// Whether a source has an object of a kind somewhere: `kind`, then nothing but quotes, a colon
  /// and spaces, then the kind.
  private static func hasKind(_ kind: String, _ bytes: Span<UInt8>) -> Bool {
    let key = "kind".utf8.count
    var index = 0
    while index < bytes.count {
      defer { index += 1 }
      guard bytes[index] == UInt8(ascii: "k"), bytes.extracting(index...).begins(with: "kind")
      else { continue }
      var next = index + key
      while next < bytes.count, isBetween(bytes[next]) { next += 1 }
      if bytes.extracting(next...).begins(with: kind) { return true }
    }
    return false
  }

  private static func isBetween(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: ":")
      || isQuote(byte)
  }
}
