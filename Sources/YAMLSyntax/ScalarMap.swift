import Documents

/// Where the bytes of a scalar's text stand in its source: through folding, indentation, escapes,
/// for every style of YAML and for strings of JSON, which YAML contains.
///
/// Worked example, `a: >` over the lines `  x` and `  y`, whose text is `x y` and a line break:
///
/// | text | source             |
/// |------|--------------------|
/// | `x`  | the `x`            |
/// | ` `  | the break after it |
/// | `y`  | the `y`            |
///
/// It is a list of runs in which both go on byte by byte, made by going through source and text
/// side by side; since the text is known, no rule of folding is needed to see what became of it.
package struct ScalarMap: Sendable {
  private struct Run {
    let text: Int
    let source: Int
    /// Whether all of its text is written by one escape.
    var isEscape = false
  }

  /// By both; from each on text and source go on together up to the next one.
  private var runs: [Run] = []
  /// Where the last byte of the text ends.
  private var end: Int
  private let count: Int

  /// The map of a scalar. What an edit made, or an alias, has no text of its own in the source: it
  /// is mapped to its place as a whole.
  package init(_ node: Node) {
    let record = node.record
    count = record.isContainer ? 0 : Int(record.second)
    end = Int(record.end)
    if record.isContainer || record.has(.synthetic) || record.has(.aliasRoot) {
      runs = [Run(text: 0, source: Int(record.start))]
      end = Int(record.start)
    } else if !record.has(.sideText) {
      runs = [Run(text: 0, source: Int(record.first))]
      end = Int(record.first) + count
    } else {
      let array = node.document.bytes
      let source = array.span.extracting(0..<min(Int(record.end), array.count))
      let start = Int(record.start)
      node.withText { text in
        let isWritten =
          switch source.at(start) {
          case .pipe, .greater: mapBlock(source, text, from: start)
          case .doubleQuote: mapFlow(source, text, from: start + 1, quote: .doubleQuote)
          case .singleQuote: mapFlow(source, text, from: start + 1, quote: .singleQuote)
          default: mapFlow(source, text, from: start, quote: 0)
          }
        if isWritten { return }
        runs = [Run(text: 0, source: start, isEscape: true)]
        end = source.count
      }
    }
    if runs.isEmpty { runs = [Run(text: 0, source: Int(record.start))] }
  }

  /// Where the byte of the text at an offset is written; of an escape, where that begins. The end
  /// of the text is where its last byte ends.
  package func source(of offset: Int) -> Int {
    if offset >= count, count > 0 { return end }
    let run = runs[place(of: offset)]
    return min(run.source + (run.isEscape ? 0 : max(0, offset - run.text)), end)
  }

  /// Where a part of the text is written.
  package func source(of range: SourceRange) -> SourceRange {
    let start = source(of: Int(range.start))
    guard !range.isEmpty else { return SourceRange(at: UInt32(truncatingIfNeeded: start)) }
    // Where its last byte ends, not where the next one is: that may be on the next line.
    let last = Int(range.end) - 1
    let stop = runs[place(of: last)].isEscape ? source(of: last + 1) : source(of: last) + 1
    return SourceRange(
      start: UInt32(truncatingIfNeeded: start),
      end: UInt32(truncatingIfNeeded: max(start, min(stop, end))))
  }

  /// The run that an offset of the text is in.
  private func place(of offset: Int) -> Int {
    var low = 0
    var high = runs.count
    while high - low > 1 {
      let middle = (low + high) / 2
      if runs[middle].text <= offset { low = middle } else { high = middle }
    }
    return low
  }

  private mutating func add(_ text: Int, _ source: Int, isEscape: Bool = false) {
    if let last = runs.last, !isEscape, !last.isEscape,
      source - last.source == text - last.text
    {
      return
    }
    runs.append(Run(text: text, source: source, isEscape: isEscape))
  }
}

// MARK: - Block scalars

extension ScalarMap {
  /// YAML 1.2 §8.1, as `BlockScalar` reads it. Answers whether the text is what is written: what a
  /// tag makes of it is not.
  private mutating func mapBlock(
    _ source: Span<UInt8>, _ text: Span<UInt8>, from start: Int
  ) -> Bool {
    let folded = source.at(start) == .greater
    let header = Self.lineEnd(source, from: start)
    let width = Self.indentation(source, text, from: header)
    end = header
    var at = header
    var offset = 0
    // The breaks since the last text, its own included; that of the header is none.
    var breaks: [Int] = []
    var hasText = false
    var wasSpaced = false
    while at < source.count, offset < text.count {
      if at > header { breaks.append(at) }
      at = Self.afterBreak(source, at)
      var spaces = 0
      while spaces < width, source.at(at) == .space {
        at += 1
        spaces += 1
      }
      let stop = Self.lineEnd(source, from: at)
      guard stop > at else { continue }
      let isSpaced = source[at].isWhite
      let isFolded = folded && hasText && !wasSpaced && !isSpaced
      for place in breaks.dropFirst(isFolded && breaks.count > 1 ? 1 : 0) {
        add(offset, place)
        offset += 1
      }
      guard Self.isSame(source, at..<stop, text, offset) else { return false }
      add(offset, at)
      offset += stop - at
      end = stop
      at = stop
      (hasText, wasSpaced) = (true, isSpaced)
      breaks.removeAll(keepingCapacity: true)
    }
    if at >= source.count || offset < text.count { breaks.append(at) }
    for place in breaks where offset < text.count {
      add(offset, min(place, source.count))
      offset += 1
      end = max(end, min(place, source.count))
    }
    return true
  }

  /// Whether a part of the source is what stands at an offset of the text.
  private static func isSame(
    _ source: Span<UInt8>, _ range: Range<Int>, _ text: Span<UInt8>, _ offset: Int
  ) -> Bool {
    guard offset + range.count <= text.count else { return false }
    for index in range where source[index] != text[offset + index - range.lowerBound] {
      return false
    }
    return true
  }

  /// The column of the text. An indicator counts from the column of the collection around, which is
  /// not known here; but the text tells how much of its first line is no indentation.
  private static func indentation(
    _ source: Span<UInt8>, _ text: Span<UInt8>, from header: Int
  ) -> Int {
    var at = afterBreak(source, header)
    var offset = 0
    while text.at(offset) == .lineFeed {
      at = afterBreak(source, lineEnd(source, from: at))
      offset += 1
    }
    var width = 0
    while source.at(at + width) == .space { width += 1 }
    while text.at(offset) == .space {
      width -= 1
      offset += 1
    }
    return max(width, 0)
  }

  private static func lineEnd(_ source: Span<UInt8>, from offset: Int) -> Int {
    var at = offset
    while at < source.count, !source[at].isBreak { at += 1 }
    return at
  }

  private static func afterBreak(_ source: Span<UInt8>, _ offset: Int) -> Int {
    guard offset < source.count else { return offset }
    let isPair = source[offset] == .carriageReturn && source.at(offset + 1) == .lineFeed
    return offset + (isPair ? 2 : 1)
  }
}

// MARK: - Flow scalars

extension ScalarMap {
  /// Quoted and plain scalars, YAML 1.2 §7.3: lines fold, and escapes stand for other bytes.
  /// Answers whether the text is what is written: a key `no` stands in it as what it means,
  /// `false`, and what a tag makes of it is not, either.
  private mutating func mapFlow(
    _ source: Span<UInt8>, _ text: Span<UInt8>, from start: Int, quote: UInt8
  ) -> Bool {
    var at = start
    var offset = 0
    while offset < text.count, at < source.count {
      let byte = source[at]
      if byte == .backslash, quote == .doubleQuote {
        if source.at(at + 1).isBreak, at + 1 < source.count {
          at = skipBreaks(source, at + 1, &offset, isEscaped: true)
        } else {
          let escape = Self.escape(source, at)
          add(offset, at, isEscape: true)
          offset += escape.text
          at += escape.source
        }
      } else if byte == .singleQuote, quote == .singleQuote {
        add(offset, at)
        offset += 1
        at += 2
      } else if byte.isWhite || byte.isBreak {
        var next = at
        while next < source.count, source[next].isWhite { next += 1 }
        if next < source.count, source[next].isBreak {
          at = skipBreaks(source, next, &offset, isEscaped: false)
        } else {
          add(offset, at)
          offset += next - at
          at = next
        }
      } else {
        if byte != text[offset] { return false }
        add(offset, at)
        offset += 1
        at += 1
      }
    }
    end = min(at, source.count)
    return true
  }

  /// Goes past line breaks and the white space around them, and past what they are in the text: a
  /// space, or one line break less than there are.
  private mutating func skipBreaks(
    _ source: Span<UInt8>, _ start: Int, _ offset: inout Int, isEscaped: Bool
  ) -> Int {
    var at = start
    var count = 0
    while at < source.count, source[at].isWhite || source[at].isBreak {
      guard source[at].isBreak else {
        at += 1
        continue
      }
      count += 1
      if count > 1 {
        add(offset, at)
        offset += 1
      }
      at = Self.afterBreak(source, at)
    }
    if count == 1, !isEscaped {
      add(offset, start)
      offset += 1
    }
    return at
  }

  /// The bytes of the escape sequence at an offset, and those of the text that it stands for.
  private static func escape(_ source: Span<UInt8>, _ at: Int) -> (source: Int, text: Int) {
    func value(_ start: Int, _ count: Int) -> UInt32 {
      (start..<start + count).reduce(0) { $0 << 4 | UInt32(source.at($1).hexadecimal ?? 0) }
    }
    func width(_ value: UInt32) -> Int {
      value < 0x80 ? 1 : value < 0x800 ? 2 : value < 0x1_0000 ? 3 : 4
    }
    switch source.at(at + 1) {
    case UInt8(ascii: "N"), .underscore: return (2, 2)
    case UInt8(ascii: "L"), UInt8(ascii: "P"): return (2, 3)
    case UInt8(ascii: "x"): return (4, width(value(at + 2, 2)))
    case UInt8(ascii: "u"):
      let unit = value(at + 2, 4)
      return unit & 0xF800 == 0xD800 ? (12, 4) : (6, width(unit))
    case UInt8(ascii: "U"): return (10, width(value(at + 2, 8)))
    default: return (2, 1)
    }
  }
}
