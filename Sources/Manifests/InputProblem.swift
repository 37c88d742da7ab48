import Documents
import Edits

/// Why an input could not be used, or an output not be made. It holds no words: they are made where
/// it is shown.
package struct InputProblem: Error, Sendable {
  package enum Cause: Error, Sendable {
    /// The system refused, with this `errno`.
    case system(Int32)
    /// The system refused to put a new file in place of this one, with this `errno`.
    case notReplaced(Int32)
    /// More bytes than are read at most.
    case tooLarge(limit: Int)
    /// A device, a socket or a pipe where a file is wanted.
    case noFile
    /// It changed each time that it was read.
    case changedWhileRead
    /// It is no longer what was read: it was not overwritten.
    case changedSinceRead
    /// A folder without a manifest.
    case noManifests
    /// A symbolic link in a folder leads out of it: not followed.
    case linkOutOfFolder
    /// It could not be parsed.
    case syntax(SyntaxError)
    /// It is not the `ResourceList` that a KRM function reads, as is seen at a byte offset.
    case noResourceList(ResourceListFault, at: Int)
    /// Mutators disagree about an object, which begins at a byte offset.
    case conflict(EditConflict, at: Int)
    /// No text of the input's format says what the edits of a document mean, which begins at a byte
    /// offset.
    case unwritable(at: Int)
  }

  /// Where; `nil` for standard input.
  package let path: FilePath?
  package let cause: Cause

  package init(_ cause: Cause, path: FilePath?) {
    self.cause = cause
    self.path = path
  }

  /// Whether something was left out that was to be processed. A link out of the folder was not.
  package var isFailure: Bool {
    if case .linkOutOfFolder = cause { return false }
    return true
  }
}
