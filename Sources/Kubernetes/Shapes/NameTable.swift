import Documents

/// Finds names by their hash, in a part of a table of slots that others share: at most half of the
/// slots of a part are taken, so that every search comes to an empty one. A slot holds an index
/// plus one, and 0 where it is empty.
///
/// A dictionary of strings would have to make a string of each name that it is asked for.
enum NameTable {
  /// How many slots so many names get: a power of two.
  static func slotCount(for count: Int) -> Int {
    var slots = 2
    while slots < 2 * count { slots *= 2 }
    return slots
  }

  static func slots(for count: Int) -> [UInt16] {
    [UInt16](repeating: 0, count: slotCount(for: count))
  }

  /// By the first and the last eight bytes, and the length: names of one type differ in these.
  @inline(__always)
  static func hash(_ name: Span<UInt8>) -> UInt64 {
    let count = name.count
    let last = count > 8 ? name.word(at: count - 8) : 0
    // 2⁶⁴ divided by the golden ratio spreads numbers over the highest bits.
    return (((name.leadingWord ^ last &* 3) &+ UInt64(count)) &* 0x9E37_79B9_7F4A_7C15) >> 32
  }

  static func insert(_ index: Int, _ hash: UInt64, in slots: inout [UInt16], _ part: Range<Int>) {
    invariant(index < Int(UInt16.max), "a table holds fewer than 65,535 names")
    let mask = UInt64(part.count - 1)
    var slot = hash & mask
    while slots[part.lowerBound + Int(slot)] != 0 { slot = (slot + 1) & mask }
    slots[part.lowerBound + Int(slot)] = UInt16(index + 1)
  }

  /// The index that has this hash and is the right one.
  @inline(__always)
  static func find(
    _ hash: UInt64, in slots: [UInt16], _ part: Range<Int>, where isRight: (Int) -> Bool
  ) -> Int? {
    let mask = UInt64(part.count - 1)
    var slot = hash & mask
    while true {
      let index = Int(slots[part.lowerBound + Int(slot)]) - 1
      if index < 0 { return nil }
      if isRight(index) { return index }
      slot = (slot + 1) & mask
    }
  }
}
