import Documents
import Edits
import Kubernetes

extension Engine {
  /// What an index of other objects holds of a document: every object as the mutators leave it,
  /// those that the policy leaves alone among them.
  package func entries(
    of document: MutatedDocument, context: EvaluationContext
  ) -> [ObjectIndex.Entry] {
    document.outcomes.compactMap { mutated in
      guard let object = mutated.object else { return nil }
      let templates =
        mutated.prepared.isExcluded ? self.templates(of: object) : mutated.templates
      return ObjectIndex.Entry(
        object: object, namespace: context.namespace(of: object) ?? ObjectIndex.unnamed,
        templates: templates)
    }
  }

  /// The index of the objects of documents.
  package func index(
    of documents: [Document], context: EvaluationContext = EvaluationContext()
  ) throws(EditConflict) -> ObjectIndex {
    var mutated: [MutatedDocument] = []
    for document in documents { mutated.append(try mutate(document: document, context: context)) }
    return index(of: mutated, context: context)
  }

  private func index(
    of documents: [MutatedDocument], context: EvaluationContext
  ) -> ObjectIndex {
    ObjectIndex(documents.flatMap { entries(of: $0, context: context) })
  }

  /// Mutates and judges documents that are in each other's reach; the results are in their order.
  package func evaluate(
    documents: [Document], context: EvaluationContext = EvaluationContext()
  ) throws(EditConflict) -> [DocumentEvaluation] {
    var mutated: [MutatedDocument] = []
    mutated.reserveCapacity(documents.count)
    for document in documents { mutated.append(try mutate(document: document, context: context)) }
    var judging = context
    if policy.looksAtOtherObjects { judging.reach = index(of: mutated, context: context) }
    return mutated.map { judge($0, context: judging) }
  }
}
