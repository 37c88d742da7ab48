import Documents

/// Why a document is no JSON Patch: RFC 6902 §3 and §4.
package struct JSONPatchSyntaxError: Error, Equatable, Sendable {
  package enum Cause: Equatable, Sendable {
    /// The patch is not a sequence.
    case noSequence
    /// An operation is not a mapping.
    case noMapping
    /// An operation lacks a member that its `op` needs.
    case missing(member: String)
    /// `op`, `path` or `from` is not a string.
    case noString
    /// `op` is none of the six; they are lower case.
    case unknownOperation
    /// `path` or `from` is not a JSON Pointer.
    case noPointer
  }

  package let cause: Cause
  /// The place in the patch.
  package let pointer: JSONPointer

  package init(_ cause: Cause, at pointer: JSONPointer) {
    self.cause = cause
    self.pointer = pointer
  }

  /// What is wrong, as a sentence without a capital and without a full stop.
  package var message: String {
    switch cause {
    case .noSequence: "a JSON patch is a list of operations"
    case .noMapping: "an operation of a JSON patch is a mapping"
    case .missing(let member): "the operation needs '\(member)'"
    case .noString: "this must be a string"
    case .unknownOperation: "'op' is one of \(JSONPatch.operationNames.joined(separator: ", "))"
    case .noPointer:
      "this is no JSON pointer: it is empty or begins with '/', and '~' stands as ~0, '/' as ~1"
    }
  }
}

/// Why a JSON Patch cannot be applied to a document: RFC 6902 §5. Nothing of it is done then.
package struct JSONPatchError: Error, Equatable, Sendable {
  package enum Cause: Equatable, Sendable {
    /// There is nothing at this place.
    case missing
    /// What is at this place has no children.
    case noContainer
    /// A child of a sequence is named by something else than a position or, for `add`, `-`.
    case noPosition
    /// A position beyond the end of its sequence.
    case outOfRange
    /// A `test` found another value.
    case testFailed
    /// A `move` into the value that it moves.
    case intoItself
    /// A `remove` of the whole document.
    case rootRemoved
    /// More operations than ``JSONPatchLimits/maximumOperations``.
    case tooManyOperations
    /// Copies larger than ``JSONPatchLimits/maximumCopyBytes``.
    case copiesTooLarge
    /// Deeper than ``JSONPatchLimits/maximumDepth``.
    case tooDeep
  }

  package let cause: Cause
  /// The position of the operation in the patch, from 0.
  package let operation: Int
  /// The place in the document that stands in the way: where a parent is missing, that parent.
  package let pointer: JSONPointer

  package init(_ cause: Cause, operation: Int, at pointer: JSONPointer) {
    self.cause = cause
    self.operation = operation
    self.pointer = pointer
  }

  /// What is wrong, as a sentence without a capital and without a full stop. It names places, never
  /// values.
  package var message: String {
    let place = pointer.tokens.isEmpty ? "the document" : "'\(pointer)'"
    switch cause {
    case .missing: return "\(place) does not exist"
    case .noContainer: return "\(place) is a scalar and has no children"
    case .noPosition: return "\(place) does not name a position in a sequence"
    case .outOfRange: return "\(place) lies beyond the end of its sequence"
    case .testFailed: return "\(place) does not have the value that the patch tests for"
    case .intoItself: return "\(place) lies inside of what is to be moved there"
    case .rootRemoved: return "the whole document cannot be removed"
    case .tooManyOperations: return "the patch has more operations than are allowed"
    case .copiesTooLarge: return "the copies of the patch are larger than is allowed"
    case .tooDeep: return "\(place) would be nested deeper than is allowed"
    }
  }
}
