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
      engine: engine, rendering: .none, namespace: invocation.value(Commands.namespace))
    let printer = FindingsPrinter(
      session, to: session.streams.output, json: invocation.value(Commands.format) == "json")
    let progress = Progress(descriptor: session.streams.error.descriptor)
    // On one terminal progress and findings would overwrite each other.
    let shared = Terminal.isTerminal(session.streams.output.descriptor)
    let manifests = processor.process(finder.inputs) {
      if !shared { progress.report($0, of: $1, $2) }
    } deliver: { manifest in
      printer.print(&manifest)
    }
    progress.end()
    printer.finish(manifests, finder.problems, summaryAlways: true)
  }
}
