import Documents
import Edits
import JSONSyntax
import Policy

/// Findings and problems as one JSON object, for machines, and for `check --baseline`.
///
/// `version`, `findings`, `excepted`, `problems`, `summary`; one line for each finding. The version
/// changes when a member goes or changes its meaning, not when one is added.
package struct JSONReport: FindingsReport {
  package static let version = 1

  private var counts = FindingCounts(scores: true)
  /// Of the file that was reported last: a long file comes in parts.
  private var lines: LineTable?
  private var problems: [Value] = []
  private var isFirst = true
  /// The lines of findings that are excused, which stand behind the others.
  private var excused: [UInt8] = []

  package init() {}

  /// Writes what stands before the first finding. To be called once, first.
  package mutating func begin(to output: inout [UInt8]) {
    output.append(contentsOf: "{\"version\":\(Self.version),\"findings\":[".utf8)
  }

  /// Writes the findings of one file, or of the next part of the one before, and keeps those that
  /// are excused for the end.
  package mutating func append(_ file: ReportedFile, to output: inout [UInt8]) {
    guard !file.findings.isEmpty || !file.excused.isEmpty else { return }
    counts.count(file)
    let lines = file.lines(orFrom: self.lines)
    self.lines = lines
    for reported in file.findings {
      output.append(contentsOf: (isFirst ? "\n" : ",\n").utf8)
      isFirst = false
      let value = Self.value(reported, in: file, lines)
      JSONWriter.append(value, to: &output)
    }
    for reported in file.excused {
      excused.append(contentsOf: (excused.isEmpty ? "\n" : ",\n").utf8)
      JSONWriter.append(Self.value(reported, in: file, lines), to: &excused)
    }
  }

  /// Keeps a problem for the end.
  package mutating func append(_ problem: ReportedProblem) {
    counts.problems += 1
    problems.append(problem.value)
  }

  /// Writes what is excused, problems and summary. To be called once, last.
  package mutating func end(_ totals: ReportTotals, to output: inout [UInt8]) {
    output.append(contentsOf: "\(isFirst ? "" : "\n")],\n\"excepted\":[".utf8)
    output.append(contentsOf: excused)
    output.append(contentsOf: "\(excused.isEmpty ? "" : "\n")],\n\"problems\":[".utf8)
    for (index, problem) in problems.enumerated() {
      output.append(contentsOf: (index == 0 ? "\n" : ",\n").utf8)
      JSONWriter.append(problem, to: &output)
    }
    output.append(contentsOf: "\(problems.isEmpty ? "" : "\n")],\n\"summary\":".utf8)
    let summary: Value = [
      "files": .integer(totals.files), "documents": .integer(totals.documents),
      "objects": .integer(totals.objects), "findings": .integer(counts.findings),
      "deny": .integer(counts.deny), "warn": .integer(counts.warn), "audit": .integer(counts.audit),
      "problems": .integer(counts.problems), "excepted": .integer(totals.excepted),
      "baseline": .integer(totals.known), "excluded": .integer(totals.excluded),
      "score": counts.score?.value(of: totals.judged) ?? .null,
    ]
    JSONWriter.append(summary, to: &output)
    output.append(contentsOf: "}\n".utf8)
  }

  private static func value(
    _ reported: ReportedFinding, in file: ReportedFile, _ lines: LineTable
  ) -> Value {
    let finding = reported.finding
    let (start, end) = finding.places(lines)
    var entries: [Value.Entry] = [
      .init("rule", .string(finding.rule)), .init("category", .string(finding.category)),
      .init("severity", .string(finding.severity.name)),
      .init("action", .string(finding.action.name)), .init("object", finding.object.value),
    ]
    if let container = finding.container {
      entries.append(.init("container", .string(container)))
    }
    entries += [
      .init("pointer", .string(finding.pointer.description)), .init("file", .string(file.name)),
      .init("documentIndex", .integer(reported.documentIndex)), .init("line", .integer(start.line)),
      .init("column", .integer(start.column)), .init("endLine", .integer(end.line)),
      .init("endColumn", .integer(end.column)), .init("message", .string(finding.message)),
      .init("remedy", .string(finding.remedy)),
    ]
    if let fix = finding.shownFix {
      entries.append(.init("fix", fix.value))
    }
    if let excuse = reported.excuse {
      entries.append(.init("exemption", value(excuse)))
    }
    return .mapping(entries)
  }

  private static func value(_ excuse: Excuse) -> Value {
    var entries: [Value.Entry] = [
      .init("origin", .string(excuse.origin)), .init("reason", .string(excuse.reason)),
    ]
    if let day = excuse.expires { entries.append(.init("expires", .string("\(day)"))) }
    return .mapping(entries)
  }
}

extension ReportedProblem {
  /// As JSON reports have it.
  var value: Value {
    var entries: [Value.Entry] = [.init("file", .string(file)), .init("id", .string(id))]
    if let position {
      entries.append(.init("line", .integer(position.line)))
      entries.append(.init("column", .integer(position.column)))
    }
    if let related {
      entries.append(
        .init(
          "related",
          [
            "line": .integer(related.line), "column": .integer(related.column),
          ]))
    }
    entries.append(.init("message", .string(message)))
    if !remedy.isEmpty { entries.append(.init("remedy", .string(remedy))) }
    return .mapping(entries)
  }
}

extension ObjectReference {
  /// As reports in JSON have it.
  var value: Value {
    var entries: [Value.Entry] = [
      .init("apiVersion", .string(apiVersion)), .init("kind", .string(kind)),
    ]
    if let namespace { entries.append(.init("namespace", .string(namespace))) }
    entries.append(.init("name", .string(name)))
    return .mapping(entries)
  }
}
