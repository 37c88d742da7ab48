import Documents
import Policy

/// How much may be shown of a line of a source that could not be read.
///
/// Nothing is known of such a source but its lines, and it may hold what is nobody's business:
/// passwords of a Secret, settings of a ConfigMap, the literal of a variable. So of a line that may
/// be one of these only the key is shown, and of a source with a Secret nothing at all. What cannot
/// be told counts as guarded: the mistake may be in the very colon or quote that would tell.
///
/// Not covered, since this is no parser: a flow that goes on at lower indentation than the line
/// with its guarded key and without a bracket or comma at the end of the line above; a word that a
/// line break divides (`"Sec\` and `ret"`); and what goes on at lower indentation behind a quoted
/// value that ended on a line of its own. What stands before a colon counts as a key, and is shown.
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

  /// Lines that are looked at for what a line is below of.
  private static let maximumLines = 1_000

  init(_ source: Source) {
    self.source = source
    lines = LineTable(source)
    let text = source.bytes
    secrecy = Self.secrecy(text.span)
  }

  /// Where what is shown of a line ends: behind all of it, or behind a key; `nil` where nothing is.
  func end(ofLine line: Int) -> Int? {
    if secrecy == .secret { return nil }
    let range = lines.range(ofLine: line)
    let text = source.bytes
    let bytes = text.span
    let key = Self.key(bytes, range)
    if Self.beginsWithMark(bytes, range) || isBelowGuarded(line, key, bytes) { return key?.end }
    if let guarded = Self.guardedKey(bytes, range, from: Int(range.start), .anywhere) {
      return guarded.end
    }
    return secrecy == .settings ? key?.end : Int(range.end)
  }

  /// Whether a line is below a guarded key, or continues its value.
  ///
  /// Below a key that its line begins with is what has more columns before it. A key further on is
  /// in a flow, whose lines may begin anywhere: below it is all that is indented as its line is, up
  /// to a line that is indented less.
  private func isBelowGuarded(_ line: Int, _ key: Key?, _ bytes: Span<UInt8>) -> Bool {
    var above = line - 1
    // A line without a key continues the value above it, and in brackets indentation says nothing.
    let isInBrackets = isInBrackets(above, bytes)
    var column = isInBrackets ? .max : key?.column ?? .max
    var lowest =
      isInBrackets ? .max : Self.indentation(bytes, lines.range(ofLine: line)) ?? .max
    while above >= 1 {
      if line - above > Self.maximumLines { return true }
      let range = lines.range(ofLine: above)
      if Self.isMarker(bytes, range) {
        let start = Int(range.start)
        return Self.guardedKey(bytes, range, from: start, .asKey) != nil
          || isInQuotes(line, from: above, bytes)
      }
      above -= 1
      guard let indentation = Self.indentation(bytes, range),
        bytes[Int(range.start) + indentation] != UInt8(ascii: "#")
      else { continue }
      let first = Self.firstKey(bytes, range)
      if indentation <= lowest {
        lowest = indentation
        let next = first?.end ?? Int(range.start)
        if bytes[Int(range.start) + indentation] == UInt8(ascii: ":")
          || Self.guardedKey(bytes, range, from: next, .asKey) != nil
        {
          return true
        }
      }
      guard let first, first.column < column else { continue }
      column = first.column
      if Self.isGuarded(bytes, first.name, hasColon: true) { return true }
    }
    return isInQuotes(line, from: 1, bytes)
  }

  /// Whether a line begins in quotes that are opened behind a guarded key, on a line at or below
  /// `first`: there indentation says nothing either.
  private func isInQuotes(_ line: Int, from first: Int, _ bytes: Span<UInt8>) -> Bool {
    guard first < line else { return false }
    var open: UInt8?
    for above in first..<line {
      let range = lines.range(ofLine: above)
      let end = Int(range.end)
      if open != nil { open = Self.quote(bytes, Int(range.start)..<end, open: open) }
      // What seemed to open quotes before it may be no quote at all.
      if let key = Self.guardedKey(bytes, range, from: Int(range.start), .asKey),
        let quote = Self.quote(bytes, key.end..<end, open: nil)
      {
        open = quote
      }
    }
    return open != nil
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

  /// Whether a line begins a document: `---`, and not a dash more.
  private static func isMarker(_ bytes: Span<UInt8>, _ line: SourceRange) -> Bool {
    let text = bytes.extracting(Int(line.start)..<Int(line.end))
    return text.begins(with: "---") && (text.count == 3 || text[3] <= 0x20)
  }

  /// Whether a line begins, behind blanks, with what says that a key, a value or a property of one
  /// comes: of which key cannot be told.
  private static func beginsWithMark(_ bytes: Span<UInt8>, _ line: SourceRange) -> Bool {
    guard let indentation = indentation(bytes, line) else { return false }
    switch bytes[Int(line.start) + indentation] {
    case UInt8(ascii: ":"), UInt8(ascii: "?"), UInt8(ascii: "&"), UInt8(ascii: "!"): return true
    default: return false
    }
  }

  /// Blanks that a line begins with; `nil` where there is nothing else.
  private static func indentation(_ bytes: Span<UInt8>, _ line: SourceRange) -> Int? {
    for index in Int(line.start)..<Int(line.end) where bytes[index] > 0x20 {
      return index - Int(line.start)
    }
    return nil
  }

  /// The quote that is open at the end of a range.
  private static func quote(_ bytes: Span<UInt8>, _ range: Range<Int>, open: UInt8?) -> UInt8? {
    var open = open
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = bytes[index]
      index += 1
      if byte == UInt8(ascii: "\\"), open != UInt8(ascii: "'") {
        index += 1
      } else if byte == open {
        // One that is doubled only closes these quotes and opens them again.
        open = nil
      } else if open == nil, isQuote(byte) {
        // Behind a letter it is an apostrophe.
        let isApostrophe = byte == UInt8(ascii: "'") && isName(index > 1 ? bytes[index - 2] : 0)
        open = isApostrophe ? nil : byte
      }
    }
    return open
  }

  /// Whether the value of a key, and all below it, is not shown. A word that is none of these keys
  /// as they are written counts only before a colon.
  private static func isGuarded(
    _ bytes: Span<UInt8>, _ name: Range<Int>, hasColon: Bool = false
  ) -> Bool {
    let text = bytes.extracting(name)
    return GuardedKey.isOne(text) || hasColon && GuardedKey.mayBeOne(text)
  }

  /// The key that a line begins with, behind spaces, hyphens and brackets: `- name:`, `{"name":`.
  private static func key(_ bytes: Span<UInt8>, _ line: SourceRange) -> Key? {
    var index = Int(line.start)
    let end = Int(line.end)
    while index < end, isBeforeKey(bytes[index]) { index += 1 }
    return key(bytes, at: index, line)
  }

  /// The key that a line begins with, or a guarded word there, whatever follows it.
  private static func firstKey(_ bytes: Span<UInt8>, _ line: SourceRange) -> Key? {
    if let key = key(bytes, line) { return key }
    var index = Int(line.start)
    let end = Int(line.end)
    while index < end, isBeforeKey(bytes[index]) { index += 1 }
    if index < end, isQuote(bytes[index]) { index += 1 }
    let first = index
    while index < end, isName(bytes[index]) { index += 1 }
    return isGuarded(bytes, first..<index) ? guardedKey(bytes, first..<index, line).key : nil
  }

  /// Which guarded words of a line count.
  private enum Place {
    case anywhere
    /// Where a key can be, or with a colon, a quote or a bracket behind them: no value (`name:
    /// data`) and no word of a sentence, behind which all lines would be guarded.
    case asKey
  }

  /// The first guarded word of a line at or behind an offset.
  private static func guardedKey(
    _ bytes: Span<UInt8>, _ line: SourceRange, from start: Int, _ place: Place
  ) -> Key? {
    var index = start
    let end = Int(line.end)
    // A hyphen may belong to a name, but not where a line begins.
    if start == Int(line.start) {
      while index < end, isBeforeKey(bytes[index]) { index += 1 }
    }
    while index < end {
      let first = index
      while index < end, isName(bytes[index]) { index += 1 }
      if isGuarded(bytes, first..<index, hasColon: isColon(behind: index, bytes, line)) {
        let (key, next) = guardedKey(bytes, first..<index, line)
        if place == .anywhere || isAtKey(bytes, first, line) { return key }
        switch next < end ? bytes[next] : 0 {
        case UInt8(ascii: ":"), UInt8(ascii: "{"), UInt8(ascii: "["): return key
        case let byte where isQuote(byte) && next > key.end: return key
        default: break
        }
      }
      if index == first { index += 1 }
    }
    return nil
  }

  /// Whether a colon follows a word, perhaps behind a quote and blanks.
  private static func isColon(
    behind end: Int, _ bytes: Span<UInt8>, _ line: SourceRange
  ) -> Bool {
    var index = end
    while index < Int(line.end) {
      switch bytes[index] {
      case UInt8(ascii: ":"): return true
      case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: " "): index += 1
      default: return false
      }
    }
    return false
  }

  /// A guarded word as a key, and where what follows it begins: a colon, if it has one.
  private static func guardedKey(
    _ bytes: Span<UInt8>, _ name: Range<Int>, _ line: SourceRange
  ) -> (key: Key, next: Int) {
    var start = name.lowerBound
    var next = name.upperBound
    let end = Int(line.end)
    if start > Int(line.start), isQuote(bytes[start - 1]) {
      start -= 1
      if next < end, bytes[next] == UInt8(ascii: "\\") { next += 1 }
      if next < end, isQuote(bytes[next]) { next += 1 }
    }
    var last = next
    while next < end, bytes[next] <= 0x20 { next += 1 }
    if next < end, bytes[next] == UInt8(ascii: ":") { last = next + 1 }
    return (Key(column: start - Int(line.start), name: name, end: last), next)
  }

  /// Whether nothing stands between a word and what a key can follow but blanks and its quote.
  private static func isAtKey(_ bytes: Span<UInt8>, _ word: Int, _ line: SourceRange) -> Bool {
    var index = word
    while index > Int(line.start) {
      index -= 1
      switch bytes[index] {
      case UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ","), UInt8(ascii: "?"): return true
      case UInt8(ascii: "\\"), UInt8(ascii: "\""), UInt8(ascii: "'"), 0...0x20: continue
      default: return false
      }
    }
    return true
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
  /// What a source may have: a kind may stand on another line than its key, behind a tag or an
  /// anchor, so a word that begins as it does counts wherever it stands, and so does an escape,
  /// which may be any letter of it.
  private static func secrecy(_ bytes: Span<UInt8>) -> Secrecy {
    var secrecy = Secrecy.none
    for index in bytes.indices {
      switch bytes[index] {
      case UInt8(ascii: "\\"):
        switch index + 1 < bytes.count ? bytes[index + 1] : 0 {
        case UInt8(ascii: "u"), UInt8(ascii: "U"), UInt8(ascii: "x"): return .secret
        default: break
        }
      case UInt8(ascii: "S"):
        if isWord("Secret", bytes, at: index) { return .secret }
      case UInt8(ascii: "C"):
        if isWord("ConfigMap", bytes, at: index) { secrecy = .settings }
      case UInt8(ascii: ":"):
        // In other letters it is a word that many manifests have, unless it is a kind.
        if isKind("secret", bytes, behind: index) { return .secret }
        if isKind("configmap", bytes, behind: index) { secrecy = .settings }
      default: break
      }
    }
    return secrecy
  }

  /// Whether a colon is that of `kind`, and what follows begins with a word in letters of any case.
  private static func isKind(
    _ word: StaticString, _ bytes: Span<UInt8>, behind colon: Int
  ) -> Bool {
    var start = colon
    while start > 0, isQuote(bytes[start - 1]) || bytes[start - 1] == 0x20 { start -= 1 }
    guard start >= 4, hasLetters("kind", bytes, at: start - 4) else { return false }
    var index = colon + 1
    while index < bytes.count, isQuote(bytes[index]) || bytes[index] <= 0x20 { index += 1 }
    return hasLetters(word, bytes, at: index)
  }

  private static func hasLetters(
    _ word: StaticString, _ bytes: Span<UInt8>, at start: Int
  ) -> Bool {
    guard start + word.utf8CodeUnitCount <= bytes.count else { return false }
    return word.withBytes { word in
      word.indices.allSatisfy { bytes[start + $0] | 0x20 == word[$0] }
    }
  }

  private static func isWord(_ word: StaticString, _ bytes: Span<UInt8>, at index: Int) -> Bool {
    guard bytes.extracting(index...).begins(with: word) else { return false }
    guard index > 0 else { return true }
    switch bytes[index - 1] {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      return false
    default: return true
    }
  }
}
