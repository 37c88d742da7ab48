import Synchronization

/// Lines on their way from one thread to the one that writes: bounded, without locks.
///
/// A ring of bytes. Both ends count bytes since the start; the place in the ring is the count
/// modulo the capacity. Whole lines are published at once, so what is taken ends with a line.
///
/// With a capacity of 8, after `ab\n` and `cd\n` were put in and the first was taken: `head` is 3,
/// `tail` is 6, the bytes 3 to 5 are `cd\n`, and the next line goes to 6, 7, 0, 1, 2.
@safe final class LogRing: Sendable {
  let capacity: Int
  // SAFETY: allocated with `capacity` bytes for as long as this object lives. The producer writes
  // only to places outside head..<tail and then publishes them with a release store to `tail`; the
  // consumer reads only places inside and then gives them back with one to `head`.
  private nonisolated(unsafe) let bytes: UnsafeMutablePointer<UInt8>
  private let head = Atomic<Int>(0)
  private let tail = Atomic<Int>(0)
  private let droppedCount = Atomic<UInt64>(0)
  private let abandoned = Atomic<Bool>(false)

  /// - Parameter capacity: In bytes; rounded up to a power of two.
  init(capacity: Int) {
    var size = 64
    while size < capacity, size < 1 << 30 { size *= 2 }
    self.capacity = size
    unsafe bytes = .allocate(capacity: size)
    unsafe bytes.initialize(repeating: 0, count: size)
  }

  deinit {
    unsafe bytes.deallocate()
  }

  /// Lines that were dropped because there was no room.
  var dropped: UInt64 { droppedCount.load(ordering: .relaxed) }

  // MARK: - The producer's thread

  /// Puts a line in, or counts it as dropped when there is no room.
  func put(_ line: Span<UInt8>) {
    let end = tail.load(ordering: .relaxed)
    let used = end &- head.load(ordering: .acquiring)
    guard line.count <= capacity &- used else {
      drop()
      return
    }
    let place = end & (capacity &- 1)
    let first = min(line.count, capacity &- place)
    // SAFETY: both pieces are within the allocation, and outside of head..<tail.
    unsafe line.withUnsafeBufferPointer { line in
      guard let start = line.baseAddress else { return }
      unsafe (bytes + place).update(from: start, count: first)
      unsafe bytes.update(from: start + first, count: line.count &- first)
    }
    // Ordered with the look at whether the writer sleeps, which follows.
    tail.store(end &+ line.count, ordering: .sequentiallyConsistent)
  }

  func drop() {
    droppedCount.store(droppedCount.load(ordering: .relaxed) &+ 1, ordering: .relaxed)
  }

  /// Says that nothing more is put in.
  func abandon() { abandoned.store(true, ordering: .releasing) }

  // MARK: - The consumer's thread

  var isEmpty: Bool {
    tail.load(ordering: .sequentiallyConsistent) == head.load(ordering: .relaxed)
  }

  /// Whether nothing is in it and nothing will be.
  var isFinished: Bool { abandoned.load(ordering: .acquiring) && isEmpty }

  /// Moves all lines to the end of `batch`.
  func take(into batch: inout [UInt8]) {
    let start = head.load(ordering: .relaxed)
    let count = tail.load(ordering: .acquiring) &- start
    guard count > 0 else { return }
    let place = start & (capacity &- 1)
    let first = min(count, capacity &- place)
    // SAFETY: both pieces are within the allocation, and between head and tail.
    unsafe batch.append(contentsOf: UnsafeBufferPointer(start: bytes + place, count: first))
    unsafe batch.append(contentsOf: UnsafeBufferPointer(start: bytes, count: count &- first))
    head.store(start &+ count, ordering: .releasing)
  }
}
