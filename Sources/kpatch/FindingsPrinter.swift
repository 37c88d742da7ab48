import CommandLine
import Documents
import Manifests
import Policy
import Reports

/// Prints what is found in manifests as it comes, and knows how bad it was.
///
/// Findings go where the command wants them; problems and notes always go to standard error.
final class FindingsPrinter {
  private let session: Session
  private let output: Output
  /// What is being written: its room serves what comes next.
  private var bytes: [UInt8] = []
  private var report: any FindingsReport
  private var problems: TextReport
  private var totals = ReportTotals()
  private let failing: Action?
  private let showsExcused: Bool
  private var baseline: Baseline?
  /// On standard error, where it is a terminal.
  private let progress: Progress
  /// Whether anything was printed.
  private var isSilent = true
  /// The lines of the manifest whose notes or problems were printed last.
  private var lines: LineTable?

  /// - Parameters:
  ///   - report: what findings are printed as; text for people without it.
  ///   - showsExcused: whether those that are excused are printed as well.
  ///   - baseline: findings that do not count.
  init(
    _ session: Session, to output: Output, as report: (any FindingsReport)? = nil,
    showsExcused: Bool = false, baseline: Baseline? = nil
  ) {
    self.showsExcused = showsExcused
    self.session = session
    self.output = output
    self.baseline = baseline
    self.report = report ?? TextReport(session.layout(of: output))
    problems = TextReport(session.layout(of: session.streams.error))
    failing = session.failingAction
    progress = Progress(on: session.streams.error)
    write { $0.begin(to: &$1) }
  }

  private func write(_ part: (inout any FindingsReport, inout [UInt8]) -> Void) {
    bytes.removeAll(keepingCapacity: true)
    part(&report, &bytes)
    output.write(bytes)
  }

  /// Shows how much is done. Where findings go to the same terminal as what is written to standard
  /// output, they show it well enough.
  func show(_ done: Int, of total: Int, _ what: String) {
    let shared = output !== session.streams.error && Terminal.isTerminal(output.descriptor)
    if !shared { progress.report(done, of: total, what) }
  }

  /// Takes the findings and notes that a manifest has, and prints them.
  func print(_ manifest: inout Manifest) {
    let (found, excepted, notes) = manifest.takeFindings()
    for note in notes { print(note, in: manifest) }
    let (findings, known) = splitByBaseline(found, in: manifest.input.name)
    totals.known += known.count
    let excused = showsExcused ? excepted.map(Self.reported) + known : []
    guard !findings.isEmpty || !excused.isEmpty else { return }
    if let failing, findings.contains(where: { $0.finding.action >= failing }) {
      session.note(.findings)
    }
    isSilent = false
    if output === session.streams.error { progress.end() }
    // A document may have a hundred thousand findings: their text is not held as a whole.
    write(findings, in: manifest, areExcused: false)
    write(excused, in: manifest, areExcused: true)
  }

  private func write(_ all: [ReportedFinding], in manifest: Manifest, areExcused: Bool) {
    var start = 0
    while start < all.count {
      let end = min(start + Self.part, all.count)
      let part = end - start == all.count ? all : Array(all[start..<end])
      let file = ReportedFile(
        name: manifest.input.name, source: manifest.source, findings: areExcused ? [] : part,
        excused: areExcused ? part : [])
      write { $0.append(file, to: &$1) }
      start = end
    }
  }

  /// Findings that are put into text at once.
  private static let part = 512

  /// Those that count, and those that the baseline knows.
  private func splitByBaseline(
    _ found: [ManifestFinding], in file: String
  ) -> (findings: [ReportedFinding], known: [ReportedFinding]) {
    let reported = found.map(Self.reported)
    if baseline == nil { return (reported, []) }
    var findings: [ReportedFinding] = []
    var known: [ReportedFinding] = []
    for reported in reported {
      let finding = reported.finding
      if baseline?.takes(finding, in: file) == true {
        known.append(
          ReportedFinding(finding, documentIndex: reported.documentIndex, excuse: .baseline))
      } else {
        findings.append(reported)
      }
    }
    return (findings, known)
  }

  private static func reported(_ found: ManifestFinding) -> ReportedFinding {
    ReportedFinding(
      found.finding, documentIndex: found.document,
      excuse: found.exemption.map(Excuse.exemption))
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
    if always || !isSilent { write { $0.end(totals, to: &$1) } }
    let read = manifests.lazy.filter(\.isRead).map(\.input.name)
    if let unmet = baseline?.unmet(in: read), unmet > 0 {
      let findings = unmet == 1 ? "1 finding" : "\(unmet) findings"
      session.streams.error.write(
        "kpatch: note: \(findings) of the baseline did not occur; write it anew, so that they "
          + "cannot come back\n")
    }
  }

  private func print(_ problem: ReportedProblem, isFailure: Bool) {
    guard isFailure else {
      let text = "\(problem.file): note: \(problem.message); \(problem.remedy)"
      session.streams.error.write(LogLine.escaped(text) + "\n")
      return
    }
    isSilent = false
    session.note(.input)
    var text = ""
    problems.append(problem, to: &text)
    session.streams.error.write(text)
    report.append(problem)
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
    session.streams.error.write(LogLine.escaped(text) + "\n")
  }

  private func lines(of manifest: Manifest) -> LineTable {
    if let lines, lines.source === manifest.source { return lines }
    let lines = LineTable(manifest.source)
    self.lines = lines
    return lines
  }
}
