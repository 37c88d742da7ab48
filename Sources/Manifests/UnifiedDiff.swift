import Documents
import Edits

/// The difference between a file and its edited form, as `diff -u` and `git diff` write it.
///
/// What changed is known from the edits, so nothing is searched: the cost is linear in the file.
/// Lines end with `\n`; a `\r` before it belongs to the line, as `patch` sees it too.
package struct UnifiedDiff {
  package enum LineKind: Sendable {
    case header, hunk, context, removed, added
    /// `\ No newline at end of file`
    case note
  }

  /// A run of lines that go and the lines that come instead.
  private struct Change {
    /// Offset of the first line, and one past the last.
    var start: Int
    var end: Int
    /// The number of the first line, from 0.
    var line: Int
    var removed: Int
    var added: [ArraySlice<UInt8>]
  }

  /// Lines around a change.
  private static let context = 3

  private let bytes: [UInt8]
  private var changes: [Change] = []

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Gives `body` each line of the difference with its line break; nothing where there is none.
  ///
  /// - Parameter path: as the user named it; it is made relative, since tools refuse other paths.
  /// - Parameter edits: sorted and disjoint.
  package static func write(
    path: [UInt8], bytes: [UInt8], edits: [TextEdit],
    _ body: (LineKind, ArraySlice<UInt8>) -> Void
  ) {
    var diff = UnifiedDiff(bytes: bytes)
    diff.collect(edits)
    guard !diff.changes.isEmpty else { return }
    let name = DiffPath(path)
    body(.header, name.line("--- ", "a/")[...])
    body(.header, name.line("+++ ", "b/")[...])
    diff.writeHunks(body)
  }
}

// MARK: - From edits to lines

extension UnifiedDiff {
  private mutating func collect(_ edits: [TextEdit]) {
    var position = 0
    var line = 0
    var index = 0
    while index < edits.count {
      let start = lineStart(Int(edits[index].range.start))
      var end = lineEnd(edits[index])
      var last = index + 1
      // Edits that touch the same line are one change.
      while last < edits.count, Int(edits[last].range.start) < end {
        end = max(end, lineEnd(edits[last]))
        last += 1
      }
      let range = SourceRange(
        start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: end))
      var new: [UInt8] = []
      TextEdit.apply(Array(edits[index..<last]), to: bytes, in: range, into: &new)
      line += Self.lineCount(bytes[position..<start])
      add(start..<end, Self.lines(new[...]), at: line)
      line += Self.lineCount(bytes[start..<end])
      position = end
      index = last
    }
  }

  private func lineStart(_ offset: Int) -> Int {
    bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
  }

  /// The end of the last line that an edit touches. An edit that ends where a line begins, and
  /// leaves a line break before it, does not touch that line.
  private func lineEnd(_ edit: TextEdit) -> Int {
    let end = Int(edit.range.end)
    let start = Int(edit.range.start)
    if end == lineStart(end) {
      let leavesBreak =
        edit.replacement.last.map { $0 == UInt8(ascii: "\n") } ?? (start == lineStart(start))
      if leavesBreak { return end }
    }
    return bytes[end...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
  }

  /// Notes a change without the lines at both ends that stay as they are.
  private mutating func add(_ range: Range<Int>, _ new: [ArraySlice<UInt8>], at line: Int) {
    var old = Self.lines(bytes[range])[...]
    var new = new[...]
    var start = range.lowerBound
    var line = line
    while let first = old.first, first == new.first {
      start += first.count
      line += 1
      old.removeFirst()
      new.removeFirst()
    }
    var end = range.upperBound
    while let last = old.last, last == new.last {
      end -= last.count
      old.removeLast()
      new.removeLast()
    }
    if old.isEmpty && new.isEmpty { return }
    changes.append(
      Change(start: start, end: end, line: line, removed: old.count, added: Array(new)))
  }

  private static func lines(_ bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var rest = bytes
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? rest.endIndex
      lines.append(rest[..<end])
      rest = rest[end...]
    }
    return lines
  }

  private static func lineCount(_ bytes: ArraySlice<UInt8>) -> Int {
    var count = 0
    for byte in bytes where byte == UInt8(ascii: "\n") { count += 1 }
    if let last = bytes.last, last != UInt8(ascii: "\n") { count += 1 }
    return count
  }
}

// MARK: - From lines to hunks

extension UnifiedDiff {
  private func writeHunks(_ body: (LineKind, ArraySlice<UInt8>) -> Void) {
    /// Lines that were added before this hunk, less those that were removed.
    var shift = 0
    var index = 0
    while index < changes.count {
      var last = index
      // Hunks whose contexts would meet are one.
      while last + 1 < changes.count,
        changes[last + 1].line - (changes[last].line + changes[last].removed) <= 2 * Self.context
      {
        last += 1
      }
      let hunk = changes[index...last]
      writeHunk(hunk, shift: shift, body)
      shift += hunk.reduce(0) { $0 + $1.added.count - $1.removed }
      index = last + 1
    }
  }

  private func writeHunk(
    _ hunk: ArraySlice<Change>, shift: Int, _ body: (LineKind, ArraySlice<UInt8>) -> Void
  ) {
    guard let first = hunk.first, let last = hunk.last else { return }
    let before = leadingContext(first.start)
    let after = trailingContext(last.end)
    let start = first.line - before.count
    let removed = last.line + last.removed + after.count - start
    let added = removed + hunk.reduce(0) { $0 + $1.added.count - $1.removed }
    let old = Self.span(start, removed)
    let new = Self.span(start + shift, added)
    body(.hunk, Array("@@ -\(old) +\(new) @@\n".utf8)[...])
    for line in before { Self.write(.context, " ", line, body) }
    var position = first.start
    for change in hunk {
      for line in Self.lines(bytes[position..<change.start]) {
        Self.write(.context, " ", line, body)
      }
      for line in Self.lines(bytes[change.start..<change.end]) {
        Self.write(.removed, "-", line, body)
      }
      for line in change.added { Self.write(.added, "+", line, body) }
      position = change.end
    }
    for line in after { Self.write(.context, " ", line, body) }
  }

  /// `start,count`, where one line has no count and no line has the number of the line before.
  private static func span(_ start: Int, _ count: Int) -> String {
    switch count {
    case 0: "\(start),0"
    case 1: "\(start + 1)"
    default: "\(start + 1),\(count)"
    }
  }

  private func leadingContext(_ offset: Int) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var end = offset
    while end > 0, lines.count < Self.context {
      let start = lineStart(end - 1)
      lines.append(bytes[start..<end])
      end = start
    }
    return lines.reversed()
  }

  private func trailingContext(_ offset: Int) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var start = offset
    while start < bytes.count, lines.count < Self.context {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? bytes.count
      lines.append(bytes[start..<end])
      start = end
    }
    return lines
  }

  private static func write(
    _ kind: LineKind, _ mark: Unicode.Scalar, _ line: ArraySlice<UInt8>,
    _ body: (LineKind, ArraySlice<UInt8>) -> Void
  ) {
    let whole = line.last == UInt8(ascii: "\n")
    let text = [UInt8(truncatingIfNeeded: mark.value)] + line + (whole ? [] : [UInt8(ascii: "\n")])
    body(kind, text[...])
    if !whole { body(.note, Array("\\ No newline at end of file\n".utf8)[...]) }
  }
}

/// A file's name in the head of a difference, as git writes it.
private struct DiffPath {
  private let name: [UInt8]

  /// Tools that apply differences refuse absolute paths and steps that lead nowhere (`.`, `//`).
  init(_ path: [UInt8]) {
    let steps = path.split(separator: UInt8(ascii: "/")).filter { $0 != [UInt8(ascii: ".")] }
    name = Array(steps.joined(separator: [UInt8(ascii: "/")]))
  }

  /// Unusual names are quoted as in C. After a name with a space stands a tab, by which `patch`
  /// knows where the name ends.
  func line(_ mark: String, _ prefix: String) -> [UInt8] {
    let unusual = name.contains { $0 < 0x20 || $0 == 0x7F || $0 == 0x22 || $0 == 0x5C }
    guard unusual else {
      let tab = name.contains(UInt8(ascii: " ")) ? "\t" : ""
      return Array(mark.utf8) + Array(prefix.utf8) + name + Array((tab + "\n").utf8)
    }
    var text = Array((mark + "\"" + prefix).utf8)
    for byte in name {
      switch byte {
      case 0x22, 0x5C: text += [0x5C, byte]
      case 0x09: text += Array("\\t".utf8)
      case 0x0A: text += Array("\\n".utf8)
      case 0..<0x20, 0x7F:
        text += [0x5C] + [byte >> 6, byte >> 3 & 7, byte & 7].map { $0 + UInt8(ascii: "0") }
      default: text.append(byte)
      }
    }
    return text + Array("\"\n".utf8)
  }
}
