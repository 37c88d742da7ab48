import Synchronization

/// The metrics of a program: counted by each thread for itself, summed when they are asked for.
///
/// What happens often is counted in a ``MetricsShard``. What happens seldom, and what is looked up
/// when the metrics are asked for, goes straight to this object, from any thread.
package final class Metrics: Sendable {
  private let families: [MetricFamily]
  private let cellCount: Int
  private let common: MetricCells
  /// Touched when a thread starts and when somebody scrapes.
  private let shards = Mutex<[MetricCells]>([])

  package init(_ declarations: MetricDeclarations) {
    families = declarations.families
    cellCount = declarations.cellCount
    common = MetricCells(count: cellCount)
  }

  /// A shard for the thread that calls. What it counted stays when the thread ends.
  package func makeShard() -> MetricsShard {
    let cells = MetricCells(count: cellCount)
    shards.withLock { $0.append(cells) }
    return MetricsShard(cells)
  }

  /// Adds to what the shards count; for what happens seldom.
  package func add(
    _ amount: UInt64 = 1, to counter: Counter, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0,
    _ d: Int = 0
  ) {
    common.addShared(amount, at: counter.series.cell(a, b, c, d))
  }

  /// Says what somebody else counted, who starts at zero and only counts up. Such a counter is not
  /// counted by shards.
  package func set(
    _ counter: Counter, to value: UInt64, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0
  ) {
    common.set(value, at: counter.series.cell(a, b, c, d))
  }

  package func set(
    _ gauge: Gauge, to value: Int64, _ a: Int = 0, _ b: Int = 0, _ c: Int = 0, _ d: Int = 0
  ) {
    common.set(UInt64(bitPattern: value), at: gauge.series.cell(a, b, c, d))
  }

  /// All metrics as text, in the format of ``MetricsText``.
  package func text() -> [UInt8] {
    var totals = [UInt64](repeating: 0, count: cellCount)
    common.add(to: &totals)
    for cells in shards.withLock({ $0 }) { cells.add(to: &totals) }
    var text = MetricsText()
    for family in families { text.append(family, totals) }
    return text.bytes
  }
}
