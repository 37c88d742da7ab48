import Documents
import Edits

/// What the engine says of one object.
package struct Evaluation: Sendable {
  /// What the mutators change, relative to the original document. Empty where nothing changes.
  package let edits: EditSet
  /// The object after mutation: what the rules judged. The original node where nothing changed.
  package let judged: Node
  /// In the order of the catalogue, then of the object.
  package let findings: [Finding]
  /// What mutators did or left alone, and why.
  package let notes: [MutatorNote]

  package init(edits: EditSet, judged: Node, findings: [Finding], notes: [MutatorNote]) {
    self.edits = edits
    self.judged = judged
    self.findings = findings
    self.notes = notes
  }
}

/// What a mutator has to say about an object: that it left it alone and why, or that something in it
/// will not work.
package struct MutatorNote: Sendable, Equatable {
  package enum Kind: UInt8, Sendable {
    /// The mutator proposed edits.
    case applied
    /// The object is of a kind that the mutator handles, and was left alone.
    case skipped
    /// What the author wrote will not have the effect that it seems to have.
    case warning
  }

  package let mutator: String
  package let kind: Kind
  package let object: ObjectReference
  /// From the object.
  package let pointer: JSONPointer
  /// One sentence without a full stop.
  package let message: String

  package init(
    mutator: String, kind: Kind, object: ObjectReference, pointer: JSONPointer, message: String
  ) {
    self.mutator = mutator
    self.kind = kind
    self.object = object
    self.pointer = pointer
    self.message = message
  }
}
