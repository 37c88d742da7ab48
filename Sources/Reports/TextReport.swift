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
  private var last = Last()
  /// The message of the last finding: its room serves the next one.
  private var message: [UInt8] = []
  /// Of the source that had the last problem: it may have more.
  private var broken: (source: Source, shown: ShownLine)?
  private static let indent = margin.utf8CodeUnitCount

  private struct Last {
    /// Those of one part of a file, at most ``maximumPlaces``.
    var places: [Place] = []
    var object: (reference: ObjectReference, title: String)?
    /// The way to what holds the place, and its text.
    var holder: (path: [String], text: [UInt8])?

    static let maximumPlaces = 8
  }

  /// What findings point at.
  private struct Place {
    let range: SourceRange
    let tint: TextLayout.Tint
    /// `file:line:column:`, safe to show.
    let text: [UInt8]
    let excerpt: [UInt8]
  }

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
    let place = place(of: finding.range, tint, in: file, lines)
    layout.append(.bold, to: &output) { $0.append(contentsOf: place.text) }
    output.append(" ")
    layout.append(tint, to: &output) {
      $0.append(reported.excuse == nil ? finding.action.name : "excused")
    }
    output.append(" ")
    layout.append(.bold, to: &output) { $0.append(VisibleText.escaped(finding.rule)) }
    output.append(" (")
    output.append(finding.severity.name)
    output.append(")\n")
    append(subjectOf: finding, to: &output)
    append(pointerOf: finding, to: &output)
    // Of what is missing there is nothing to show, and secrets are not to be shown.
    if layout.showsExcerpts, !finding.node.isContainer, !Self.isSecret(finding.object),
      !finding.hidesSource
    {
      output.append(contentsOf: place.excerpt)
    }
    message.removeAll(keepingCapacity: true)
    finding.appendMessage(to: &message)
    append("Why:", message.span, to: &output)
    if let excuse = reported.excuse {
      append("By:", Self.words(excuse).utf8Span.span, to: &output)
    } else {
      append("Do:", finding.remedy.utf8Span.span, to: &output)
    }
    output.append("\n")
  }

  /// What is shown of a place, made once for the findings of one part of a file.
  private mutating func place(
    of range: SourceRange, _ tint: TextLayout.Tint, in file: String, _ lines: LineTable
  ) -> Place {
    for place in last.places where place.range == range && place.tint == tint { return place }
    let position = lines.position(of: Int(range.start))
    var text: [UInt8] = []
    Self.append(place: file, position, to: &text)
    var excerpt: [UInt8] = []
    if layout.showsExcerpts {
      Excerpt(layout: layout, indent: Self.indent).append(
        lines.source, line: position.line, lineRange: lines.range(ofLine: position.line),
        start: Int(range.start), end: Int(range.end), tint: tint, to: &excerpt)
    }
    let place = Place(range: range, tint: tint, text: text, excerpt: excerpt)
    if last.places.count == Last.maximumPlaces { last.places.removeAll(keepingCapacity: true) }
    last.places.append(place)
    return place
  }

  /// Writes a line with the object, and the container where it is about one.
  private mutating func append(subjectOf finding: Finding, to output: inout [UInt8]) {
    output.append(Self.margin)
    let start = output.count
    if let object = last.object, object.reference.isIdentical(to: finding.object) {
      output.append(object.title)
    } else {
      let title = finding.object.title
      output.append(title)
      last.object = (finding.object, title)
    }
    if let container = finding.container {
      output.append(", container ")
      output.append(container)
    }
    LogLine.escape(&output, from: start)
    output.append("\n")
  }

  /// Whether two ways are the same array: to compare them by their names takes as long as to write
  /// them, and for a `String` two names can be equal that are written differently.
  private static func areIdentical(_ left: [String], _ right: [String]) -> Bool {
    left.span.isIdentical(to: right.span)
  }

  /// Writes a line with the exact place, where it is not the object as a whole.
  private mutating func append(pointerOf finding: Finding, to output: inout [UInt8]) {
    let (base, path) = finding.way
    if base.isEmpty, path.isEmpty { return }
    let holder: [UInt8]
    if let known = last.holder, Self.areIdentical(known.path, base) {
      holder = known.text
    } else {
      var text: [UInt8] = []
      JSONPointer.append(tokens: base, to: &text)
      holder = text
      if !base.isEmpty { last.holder = (base, text) }
    }
    output.append(Self.margin)
    layout.append(.faint, to: &output) {
      $0.append("at ")
      let start = $0.count
      $0.append(contentsOf: holder)
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
    last.places.removeAll(keepingCapacity: true)
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
