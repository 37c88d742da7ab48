import Documents
import Edits

/// Why a review could not be answered.
///
/// It names the field that is wrong and never repeats what the review holds. A caller answers it
/// with ``status``; the API server's failure policy then decides about the request.
package struct AdmissionError: Error, Sendable {
  package enum Reason: Sendable {
    /// The body is no JSON document.
    case syntax(SyntaxError)
    /// A field of the review is missing or is not what it has to be.
    case field(path: StaticString, problem: FieldProblem)
    /// Two mutators of the policy want what cannot both be done.
    case conflict(EditConflict)
  }

  package enum FieldProblem: Sendable, Equatable {
    case missing
    /// What stands there instead of this.
    case isNot(StaticString)
    /// The words that are known.
    case isNoneOf([StaticString])

    package static func == (left: FieldProblem, right: FieldProblem) -> Bool {
      left.words == right.words
    }

    var words: String {
      switch self {
      case .missing: "is missing"
      case .isNot(let wanted): "is not \(wanted)"
      case .isNoneOf(let known):
        "is none of \(known.map(\.description).joined(separator: ", "))"
      }
    }
  }

  package let reason: Reason
  /// The request's uid, where it was found before the error was.
  package let uid: String?

  package init(_ reason: Reason, uid: String? = nil) {
    self.reason = reason
    self.uid = uid
  }

  /// The HTTP status that fits: 400 for a review that is wrong, 413 for one that is too large, 500
  /// for a policy that contradicts itself.
  package var status: Int {
    switch reason {
    case .syntax(let error) where error.reason == .tooLarge: 413
    case .syntax, .field: 400
    case .conflict: 500
    }
  }

  /// One sentence without a full stop.
  package var message: String {
    switch reason {
    case .syntax(let error):
      return "the body is no JSON document: byte \(error.offset): \(error.reason.message)"
    case .field(let path, let problem):
      return "the body is no AdmissionReview that can be answered: \(path) \(problem.words)"
    case .conflict(let conflict):
      let place = VisibleText.escaped(conflict.pointer.description)
      return "the policy's mutators cannot be applied together at \(place):"
        + " \(conflict.disputants)"
    }
  }
}
