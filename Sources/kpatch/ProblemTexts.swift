import CommandLine
import Documents
import Manifests
import Reports

/// Problems of inputs as reports show them.
extension ReportedProblem {
  /// A problem of a manifest, whose bytes are `source`.
  init(_ problem: InputProblem, source: Source, lines: LineTable) {
    let offset: Int
    var related: LineTable.Position?
    switch problem.cause {
    case .syntax(let error):
      offset = error.offset
      related = error.related.map(lines.position(of:))
    case .conflict(_, let start), .unwritable(let start), .noResourceList(_, let start):
      offset = start
    default:
      self.init(problem)
      return
    }
    let words = problem.cause.words(system: SystemError.message)
    self.init(
      file: problem.path?.text ?? "-", id: words.id, message: words.message, remedy: words.remedy,
      position: lines.position(of: offset), related: related, source: source)
  }

  /// A problem that has nothing to do with what stands in the file.
  init(_ problem: InputProblem) {
    let words = problem.cause.words(system: SystemError.message)
    self.init(
      file: problem.path?.text ?? "-", id: words.id, message: words.message, remedy: words.remedy)
  }

  /// A problem of a policy.
  init(_ problem: PolicyFileProblem) {
    self.init(
      file: problem.file, id: problem.id, message: problem.message, remedy: problem.remedy,
      position: problem.position, related: problem.related, source: problem.source)
  }
}
