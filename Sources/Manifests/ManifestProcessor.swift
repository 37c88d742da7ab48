import Documents
import Edits
import JSONSyntax
import Kubernetes
import Policy
import YAMLSyntax

/// Takes inputs through reading, parsing, the engine and rendering, one document after the other.
///
/// Where a rule of the policy looks at other objects, all documents are read and mutated first, and
/// stay in memory until they are judged: see `ManifestProcessor+Reach.swift`.
package struct ManifestProcessor: Sendable {
  /// What is made of each document.
  package enum Rendering: Sendable {
    /// Nothing: only findings matter.
    case none
    /// The edits that bring the text of the input to what it should say.
    case edits
    /// One line of JSON: the edited document as Kubernetes reads it.
    case json
    /// One line of JSON: the input's name, the document's index, the operations of RFC 6902.
    case jsonPatch
  }

  let engine: Engine
  package let context: EvaluationContext
  let rendering: Rendering
  let limits: DocumentLimits

  /// - Parameter namespace: of objects that name none.
  package init(
    engine: Engine, rendering: Rendering, namespace: String?, limits: DocumentLimits = .standard
  ) {
    self.engine = engine
    self.rendering = rendering
    self.limits = limits
    context = EvaluationContext(operation: .create, namespace: namespace)
  }

  /// Processes inputs, or the documents of a single one, several at a time; the results are in the
  /// order of the inputs.
  ///
  /// - Parameter deliver: gets each manifest, in their order, before the function returns it, and
  ///   may take its findings. A single input is delivered after each document, so that the findings
  ///   of a long stream need not be held.
  /// - Parameter progress: how much is done, of how much, and of what.
  package func process(
    _ inputs: [Input], progress: (Int, Int, String) -> Void = { _, _, _ in },
    deliver: (inout Manifest) -> Void
  ) -> [Manifest] {
    let kustomizations = Kustomizations(of: inputs, limits: limits)
    if engine.policy.looksAtOtherObjects {
      return processTogether(inputs, kustomizations, progress: progress, deliver: deliver)
    }
    if inputs.count == 1 {
      let manifest = process(
        inputs[0], .empty, kustomizations, threads: ParallelMap.processorCount
      ) { manifest, offset in
        progress(offset >> 20, manifest.source.count >> 20, "MiB")
        deliver(&manifest)
      }
      return [manifest]
    }
    let namespaces = namespaces(of: inputs)
    var manifests: [Manifest] = []
    manifests.reserveCapacity(inputs.count)
    ParallelMap.map(inputs) {
      process($0, namespaces, kustomizations, threads: 1) { _, _ in }
    } deliver: { manifest in
      var manifest = manifest
      deliver(&manifest)
      manifests.append(manifest)
      progress(manifests.count, inputs.count, "files")
    }
    return manifests
  }

  /// What the inputs say of namespaces, where the policy asks for it: that reads each file once
  /// more, since a Namespace may stand in the last one.
  func namespaces(of inputs: [Input]) -> NamespaceIndex {
    guard engine.policy.usesNamespaceLabels else { return .empty }
    var parts: [NamespaceIndex] = []
    ParallelMap.map(inputs) {
      NamespaceIndex(of: $0, limits: limits)
    } deliver: {
      parts.append($0)
    }
    return .merged(parts)
  }

  /// Processes one input. What cannot be read or parsed is a problem of the result; the documents
  /// before a syntax error are processed. Calls `step` after each document, with the offset of its
  /// end, and at the end.
  private func process(
    _ input: Input, _ namespaces: NamespaceIndex, _ kustomizations: Kustomizations,
    threads: Int,
    step: (inout Manifest, Int) -> Void
  ) -> Manifest {
    var manifest: Manifest
    do {
      manifest = Manifest(input, try InputReader(limits: limits).read(input))
    } catch {
      manifest = Manifest(input, problem: error)
      step(&manifest, 0)
      return manifest
    }
    let format = input.path.map(InputFormat.init(path:)) ?? .unknown
    var context = context
    context.arePatches = kustomizations.namePatch(input)
    if engine.policy.usesNamespaceLabels {
      let own = NamespaceIndex(of: manifest.source, format: format, limits: limits)
      context.namespaces = namespaces.overridden(by: own).labels
    }
    do throws(SyntaxError) {
      var reader = try DocumentReader(manifest.source, format: format, limits: limits)
      var failure: SyntaxError?
      while failure == nil {
        let batch = Self.batch(&reader, &failure)
        if batch.isEmpty { break }
        let format = reader.format
        let count = Self.threads(threads, for: batch.count)
        ParallelMap.map(batch, threads: count) { [context] document in
          result(of: document, format, input, context)
        } deliver: { result in
          manifest.add(result)
          step(&manifest, result.end)
        }
      }
      if let failure { throw failure }
    } catch {
      manifest.problems.append(InputProblem(.syntax(error), path: input.path))
    }
    step(&manifest, manifest.source.count)
    return manifest
  }

  /// Documents that are held at once, so that several threads have something to do.
  private static let batchDocuments = 64
  /// Bytes of source after which a batch is large enough.
  private static let batchBytes = 1 << 20

  /// A thread costs as much as a document or two.
  static func threads(_ threads: Int, for documents: Int) -> Int { documents >= 8 ? threads : 1 }

  static func batch(
    _ reader: inout DocumentReader, _ failure: inout SyntaxError?
  ) -> [Document] {
    var batch: [Document] = []
    var bytes = 0
    do {
      while batch.count < batchDocuments, bytes < batchBytes, let document = try reader.next() {
        bytes += document.range.count
        batch.append(document)
      }
    } catch {
      failure = error
    }
    return batch
  }

  /// What becomes of one document.
  private func result(
    of document: Document, _ format: DocumentReader.Format, _ input: Input,
    _ context: EvaluationContext
  ) -> DocumentResult {
    var result = DocumentResult(end: Int(document.range.end))
    var edits = EditSet(unchanged: document)
    if !Self.passesThrough(document) {
      do {
        let evaluation = try engine.evaluate(document: document, context: context)
        edits = evaluation.edits
        result.add(evaluation, of: document)
      } catch {
        result.add(error, of: document)
      }
    }
    render(edits, of: document, format, input, into: &result)
    return result
  }

  /// Adds to the result what is written of the document.
  func render(
    _ edits: EditSet, of document: Document, _ format: DocumentReader.Format, _ input: Input,
    into result: inout DocumentResult
  ) {
    result.isChanged = !edits.isEmpty
    switch rendering {
    case .none: break
    case .edits:
      if edits.isEmpty { break }
      do {
        result.edits = try format.textEdits(edits)
      } catch {
        result.problem = .unwritable(at: Int(document.root.range.start))
      }
    case .json where document.isAbsent, .jsonPatch where document.isAbsent: break
    case .json:
      JSONWriter.append(edits.applied(to: document.root), to: &result.line)
      result.line.append(UInt8(ascii: "\n"))
    case .jsonPatch:
      let value: Value = .mapping([
        .init("file", .string(input.name)), .init("index", .integer(document.position)),
        .init("patch", JSONPatch(edits, below: document.root).value),
      ])
      JSONWriter.append(value, to: &result.line)
      result.line.append(UInt8(ascii: "\n"))
    }
  }

  /// Files of kustomize and policies of kpatch look like objects, but are read by their tools: no
  /// cluster sees them.
  static func passesThrough(_ document: Document) -> Bool {
    guard let object = KubernetesObject(document.root) else { return true }
    let group = object.group
    return group == "kustomize.config.k8s.io" || group == "kpatch.dev" && object.kind == "Policy"
  }
}

extension Input {
  /// As the user named it, `-` for standard input.
  package var name: String { path?.text ?? "-" }
}
