/// A metric as Prometheus sees it: a name and a series for each combination of label values.
struct MetricFamily: Sendable {
  enum Kind: Sendable, Equatable {
    case counter
    case gauge
    /// Upper bounds, ascending, in the unit of the cells.
    case histogram(bounds: [UInt64])

    var word: StaticString {
      switch self {
      case .counter: "counter"
      case .gauge: "gauge"
      case .histogram: "histogram"
      }
    }

    /// A histogram has a cell for each bound, one for what is above, and one for the sum.
    var cellsPerSeries: Int {
      if case .histogram(let bounds) = self { bounds.count + 2 } else { 1 }
    }
  }

  let kind: Kind
  let name: String
  let help: String
  let labels: [MetricLabel]
  let unit: MetricUnit
  /// Whether series in which nothing was counted are left out.
  let hidesZeros: Bool
  let firstCell: Int

  var seriesCount: Int { labels.reduce(1) { $0 * $1.values.count } }
}

/// What a cell counts. Cells are integers, so that what is shown is exact.
package enum MetricUnit: Sendable {
  /// Bytes, requests, seconds: shown as they are.
  case whole
  /// Billionths, shown as units: times are counted in nanoseconds and shown in seconds.
  case billionths

  /// How many of a cell's digits stand behind the point.
  var decimals: Int { self == .whole ? 0 : 9 }
}

/// Where the series of a family are among the cells. A number that is none of a label's is counted
/// as its last value, which is ``MetricLabel/other``.
struct MetricSeries: Sendable {
  /// More labels would make more series than anybody looks at.
  static let maximumLabels = 4

  let firstCell: Int
  let width: Int
  private let sizes: (Int, Int, Int, Int)

  init(_ family: MetricFamily) {
    firstCell = family.firstCell
    width = family.kind.cellsPerSeries
    func size(_ label: Int) -> Int {
      label < family.labels.count ? family.labels[label].values.count : 1
    }
    sizes = (size(0), size(1), size(2), size(3))
  }

  /// The first cell of a series.
  @inline(__always)
  func cell(_ a: Int, _ b: Int, _ c: Int, _ d: Int) -> Int {
    var index = Self.known(a, sizes.0)
    index = index &* sizes.1 &+ Self.known(b, sizes.1)
    index = index &* sizes.2 &+ Self.known(c, sizes.2)
    index = index &* sizes.3 &+ Self.known(d, sizes.3)
    return firstCell &+ index &* width
  }

  @inline(__always)
  private static func known(_ index: Int, _ size: Int) -> Int {
    index >= 0 && index < size ? index : size &- 1
  }
}
