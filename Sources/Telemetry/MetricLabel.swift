/// A label of a metric with all the values that it can have, fixed when the metric is declared, so
/// that no client can make a new series.
package struct MetricLabel: Sendable {
  /// What stands for every value that is not known.
  package static let other = "other"

  package let name: String
  /// The known values, and ``other`` as the last.
  package let values: [String]
  /// Where the known values of each length are in ``values``.
  private let byLength: [[Int]]

  /// A value given twice counts once.
  package init(_ name: String, values known: [String]) {
    self.name = name
    var values: [String] = []
    var seen: Set<String> = [Self.other]
    var byLength: [[Int]] = []
    for value in known where seen.insert(value).inserted {
      let length = value.utf8.count
      while byLength.count <= length { byLength.append([]) }
      byLength[length].append(values.count)
      values.append(value)
    }
    values.append(Self.other)
    self.values = values
    self.byLength = byLength
  }

  /// The place of a value in ``values``; that of ``other`` when it is not known.
  package func index(of value: String) -> Int {
    // To compare with the few of the same length costs less than to hash a word.
    let length = value.utf8.count
    if length < byLength.count {
      for index in byLength[length] where values[index] == value { return index }
    }
    return values.count - 1
  }
}
