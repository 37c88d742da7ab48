import CommandLine
import Documents
import Manifests
import Policy
import Reports

/// `kpatch check`: findings to standard output.
struct CheckCommand {
  let session: Session

  private var invocation: Invocation { session.invocation }

  func run() {
    let finder = session.inputs()
    let engine = Engine(PolicyLoader.load(session).policy)
    let baseline = loadBaseline()
    let processor = ManifestProcessor(
      engine: engine, rendering: .none, namespace: session.namespace)
    let format = invocation.value(Commands.findingsFormat) ?? "text"
    let printer = FindingsPrinter(
      session, to: session.streams.output, as: report(format),
      showsExcused: format != "text" || invocation.has(Commands.excused), baseline: baseline)
    let manifests = processor.process(finder.inputs) {
      printer.show($0, of: $1, $2)
    } deliver: { manifest in
      printer.print(&manifest)
    }
    printer.finish(manifests, finder.problems, summaryAlways: true)
    session.end(keeping: (engine, manifests))
  }

  private func report(_ format: String) -> any FindingsReport {
    switch format {
    case "json": JSONReport()
    case "sarif": SARIFReport()
    case "junit": JUnitReport(failing: session.failingAction)
    case "github": GitHubReport()
    case "gitlab": GitLabReport()
    default: TextReport(session.layout(of: session.streams.output), showsScore: true)
    }
  }

  /// The findings of `--baseline`. Without all of them nothing is judged: what is old would look
  /// new.
  private func loadBaseline() -> Baseline? {
    guard let file = invocation.value(Commands.baseline), let path = FilePath(file) else {
      return nil
    }
    var finder = InputFinder()
    finder.find(path)
    for problem in finder.problems { session.report(ReportedProblem(problem)) }
    guard let input = finder.inputs.first, !InputReader.isFolder(path) else {
      if finder.problems.isEmpty {
        session.end(.other("'--baseline' names a folder, not a report"))
      }
      session.streams.end(.usage)
    }
    let parsed = ParsedInput(input, limits: .standard)
    let lines = LineTable(parsed.source)
    do throws(Baseline.Problem) {
      if let problem = parsed.problem {
        session.report(ReportedProblem(problem, source: parsed.source, lines: lines))
        session.streams.end(.usage)
      }
      return try Baseline(report: parsed.documents.first ?? Document(.null))
    } catch {
      session.report(
        ReportedProblem(
          file: file, id: "baseline-wrong", message: error.message,
          remedy: "write it with 'kpatch check --format json'",
          position: lines.position(of: Int(error.node.range.start))))
      session.streams.end(.usage)
    }
  }
}
