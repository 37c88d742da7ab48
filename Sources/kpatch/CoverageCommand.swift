import CommandLine
import Documents
import Manifests
import Policy
import Reports

/// `kpatch coverage`: which workloads have what the platform gives.
struct CoverageCommand {
  let session: Session

  func run() {
    let finder = session.inputs()
    let processor = ManifestProcessor(
      engine: Engine(PolicyLoader.load(session).policy), rendering: .none,
      namespace: session.namespace)
    let (entries, manifests) = processor.objects(of: finder.inputs)
    let coverage = Coverage(entries, context: processor.context)
    let output = session.streams.output
    if session.invocation.value(Commands.format) == "json" {
      output.write(CoverageReport.json(coverage))
    } else {
      output.write(CoverageReport(session.layout(of: output)).text(coverage))
    }
    session.report(finder.problems, manifests)
  }
}
