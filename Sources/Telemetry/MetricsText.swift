/// Metrics in Prometheus' text format, version 0.0.4: HELP, TYPE, then a line for each series.
package struct MetricsText {
  /// The media type of this format.
  package static let contentType: StaticString = "text/plain; version=0.0.4; charset=utf-8"

  private(set) var bytes: [UInt8] = []

  mutating func append(_ family: MetricFamily, _ cells: [UInt64]) {
    bytes.append("# HELP ")
    bytes.append(family.name)
    bytes.append(" ")
    appendEscaped(family.help, quotes: false)
    bytes.append("\n# TYPE ")
    bytes.append(family.name)
    bytes.append(" ")
    bytes.append(family.kind.word)
    bytes.append("\n")
    let width = family.kind.cellsPerSeries
    for series in 0..<family.seriesCount {
      let first = family.firstCell + series * width
      let values = cells[first..<first + width]
      let labels = labels(of: family, series)
      let isQuiet = values.allSatisfy { $0 == 0 }
      if isQuiet, family.hidesZeros || labels.contains(where: { $0.isOther }) { continue }
      let written = labels.map { (name: $0.name, value: $0.value) }
      if case .histogram(let bounds) = family.kind {
        append(histogram: family, bounds, values, written)
      } else {
        appendLine(family, "", written)
        append(value: values[first], of: family)
      }
    }
  }

  private mutating func append(
    histogram family: MetricFamily, _ bounds: [UInt64], _ values: ArraySlice<UInt64>,
    _ labels: [(name: String, value: String)]
  ) {
    // Buckets hold what is above the bound before; the format wants all that is at most the bound.
    var total: UInt64 = 0
    for (index, count) in values.dropLast().enumerated() {
      total &+= count
      var bound: [UInt8] = []
      if index < bounds.count {
        bound.append(decimal: bounds[index], decimals: family.unit.decimals)
      } else {
        bound.append("+Inf")
      }
      appendLine(family, "_bucket", labels + [("le", String(decoding: bound, as: UTF8.self))])
      bytes.append(decimal: total, decimals: 0)
      bytes.append("\n")
    }
    appendLine(family, "_sum", labels)
    bytes.append(decimal: values.last ?? 0, decimals: family.unit.decimals)
    bytes.append("\n")
    appendLine(family, "_count", labels)
    bytes.append(decimal: total, decimals: 0)
    bytes.append("\n")
  }

  private mutating func append(value: UInt64, of family: MetricFamily) {
    let signed = Int64(bitPattern: value)
    if family.kind == .gauge, signed < 0 { bytes.append("-") }
    let magnitude = family.kind == .gauge ? signed.magnitude : value
    bytes.append(decimal: magnitude, decimals: family.unit.decimals)
    bytes.append("\n")
  }

  /// All of a line but the value.
  private mutating func appendLine(
    _ family: MetricFamily, _ suffix: StaticString, _ labels: [(name: String, value: String)]
  ) {
    bytes.append(family.name)
    bytes.append(suffix)
    for (index, label) in labels.enumerated() {
      bytes.append(index == 0 ? "{" : ",")
      bytes.append(label.name)
      bytes.append("=\"")
      appendEscaped(label.value, quotes: true)
      bytes.append("\"")
    }
    bytes.append(labels.isEmpty ? " " : "} ")
  }

  private func labels(
    of family: MetricFamily, _ series: Int
  ) -> [(name: String, value: String, isOther: Bool)] {
    var labels: [(name: String, value: String, isOther: Bool)] = []
    var rest = series
    for label in family.labels.reversed() {
      let index = rest % label.values.count
      rest /= label.values.count
      labels.append((label.name, label.values[index], index == label.values.count - 1))
    }
    return labels.reversed()
  }

  private mutating func appendEscaped(_ text: String, quotes: Bool) {
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\\"): bytes.append("\\\\")
      case UInt8(ascii: "\n"): bytes.append("\\n")
      case UInt8(ascii: "\"") where quotes: bytes.append("\\\"")
      default: bytes.append(byte)
      }
    }
  }
}
