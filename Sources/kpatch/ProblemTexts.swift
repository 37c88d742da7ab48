import CommandLine
import Documents
import Edits
import Manifests
import Reports

/// The words for what keeps an input from being processed; all of them are made here.
extension ReportedProblem {
  /// A problem of a manifest, whose bytes are `source`.
  init(_ problem: InputProblem, source: Source, lines: LineTable) {
    let file = problem.path?.text ?? "-"
    switch problem.cause {
    case .syntax(let error):
      self.init(
        file: file, id: error.reason.id.description, message: error.reason.message.description,
        remedy: error.reason.remedy.description, position: lines.position(of: error.offset),
        related: error.related.map(lines.position(of:)), source: source)
    case .conflict(let conflict, let offset):
      let (message, remedy) = Self.words(for: conflict)
      self.init(
        file: file, id: "conflicting-mutators", message: message, remedy: remedy,
        position: lines.position(of: offset), source: source)
    case .unwritable(let offset):
      let (id, message, remedy) = Self.words(for: problem.cause)
      self.init(
        file: file, id: id, message: message, remedy: remedy,
        position: lines.position(of: offset), source: source)
    default:
      self.init(problem)
    }
  }

  /// A problem that has nothing to do with what stands in the file.
  init(_ problem: InputProblem) {
    let file = problem.path?.text ?? "-"
    let (id, message, remedy) = Self.words(for: problem.cause)
    self.init(file: file, id: id, message: message, remedy: remedy)
  }

  private static func words(
    for cause: InputProblem.Cause
  ) -> (id: String, message: String, remedy: String) {
    switch cause {
    case .system(let code):
      return ("unreadable", SystemError.message(code), "")
    case .notReplaced(let code):
      return ("not-rewritten", "not rewritten: \(SystemError.message(code))", "")
    case .tooLarge(let limit):
      return (
        "too-large", "larger than \(limit >> 20) MiB, which is the most that is read",
        "split it into several files"
      )
    case .noFile:
      return ("no-file", "this is a device, a socket or a pipe, not a file", "")
    case .changedWhileRead:
      return ("changed", "it changed each time that it was read", "try again when it is at rest")
    case .changedSinceRead:
      return ("changed", "it changed since it was read, and was left alone", "try again")
    case .noManifests:
      return (
        "no-manifests", "no .yaml, .yml or .json file in this folder",
        "name the files, or another folder"
      )
    case .linkOutOfFolder:
      return (
        "link-out-of-folder", "this link leads out of the folder and was not followed",
        "name its target if it is meant"
      )
    case .syntax(let error):
      return (
        error.reason.id.description, error.reason.message.description,
        error.reason.remedy.description
      )
    case .unwritable:
      return (
        "unwritable", "the mutators' values for this document cannot be written as YAML",
        "look at the values of the policy"
      )
    case .conflict(let conflict, _):
      let (message, remedy) = words(for: conflict)
      return ("conflicting-mutators", message, remedy)
    }
  }

  private static func words(for conflict: EditConflict) -> (message: String, remedy: String) {
    let place = conflict.pointer.description
    let origins = conflict.origins.joined(separator: " and ")
    switch conflict.cause {
    case .differentValues:
      return ("\(origins) want different values at \(place)", "let one of them leave it alone")
    case .insideOfChanged:
      return (
        "\(origins) contradict each other at \(place): one edits what the other one replaces",
        "let one of them leave it alone"
      )
    case .parentIsNoMapping:
      return (
        "\(origins) cannot add anything at \(place): what stands above it is no mapping",
        "mend the object"
      )
    case .noSequence:
      return ("\(origins) cannot add an element at \(place): it is no list", "mend the object")
    }
  }
}
