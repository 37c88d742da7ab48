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
    if invocation.has(Commands.inPlace), finder.inputs.contains(.standard) {
      session.end(.other("'--in-place' rewrites files, and standard input is none"))
    }
    let engine = Engine(PolicyLoader.load(session).policy)
    let processor = ManifestProcessor(
      engine: engine, rendering: rendering, namespace: session.namespace)
    let printer = FindingsPrinter(session, to: session.streams.error, json: false)
    let manifests = processor.process(finder.inputs) {
      printer.show($0, of: $1, $2)
    } deliver: { manifest in
      printer.print(&manifest)
    }
    printer.finish(manifests, finder.problems, summaryAlways: false)
    if invocation.has(Commands.inPlace) {
      replaceFiles(manifests)
      return
    }
    // Half a stream is worse than none: who applies it would delete what is missing.
    let failed = finder.problems.contains(where: \.isFailure)
    if failed || manifests.contains(where: { !$0.problems.isEmpty }) { return }
    if invocation.has(Commands.diff) {
      printDifference(manifests)
    } else {
      printDocuments(manifests)
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

  private func printDocuments(_ manifests: [Manifest]) {
    let output = session.streams.output
    guard rendering == .edits else {
      for manifest in manifests { output.write(manifest.lines) }
      return
    }
    var stream = ManifestStream(count: manifests.count)
    for manifest in manifests {
      stream.write(manifest.source.bytes, manifest.edits) { output.write($0, in: $1) }
    }
  }

  private func printDifference(_ manifests: [Manifest]) {
    let output = session.streams.output
    let style = session.style(of: output)
    for manifest in manifests where !manifest.edits.isEmpty {
      if invocation.has(Commands.exitCode) { session.note(.findings) }
      let path = manifest.input.path
      UnifiedDiff.write(
        path: path.map { ($0.inWorkingFolder ?? $0).bytes } ?? Array("stdin".utf8),
        bytes: manifest.source.bytes,
        edits: manifest.edits
      ) { kind, line in
        write(kind, line, style, output)
      }
    }
  }

  private func write(
    _ kind: UnifiedDiff.LineKind, _ line: ArraySlice<UInt8>, _ style: Style, _ output: Output
  ) {
    let start =
      switch kind {
      case .header: style.start(.bold)
      case .hunk: style.start(.cyan)
      case .removed: style.start(.red)
      case .added: style.start(.green)
      case .context, .note: ""
      }
    guard !start.isEmpty else {
      output.write(line)
      return
    }
    // The line break stays outside, or the colour would reach into the next line.
    output.write(start)
    output.write(line.dropLast())
    output.write(style.end + "\n")
  }

  private func replaceFiles(_ manifests: [Manifest]) {
    var report = TextReport(session.layout(of: session.streams.error))
    for problem in Manifest.replaceFiles(manifests) {
      var text = ""
      report.append(ReportedProblem(problem), to: &text)
      session.streams.error.write(text)
      session.note(.failure)
    }
  }
}
