import Documents
import Edits
import JSONSyntax
import Kubernetes
import Policy

/// Takes inputs through reading, parsing, the engine and rendering, one document after the other.
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

  private let engine: Engine
  private let context: EvaluationContext
  private let rendering: Rendering
  private let limits: DocumentLimits

  /// - Parameter namespace: of objects that name none.
  package init(
    engine: Engine, rendering: Rendering, namespace: String?, limits: DocumentLimits = .standard
  ) {
    self.engine = engine
    self.rendering = rendering
    self.limits = limits
    context = EvaluationContext(operation: .create, namespace: namespace)
  }

  /// Processes inputs, several at a time; the results are in the order of the inputs.
  ///
  /// - Parameter deliver: gets each manifest, in their order, before the function returns it, and may
  ///   take its findings. A single input is delivered after each document, so that the findings of a
  ///   long stream need not be held.
  /// - Parameter progress: how much is done, of how much, and of what.
  package func process(
    _ inputs: [Input], progress: (Int, Int, String) -> Void = { _, _, _ in },
    deliver: (inout Manifest) -> Void
  ) -> [Manifest] {
    if inputs.count == 1 {
      let manifest = process(inputs[0]) { manifest, offset in
        progress(offset >> 20, manifest.source.count >> 20, "MiB")
        deliver(&manifest)
      }
      return [manifest]
    }
    var manifests: [Manifest] = []
    manifests.reserveCapacity(inputs.count)
    ParallelMap.map(inputs) {
      process($0) { _, _ in }
    } deliver: { manifest in
      var manifest = manifest
      deliver(&manifest)
      manifests.append(manifest)
      progress(manifests.count, inputs.count, "files")
    }
    return manifests
  }

  /// Processes one input. What cannot be read or parsed is a problem of the result; the documents
  /// before a syntax error are processed. Calls `step` after each document, with the offset of its
  /// end, and at the end.
  private func process(_ input: Input, step: (inout Manifest, Int) -> Void) -> Manifest {
    var manifest: Manifest
    do {
      manifest = Manifest(input, try InputReader(limits: limits).read(input))
    } catch {
      manifest = Manifest(input, problem: error)
      step(&manifest, 0)
      return manifest
    }
    do {
      var reader = try DocumentReader(
        manifest.source, format: input.path.map(InputFormat.init(path:)) ?? .unknown,
        limits: limits)
      while let document = try reader.next() {
        add(document, reader.format, to: &manifest)
        step(&manifest, Int(document.range.end))
      }
    } catch {
      manifest.problems.append(InputProblem(.syntax(error), path: input.path))
    }
    step(&manifest, manifest.source.count)
    return manifest
  }

  /// Takes a document into its manifest.
  private func add(
    _ document: Document, _ format: DocumentReader.Format, to manifest: inout Manifest
  ) {
    let index = manifest.documentCount
    manifest.documentCount += 1
    var edits = EditSet(unchanged: document)
    if !Self.passesThrough(document) {
      do {
        let result = try engine.evaluate(document: document, context: context)
        edits = result.edits
        var findings: [Finding] = []
        let objects = KubernetesObject.objects(of: document.root)
        for (object, evaluation) in zip(objects, result.evaluations) {
          findings += evaluation.findings
          manifest.notes += evaluation.notes.map { ManifestNote($0, in: object.node) }
        }
        manifest.objectCount += result.evaluations.count
        manifest.findings += Manifest.detached(findings, from: document).map {
          ManifestFinding(finding: $0, document: index)
        }
      } catch {
        manifest.add(error, in: document)
      }
    }
    if !edits.isEmpty { manifest.isChanged = true }
    render(edits, index, format, into: &manifest)
  }

  private func render(
    _ edits: EditSet, _ index: Int, _ format: DocumentReader.Format, into manifest: inout Manifest
  ) {
    switch rendering {
    case .none: return
    case .edits:
      if edits.isEmpty { return }
      do {
        manifest.edits += try format.textEdits(edits)
      } catch {
        let offset = Int(edits.document.root.range.start)
        manifest.problems.append(
          InputProblem(.unwritable(at: offset), path: manifest.input.path))
      }
    case .json:
      JSONWriter.append(edits.applied(to: edits.document.root), to: &manifest.lines)
      manifest.lines.append(UInt8(ascii: "\n"))
    case .jsonPatch:
      let patch = JSONPatch(edits, below: edits.document.root)
      let value: Value = .mapping([
        .init("file", .string(manifest.input.name)), .init("index", .number(String(index))),
        .init("patch", patch.value),
      ])
      JSONWriter.append(value, to: &manifest.lines)
      manifest.lines.append(UInt8(ascii: "\n"))
    }
  }

  /// Files of kustomize and policies of kpatch look like objects, but are read by their tools: no
  /// cluster sees them.
  private static func passesThrough(_ document: Document) -> Bool {
    guard let object = KubernetesObject(document.root) else { return true }
    let group = object.group
    return group == "kustomize.config.k8s.io" || group == "kpatch.dev" && object.kind == "Policy"
  }
}

extension Input {
  /// As the user named it, `-` for standard input.
  package var name: String { path?.text ?? "-" }
}

extension Manifest {
  /// Notes that mutators disagree about an object.
  fileprivate mutating func add(_ conflict: EditConflict, in document: Document) {
    let node = document.root.nearest(to: conflict.pointer)
    problems.append(
      InputProblem(.conflict(conflict, at: Int(node.range.start)), path: input.path))
  }
}

extension ManifestNote {
  /// A note with the range of the object that it is about.
  fileprivate init(_ note: MutatorNote, in object: Node) {
    self.note = note
    range = object.nearest(to: note.pointer).range
  }
}

extension Node {
  /// The node at a pointer below this one, or the last one on the way to it.
  fileprivate func nearest(to pointer: JSONPointer) -> Node {
    var node = self
    for token in pointer.tokens {
      guard let next = node.at([token][...]) else { break }
      node = next
    }
    return node
  }
}
