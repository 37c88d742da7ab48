import CommandLine
import Documents
import Manifests
import Policy
import Reports
import YAMLSyntax

/// `kpatch policy import`: the policy to standard output, what it does not say to standard error.
struct PolicyImportCommand {
  let session: Session

  /// A configuration that was read.
  private struct Configuration {
    let name: String
    let source: Source
    let document: Document
    let format: PolicyImport.Format
  }

  func run() {
    let finder = session.inputs()
    for problem in finder.problems { session.report(ReportedProblem(problem)) }
    let configurations = finder.inputs.flatMap(read)
    // Half a policy is none: who takes it for the whole lets through what the rest forbids.
    guard session.isClean, !configurations.isEmpty else { return }
    let made = PolicyImport(configurations.map { ($0.document, $0.format) })
    let losses = lines(of: made.losses, in: configurations)
    session.streams.output.write(
      Self.header(configurations.map(\.name), losses: losses)
        + String(decoding: YAMLWriter.document(made.policy), as: UTF8.self))
    guard !losses.isEmpty else { return }
    session.note(.findings)
    for loss in losses {
      session.streams.error.write(loss.place + ": not carried over: " + loss.message + "\n")
    }
  }

  // MARK: Reading

  private func read(_ input: Input) -> [Configuration] {
    let parsed = ParsedInput(input, limits: PolicyReader.limits)
    if let problem = parsed.problem {
      session.report(
        ReportedProblem(problem, source: parsed.source, lines: LineTable(parsed.source)))
      return []
    }
    let documents = parsed.documents.filter { !$0.root.isNull }
    if documents.isEmpty { session.report(noConfiguration(input.name, nil, parsed.source)) }
    return documents.compactMap { document in
      guard let format = PolicyImport.Format(of: document) else {
        session.report(noConfiguration(input.name, document.root, parsed.source))
        return nil
      }
      return Configuration(
        name: input.name, source: parsed.source, document: document, format: format)
    }
  }

  private func noConfiguration(
    _ file: String, _ node: Node?, _ source: Source
  ) -> ReportedProblem {
    let known = PolicyImport.Format.allCases.map(\.name)
    return ReportedProblem(
      file: file, id: "no-configuration",
      message: "this is no configuration that a policy can be made of",
      remedy: "Give \(known.dropLast().joined(separator: ", ")) or \(known.last ?? "").",
      position: node.map { LineTable(source).position(of: Int($0.range.start)) }, source: source)
  }

  // MARK: Writing

  private func lines(
    of losses: [PolicyImport.Loss], in configurations: [Configuration]
  ) -> [(place: String, message: String)] {
    let tables = configurations.map { LineTable($0.source) }
    return losses.map { loss in
      var place = configurations[loss.file].name
      if let range = loss.range {
        let position = tables[loss.file].position(of: Int(range.start))
        place += ":\(position.line):\(position.column)"
      }
      return (LogLine.escaped(place), LogLine.escaped(loss.message))
    }
  }

  private static func header(
    _ names: [String], losses: [(place: String, message: String)]
  ) -> String {
    let files = names.map { VisibleText.escaped($0) }.joined(separator: ", ")
    var text = "# Made by kpatch policy import of \(files).\n"
    text += "# kube-system and kube-node-lease are left alone unless exclude says otherwise.\n"
    if losses.isEmpty { return text }
    text += "#\n# Not carried over:\n"
    for loss in losses { text += "# - \(loss.place): \(loss.message)\n" }
    return text
  }
}
