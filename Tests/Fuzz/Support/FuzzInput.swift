import Documents
import Edits

/// The bytes of a fuzzer, as decisions.
package struct FuzzInput {
  private var bytes: ArraySlice<UInt8>

  package init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
  }

  package var isEmpty: Bool { bytes.isEmpty }

  /// The next byte; 0 where there is none left.
  package mutating func byte() -> UInt8 { bytes.popFirst() ?? 0 }

  /// A number below `count`, which is at least 1.
  package mutating func below(_ count: Int) -> Int {
    let wide = count > 256 ? Int(byte()) << 8 | Int(byte()) : Int(byte())
    return wide % count
  }

  /// A text of at most 15 characters: any bytes, mended to UTF-8.
  package mutating func text() -> String {
    String(decoding: (0..<below(16)).map { _ in byte() }, as: UTF8.self)
  }
}

// MARK: - Values

extension FuzzInput {
  /// A value of at most this depth.
  package mutating func value(depth: Int = 3) -> Value {
    switch below(depth > 0 ? 8 : 6) {
    case 0: return .null
    case 1: return .boolean(byte() & 1 == 1)
    case 2: return .number(Self.numbers[below(Self.numbers.count)])
    case 3: return .string(Self.words[below(Self.words.count)])
    case 4, 5: return .string(text())
    case 6: return .sequence((0..<below(4)).map { _ in value(depth: depth - 1) })
    default:
      var entries: [Value.Entry] = []
      for place in 0..<below(4) {
        // Keys are unique.
        let key = byte() & 1 == 0 ? "k\(place)" : "\(place)\(text())"
        entries.append(.init(key, value(depth: depth - 1)))
      }
      return .mapping(entries)
    }
  }

  /// Numbers that every reader holds as they are.
  private static let numbers = ["0", "1", "-7", "8080", "9007199254740993", "0.5"]
  /// Strings that are something else without quotes, or that quotes and indentation can hurt.
  private static let words = [
    "", " ", "true", "on", "null", "~", "8080", "1e3", "0x1F", "2001-01-01", "*a", "&a", "!a", "%a",
    "@a", "`a", "- a", "a: b", "a #b", "#a", "\"a\"", "'a'", "a\nb", "a\n\nb\n", "\na", " a\nb",
    "\t",
    "a\r\nb", "{a}", "[a]", "---", "...", "<<", "=", "é", "\u{85}", "\u{2028}", "\u{FEFF}", "\u{7}",
  ]
}

// MARK: - Edits

extension FuzzInput {
  /// As many edits as the bytes are good for, at most 8; those that cannot be are left out.
  package mutating func edits(of document: Document) -> EditSet {
    var result = EditSet(unchanged: document)
    var proposals = EditProposals(document)
    for _ in 0..<8 where !isEmpty {
      var attempt = proposals
      do throws(EditConflict) {
        try propose(to: &attempt)
        result = try attempt.merged()
        proposals = attempt
      } catch {
        continue
      }
    }
    return result
  }

  private mutating func propose(to proposals: inout EditProposals) throws(EditConflict) {
    let document = proposals.document
    let row = UInt32(truncatingIfNeeded: below(document.records.count))
    let path = document.pointer(to: Node(document: document, index: row)).tokens
    let root = document.root
    switch below(6) {
    case 0: try proposals.set(value(), at: path, below: root, by: "set")
    case 1: try proposals.set(value(), at: path + [text()], below: root, by: "add")
    case 2: try proposals.set(value(), at: path + ["a", "b/~c"], below: root, by: "create")
    case 3: try proposals.remove(at: path, below: root, by: "remove")
    case 4: try proposals.append(value(), at: path, below: root, by: "append")
    default:
      try proposals.insert(value(), position: below(4), at: path, below: root, by: "insert")
    }
  }
}
