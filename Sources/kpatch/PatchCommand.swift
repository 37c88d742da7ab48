import CommandLine
import Manifests
import Policy
import Reports

/// `kpatch patch`: documents to standard output, findings to standard error.
struct PatchCommand {
  let session: Session

  private var invocation: Invocation { session.invocation }

  func run() {
    checkUsage()
    let finder = session.inputs()
    session.checkInPlace(finder)
    let engine = Engine(PolicyLoader.load(session).policy)
    let processor = ManifestProcessor(
      engine: engine, rendering: rendering, namespace: session.namespace)
    let printer = FindingsPrinter(session, to: session.streams.error)
    let manifests = processor.process(finder.inputs) {
      printer.show($0, of: $1, $2)
    } deliver: { manifest in
      printer.print(&manifest)
    }
    printer.finish(manifests, finder.problems, summaryAlways: false)
    write(manifests, finder)
    session.end(keeping: (engine, manifests))
  }

  private func write(_ manifests: [Manifest], _ finder: InputFinder) {
    let writer = ManifestWriter(session: session)
    if invocation.has(Commands.inPlace) {
      writer.replaceFiles(manifests)
      return
    }
    // Half a stream is worse than none: who applies it would delete what is missing.
    let failed = finder.problems.contains(where: \.isFailure)
    if failed || manifests.contains(where: { !$0.problems.isEmpty }) { return }
    if invocation.has(Commands.diff) {
      writer.printDifference(manifests)
    } else {
      writer.printDocuments(manifests, rendering)
    }
  }

  private func checkUsage() {
    if invocation.has(Commands.exitCode), !invocation.has(Commands.diff) {
      session.end(.other("option '--exit-code' is for '--diff'"))
    }
  }

  private var rendering: ManifestProcessor.Rendering {
    switch invocation.value(Commands.output) {
    case "json": .json
    case "jsonpatch": .jsonPatch
    default: .edits
    }
  }
}
