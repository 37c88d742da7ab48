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

  /// Whether what it wants of an object, or says of it, may depend on the label or the annotation
  /// of this key. It does for every key that it writes, since it leaves alone what is there. True
  /// is always right, and costs a second look at what others changed.
  func minds(metadataKey key: String) -> Bool

  /// Whether it may want more of an object once it sees what it wrote there itself: where one part
  /// of its settings waits for what another part writes. True is always right, likewise.
  var readsItself: Bool { get }

  /// Whether the labels of the object's Namespace matter to it, where they are known.
  var readsNamespaceLabels: Bool { get }

  /// The keys of all labels and annotations that it may add, where they are known before an object
  /// is: then it is found out once, for the policy, whether another mutator minds one of them.
  var metadataKeys: [String]? { get }

  /// Adds what this mutator wants of the object to the proposals.
  func propose(
    for object: MutatorInput, into proposals: inout EditProposals, notes: inout [MutatorNote]
  ) throws(EditConflict)
}

extension Mutator {
  package func minds(metadataKey key: String) -> Bool { true }
  package var readsItself: Bool { true }
  package var readsNamespaceLabels: Bool { false }
  package var metadataKeys: [String]? { nil }
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
  package let templates: [PodTemplate]
  package let context: EvaluationContext

  package init(
    object: KubernetesObject, templates: [PodTemplate], context: EvaluationContext
  ) {
    self.object = object
    self.templates = templates
    self.context = context
  }
}
