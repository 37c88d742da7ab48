import Documents
import Edits

/// What the engine says of one object.
package struct Evaluation: Sendable {
  /// What the mutators change, relative to the original document. Empty where nothing changes.
  package let edits: EditSet
  /// The object after mutation: what the rules judged. The original node where nothing changed, or
  /// where nothing was to be judged.
  package let judged: Node
  /// In the order of the catalogue, then of the object.
  package let findings: [Finding]
  /// What mutators did or left alone, and why; then what an exemption asked for in vain.
  package let notes: [MutatorNote]

  /// Findings that an exception or an annotation excuses; they do not count.
  package let excepted: [ExceptedFinding]
  /// Whether the policy leaves the object alone: neither mutated nor judged.
  package let isExcluded: Bool

  package init(
    edits: EditSet, judged: Node, findings: [Finding], notes: [MutatorNote],
    excepted: [ExceptedFinding] = [], isExcluded: Bool = false
  ) {
    self.edits = edits
    self.judged = judged
    self.findings = findings
    self.notes = notes
    self.excepted = excepted
    self.isExcluded = isExcluded
  }

  /// The evaluation of what is no Kubernetes object.
  package static func untouched(_ node: Node) -> Evaluation {
    Evaluation(edits: EditSet(unchanged: node.document), judged: node, findings: [], notes: [])
  }
}

/// What the engine says of all objects of one document.
package struct DocumentEvaluation: Sendable {
  /// What the mutators change in all of them. Empty where nothing changes.
  package let edits: EditSet
  /// In the order of the document; empty where it holds no Kubernetes object. The edits of each are
  /// those of the whole document.
  package let evaluations: [Evaluation]

  package init(edits: EditSet, evaluations: [Evaluation]) {
    self.edits = edits
    self.evaluations = evaluations
  }
}

/// What a mutator has to say about an object: that it left it alone and why, or that something in
/// it will not work. The annotation `kpatch.dev/exempt` has its notes in the same way, under its
/// own name.
package struct MutatorNote: Sendable, Hashable {
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
