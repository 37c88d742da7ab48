import Documents
import Policy

/// Findings and problems as workflow commands of GitHub Actions, which shows them as annotations at
/// the lines of a pull request; the summary stands behind them.
package struct GitHubReport: FindingsReport {
  private var lines: LineTable?
  private var counts = FindingCounts()
  private var problems: [UInt8] = []

  package init() {}

  package mutating func begin(to output: inout [UInt8]) {}

  package mutating func append(_ file: ReportedFile, to output: inout [UInt8]) {
    counts.count(file)
    let lines = file.lines(orFrom: self.lines)
    self.lines = lines
    for reported in file.findings where reported.excuse == nil {
      let finding = reported.finding
      Self.command(
        Self.name(finding.action), file: file.name, finding.places(lines), title: finding.rule,
        "\(finding.subject): \(finding.advice)", to: &output)
    }
  }

  package mutating func append(_ problem: ReportedProblem) {
    counts.problems += 1
    Self.command(
      "error", file: problem.file, problem.position.map { ($0, $0) }, title: problem.id,
      problem.advice, to: &problems)
  }

  package mutating func end(_ totals: ReportTotals, to output: inout [UInt8]) {
    output += problems
    output.append(contentsOf: counts.summary(totals, TextLayout()).utf8)
  }

  // MARK: Parts

  private static func name(_ action: Action) -> String {
    switch action {
    case .deny: "error"
    case .warn: "warning"
    case .audit, .off: "notice"
    }
  }

  private static func command(
    _ name: String, file: String, _ places: (start: LineTable.Position, end: LineTable.Position)?,
    title: String, _ message: String, to output: inout [UInt8]
  ) {
    var text = "::\(name) file=\(escaped(FileURI.plain(file), isProperty: true))"
    if let places {
      text += ",line=\(places.start.line),endLine=\(places.end.line)"
      // Columns are read only where they are of one line.
      if places.start.line == places.end.line {
        text += ",col=\(places.start.column),endColumn=\(places.end.column)"
      }
    }
    text += ",title=\(escaped(title, isProperty: true))::\(escaped(message, isProperty: false))\n"
    output.append(contentsOf: text.utf8)
  }

  /// Text that cannot end its command and begin another.
  private static func escaped(_ text: String, isProperty: Bool) -> String {
    var result = ""
    for scalar in VisibleText.escaped(text).unicodeScalars {
      switch scalar {
      case "%": result += "%25"
      case ":" where isProperty: result += "%3A"
      case "," where isProperty: result += "%2C"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
