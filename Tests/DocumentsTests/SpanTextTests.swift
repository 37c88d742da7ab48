import Documents
import Testing

/// What lookups compare names by: words of eight bytes, whatever the length of a name.
@Suite struct SpanTextTests {
  private static let texts = [
    "", "a", "b", "aa", "ab", "uid", "uib", "labels", "labeks", "name", "names", "replica",
    "replicas", "replicaz", "replicaSet",
    "resources", "readOnlyRootFilesystem", "readOnlyRootFilesystemX", "readOnlyRootFilesysten",
    "terminationMessagePath", "terminationMessagePolicy", "\u{7F}", "é", "ü€😀ü€",
  ]

  @Test("Where leading words differ, they are in the order of the texts")
  func leadingWords() {
    for left in Self.texts {
      for right in Self.texts {
        let words = (left.utf8Span.span.leadingWord, right.utf8Span.span.leadingWord)
        if words.0 == words.1 {
          #expect(left.utf8.prefix(8).elementsEqual(right.utf8.prefix(8)))
        } else {
          let isBefore = left.utf8.lexicographicallyPrecedes(right.utf8)
          #expect((words.0 < words.1) == isBefore, "\(left) \(right)")
        }
      }
    }
  }

  @Test("A text says itself, and nothing else")
  func saying() {
    for left in Self.texts {
      for right in Self.texts {
        let isSaid = left.utf8Span.span.says(right)
        #expect(isSaid == (left == right), "\(left) \(right)")
      }
    }
  }

  /// `#expect` takes no spans apart.
  private static func holds(_ bytes: [UInt8], _ text: String, at offset: Int) -> Bool {
    bytes.span.holds(text.utf8Span.span, at: offset)
  }

  @Test("A text is held where it stands, and nowhere else", arguments: [0, 1, 7, 8, 9])
  func holding(padding: Int) {
    for text in Self.texts {
      let around = Array(repeating: UInt8(ascii: "-"), count: padding)
      let bytes = around + Array(text.utf8) + around
      #expect(Self.holds(bytes, text, at: padding))
      // One byte too few is no match and no trap.
      if !text.isEmpty {
        #expect(!Self.holds(bytes.dropLast(padding + 1), text, at: padding))
      }
      for index in padding..<padding + text.utf8.count {
        var changed = bytes
        changed[index] ^= 1
        #expect(!Self.holds(changed, text, at: padding), "\(text) at \(index)")
      }
    }
  }

  @Test("Keys of every length are found wherever they stand in the source")
  func keys() {
    for length in 0...20 {
      let key = String(repeating: "k", count: length)
      let other = String(repeating: "k", count: max(0, length - 1)) + (length > 0 ? "x" : "")
      // At the very end of the source, and with much behind it.
      for tail in ["", String(repeating: "z", count: 9)] {
        let source = Source(Array((other + key + tail).utf8))
        let first = UInt32(other.utf8.count)
        let count = UInt32(length)
        let end = UInt32(source.count)
        let document = Document(
          source: source, range: SourceRange(start: 0, end: end),
          records: [
            NodeRecord(kind: .mapping, start: 0, end: end, first: 2, second: 5),
            NodeRecord(kind: .string, start: 0, end: 0, first: 0, second: first),
            NodeRecord(kind: .null, start: 0, end: 0, first: 0, second: 0),
            NodeRecord(kind: .string, start: 0, end: 0, first: first, second: count),
            NodeRecord(kind: .boolean, start: 0, end: 0, first: 0, second: 0),
          ])
        #expect(document.root[named: key]?.kind == (length == 0 ? .null : .boolean))
        #expect(document.root[named: key + "k"] == nil)
      }
    }
  }
}
