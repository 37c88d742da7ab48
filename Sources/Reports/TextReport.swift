import Documents
import Policy

/// Findings and problems as text for people.
///
/// Each begins with `file:line:column:` at the start of a line, which editors and terminals turn
/// into a link. Files come in the order in which they are appended, findings in that of the engine.
package struct TextReport {
  private let layout: TextLayout
  private var counts = FindingCounts()
  /// Of the file that was reported last: a long file comes in parts.
  private var lines: LineTable?
  private static let indent = 2

  package init(_ layout: TextLayout = TextLayout()) {
    self.layout = layout
  }

  /// Writes the findings of one file, or of the next part of the one before; nothing where there
  /// are none.
  package mutating func append(_ file: ReportedFile, to output: inout String) {
    guard !file.findings.isEmpty || !file.excused.isEmpty else { return }
    counts.count(file)
    let lines = file.lines(orFrom: self.lines)
    self.lines = lines
    for reported in file.findings + file.excused {
      append(reported, in: file, lines, to: &output)
    }
  }

  private func append(
    _ reported: ReportedFinding, in file: ReportedFile, _ lines: LineTable,
    to output: inout String
  ) {
    let finding = reported.finding
    let range = finding.range
    let position = lines.position(of: Int(range.start))
    let tint = reported.exemption == nil ? Self.tint(finding.action) : .faint
    let verdict = reported.exemption == nil ? finding.action.name : "excused"
    output += layout.tinted(Self.place(file.name, position), .bold)
    output += " " + layout.tinted(verdict, tint)
    output += " " + layout.tinted(VisibleText.escaped(finding.rule), .bold)
    output += " (\(finding.severity.name))\n"
    output += Self.margin + VisibleText.escaped(Self.subject(of: finding)) + "\n"
    let pointer = finding.pointer.description
    if !pointer.isEmpty {
      output += Self.margin + layout.tinted("at " + VisibleText.escaped(pointer), .faint) + "\n"
    }
    // Of what is missing there is nothing to show, and secrets are not to be shown.
    if layout.showsExcerpts, !finding.node.isContainer, !Self.isSecret(finding.object),
      !Catalogue.hidingSource.contains(finding.rule)
    {
      output += Excerpt(layout: layout, indent: Self.indent).render(
        file.source, line: position.line, lineRange: lines.range(ofLine: position.line),
        start: Int(range.start), end: Int(range.end), tint: tint)
    }
    output += labelled("Why:", finding.message)
    if let exemption = reported.exemption {
      output += labelled("By:", Self.words(exemption))
    } else {
      output += labelled("Do:", finding.remedy)
    }
    output += "\n"
  }

  /// Who excuses a finding, until when, and why.
  private static func words(_ exemption: Exemption) -> String {
    var text =
      switch exemption {
      case .policy(_, let expires): "an exception of the policy, until \(expires)"
      case .annotation, .ignore: "the annotation \(exemption.origin)"
      }
    text += exemption.reason.isEmpty ? ", which gives no reason" : ": \(exemption.reason)"
    return text
  }

  /// Writes a problem; its excerpt is left out where the source could hold a secret.
  package mutating func append(_ problem: ReportedProblem, to output: inout String) {
    counts.problems += 1
    let place: String
    if let position = problem.position {
      place = Self.place(problem.file, position)
    } else {
      place = VisibleText.escaped(problem.file) + ":"
    }
    let message = VisibleText.escaped(problem.message)
    output += layout.tinted(place, .bold) + " " + layout.tinted("error", .boldRed)
    output += ": \(message)\n"
    if layout.showsExcerpts, let position = problem.position, let source = problem.source,
      !Self.mayHoldSecret(source)
    {
      let range = LineTable(source).range(ofLine: position.line)
      let start = Self.offset(of: position, in: source, range)
      output += Excerpt(layout: layout, indent: Self.indent).render(
        source, line: position.line, lineRange: range, start: start, end: start + 1, tint: .boldRed)
    }
    if let related = problem.related {
      output += Self.margin + "See also line \(related.line), column \(related.column).\n"
    }
    if !problem.remedy.isEmpty { output += labelled("Do:", problem.remedy) }
    output += "\n"
  }

  /// The last line: how many findings of each sort, and how much was looked at.
  package func summary(_ totals: ReportTotals) -> String {
    let objects = TextLayout.counted(totals.objects, "object")
    let files = TextLayout.counted(totals.files, "file")
    var text: String
    if counts.findings == 0 {
      text = layout.tinted("No findings", counts.problems == 0 ? .green : .bold)
      text += " in \(objects) of \(files)."
    } else {
      var parts: [String] = []
      if counts.deny > 0 { parts.append(layout.tinted("\(counts.deny) deny", .boldRed)) }
      if counts.warn > 0 { parts.append(layout.tinted("\(counts.warn) warn", .boldYellow)) }
      if counts.audit > 0 { parts.append(layout.tinted("\(counts.audit) audit", .boldCyan)) }
      text = TextLayout.counted(counts.findings, "finding") + " (" + parts.joined(separator: ", ")
      text += ") in \(counts.files) of \(files), \(objects)."
    }
    if totals.excepted > 0 {
      text += " \(TextLayout.counted(totals.excepted, "finding"))"
      text += totals.excepted == 1 ? " is excused." : " are excused."
    }
    if totals.excluded > 0 {
      text += " \(TextLayout.counted(totals.excluded, "object"))"
      text += totals.excluded == 1 ? " is excluded." : " are excluded."
    }
    if counts.problems > 0 {
      let problems = TextLayout.counted(counts.problems, "input")
      text += " " + layout.tinted("\(problems) could not be processed.", .boldRed)
    }
    return text + "\n"
  }
}

// MARK: - Parts

extension TextReport {
  private static let margin = String(repeating: " ", count: indent)

  private static func place(_ file: String, _ position: LineTable.Position) -> String {
    "\(VisibleText.escaped(file)):\(position.line):\(position.column):"
  }

  static func tint(_ action: Action) -> TextLayout.Tint {
    switch action {
    case .deny: .boldRed
    case .warn: .boldYellow
    case .audit, .off: .boldCyan
    }
  }

  /// `Deployment shop/web, container web`.
  static func subject(of finding: Finding) -> String {
    let title = finding.object.title
    return finding.container.map { "\(title), container \($0)" } ?? title
  }

  private func labelled(_ label: String, _ text: String) -> String {
    let text = VisibleText.escaped(TextLayout.sentence(text))
    let head = Self.margin + label
    let paragraph = layout.paragraph(text, indent: Self.indent + 5, head: head)
    guard layout.isColored, let end = paragraph.range(after: head) else { return paragraph }
    return Self.margin + layout.tinted(label, .cyan) + paragraph[end...]
  }

  /// Lines of these are not shown: what they carry is nobody else's business.
  private static func isSecret(_ object: ObjectReference) -> Bool {
    object.kind == "Secret" || object.kind == "ConfigMap"
  }

  /// Whether a source that could not be parsed has a Secret somewhere: `kind`, then nothing but
  /// quotes, a colon and spaces, then `Secret`.
  private static func mayHoldSecret(_ source: Source) -> Bool {
    let text = source.bytes
    let bytes = text.span
    let kind = Array("kind".utf8)
    let word = Array("Secret".utf8)
    var index = 0
    while index < bytes.count {
      defer { index += 1 }
      guard bytes[index] == kind[0], matches(bytes, kind, at: index) else { continue }
      var next = index + kind.count
      while next < bytes.count, isBetween(bytes[next]) { next += 1 }
      if matches(bytes, word, at: next) { return true }
    }
    return false
  }

  private static func isBetween(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ":"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      true
    default: false
    }
  }

  private static func matches(_ bytes: Span<UInt8>, _ word: [UInt8], at index: Int) -> Bool {
    guard index + word.count <= bytes.count else { return false }
    for offset in word.indices where bytes[index + offset] != word[offset] { return false }
    return true
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

extension String {
  /// The index behind a prefix; `nil` where the text does not begin with it.
  fileprivate func range(after prefix: String) -> String.Index? {
    utf8.starts(with: prefix.utf8) ? utf8.index(startIndex, offsetBy: prefix.utf8.count) : nil
  }
}
