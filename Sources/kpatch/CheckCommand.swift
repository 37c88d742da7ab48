import CommandLine
import Manifests
import Policy

/// `kpatch check`: findings to standard output.
struct CheckCommand {
  let session: Session

  func run() {
    let invocation = session.invocation
    let finder = session.inputs()
    let engine = Engine(PolicyLoader.load(session).policy)
    let processor = ManifestProcessor(
      engine: engine, rendering: .none, namespace: session.namespace)
    let json = invocation.value(Commands.format) == "json"
    let printer = FindingsPrinter(
      session, to: session.streams.output, json: json,
      showsExcused: json || invocation.has(Commands.excused))
    let manifests = processor.process(finder.inputs) {
      printer.show($0, of: $1, $2)
    } deliver: { manifest in
      printer.print(&manifest)
    }
    printer.finish(manifests, finder.problems, summaryAlways: true)
  }
}
