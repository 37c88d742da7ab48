import Documents

/// Finds names by their hash, in slots of which at most half are taken, so that every search comes
/// to an empty one. A slot holds an index plus one, and 0 where it is empty. Tests/Generators fills
/// the slots, by the same hash.
///
/// A dictionary of strings would have to make a string of each name that it is asked for.
enum NameTable {
  /// By the first and the last eight bytes, and the length: names of one type differ in these.
  @inline(__always)
  static func hash(_ name: Span<UInt8>) -> UInt64 {
    let count = name.count
    return hash(name.leadingWord, count > 8 ? name.word(at: count - 8) : 0, count)
  }

  /// `last` is 0 where a name has no more than eight bytes.
  @inline(__always)
  static func hash(_ first: UInt64, _ last: UInt64, _ count: Int) -> UInt64 {
    // 2⁶⁴ divided by the golden ratio spreads numbers over the highest bits.
    (((first ^ last &* 3) &+ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15) >> 32
  }

  /// The index that has this hash and is the right one.
  ///
  /// - Parameters:
  ///   - count: how many slots there are: a power of two.
  ///   - slot: what stands in a slot.
  @inline(__always)
  static func find(
    _ hash: UInt64, count: Int, _ slot: (Int) -> Int, where isRight: (Int) -> Bool
  ) -> Int? {
    let mask = UInt64(count - 1)
    var place = hash & mask
    while true {
      let index = slot(Int(place)) - 1
      if index < 0 { return nil }
      if isRight(index) { return index }
      place = (place + 1) & mask
    }
  }
}
