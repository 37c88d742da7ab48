import Documents

/// Keys of a mapping with their places, found by their bytes in constant time and without making a
/// string.
struct KeyTable: Sendable {
  let keys: [String]
  /// Open addressing.
  private let slots: [Slot]
  private let mask: Int
  /// The bytes of all keys, one behind another.
  private let bytes: [UInt8]

  /// A place in ``keys``, and its bytes; empty where the place is -1.
  private struct Slot: Sendable {
    var place: Int32 = -1
    var hash: UInt32 = 0
    var start: UInt32 = 0
    var count: UInt32 = 0
  }

  init(_ keys: [String]) {
    self.keys = keys
    var size = 4
    while size < keys.count * 2 { size *= 2 }
    var slots = [Slot](repeating: Slot(), count: size)
    var bytes: [UInt8] = []
    for (place, key) in keys.enumerated() {
      let hash = Self.hash(key.utf8Span.span)
      var slot = Int(hash) & (size - 1)
      while slots[slot].place >= 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Slot(
        place: Int32(truncatingIfNeeded: place), hash: hash,
        start: UInt32(truncatingIfNeeded: bytes.count),
        count: UInt32(truncatingIfNeeded: key.utf8.count))
      bytes.append(contentsOf: key.utf8)
    }
    self.slots = slots
    self.bytes = bytes
    mask = size - 1
  }

  /// FNV-1a.
  private static func hash(_ text: Span<UInt8>) -> UInt32 {
    var hash: UInt32 = 0x811C_9DC5
    for index in 0..<text.count { hash = (hash ^ UInt32(text[index])) &* 0x0100_0193 }
    return hash
  }

  func find(_ text: Span<UInt8>) -> Int? {
    if keys.isEmpty { return nil }
    let hash = Self.hash(text)
    let slots = slots.span
    let bytes = bytes.span
    var place = Int(hash) & mask
    while true {
      let slot = slots[place]
      if slot.place < 0 { return nil }
      if slot.hash == hash, Int(slot.count) == text.count, bytes.holds(text, at: Int(slot.start)) {
        return Int(slot.place)
      }
      place = (place + 1) & mask
    }
  }
}
