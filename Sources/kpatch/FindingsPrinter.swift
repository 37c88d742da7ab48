import CommandLine
import Documents
import Manifests
import Policy
import Reports

/// Prints what is found in manifests as it comes, and knows how bad it was.
///
/// Findings go where the command wants them; problems and notes always go to standard error.
final class FindingsPrinter {
  private enum Report {
    case text(TextReport)
    case json(JSONReport)
  }

  private let session: Session
  private let output: Output
  private var report: Report
  private var problems: TextReport
  private var totals = ReportTotals()
  private let failing: Action?
  private let showsExcused: Bool
  /// On standard error, where it is a terminal.
  private let progress: Progress
  /// Whether anything was printed.
  private var isSilent = true
  /// The lines of the manifest whose notes or problems were printed last.
  private var lines: LineTable?

  /// - Parameters:
  ///   - json: whether findings are printed as JSON.
  ///   - showsExcused: whether those that are excused are printed as well.
  init(_ session: Session, to output: Output, json: Bool, showsExcused: Bool = false) {
    self.showsExcused = showsExcused
    self.session = session
    self.output = output
    report = json ? .json(JSONReport()) : .text(TextReport(session.layout(of: output)))
    problems = TextReport(session.layout(of: session.streams.error))
    failing = session.failingAction
    progress = Progress(on: session.streams.error)
    if json {
      var bytes: [UInt8] = []
      JSONReport().begin(to: &bytes)
      output.write(bytes)
    }
  }

  /// Shows how much is done. Where findings go to the same terminal as what is written to standard
  /// output, they show it well enough.
  func show(_ done: Int, of total: Int, _ what: String) {
    let shared = output !== session.streams.error && Terminal.isTerminal(output.descriptor)
    if !shared { progress.report(done, of: total, what) }
  }

  /// Takes the findings and notes that a manifest has, and prints them.
  func print(_ manifest: inout Manifest) {
    let (findings, excepted, notes) = manifest.takeFindings()
    for note in notes { print(note, in: manifest) }
    let excused = showsExcused ? excepted : []
    guard !findings.isEmpty || !excused.isEmpty else { return }
    if let failing, findings.contains(where: { $0.finding.action >= failing }) {
      session.note(.findings)
    }
    isSilent = false
    if output === session.streams.error { progress.end() }
    // A document may have a hundred thousand findings: their text is not held as a whole.
    for findings in [findings, excused] {
      var rest = findings[...]
      while !rest.isEmpty {
        print(rest.prefix(Self.part), of: manifest)
        rest = rest.dropFirst(Self.part)
      }
    }
  }

  /// Findings that are put into text at once.
  private static let part = 512

  private func print(_ findings: ArraySlice<ManifestFinding>, of manifest: Manifest) {
    let reported = findings.map {
      ReportedFinding($0.finding, documentIndex: $0.document, exemption: $0.exemption)
    }
    let file = ReportedFile(
      name: manifest.input.name, source: manifest.source,
      findings: reported.filter { $0.exemption == nil },
      excused: reported.filter { $0.exemption != nil })
    switch report {
    case .text(var text):
      var string = ""
      text.append(file, to: &string)
      output.write(string)
      report = .text(text)
    case .json(var json):
      var bytes: [UInt8] = []
      json.append(file, to: &bytes)
      output.write(bytes)
      report = .json(json)
    }
  }

  /// Prints what kept inputs from being processed, then the summary.
  ///
  /// - Parameter always: whether there is a summary also where there was nothing to say.
  func finish(_ manifests: [Manifest], _ found: [InputProblem], summaryAlways always: Bool) {
    progress.end()
    for problem in found { print(ReportedProblem(problem), isFailure: problem.isFailure) }
    for manifest in manifests {
      if manifest.isRead { totals.files += 1 }
      totals.documents += manifest.documentCount
      totals.objects += manifest.objectCount
      totals.excluded += manifest.excludedCount
      totals.excepted += manifest.exceptedCount
      guard !manifest.problems.isEmpty else { continue }
      let lines = lines(of: manifest)
      for problem in manifest.problems {
        print(
          ReportedProblem(problem, source: manifest.source, lines: lines),
          isFailure: problem.isFailure)
      }
    }
    switch report {
    case .text(let text):
      if always || !isSilent { output.write(text.summary(totals)) }
    case .json(let json):
      var bytes: [UInt8] = []
      json.end(totals, to: &bytes)
      output.write(bytes)
    }
  }

  private func print(_ problem: ReportedProblem, isFailure: Bool) {
    guard isFailure else {
      let text = "\(problem.file): note: \(problem.message); \(problem.remedy)"
      session.streams.error.write(VisibleText.escaped(text) + "\n")
      return
    }
    isSilent = false
    session.note(.input)
    var text = ""
    problems.append(problem, to: &text)
    session.streams.error.write(text)
    // The report counts problems too; its own text of them is not wanted.
    switch report {
    case .text(var report):
      var unused = ""
      report.append(problem, to: &unused)
      self.report = .text(report)
    case .json(var report):
      report.append(problem)
      self.report = .json(report)
    }
  }

  /// A mutator's note, on one line; that it did what it was asked to do is none.
  private func print(_ note: ManifestNote, in manifest: Manifest) {
    guard note.note.kind != .applied else { return }
    progress.end()
    let lines = lines(of: manifest)
    let position = lines.position(of: Int(note.range.start))
    let text =
      "\(manifest.input.name):\(position.line):\(position.column): "
      + (note.note.kind == .warning ? "warning" : "note")
      + ": \(note.note.mutator): \(note.note.object.title): \(note.note.message)"
    session.streams.error.write(VisibleText.escaped(text) + "\n")
  }

  private func lines(of manifest: Manifest) -> LineTable {
    if let lines, lines.source === manifest.source { return lines }
    let lines = LineTable(manifest.source)
    self.lines = lines
    return lines
  }
}
