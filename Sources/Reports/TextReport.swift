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
  /// What the last findings were about: most are about the object or a line of one before.
  private var shown = ShownPlaces()
  private var rules = RuleTexts()
  /// The message of the last finding: its room serves the next one.
  private var message: [UInt8] = []
  /// Of the source that had the last problem: it may have more.
  private var broken: (source: Source, shown: ShownLine)?
  private static let indent = margin.utf8CodeUnitCount

  /// - Parameter showsScore: whether the summary says how much is without findings.
  package init(_ layout: TextLayout = TextLayout(), showsScore: Bool = false) {
    self.layout = layout
    counts = FindingCounts(scores: showsScore)
  }

  /// - Parameter file: the name of its file, safe to show.
  private mutating func append(
    _ reported: ReportedFinding, in file: String, _ lines: LineTable, to output: inout [UInt8]
  ) {
    let finding = reported.finding
    let tint = reported.excuse == nil ? Self.tint(finding.action) : .faint
    shown.makeRoom()
    let place = place(of: finding.range, tint, in: file, lines)
    shown.append(shown[place].text, to: &output)
    let rule =
      rules.place(of: finding, isExcused: reported.excuse != nil)
      ?? rules.add(texts(of: reported, tint), of: finding, isExcused: reported.excuse != nil)
    rules.appendHead(rule, to: &output)
    append(subjectOf: finding, to: &output)
    append(pointerOf: finding, to: &output)
    // Of what is missing there is nothing to show, and secrets are not to be shown.
    if layout.showsExcerpts, !finding.node.isContainer, !Self.isSecret(finding.object),
      !finding.hidesSource
    {
      append(excerptOf: place, lines, to: &output)
    }
    message.removeAll(keepingCapacity: true)
    finding.appendMessage(to: &message)
    append("Why:", message.span, to: &output)
    if let excuse = reported.excuse {
      append("By:", Self.words(excuse).utf8Span.span, to: &output)
      output.append("\n")
    } else {
      rules.appendAdvice(rule, to: &output)
    }
  }

  /// What is written of the rule of a finding.
  private func texts(of reported: ReportedFinding, _ tint: TextLayout.Tint) -> RuleTexts.Texts {
    let finding = reported.finding
    var head: [UInt8] = []
    head.append(" ")
    layout.append(tint, to: &head) {
      $0.append(reported.excuse == nil ? finding.action.name : "excused")
    }
    head.append(" ")
    layout.append(.bold, to: &head) { $0.append(VisibleText.escaped(finding.rule)) }
    head.append(" (")
    head.append(finding.severity.name)
    head.append(")\n")
    var advice: [UInt8] = []
    if reported.excuse == nil {
      append("Do:", finding.remedy.utf8Span.span, to: &advice)
      advice.append("\n")
    }
    return RuleTexts.Texts(head: head, advice: advice)
  }

  /// What is shown of a place, made once for the findings of one part of a file.
  private mutating func place(
    of range: SourceRange, _ tint: TextLayout.Tint, in file: String, _ lines: LineTable
  ) -> Int {
    if let place = shown.place(of: range, tint) { return place }
    let position = lines.position(of: Int(range.start))
    return shown.add(range, tint, line: position.line) { [layout] in
      layout.append(.bold, to: &$0) { Self.append(place: file, position, to: &$0) }
    }
  }

  private mutating func append(
    excerptOf number: Int, _ lines: LineTable, to output: inout [UInt8]
  ) {
    let place = shown[number]
    let excerpt =
      place.excerpt
      ?? shown.addExcerpt(of: number) { [layout] in
        Excerpt(layout: layout, indent: Self.indent).append(
          lines.source, line: place.line, lineRange: lines.range(ofLine: place.line),
          start: Int(place.range.start), end: Int(place.range.end), tint: place.tint, to: &$0)
      }
    shown.append(excerpt, to: &output)
  }

  /// Writes a line with the object, and the container where it is about one.
  private mutating func append(subjectOf finding: Finding, to output: inout [UInt8]) {
    let object = finding.object
    let container = finding.container
    let subject =
      shown.subject(object, container)
      ?? shown.addSubject(object, container) {
        $0.append(Self.margin)
        let start = $0.count
        $0.append(object.title)
        if let container {
          $0.append(", container ")
          $0.append(container)
        }
        LogLine.escape(&$0, from: start)
        $0.append("\n")
      }
    shown.append(subject, to: &output)
  }

  /// Writes a line with the exact place, where it is not the object as a whole.
  private mutating func append(pointerOf finding: Finding, to output: inout [UInt8]) {
    let (base, path) = finding.way
    if base.isEmpty, path.isEmpty { return }
    let holder =
      shown.holder(base)
      ?? shown.addHolder(base) {
        let start = $0.count
        JSONPointer.append(tokens: base, to: &$0)
        LogLine.escape(&$0, from: start)
      }
    output.append(Self.margin)
    layout.append(.faint, to: &output) {
      $0.append("at ")
      shown.append(holder, to: &$0)
      // What a log takes for a command goes through no slash, so each part can be made safe alone.
      let start = $0.count
      JSONPointer.append(tokens: path, to: &$0)
      LogLine.escape(&$0, from: start)
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
    let file = LogLine.escaped(problem.file)
    layout.append(.bold, to: &output) {
      if let position = problem.position {
        Self.append(place: file, position, to: &$0)
      } else {
        $0.append("\(file):")
      }
    }
    output.append(" " + layout.tinted("error", .boldRed))
    output.append(": \(LogLine.escaped(problem.message))\n")
    if layout.showsExcerpts, let position = problem.position, let source = problem.source {
      append(excerptOf: source, at: position, to: &output)
    }
    if let related = problem.related {
      output.append(Self.margin)
      output.append("See also line \(related.line), column \(related.column).\n")
    }
    if !problem.remedy.isEmpty { append("Do:", problem.remedy.utf8Span.span, to: &output) }
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
    Excerpt(layout: layout, indent: Self.indent).append(
      source, line: position.line, lineRange: range, shownEnd: shownEnd, start: start,
      end: start + 1, tint: .boldRed, to: &output)
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
    // Another file has other places.
    shown.removeAll()
    let name = LogLine.escaped(file.name)
    for reported in file.findings { append(reported, in: name, lines, to: &output) }
    for reported in file.excused { append(reported, in: name, lines, to: &output) }
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
  private static let margin: StaticString = "  "

  /// - Parameter file: a name that is safe to show.
  private static func append(
    place file: String, _ position: LineTable.Position, to output: inout [UInt8]
  ) {
    output.append(file)
    output.append(":")
    output.append(decimal: position.line)
    output.append(":")
    output.append(decimal: position.column)
    output.append(":")
  }

  static func tint(_ action: Action) -> TextLayout.Tint {
    switch action {
    case .deny: .boldRed
    case .warn: .boldYellow
    case .audit, .off: .boldCyan
    }
  }

  /// Writes a sentence behind what it says: why, or what to do.
  private func append(_ label: StaticString, _ text: Span<UInt8>, to output: inout [UInt8]) {
    output.append(Self.margin)
    layout.append(.cyan, to: &output) { $0.append(label) }
    output.append(spaces: 5 - label.utf8CodeUnitCount)
    layout.append(sentence: text, indent: Self.indent + 5, to: &output)
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
