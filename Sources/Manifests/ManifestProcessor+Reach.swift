import Documents
import Edits
import Policy

/// Processing where rules look at several objects: first everything is read and mutated, then an
/// index is made of all objects, then each is judged with the index at hand. Nothing is read or
/// parsed twice: standard input could not be.
extension ManifestProcessor {
  /// A document between the two passes.
  private struct Waiting: Sendable {
    let document: Document
    let format: DocumentReader.Format
    /// `nil` for what is no manifest of a cluster, and where mutators contradict each other.
    let mutated: MutatedDocument?
    let conflict: EditConflict?
    let entries: [ObjectIndex.Entry]
  }

  /// An input between the two passes.
  private struct Collected: Sendable {
    let input: Input
    var manifest: Manifest
    var documents: [Waiting] = []
    var problem: InputProblem?
  }

  func processTogether(
    _ inputs: [Input], _ kustomizations: Kustomizations, progress: (Int, Int, String) -> Void,
    deliver: (inout Manifest) -> Void
  ) -> [Manifest] {
    let isOne = inputs.count == 1
    let labels = namespacesForMutators(of: inputs)
    var collected: [Collected] = []
    collected.reserveCapacity(inputs.count)
    if isOne {
      collected.append(collect(inputs[0], labels, threads: ParallelMap.processorCount))
    } else {
      ParallelMap.map(inputs) {
        collect($0, labels, threads: 1)
      } deliver: {
        collected.append($0)
      }
    }
    var context = context
    context.reach = ObjectIndex(
      collected.flatMap { $0.documents.flatMap(\.entries) }, generated: kustomizations.generated)
    let own = collected.map { collected in
      NamespaceIndex(of: collected.documents.lazy.flatMap(\.entries).map(\.object))
    }
    let namespaces = NamespaceIndex.merged(own)
    let judging = zip(collected, own).map { collected, own in
      var context = context
      context.namespaces = namespaces.overridden(by: own).labels
      context.arePatches = kustomizations.namePatch(collected.input)
      return (collected: collected, context: context)
    }
    var manifests: [Manifest] = []
    manifests.reserveCapacity(inputs.count)
    if isOne {
      let manifest = judge(
        collected[0], judging[0].context, threads: ParallelMap.processorCount
      ) {
        progress($1 >> 20, $0.source.count >> 20, "MiB")
        deliver(&$0)
      }
      return [manifest]
    }
    ParallelMap.map(judging) {
      judge($0.collected, $0.context, threads: 1) { _, _ in }
    } deliver: {
      var manifest = $0
      deliver(&manifest)
      manifests.append(manifest)
      progress(manifests.count, inputs.count, "files")
    }
    return manifests
  }

  private func namespacesForMutators(of inputs: [Input]) -> NamespaceIndex {
    engine.policy.mutatesByNamespaceLabels ? namespaces(of: inputs) : .empty
  }

  /// All objects of the inputs as the mutators leave them, and the inputs with what kept them from
  /// being processed.
  package func objects(
    of inputs: [Input]
  ) -> (entries: [ObjectIndex.Entry], manifests: [Manifest]) {
    let labels = namespacesForMutators(of: inputs)
    var entries: [ObjectIndex.Entry] = []
    var manifests: [Manifest] = []
    ParallelMap.map(inputs) {
      collect($0, labels, threads: 1)
    } deliver: { collected in
      var manifest = collected.manifest
      for waiting in collected.documents {
        entries += waiting.entries
        if let conflict = waiting.conflict {
          var result = DocumentResult(end: Int(waiting.document.range.end))
          result.add(conflict, of: waiting.document)
          manifest.add(result)
        }
      }
      if let problem = collected.problem { manifest.problems.append(problem) }
      manifests.append(manifest)
    }
    return (entries, manifests)
  }

  /// Reads, parses and mutates one input.
  private func collect(
    _ input: Input, _ namespaces: NamespaceIndex, threads: Int
  ) -> Collected {
    var collected: Collected
    do {
      collected = Collected(
        input: input, manifest: Manifest(input, try InputReader(limits: limits).read(input)))
    } catch {
      return Collected(input: input, manifest: Manifest(input, problem: error))
    }
    let format = input.path.map(InputFormat.init(path:)) ?? .unknown
    var context = context
    if engine.policy.mutatesByNamespaceLabels {
      let own = NamespaceIndex(of: collected.manifest.source, format: format, limits: limits)
      context.namespaces = namespaces.overridden(by: own).labels
    }
    do throws(SyntaxError) {
      var reader = try DocumentReader(collected.manifest.source, format: format, limits: limits)
      var failure: SyntaxError?
      while failure == nil {
        let batch = Self.batch(&reader, &failure)
        if batch.isEmpty { break }
        let format = reader.format
        let count = Self.threads(threads, for: batch.count)
        ParallelMap.map(batch, threads: count) { [context] in
          mutated($0, format, context)
        } deliver: {
          collected.documents.append($0)
        }
      }
      if let failure { throw failure }
    } catch {
      collected.problem = InputProblem(.syntax(error), path: input.path)
    }
    return collected
  }

  private func mutated(
    _ document: Document, _ format: DocumentReader.Format, _ context: EvaluationContext
  ) -> Waiting {
    if Self.passesThrough(document) {
      return Waiting(
        document: document, format: format, mutated: nil, conflict: nil, entries: [])
    }
    do {
      let mutated = try engine.mutate(document: document, context: context)
      return Waiting(
        document: document, format: format, mutated: mutated, conflict: nil,
        entries: engine.entries(of: mutated, context: context))
    } catch {
      return Waiting(
        document: document, format: format, mutated: nil, conflict: error, entries: [])
    }
  }

  /// Judges what was collected of one input; calls `step` as the processing in one pass does.
  private func judge(
    _ collected: Collected, _ context: EvaluationContext, threads: Int,
    step: (inout Manifest, Int) -> Void
  ) -> Manifest {
    var manifest = collected.manifest
    let input = collected.input
    let count = Self.threads(threads, for: collected.documents.count)
    ParallelMap.map(collected.documents, threads: count) {
      judged($0, context, input)
    } deliver: { result in
      manifest.add(result)
      step(&manifest, result.end)
    }
    if let problem = collected.problem { manifest.problems.append(problem) }
    step(&manifest, manifest.source.count)
    return manifest
  }

  private func judged(
    _ waiting: Waiting, _ context: EvaluationContext, _ input: Input
  ) -> DocumentResult {
    let document = waiting.document
    var result = DocumentResult(end: Int(document.range.end))
    var edits = EditSet(unchanged: document)
    if let mutated = waiting.mutated {
      let evaluation = engine.judge(mutated, context: context)
      edits = evaluation.edits
      result.add(evaluation, of: document)
    } else if let conflict = waiting.conflict {
      result.add(conflict, of: document)
    }
    render(edits, of: document, waiting.format, input, into: &result)
    return result
  }
}
