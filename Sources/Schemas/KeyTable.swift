/// Keys of a mapping with their places, found by their bytes in constant time and without making a
/// string.
struct KeyTable: Sendable {
  let keys: [String]
  /// Open addressing: a place in ``keys`` or -1.
  private let slots: [Int32]
  private let mask: Int

  init(_ keys: [String]) {
    self.keys = keys
    var size = 4
    while size < keys.count * 2 { size *= 2 }
    var slots = [Int32](repeating: -1, count: size)
    for (place, key) in keys.enumerated() {
      var slot = Self.hash(key.utf8Span.span) & (size - 1)
      while slots[slot] >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(truncatingIfNeeded: place)
    }
    self.slots = slots
    mask = size - 1
  }

  /// FNV-1a.
  private static func hash(_ text: Span<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for index in text.indices { hash = (hash ^ UInt64(text[index])) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: hash >> 1)
  }

  func find(_ text: Span<UInt8>) -> Int? {
    if keys.isEmpty { return nil }
    var slot = Self.hash(text) & mask
    while slots[slot] >= 0 {
      let place = Int(slots[slot])
      if text.says(keys[place]) { return place }
      slot = (slot + 1) & mask
    }
    return nil
  }
}
