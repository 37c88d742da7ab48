import Documents
import Edits
import Kubernetes

/// Proposes edits to an object: one configured mutator of a compiled policy.
///
/// A mutator is a pure function of the object, the context and its settings. It sees the original
/// object, not what other mutators propose; proposals merge afterwards. It proposes nothing for an
/// object that already says what it wants, so that a second run changes nothing (invariant I5).
package protocol Mutator: Sendable {
  /// The name in the policy: `prometheus`.
  var id: String { get }

  /// What it may change: an API server has to send nothing else for it.
  var targets: [MutatorTarget] { get }

  /// Adds what this mutator wants of the object to the proposals.
  func propose(
    for object: MutatorInput, into proposals: inout EditProposals, notes: inout [MutatorNote]
  ) throws(EditConflict)
}

/// Objects that a mutator may change.
package struct MutatorTarget: Sendable {
  package let subject: Subject
  /// Where it acts, beside the `match` and `exclude` of the whole mutator.
  let scope: Scope

  init(_ subject: Subject, in scope: Scope = Scope()) {
    self.subject = subject
    self.scope = scope
  }
}

/// An object as mutators see it; what several of them need is found once.
package struct MutatorInput: Sendable {
  package let object: KubernetesObject
  package let reference: ObjectReference
  package let templates: [PodTemplate]
  package let context: EvaluationContext

  package init(
    object: KubernetesObject, reference: ObjectReference, templates: [PodTemplate],
    context: EvaluationContext
  ) {
    self.object = object
    self.reference = reference
    self.templates = templates
    self.context = context
  }
}
