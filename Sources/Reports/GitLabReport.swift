import Documents
import JSONSyntax
import Policy

/// Findings and problems as GitLab's Code Quality report reads them: an array, one line for each.
package struct GitLabReport: FindingsReport {
  private var lines: LineTable?
  private var fingerprints = FingerprintCounter()
  private var problems: [Value] = []
  private var isFirst = true

  package init() {}

  package mutating func begin(to output: inout [UInt8]) {
    output.append(UInt8(ascii: "["))
  }

  package mutating func append(_ file: ReportedFile, to output: inout [UInt8]) {
    let lines = file.lines(orFrom: self.lines)
    self.lines = lines
    for reported in file.findings where reported.excuse == nil {
      let finding = reported.finding
      let (start, end) = finding.places(lines)
      let fingerprint = Fingerprint(finding, in: file.name)
      write(
        Self.issue(
          "\(finding.subject): \(finding.advice)", finding.rule, unique(fingerprint),
          Self.severity(finding.action), file.name, begin: start.line, end: end.line),
        to: &output)
    }
  }

  package mutating func append(_ problem: ReportedProblem) {
    let line = problem.position?.line ?? 1
    let fingerprint = Fingerprint(
      file: problem.file, rule: problem.id,
      object: ObjectReference(apiVersion: "", kind: "", namespace: nil, name: ""), container: nil,
      pointer: "")
    problems.append(
      Self.issue(
        problem.advice, problem.id, unique(fingerprint), "blocker", problem.file, begin: line,
        end: line))
  }

  package mutating func end(_ totals: ReportTotals, to output: inout [UInt8]) {
    for problem in problems { write(problem, to: &output) }
    output.append(contentsOf: "\(isFirst ? "" : "\n")]\n".utf8)
  }

  // MARK: Parts

  /// Equal fingerprints would be taken for one finding.
  private mutating func unique(_ fingerprint: Fingerprint) -> String {
    let (digest, number) = fingerprints.next(fingerprint)
    return number == 1 ? digest : "\(digest)-\(number)"
  }

  private mutating func write(_ issue: Value, to output: inout [UInt8]) {
    output.append(contentsOf: (isFirst ? "\n" : ",\n").utf8)
    isFirst = false
    JSONWriter.append(issue, to: &output)
  }

  private static func severity(_ action: Action) -> String {
    switch action {
    case .deny: "critical"
    case .warn: "major"
    case .audit, .off: "info"
    }
  }

  private static func issue(
    _ description: String, _ name: String, _ fingerprint: String, _ severity: String,
    _ file: String, begin: Int, end: Int
  ) -> Value {
    [
      "description": .string(description), "check_name": .string(name),
      "fingerprint": .string(fingerprint), "severity": .string(severity),
      "location": [
        "path": .string(FileURI.plain(file)),
        "lines": ["begin": .integer(begin), "end": .integer(end)],
      ],
    ]
  }
}
