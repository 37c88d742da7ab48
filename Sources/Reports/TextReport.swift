import Documents
import Policy

/// Findings and problems as text for people.
///
/// Each begins with `file:line:column:` at the start of a line, which editors and terminals turn
/// into a link. Files come in the order in which they are appended, findings in that of the engine.
package struct TextReport {
  private let layout: TextLayout
  private var counts: FindingCounts
  /// Of the file that was reported last: a long file comes in parts.
  private var lines: LineTable?
  /// Of the source that had the last problem: it may have more.
  private var broken: (source: Source, shown: ShownLine)?
  private static let indent = 2

  /// - Parameter showsScore: whether the summary says how much is without findings.
  package init(_ layout: TextLayout = TextLayout(), showsScore: Bool = false) {
    self.layout = layout
    counts = FindingCounts(scores: showsScore)
  }

  private func append(
    _ reported: ReportedFinding, in file: ReportedFile, _ lines: LineTable,
    to output: inout [UInt8]
  ) {
    let finding = reported.finding
    let range = finding.range
    let position = lines.position(of: Int(range.start))
    let tint = reported.excuse == nil ? Self.tint(finding.action) : .faint
    let verdict = reported.excuse == nil ? finding.action.name : "excused"
    output.append(layout.tinted(Self.place(file.name, position), .bold))
    output.append(" ")
    output.append(layout.tinted(verdict, tint))
    output.append(" ")
    output.append(layout.tinted(VisibleText.escaped(finding.rule), .bold))
    output.append(" (\(finding.severity.name))\n\(Self.margin)")
    output.append(LogLine.escaped(finding.subject))
    output.append("\n")
    let pointer = finding.pointer.description
    if !pointer.isEmpty {
      output.append(Self.margin)
      output.append(layout.tinted("at " + LogLine.escaped(pointer), .faint))
      output.append("\n")
    }
    // Of what is missing there is nothing to show, and secrets are not to be shown.
    if layout.showsExcerpts, !finding.node.isContainer, !Self.isSecret(finding.object),
      !Catalogue.hidingSource.contains(finding.rule)
    {
      output.append(
        Excerpt(layout: layout, indent: Self.indent).render(
          file.source, line: position.line, lineRange: lines.range(ofLine: position.line),
          start: Int(range.start), end: Int(range.end), tint: tint))
    }
    append("Why:", finding.message, to: &output)
    if let excuse = reported.excuse {
      append("By:", Self.words(excuse), to: &output)
    } else {
      append("Do:", finding.remedy, to: &output)
    }
    output.append("\n")
  }

  /// Who excuses a finding, until when, and why.
  private static func words(_ excuse: Excuse) -> String {
    var text: String
    switch excuse {
    case .baseline: return "the baseline, which knows it"
    case .exemption(.policy(_, let expires)):
      text = "an exception of the policy, until \(expires)"
    case .exemption(.annotation), .exemption(.ignore):
      text = "the annotation \(excuse.origin)"
    }
    text += excuse.reason.isEmpty ? ", which gives no reason" : ": \(excuse.reason)"
    return text
  }

  /// Writes a problem; its excerpt has no value that could be secret.
  package mutating func append(_ problem: ReportedProblem, to text: inout String) {
    var output: [UInt8] = []
    counts.problems += 1
    let place: String
    if let position = problem.position {
      place = Self.place(problem.file, position)
    } else {
      place = LogLine.escaped(problem.file) + ":"
    }
    let message = LogLine.escaped(problem.message)
    output.append(layout.tinted(place, .bold) + " " + layout.tinted("error", .boldRed))
    output.append(": \(message)\n")
    if layout.showsExcerpts, let position = problem.position, let source = problem.source {
      append(excerptOf: source, at: position, to: &output)
    }
    if let related = problem.related {
      output.append(Self.margin + "See also line \(related.line), column \(related.column).\n")
    }
    if !problem.remedy.isEmpty { append("Do:", problem.remedy, to: &output) }
    output.append("\n")
    text += String(decoding: output, as: UTF8.self)
  }

  private mutating func append(
    excerptOf source: Source, at position: LineTable.Position, to output: inout [UInt8]
  ) {
    let shown: ShownLine
    if let broken, broken.source === source {
      shown = broken.shown
    } else {
      shown = ShownLine(source)
      broken = (source, shown)
    }
    guard let shownEnd = shown.end(ofLine: position.line) else { return }
    let range = shown.lines.range(ofLine: position.line)
    let start = Self.offset(of: position, in: source, range)
    output.append(
      Excerpt(layout: layout, indent: Self.indent).render(
        source, line: position.line, lineRange: range, shownEnd: shownEnd, start: start,
        end: start + 1, tint: .boldRed))
  }

  /// What stands behind the findings: the summary, and the score where it is wanted.
  package func summary(_ totals: ReportTotals) -> String {
    counts.summary(totals, layout) + (counts.score?.text(of: totals.judged, layout) ?? "")
  }
}

extension TextReport: FindingsReport {
  package mutating func begin(to output: inout [UInt8]) {}

  package mutating func append(_ file: ReportedFile, to output: inout [UInt8]) {
    guard !file.findings.isEmpty || !file.excused.isEmpty else { return }
    counts.count(file)
    let lines = file.lines(orFrom: self.lines)
    self.lines = lines
    for reported in file.findings { append(reported, in: file, lines, to: &output) }
    for reported in file.excused { append(reported, in: file, lines, to: &output) }
  }

  /// Counts it: people read problems apart from findings, as soon as they come.
  package mutating func append(_ problem: ReportedProblem) {
    counts.problems += 1
  }

  package mutating func end(_ totals: ReportTotals, to output: inout [UInt8]) {
    output.append(contentsOf: summary(totals).utf8)
  }
}

// MARK: - Parts

extension TextReport {
  private static let margin = String(repeating: " ", count: indent)

  private static func place(_ file: String, _ position: LineTable.Position) -> String {
    "\(LogLine.escaped(file)):\(position.line):\(position.column):"
  }

  static func tint(_ action: Action) -> TextLayout.Tint {
    switch action {
    case .deny: .boldRed
    case .warn: .boldYellow
    case .audit, .off: .boldCyan
    }
  }

  /// Writes a sentence behind what it says: why, or what to do.
  private func append(_ label: String, _ text: String, to output: inout [UInt8]) {
    let indent = Self.indent + 5
    output.append(Self.margin)
    output.append(layout.tinted(label, .cyan))
    let width = Self.indent + label.utf8.count
    output.append(contentsOf: repeatElement(UInt8(ascii: " "), count: max(0, indent - width)))
    let sentence = TextLayout.bytes(ofSentence: LogLine.escaped(text))
    layout.append(paragraph: sentence, indent: indent, to: &output)
  }

  /// Lines of these are not shown: what they carry is nobody else's business.
  private static func isSecret(_ object: ObjectReference) -> Bool {
    object.kind == "Secret" || object.kind == "ConfigMap"
  }

  private static func offset(
    of position: LineTable.Position, in source: Source, _ line: SourceRange
  ) -> Int {
    var column = 1
    var index = Int(line.start)
    while index < Int(line.end), column < position.column {
      index += 1
      while index < Int(line.end), source.bytes[index] & 0xC0 == 0x80 { index += 1 }
      column += 1
    }
    return index
  }
}
