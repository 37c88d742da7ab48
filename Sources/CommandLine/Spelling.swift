/// Finds what a mistyped word was meant to be.
package enum Spelling {
  /// Words longer than this are not compared: nobody mistypes those.
  private static let maximumLength = 64

  /// The known word that is nearest to a word, if it is near: at most a third of its letters wrong,
  /// where a letter too much, a letter too few, another letter, and two letters swapped count one
  /// each. Of equally near ones the first.
  package static func nearest(to word: String, among known: some Sequence<String>) -> String? {
    let wanted = Array(word.utf8)
    guard !wanted.isEmpty, wanted.count <= maximumLength else { return nil }
    var best: (word: String, distance: Int)?
    for candidate in known {
      let bytes = Array(candidate.utf8)
      let allowed = max(1, max(wanted.count, bytes.count) / 3)
      guard bytes.count <= maximumLength, abs(bytes.count - wanted.count) <= allowed else {
        continue
      }
      let distance = distance(wanted, bytes)
      if distance <= allowed, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.word
  }

  /// Optimal string alignment: three rows of the table are enough.
  private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
    var older = [Int](repeating: 0, count: right.count + 1)
    var old = Array(0...right.count)
    for row in 1...left.count {
      var current = [row] + [Int](repeating: 0, count: right.count)
      for column in right.indices.map({ $0 + 1 }) {
        let cost = left[row - 1] == right[column - 1] ? 0 : 1
        var value = min(old[column] + 1, current[column - 1] + 1, old[column - 1] + cost)
        if row > 1, column > 1, left[row - 1] == right[column - 2],
          left[row - 2] == right[column - 1]
        {
          value = min(value, older[column - 2] + 1)
        }
        current[column] = value
      }
      older = old
      old = current
    }
    return old[right.count]
  }
}
