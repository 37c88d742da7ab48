import Documents

extension YAMLWriter {
  /// Writes a string on one line, plain or in quotes. `quotes` are those that it had, if any.
  mutating func write(string: [UInt8], inFlow: Bool, quotes: YAMLStyle.Quotes? = nil) {
    let traits = ScalarStyle(string)
    let wanted = quotes ?? (style.quotesEverything ? style.quotes : nil)
    if wanted == nil, traits.isPlain(inFlow: inFlow) {
      output.append(contentsOf: string)
    } else if (wanted ?? style.quotes) == .single, traits.isSingleQuotable {
      writeSingleQuoted(string)
    } else {
      writeDoubleQuoted(string)
    }
  }

  private mutating func writeSingleQuoted(_ string: [UInt8]) {
    output.append(.singleQuote)
    for byte in string {
      if byte == .singleQuote { output.append(.singleQuote) }
      output.append(byte)
    }
    output.append(.singleQuote)
  }

  private mutating func writeDoubleQuoted(_ string: [UInt8]) {
    output.append(.doubleQuote)
    for scalar in String(decoding: string, as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"": append("\\\"")
      case "\\": append("\\\\")
      case "\n": append("\\n")
      case "\t": append("\\t")
      case "\r": append("\\r")
      case "\0": append("\\0")
      default:
        let code = scalar.value
        switch code {
        case 0..<0x20, 0x7F...0x9F: escape(code, "x", digits: 2)
        case 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF: escape(code, "u", digits: 4)
        default: output.append(contentsOf: String(scalar).utf8)
        }
      }
    }
    output.append(.doubleQuote)
  }

  private mutating func escape(_ code: UInt32, _ letter: String, digits: Int) {
    let text = String(code, radix: 16, uppercase: true)
    append("\\" + letter)
    for _ in 0..<max(digits - text.utf8.count, 0) { output.append(.zero) }
    append(text)
  }

  /// Writes a literal block scalar after what announces it: the header, then the lines, each with a
  /// line break before it. `parent` is the column of the collection around it, -1 at the root.
  /// Answers `false`, having written nothing, where the text cannot be one there.
  mutating func write(literal string: [UInt8], column: Int, parent: Int) -> Bool {
    guard ScalarStyle(string).isLiteral else { return false }
    let lines = string.split(separator: .lineFeed, omittingEmptySubsequences: false)
    // YAML 1.2 §8.1.1.1: the indentation is found by the first line that is not empty; where white
    // space begins the text it has to be said.
    let needsIndicator =
      lines.prefix { $0.allSatisfy(\.isWhite) }.contains { !$0.isEmpty }
      || lines.first { !$0.allSatisfy(\.isWhite) }?.first.map(\.isWhite) == true
    let indicator = column - parent
    let breaks = lines.reversed().prefix(while: \.isEmpty).count
    if style.below == .indented || breaks > 1 && style.below == .emptyLines { return false }
    if needsIndicator, parent < 0 || !(1...9).contains(indicator) { return false }
    output.append(.pipe)
    if needsIndicator { append(String(indicator)) }
    var kept = lines[...]
    switch breaks {
    case 0:
      output.append(.minus)
    case 1:
      kept = kept.dropLast()
      endsWithOpenLine = true
    default:
      output.append(.plus)
      kept = kept.dropLast()
      endsWithOpenLine = true
    }
    for line in kept {
      newLine(column: line.isEmpty ? 0 : column)
      output.append(contentsOf: line)
    }
    return true
  }

  /// Writes a scalar as it stands in the source; answers `false`, having written nothing, where it
  /// is none or cannot stand so here.
  mutating func write(_ spelling: Spelling, column: Int, parent: Int) -> Bool {
    switch spelling.form {
    case .fresh, .flow: return false
    case .inline(let text):
      output += text
    case .folded(let lines):
      if parent < 0 { return false }
      write(lines, column: column)
    case .block(let header, let lines):
      if style.below == .indented || parent < 0 { return false }
      write([header + spelling.comment] + lines, column: column)
      endsWithOpenLine = header.count == 1
    }
    return true
  }

  private mutating func write(_ lines: [[UInt8]], column: Int) {
    for (index, line) in lines.enumerated() {
      if index > 0 { newLine(column: line.isEmpty ? 0 : column) }
      output += line
    }
  }
}
