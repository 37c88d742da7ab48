/// The known word that somebody probably meant: for "did you mean" in errors of the policy, the
/// command line and schemas.
package enum Nearest {
  /// Words longer than this many bytes are not compared: the cost grows with the product of
  /// lengths.
  package static let maximumBytes = 64

  /// The known word that is nearest to `word`, if any is near.
  ///
  /// Distance is that of Damerau and Levenshtein in its restricted form: a byte inserted, removed,
  /// changed, or exchanged with its neighbour counts 1, and the case of letters and `_` for `-`
  /// nothing. Near is up to a third of the word's length, at least 1. Of words equally near, the
  /// one with the longer common beginning wins, then the first in the order given.
  package static func word(to word: String, among known: [String]) -> String? {
    let wanted = folded(word)
    guard !wanted.isEmpty, wanted.count <= maximumBytes else { return nil }
    let limit = max(1, wanted.count / 3)
    var best: (word: String, distance: Int, prefix: Int)?
    for candidate in known {
      let bytes = folded(candidate)
      guard bytes.count <= maximumBytes, abs(bytes.count - wanted.count) <= limit,
        let distance = distance(wanted, bytes, limit: best.map { min($0.distance, limit) } ?? limit)
      else { continue }
      // A word of one or two letters is not to be replaced by another without a letter in common.
      guard distance < max(wanted.count, bytes.count) else { continue }
      let prefix = zip(wanted, bytes).prefix { $0 == $1 }.count
      if let best, best.distance < distance || best.distance == distance && best.prefix >= prefix {
        continue
      }
      best = (candidate, distance, prefix)
    }
    return best?.word
  }

  /// The distance, or `nil` where it is above the limit.
  static func distance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
    // Three rows of the table: the one being filled and the two above, which an exchange reaches.
    var above2 = [Int](repeating: 0, count: right.count + 1)
    var above = Array(0...right.count)
    var row = above2
    for i in 0..<left.count {
      row[0] = i + 1
      var least = row[0]
      for j in 0..<right.count {
        var cost = above[j] + (left[i] == right[j] ? 0 : 1)
        cost = min(cost, above[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
          cost = min(cost, above2[j - 1] + 1)
        }
        row[j + 1] = cost
        least = min(least, cost)
      }
      // An exchange reaches two rows up and adds one, so a row wholly above the limit is the end.
      guard least <= limit else { return nil }
      (above2, above, row) = (above, row, above2)
    }
    return above[right.count] <= limit ? above[right.count] : nil
  }

  private static func folded(_ word: String) -> [UInt8] {
    word.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
      case UInt8(ascii: "_"): UInt8(ascii: "-")
      default: byte
      }
    }
  }
}
