import Documents
import Edits
import Kubernetes
import Policy

/// Why an input is not what a KRM function reads.
package enum ResourceListFault: Error, Sendable, Equatable {
  /// Nothing but white space and comments.
  case empty
  /// Something else, for example the manifests themselves.
  case otherKind
  /// A `ResourceList` of a version that is not known.
  case otherVersion
  /// A second document after it.
  case severalDocuments
  /// `items` is something else than a list.
  case noItems
  /// `functionConfig` is no object.
  case functionConfigIsNoObject
}

/// The input of a KRM function: objects, and how the function is to work.
///
/// Source: the KRM functions specification v1 (kustomize, cmd/config/docs/api-conventions).
package struct ResourceList: Sendable {
  let source: Source
  let document: Document
  let format: DocumentReader.Format
  /// `nil` where there is none, or it is null or empty.
  package let functionConfig: Node?

  private static let group = "config.kubernetes.io"
  /// The newest first; of the older ones orchestrators are in the wild.
  private static let versions = ["v1", "v1beta1", "v1alpha1"]

  /// What was read, and the list or what is wrong with it.
  package struct Reading: Sendable {
    package let source: Source
    package let result: Result<ResourceList, InputProblem>
  }

  /// Reads an input, which is the whole of a standard input as a rule.
  package static func read(_ input: Input, limits: DocumentLimits = .standard) -> Reading {
    let source: Source
    do {
      source = Source(try InputReader(limits: limits).read(input).bytes)
    } catch {
      return Reading(source: Source([]), result: .failure(error))
    }
    let format = input.path.map(InputFormat.init(path:)) ?? .unknown
    do throws(InputProblem.Cause) {
      let list = try ResourceList(source, format: format, limits: limits)
      return Reading(source: source, result: .success(list))
    } catch {
      return Reading(source: source, result: .failure(InputProblem(error, path: input.path)))
    }
  }

  private init(
    _ source: Source, format: InputFormat, limits: DocumentLimits
  ) throws(InputProblem.Cause) {
    self.source = source
    var documents: [Document] = []
    do {
      var reader = try DocumentReader(source, format: format, limits: limits)
      while documents.count < 2, let document = try reader.next() {
        if !document.root.isNull { documents.append(document) }
      }
      self.format = reader.format
    } catch {
      throw .syntax(error)
    }
    guard let document = documents.first else { throw .noResourceList(.empty, at: 0) }
    self.document = document
    let root = document.root
    func fail(_ fault: ResourceListFault, at node: Node) -> InputProblem.Cause {
      .noResourceList(fault, at: Int(node.range.start))
    }
    guard let object = KubernetesObject(root), object.kind == "ResourceList",
      object.group == Self.group
    else { throw fail(.otherKind, at: root) }
    guard Self.versions.contains(where: { object.apiVersion == "\(Self.group)/\($0)" }) else {
      throw fail(.otherVersion, at: root["apiVersion"] ?? root)
    }
    if documents.count > 1 { throw fail(.severalDocuments, at: documents[1].root) }
    // Orchestrators leave out what is empty, and take it for an empty list.
    if let items = root["items"], !items.isNull, !items.isSequence {
      throw fail(.noItems, at: items)
    }
    var configuration = root["functionConfig"].flatMap { $0.isNull ? nil : $0 }
    if let given = configuration {
      guard given.isMapping else { throw fail(.functionConfigIsNoObject, at: given) }
      if given.count == 0 { configuration = nil }
    }
    functionConfig = configuration
  }

  /// The list as the function leaves it.
  ///
  /// Items are mutated and judged as one input; those that are not for a cluster are left alone.
  /// `results` are what is found: they take the place of others, which go where nothing is found.
  /// Missing items are written as the empty list that the specification asks for.
  /// - Parameter namespace: of objects that name none.
  package func processed(by engine: Engine, namespace: String?) -> Manifest {
    var manifest = Manifest(.standard, InputBytes(bytes: source.bytes, status: nil))
    var context = EvaluationContext(operation: .create, namespace: namespace)
    context.leavesLocalConfiguration = true
    var result = DocumentResult(end: Int(document.range.end))
    do throws(EditConflict) {
      guard hasItems else {
        add(try completed(EditSet(unchanged: document), []), to: &result)
        manifest.add(result)
        return manifest
      }
      if engine.policy.mutatesByNamespaceLabels {
        context.namespaces = NamespaceIndex(of: KubernetesObject.objects(of: document.root)).labels
      }
      let mutated = try engine.mutate(document: document, context: context)
      let entries = engine.entries(of: mutated, context: context)
      if engine.policy.looksAtOtherObjects { context.reach = ObjectIndex(entries) }
      context.namespaces = NamespaceIndex(of: entries.lazy.map(\.object)).labels
      let evaluation = engine.judge(mutated, context: context)
      result.add(evaluation, of: document)
      let results = FunctionResult.results(of: evaluation, items: document.root)
      add(try completed(evaluation.edits, results), to: &result)
    } catch {
      result.add(error, of: document)
    }
    manifest.add(result)
    return manifest
  }

  /// Whether there is a list of items. Without one the list itself would be taken for an object.
  private var hasItems: Bool { document.root["items"]?.isSequence == true }

  private func completed(_ edits: EditSet, _ results: [Value]) throws(EditConflict) -> EditSet {
    let hasOthers = document.root["results"].map { $0.isContainer && $0.count > 0 } ?? false
    if hasItems, results.isEmpty, !hasOthers { return edits }
    let edited = edits.applied(to: document.root)
    var proposals = EditProposals(edited.document)
    if !hasItems { try proposals.set(.sequence([]), at: ["items"], below: edited, by: "items") }
    if !results.isEmpty {
      try proposals.set(.sequence(results), at: ["results"], below: edited, by: "results")
    } else if hasOthers {
      try proposals.remove(at: ["results"], below: edited, by: "results")
    }
    let completion = try proposals.merged()
    return edits.isEmpty ? completion : try edits.followed(by: completion, at: document.root)
  }

  private func add(_ edits: EditSet, to result: inout DocumentResult) {
    result.isChanged = !edits.isEmpty
    do {
      result.edits = try format.textEdits(edits)
    } catch {
      result.problem = .unwritable(at: Int(document.root.range.start))
    }
  }
}
