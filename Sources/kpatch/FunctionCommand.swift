import CommandLine
import Documents
import Manifests
import Policy
import Reports

/// `kpatch fn`: the KRM function.
struct FunctionCommand {
  let session: Session

  func run() {
    // Nobody types a ResourceList.
    let finder = session.inputs()
    guard let input = finder.inputs.first else { return }
    let reading = ResourceList.read(input)
    let printer = FindingsPrinter(session, to: session.streams.error)
    switch reading.result {
    case .failure(let problem):
      printer.finish([Manifest(of: reading, problem: problem)], [], summaryAlways: false)
    case .success(let list):
      let loaded = PolicyLoader.load(
        session, functionConfig: list.functionConfig.map { ($0, reading.source) })
      var manifest = list.processed(by: Engine(loaded.policy), namespace: session.namespace)
      printer.print(&manifest)
      printer.finish([manifest], [], summaryAlways: false)
      // An orchestrator takes what comes out for the whole, so nothing comes that is not.
      guard manifest.problems.isEmpty else { return }
      ManifestWriter(session: session).printDocuments([manifest], .edits)
    }
  }
}
