/// What `(?i)` adds to a set.
enum CaseFolding {
  /// The set with all characters that differ from one of it only in case, by Unicode's simple
  /// folding: `k` is also `K` and U+212A, the Kelvin sign.
  static func closed(_ set: ScalarSet) -> ScalarSet {
    // Everything, as in `[^\n]`, is its own.
    var added: [ClosedRange<UInt32>] = []
    for range in set.ranges {
      for run in UnicodeFolding.table where run.first <= range.upperBound {
        guard run.last >= range.lowerBound else { continue }
        append(run, within: range, to: &added)
      }
    }
    return added.isEmpty ? set : ScalarSet(set.ranges + added)
  }

  private static func append(
    _ run: (first: UInt32, last: UInt32, step: UInt32, distance: Int32),
    within range: ClosedRange<UInt32>, to added: inout [ClosedRange<UInt32>]
  ) {
    // The first of the run that is not below the range.
    let below = range.lowerBound > run.first ? range.lowerBound - run.first : 0
    let first = run.first + (below + run.step - 1) / run.step * run.step
    let last = min(run.last, range.upperBound)
    guard first <= last else { return }
    if run.step == 1 {
      added.append(moved(first, run.distance)...moved(last, run.distance))
    } else {
      for scalar in stride(from: first, through: last, by: Int(run.step)) {
        added.append(moved(scalar, run.distance)...moved(scalar, run.distance))
      }
    }
  }

  private static func moved(_ scalar: UInt32, _ distance: Int32) -> UInt32 {
    UInt32(bitPattern: Int32(bitPattern: scalar) + distance)
  }
}
