import Edits

/// Puts several files one after the other so that the result is one valid YAML stream.
///
/// One file alone comes out as it is. Between two there is a line `---` unless the second begins
/// with one, and a missing line break at the end of the first is added; a byte order mark is only
/// kept at the very start. Nothing else is touched.
package struct ManifestStream {
  private var isFirst = true
  /// Whether what was written so far ends with a line break.
  private var isWhole = true
  private let isAlone: Bool

  /// - Parameter count: how many files there will be.
  package init(count: Int) {
    isAlone = count == 1
  }

  /// Gives `body` the pieces of a file with its edits done, in their order.
  package mutating func write(
    _ bytes: [UInt8], _ edits: [TextEdit], _ body: ([UInt8], Range<Int>) -> Void
  ) {
    var position = 0
    if !isAlone {
      if bytes.isEmpty && edits.isEmpty { return }
      if !isFirst {
        let head = Head(bytes)
        position = head.start
        let separator = Array(((isWhole ? "" : "\n") + head.separator).utf8)
        body(separator, separator.indices)
      }
    }
    isFirst = false
    for edit in edits {
      let start = max(position, Int(edit.range.start))
      body(bytes, position..<start)
      body(edit.replacement, edit.replacement.indices)
      position = max(start, Int(edit.range.end))
    }
    body(bytes, position..<bytes.count)
    let last =
      edits.last.flatMap { Int($0.range.end) == bytes.count ? $0.replacement.last : nil }
      ?? bytes.last
    isWhole = last == UInt8(ascii: "\n") || last == UInt8(ascii: "\r")
  }

  /// How a file begins.
  private struct Head {
    /// After a byte order mark.
    var start = 0
    /// What must stand before the file when something is before it.
    var separator = "---\n"

    init(_ bytes: [UInt8]) {
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { start = 3 }
      var line = start
      while line < bytes.count {
        let end = bytes[line...].firstIndex { $0 == 0x0A || $0 == 0x0D } ?? bytes.count
        let content = bytes[line..<end].drop { $0 == 0x20 || $0 == 0x09 }
        if content.isEmpty || content.first == UInt8(ascii: "#") {
          line = end + 1
          continue
        }
        if bytes[line] == UInt8(ascii: "%") {
          // YAML 1.2.2 §9.2: directives may follow a document only after its end is marked.
          separator = "...\n"
        } else if bytes[line..<end].starts(with: "---".utf8),
          end - line == 3 || isBlank(bytes[line + 3])
        {
          separator = ""
        }
        return
      }
      // Nothing but comments: they belong to what is before them.
      separator = ""
    }

    private func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
  }
}
