/// A set of Unicode code points: ranges, sorted, disjoint and not adjacent.
struct ScalarSet: Sendable, Equatable {
  static let last: UInt32 = 0x10FFFF

  private(set) var ranges: [ClosedRange<UInt32>]

  static let none = ScalarSet(sorted: [])
  static let all = ScalarSet(sorted: [0...last])

  /// Takes ranges in any order, which may overlap.
  init(_ ranges: [ClosedRange<UInt32>]) {
    let sorted = ranges.sorted { $0.lowerBound < $1.lowerBound }
    var merged: [ClosedRange<UInt32>] = []
    merged.reserveCapacity(sorted.count)
    for range in sorted {
      if let before = merged.last, range.lowerBound <= before.upperBound &+ 1 {
        merged[merged.count - 1] =
          before.lowerBound...max(before.upperBound, range.upperBound)
      } else {
        merged.append(range)
      }
    }
    self.ranges = merged
  }

  /// Takes ranges that are sorted, disjoint and not adjacent.
  init(sorted ranges: [ClosedRange<UInt32>]) {
    self.ranges = ranges
  }

  /// Every code point that is not in the set.
  var inverted: ScalarSet {
    var result: [ClosedRange<UInt32>] = []
    result.reserveCapacity(ranges.count + 1)
    var next: UInt32 = 0
    for range in ranges {
      if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
      next = range.upperBound + 1
    }
    if next <= Self.last { result.append(next...Self.last) }
    return ScalarSet(sorted: result)
  }

  /// The only code point of a set that has one.
  var single: UInt32? {
    guard ranges.count == 1, let range = ranges.first, range.lowerBound == range.upperBound else {
      return nil
    }
    return range.lowerBound
  }

  func contains(_ scalar: UInt32) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < scalar {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low < ranges.count && ranges[low].lowerBound <= scalar
  }
}
