/// When which connection is looked at again: lists by the time at which they are due.
///
/// Setting a deadline later costs nothing: the entry stays where it is, and whoever is called too
/// early puts it where it belongs now. A deadline beyond the wheel's turn works the same way.
///
/// Example: ticks of 32 ms, 4096 slots, one turn is 131 s. A deadline at 1,000 ms is due at tick
/// ceil(1000 / 32) = 32, slot 32, found when the time is 1,024 ms or later.
struct TimerWheel {
  static let tick: Int64 = 32
  static let slots = 4_096

  /// The first entry of each slot; -1 without one.
  private var heads = [Int32](repeating: -1, count: TimerWheel.slots)
  /// A bit for each slot that has entries.
  private var occupied = [UInt64](repeating: 0, count: TimerWheel.slots / 64)
  private var next: [Int32] = []
  private var previous: [Int32] = []
  /// The slot of each entry; -1 for those that are in none.
  private var slot: [Int32] = []
  /// The last tick that was looked at.
  private var seenTick: Int64

  /// - Parameter now: milliseconds of a clock that never goes back.
  init(now: Int64) {
    seenTick = now / Self.tick
  }

  /// Whether an entry waits for something.
  func isScheduled(_ entry: Int) -> Bool { entry < slot.count && slot[entry] >= 0 }

  /// Puts an entry where it is due at `deadline`, or before that at the end of the wheel's turn.
  mutating func schedule(_ entry: Int, at deadline: Int64) {
    if isScheduled(entry) { cancel(entry) }
    while slot.count <= entry {
      slot.append(-1)
      next.append(-1)
      previous.append(-1)
    }
    // Not the slot that was just looked at, and not beyond one turn.
    let due = (min(deadline, .max - Self.tick) + Self.tick - 1) / Self.tick
    let tick = min(max(due, seenTick + 1), seenTick + Int64(Self.slots) - 1)
    let index = Int(tick % Int64(Self.slots))
    slot[entry] = Int32(index)
    next[entry] = heads[index]
    previous[entry] = -1
    if heads[index] >= 0 { previous[Int(heads[index])] = Int32(entry) }
    heads[index] = Int32(entry)
    occupied[index / 64] |= 1 << UInt64(index % 64)
  }

  /// Takes an entry out.
  mutating func cancel(_ entry: Int) {
    guard isScheduled(entry) else { return }
    let index = Int(slot[entry])
    if previous[entry] >= 0 {
      next[Int(previous[entry])] = next[entry]
    } else {
      heads[index] = next[entry]
      if next[entry] < 0 { occupied[index / 64] &= ~(1 << UInt64(index % 64)) }
    }
    if next[entry] >= 0 { previous[Int(next[entry])] = previous[entry] }
    slot[entry] = -1
  }

  /// Takes out all entries that are due, and appends them to `due`.
  mutating func expire(now: Int64, into due: inout [Int]) {
    let tick = now / Self.tick
    // After a long pause one turn sees them all.
    var current = max(seenTick + 1, tick - Int64(Self.slots) + 1)
    while current <= tick {
      let index = Int(current % Int64(Self.slots))
      while heads[index] >= 0 {
        let entry = Int(heads[index])
        cancel(entry)
        due.append(entry)
      }
      current += 1
    }
    seenTick = max(seenTick, tick)
  }

  /// Milliseconds until an entry is due; `nil` without entries.
  func wait(now: Int64) -> Int64? {
    let start = Int((seenTick + 1) % Int64(Self.slots))
    var word = start / 64
    var bits = occupied[word] & (~0 << UInt64(start % 64))
    for _ in 0...(Self.slots / 64) {
      if bits != 0 {
        let index = word * 64 + bits.trailingZeroBitCount
        let distance = (index - start + Self.slots) % Self.slots
        return max(0, (seenTick + 1 + Int64(distance)) * Self.tick - now)
      }
      word = (word + 1) % (Self.slots / 64)
      bits = occupied[word]
    }
    return nil
  }
}
