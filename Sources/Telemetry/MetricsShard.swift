import Synchronization

/// The numbers that one thread counts and others read.
@safe final class MetricCells: Sendable {
  let count: Int
  // SAFETY: allocated and initialised with `count` elements for as long as this object lives, and
  // indexed within `count` only; all access is atomic.
  private nonisolated(unsafe) let cells: UnsafeMutablePointer<Atomic<UInt64>>

  init(count: Int) {
    self.count = count
    unsafe cells = .allocate(capacity: max(count, 1))
    for index in 0..<count { unsafe (cells + index).initialize(to: Atomic(0)) }
  }

  deinit {
    unsafe cells.deinitialize(count: count)
    unsafe cells.deallocate()
  }

  /// For cells that one thread alone writes, so that no locked instruction is needed.
  @inline(__always)
  func add(_ amount: UInt64, at index: Int) {
    guard index >= 0, index < count else { return }
    let old = unsafe cells[index].load(ordering: .relaxed)
    unsafe cells[index].store(old &+ amount, ordering: .relaxed)
  }

  /// For cells that several threads write.
  func addShared(_ amount: UInt64, at index: Int) {
    guard index >= 0, index < count else { return }
    unsafe cells[index].wrappingAdd(amount, ordering: .relaxed)
  }

  func set(_ value: UInt64, at index: Int) {
    guard index >= 0, index < count else { return }
    unsafe cells[index].store(value, ordering: .relaxed)
  }

  /// Adds every cell to the one at its place in `totals`.
  func add(to totals: inout [UInt64]) {
    for index in 0..<min(count, totals.count) {
      totals[index] &+= unsafe cells[index].load(ordering: .relaxed)
    }
  }
}

/// What one thread counts: an event loop has its own. No locks, and no writes that two threads
/// share.
///
/// Label values are given by their place in ``MetricLabel/values``, in the order of the labels;
/// labels that the metric does not have are left out. An unknown place counts as `other`.
package final class MetricsShard {
  private let cells: MetricCells

  init(_ cells: MetricCells) {
    self.cells = cells
  }

  package func add(
    _ amount: UInt64 = 1, to counter: Counter, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0,
    _ d: Int = 0
  ) {
    cells.add(amount, at: counter.series.cell(a, b, c, d))
  }

  /// - Parameter value: In the unit of the cells: nanoseconds for a time.
  package func observe(
    _ value: UInt64, in histogram: Histogram, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0,
    _ d: Int = 0
  ) {
    let first = histogram.series.cell(a, b, c, d)
    let bounds = histogram.bounds.span
    var bucket = 0
    while bucket < bounds.count, value > bounds[bucket] { bucket &+= 1 }
    cells.add(1, at: first &+ bucket)
    cells.add(value, at: first &+ bounds.count &+ 1)
  }
}
