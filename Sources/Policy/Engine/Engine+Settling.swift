import Documents
import Edits
import Kubernetes

/// What the mutators make of the objects of a document.
struct Mutation {
  /// Of all runs, relative to the original.
  var edits: EditSet
  /// The objects as the edits leave them, found while nothing more was wanted of them; `nil` where
  /// nothing changed or that was not tried.
  var settled: [PreparedObject]?

  init(edits: EditSet) {
    self.edits = edits
  }
}

/// Mutators see the object as it was, not what others propose. Where one waits for what another one
/// writes (a patch for an annotation, a template for a label) a second run would change the object
/// again; so the runs that it takes are done here, and the edits of all of them become one set.
extension Engine {
  /// Runs of the mutators over one object at most. Two settle nearly everything.
  static let maximumRuns = 4

  /// The edits after which the mutators want nothing more, given those of their first run over the
  /// objects at or below `base`. The notes become those of the last run, and of the runs before it
  /// what was applied.
  func settled(
    _ first: EditSet, at base: Node, _ objects: inout [PreparedObject],
    _ context: EvaluationContext
  ) throws(EditConflict) -> Mutation {
    var mutation = Mutation(edits: first)
    let canWait =
      policy.mutators.count > 1 || policy.mutators.contains(where: \.mutator.readsItself)
    guard canWait, !isSettled(first, objects) else { return mutation }
    let isOne = objects.count == 1 && objects[0].object.node.index == base.index
    for _ in 1..<Self.maximumRuns where !mutation.edits.isEmpty {
      let edited = mutation.edits.applied(to: base)
      var proposals = EditProposals(edited.document)
      let found =
        isOne ? [KubernetesObject(edited)].compactMap { $0 } : KubernetesObject.objects(of: edited)
      var next = found.map { prepare($0, context) }
      for index in next.indices { try propose(&next[index], context, into: &proposals) }
      takeNotes(of: next, &objects)
      if proposals.isEmpty {
        if next.count == objects.count { mutation.settled = next }
        break
      }
      mutation.edits = try mutation.edits.followed(by: proposals.merged(), at: base)
    }
    return mutation
  }

  /// Whether it follows from the edits of the first run that a second one would want and say
  /// nothing else, which is so for nearly all objects: every edit is a label or an annotation that
  /// only who wrote it looks at, and who does not wait for it, so that none would see anything new.
  private func isSettled(_ edits: EditSet, _ objects: [PreparedObject]) -> Bool {
    let changes = edits.changes
    // By their places, since a change is a large value to be copied.
    let areEdits = changes.indices.allSatisfy { place in
      switch changes[place].operation {
      case .insertEntry(let key, let value):
        switch MetadataHolder(edits.document, changes[place].row) {
        case .field: return policy.areMutatorsApart || !policy.concernsOthers(key)
        case .metadata:
          guard MetadataHolder.isField(key), case .mapping(let entries) = value else {
            return false
          }
          return policy.areMutatorsApart || !entries.contains { policy.concernsOthers($0.key) }
        case .other: return false
        }
      default: return false
      }
    }
    let said = objects.lazy.flatMap(\.notes).filter { $0.kind != .applied }
    guard areEdits, said.contains(where: { _ in true }) else { return areEdits }
    // What a mutator says beside its edits may be otherwise after them.
    let writers = Set(edits.changes.flatMap(\.origins))
    return !said.contains { writers.contains($0.mutator) }
  }

  /// What a mapping in an object is, by the key whose value it is.
  private enum MetadataHolder {
    case metadata, field, other

    /// `annotations` or `labels`.
    static func isField(_ key: String) -> Bool { key == "annotations" || key == "labels" }

    init(_ document: Document, _ row: UInt32) {
      // A value stands in the row after that of its key.
      guard row > 0 else {
        self = .other
        return
      }
      let key = Node(document: document, index: row - 1)
      if key.isString("annotations") || key.isString("labels") {
        self = .field
      } else {
        self = key.isString("metadata") ? .metadata : .other
      }
    }
  }

  /// Notes up to which comparing them costs less than hashing them.
  private static let fewNotes = 16

  /// What was applied, and of the rest what is still so in the last run.
  static func notes(of runs: [MutatorNote], then last: [MutatorNote]) -> [MutatorNote] {
    // As a rule everything was applied and nothing is left to be said.
    if last.isEmpty, runs.allSatisfy({ $0.kind == .applied }) { return runs }
    if runs.count <= fewNotes, last.count <= fewNotes {
      let kept = runs.filter { $0.kind == .applied || last.contains($0) }
      return kept + last.filter { !kept.contains($0) }
    }
    let said = Set(last)
    let kept = runs.filter { $0.kind == .applied || said.contains($0) }
    let known = Set(kept)
    return kept + last.filter { !known.contains($0) }
  }

  private func takeNotes(of next: [PreparedObject], _ objects: inout [PreparedObject]) {
    guard next.count == objects.count else { return }
    for (index, later) in zip(objects.indices, next) {
      objects[index].notes = Self.notes(of: objects[index].notes, then: later.notes)
    }
  }
}
