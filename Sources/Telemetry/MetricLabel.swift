/// A label of a metric with all the values that it can have, fixed when the metric is declared, so
/// that no client can make a new series.
package struct MetricLabel: Sendable {
  /// What stands for every value that is not known.
  package static let other = "other"

  package let name: String
  /// The known values, and ``other`` as the last.
  package let values: [String]
  private let indices: [String: Int]

  /// A value given twice counts once.
  package init(_ name: String, values known: [String]) {
    self.name = name
    var values: [String] = []
    var indices: [String: Int] = [:]
    for value in known where value != Self.other && indices[value] == nil {
      indices[value] = values.count
      values.append(value)
    }
    values.append(Self.other)
    self.values = values
    self.indices = indices
  }

  /// The place of a value in ``values``; that of ``other`` when it is not known.
  package func index(of value: String) -> Int {
    // To compare with a few words costs less than to hash one.
    if values.count <= Self.fewValues {
      return values.firstIndex(of: value) ?? values.count - 1
    }
    return indices[value] ?? values.count - 1
  }

  private static let fewValues = 8
}
