import Documents
import JSONSyntax
import Policy

/// Findings and problems as SARIF 2.1.0, as code scanning of GitHub and others read it: one run, in
/// which results come before the rules that they name.
package struct SARIFReport: FindingsReport {
  private var lines: LineTable?
  private var fingerprints = FingerprintCounter()
  private var isFirst = true
  private var notifications: [Value] = []
  /// Positions of rules in the run's list, in the order in which they are met.
  private var rules: [String] = []
  private var positions: [String: Int] = [:]

  package init() {}

  package mutating func begin(to output: inout [UInt8]) {
    output.append(
      contentsOf: """
        {"$schema":"https://json.schemastore.org/sarif-2.1.0.json","version":"2.1.0","runs":[{\
        "columnKind":"unicodeCodePoints","results":[
        """.utf8)
  }

  package mutating func append(_ file: ReportedFile, to output: inout [UInt8]) {
    let lines = file.lines(orFrom: self.lines)
    self.lines = lines
    for reported in file.findings + file.excused {
      output.append(contentsOf: (isFirst ? "\n" : ",\n").utf8)
      isFirst = false
      JSONWriter.append(result(reported, in: file, lines), to: &output)
    }
  }

  package mutating func append(_ problem: ReportedProblem) {
    notifications.append([
      "level": "error", "descriptor": ["id": .string(problem.id)],
      "message": ["text": .string(problem.advice)],
      "locations": [Self.location(problem.file, problem.position, problem.position)],
    ])
  }

  package mutating func end(_ totals: ReportTotals, to output: inout [UInt8]) {
    output.append(contentsOf: "\(isFirst ? "" : "\n")],\n\"tool\":".utf8)
    let driver: Value = [
      "name": "kpatch", "semanticVersion": .string(Release.version),
      "rules": .sequence(rules.map(Self.descriptor)),
    ]
    JSONWriter.append(["driver": driver], to: &output)
    output.append(contentsOf: ",\n\"invocations\":[".utf8)
    let invocation: Value = [
      "executionSuccessful": .boolean(notifications.isEmpty),
      "toolExecutionNotifications": .sequence(notifications),
    ]
    JSONWriter.append(invocation, to: &output)
    output.append(contentsOf: "]}]}\n".utf8)
  }

  // MARK: Parts

  private mutating func result(
    _ reported: ReportedFinding, in file: ReportedFile, _ lines: LineTable
  ) -> Value {
    let finding = reported.finding
    let (start, end) = finding.places(lines)
    let fingerprint = fingerprints.next(finding, in: file.name)
    func text(_ words: String) -> Value { .string(words) }
    var entries: [Value.Entry] = [
      .init("ruleId", text(finding.rule)),
      .init("ruleIndex", .integer(position(of: finding.rule))),
      .init("level", text(Self.level(finding.action))),
      .init("message", ["text": text("\(finding.subject): \(finding.advice)")]),
      .init(
        "locations", [Self.location(file.name, start, end, object: finding.object.title)]),
      .init(
        "partialFingerprints",
        ["primaryLocationLineHash": text("\(fingerprint.digest):\(fingerprint.number)")]),
      .init(
        "properties",
        ["action": text(finding.action.name), "pointer": text(finding.pointer.description)]),
    ]
    if let excuse = reported.excuse {
      let suppression: Value = [
        "kind": text(excuse.isInSource ? "inSource" : "external"),
        "justification": text(excuse.words),
      ]
      entries.append(.init("suppressions", [suppression]))
    }
    return .mapping(entries)
  }

  private mutating func position(of rule: String) -> Int {
    if let known = positions[rule] { return known }
    positions[rule] = rules.count
    rules.append(rule)
    return rules.count - 1
  }

  private static func location(
    _ file: String, _ start: LineTable.Position?, _ end: LineTable.Position?,
    object: String? = nil
  ) -> Value {
    var place: [Value.Entry] = [
      .init("artifactLocation", ["uri": .string(FileURI.text(file))])
    ]
    if let start {
      let end = end ?? start
      let region: Value = [
        "startLine": .integer(start.line), "startColumn": .integer(start.column),
        "endLine": .integer(end.line), "endColumn": .integer(end.column),
      ]
      place.append(.init("region", region))
    }
    var location: [Value.Entry] = [.init("physicalLocation", .mapping(place))]
    if let object {
      let name: Value = ["fullyQualifiedName": .string(object), "kind": "resource"]
      location.append(.init("logicalLocations", [name]))
    }
    return .mapping(location)
  }

  private static func level(_ action: Action) -> String {
    switch action {
    case .deny: "error"
    case .warn: "warning"
    case .audit, .off: "note"
    }
  }

  private static func descriptor(_ id: String) -> Value {
    guard let rule = Catalogue.rules.first(where: { $0.id == id }) else {
      return ["id": .string(id)]
    }
    func text(_ words: String) -> Value {
      ["text": .string(String(TextLayout.sentence(words).unicodeScalars.prefix(1024)))]
    }
    let level =
      switch rule.severity {
      case .error: "error"
      case .warning: "warning"
      case .info: "note"
      }
    return [
      "id": .string(id), "shortDescription": text(rule.title), "fullDescription": text(rule.why),
      "help": text(rule.remedy), "defaultConfiguration": ["level": .string(level)],
      "properties": ["tags": [.string(rule.category)]],
    ]
  }
}
