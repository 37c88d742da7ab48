import CommandLine
import Manifests
import Reports

/// Writes manifests with their edits: as documents, as a diff, or in place of the files.
struct ManifestWriter {
  let session: Session

  /// The documents one after the other, as one stream.
  func printDocuments(_ manifests: [Manifest], _ rendering: ManifestProcessor.Rendering) {
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

  /// A unified diff of what the edits change; with `--exit-code` that counts as a finding.
  func printDifference(_ manifests: [Manifest]) {
    let output = session.streams.output
    let style = session.style(of: output)
    for manifest in manifests where !manifest.edits.isEmpty {
      if session.invocation.has(Commands.exitCode) { session.note(.findings) }
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

  /// Rewrites the files that change.
  func replaceFiles(_ manifests: [Manifest]) {
    var report = TextReport(session.layout(of: session.streams.error))
    for problem in Manifest.replaceFiles(manifests) {
      var text = ""
      report.append(ReportedProblem(problem), to: &text)
      session.streams.error.write(text)
      session.note(.failure)
    }
  }
}
