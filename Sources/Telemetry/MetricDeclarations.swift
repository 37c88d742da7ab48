/// A number that only grows.
package struct Counter: Sendable {
  let series: MetricSeries
}

/// A number that goes up and down.
package struct Gauge: Sendable {
  let series: MetricSeries
}

/// How values are spread.
package struct Histogram: Sendable {
  let series: MetricSeries
  /// Upper bounds, ascending, in the unit of the cells.
  let bounds: [UInt64]
}

/// The metrics of a program, declared before it counts; they are shown in this order.
///
/// Names and labels come from the programmer: a name that Prometheus cannot read ends the process.
package struct MetricDeclarations: Sendable {
  private(set) var families: [MetricFamily] = []
  private(set) var cellCount = 0

  package init() {}

  /// - Parameter hidesZeros: Leaves out series in which nothing was counted. Without it only those
  ///   with the label value ``MetricLabel/other`` are left out then.
  package mutating func counter(
    _ name: String, _ help: String, labels: [MetricLabel] = [], unit: MetricUnit = .whole,
    hidesZeros: Bool = false
  ) -> Counter {
    Counter(series: declare(.counter, name, help, labels, unit, hidesZeros))
  }

  package mutating func gauge(
    _ name: String, _ help: String, labels: [MetricLabel] = [], unit: MetricUnit = .whole,
    hidesZeros: Bool = false
  ) -> Gauge {
    Gauge(series: declare(.gauge, name, help, labels, unit, hidesZeros))
  }

  /// - Parameter bounds: The upper bounds of the buckets, in the unit of the cells.
  package mutating func histogram(
    _ name: String, _ help: String, labels: [MetricLabel] = [], bounds: [UInt64],
    unit: MetricUnit = .whole
  ) -> Histogram {
    let bounds = Set(bounds).sorted()
    let series = declare(.histogram(bounds: bounds), name, help, labels, unit, false)
    return Histogram(series: series, bounds: bounds)
  }

  private mutating func declare(
    _ kind: MetricFamily.Kind, _ name: String, _ help: String, _ labels: [MetricLabel],
    _ unit: MetricUnit, _ hidesZeros: Bool
  ) -> MetricSeries {
    guard Self.isName(name), labels.allSatisfy({ Self.isName($0.name) }),
      labels.count <= MetricSeries.maximumLabels, !families.contains(where: { $0.name == name })
    else { fatalError("the metric \(name) cannot be declared like this") }
    let family = MetricFamily(
      kind: kind, name: name, help: help, labels: labels, unit: unit, hidesZeros: hidesZeros,
      firstCell: cellCount)
    families.append(family)
    cellCount += family.seriesCount * kind.cellsPerSeries
    return MetricSeries(family)
  }

  /// `[a-zA-Z_][a-zA-Z0-9_]*`: what both metrics and labels may be called. Colons are for
  /// recording rules.
  private static func isName(_ text: String) -> Bool {
    let bytes = text.utf8
    guard let first = bytes.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first)
    else { return false }
    return bytes.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
  }
}
