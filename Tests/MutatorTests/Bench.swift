import Documents
import Edits
import Kubernetes
import Policy
import Testing
import YAMLSyntax

/// Puts objects through an engine that has mutators and nothing else.
struct Bench {
  let engine: Engine

  struct Outcome {
    /// Each document of the stream after mutation.
    let after: [Value]
    let patches: [JSONPatch]
    /// The whole stream as it is written after mutation.
    let text: String
    /// `kind pointer: message` for each note.
    let notes: [String]
  }

  /// `mutators` is what stands below `spec.mutators` of a policy.
  init(mutators: String) throws {
    let indented = mutators.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "    \($0)" }.joined(separator: "\n")
    try self.init(
      policy: """
        apiVersion: kpatch.dev/v1alpha1
        kind: Policy
        metadata: {name: test}
        spec:
          preset: none
          mutators:
        \(indented)
        """)
  }

  init(policy: String) throws {
    let compilation = Self.compile(policy)
    #expect(compilation.problems.map(\.text) == [])
    engine = Engine(try #require(compilation.policy))
  }

  static func compile(_ policy: String) -> PolicyCompilation {
    let documents = (try? YAMLParser.parse(Source(policy))) ?? []
    return PolicyCompiler.compile(
      documents.map { PolicyLayer(document: $0, name: "policy.yaml") }, today: nil)
  }

  /// What is wrong with the settings, as `line: text`.
  static func problems(_ mutators: String) -> [String] {
    let lines = mutators.split(separator: "\n", omittingEmptySubsequences: false)
    let block =
      "apiVersion: kpatch.dev/v1alpha1\nkind: Policy\nspec:\n  mutators:\n"
      + lines.map { "    \($0)" }.joined(separator: "\n")
    return compile(block).problems.map { problem in
      guard let range = problem.range else { return problem.text }
      let before = block.utf8.prefix(Int(range.start)).count { $0 == UInt8(ascii: "\n") }
      return "\(before - 3): \(problem.text)"
    }
  }

  /// Mutates every object of a stream, and checks what holds for every mutation: a second run
  /// changes nothing (I5), the patch leads to the same object (I4), and the table is sound (I2).
  func mutate(
    _ manifests: String, context: EvaluationContext = EvaluationContext()
  ) throws -> Outcome {
    var after: [Value] = []
    var patches: [JSONPatch] = []
    var notes: [String] = []
    var text: [UInt8] = []
    for document in try YAMLParser.parse(Source(manifests)) {
      let evaluation = try engine.evaluate(document: document, context: context)
      let patched = evaluation.edits.applied(to: document.root)
      let value = Value(patched)
      let patch = JSONPatch(evaluation.edits, below: document.root)
      #expect(try patch.applied(to: Value(document.root)) == value)
      #expect(patched.document.malformation() == nil)
      if !patch.operations.isEmpty {
        let kinds = KubernetesObject.objects(of: document.root).map { ObjectKind($0) }
        let declared = engine.policy.mutatedKinds
        #expect(kinds.contains { declared.contains($0) }, "what is changed is declared")
        if let declared = engine.policy.mutatedMetadataKeys {
          #expect(declared.isSuperset(of: patch.metadataKeys), "what is added is declared")
        }
      }
      let second = try engine.evaluate(document: patched.document, context: context)
      let again = JSONPatch(second.edits, below: patched)
      #expect(again.operations.isEmpty, "a second run changes: \(again.operations)")
      TextEdit.apply(
        try YAMLRenderer.textEdits(for: evaluation.edits), to: document.source.bytes,
        in: document.range, into: &text)
      after.append(value)
      patches.append(patch)
      for note in evaluation.evaluations.flatMap(\.notes) { notes.append(note.summary) }
    }
    return Outcome(
      after: after, patches: patches, text: String(decoding: text, as: UTF8.self), notes: notes)
  }
}

extension MutatorNote {
  var summary: String {
    let word =
      switch kind {
      case .applied: "applied"
      case .skipped: "skipped"
      case .warning: "warning"
      }
    return "\(word) \(pointer): \(message)"
  }
}

extension JSONPatch {
  /// The keys of labels and annotations that it adds.
  var metadataKeys: [String] {
    operations.flatMap { operation -> [String] in
      guard case .add(let path, let value) = operation else { return [] }
      let fields: Set = ["labels", "annotations"]
      let tokens = path.tokens.drop { $0 != "metadata" }.dropFirst()
      if tokens.count == 2, let field = tokens.first, fields.contains(field) {
        return tokens.suffix(1)
      }
      guard case .mapping(let entries) = value, let field = tokens.first, fields.contains(field)
      else { return [] }
      return entries.map(\.key)
    }
  }

  /// One line for each operation: the path and what is written there, as far as it is a text.
  var lines: [String] {
    operations.map { operation in
      switch operation {
      case .add(let path, let value): "add \(path) \(value.brief)"
      case .replace(let path, let value): "replace \(path) \(value.brief)"
      case .remove(let path): "remove \(path)"
      default: "other"
      }
    }
  }
}

extension Value {
  /// The value in a form for comparison by eye.
  var brief: String {
    switch self {
    case .null: "null"
    case .boolean(let value): "\(value)"
    case .number(let text): text
    case .string(let text): "\"\(text)\""
    case .sequence(let elements): "[" + elements.map(\.brief).joined(separator: ", ") + "]"
    case .mapping(let entries):
      "{" + entries.map { "\($0.key): \($0.value.brief)" }.joined(separator: ", ") + "}"
    }
  }
}
