import Documents
import Edits
import Kubernetes

/// The policy's own patches: merge patches (RFC 7386) and JSON patches (RFC 6902), with the fields
/// of the object where their texts have `${...}`.
///
/// Reads and writes whatever the patches name, save what the object is: its `apiVersion`, `kind`,
/// name and namespace.
///
/// All patches whose scope covers an object are applied to it in their order, each to what the one
/// before has left. One that cannot be applied does nothing and says so, save where its own `test`
/// keeps it away. A second run must change nothing: an `add` to a list that has the element does
/// nothing, and where the patches together would change their own result nothing is done.
struct PatchesMutator: Mutator {
  let id = "patches"
  let patches: [PolicyPatch]

  /// A later patch may wait for what an earlier one writes.
  var readsItself: Bool { patches.count > 1 }

  var targets: [MutatorTarget] { patches.map { MutatorTarget(.objects, in: $0.scope) } }

  func propose(
    for input: MutatorInput, into proposals: inout EditProposals, notes: inout [MutatorNote]
  ) throws(EditConflict) {
    guard input.isMutable else { return }
    let meant = patches.filter { $0.scope.covers(input.object, input.context) }
    guard !meant.isEmpty else { return }
    // The one that nearly everybody writes, without a copy of the object.
    if meant.count == 1, case .merge(let patch) = meant[0].body, meant[0].texts.isEmpty {
      try proposals.merge(MergePatch(patch), into: input.object.node, by: id)
      return
    }
    let original = Value(input.object.node)
    let patched = apply(meant, to: original, input, &notes)
    if patched == original { return }
    guard Identity(patched) == Identity(original) else {
      input.note(
        id, .skipped, at: [], "not patched: the object would become another one, by its name",
        to: &notes)
      return
    }
    var unheard: [MutatorNote] = []
    guard apply(meant, to: patched, input, &unheard) == patched else {
      input.note(
        id, .skipped, at: [], "not patched: the patches would change the object with every run",
        to: &notes)
      return
    }
    try proposals.change(input.object.node, to: patched, by: id)
    input.note(id, .applied, at: [], "patched by the policy", to: &notes)
  }

  private func apply(
    _ patches: [PolicyPatch], to original: Value, _ input: MutatorInput,
    _ notes: inout [MutatorNote]
  ) -> Value {
    var current = original
    for patch in patches {
      switch patch.applied(to: current, input) {
      case .value(let value): current = value
      case .unmet: continue
      case .impossible(let reason):
        input.note(id, .skipped, at: [], "\(patch.name) not applied: \(reason)", to: &notes)
      }
    }
    return current
  }

  /// What an object is; a patch does not make it another one.
  private struct Identity: Equatable {
    let parts: [Value?]

    init(_ value: Value) {
      let metadata = value["metadata"]
      parts = [
        value["apiVersion"], value["kind"], metadata?["name"], metadata?["generateName"],
        metadata?["namespace"],
      ]
    }
  }
}

/// One patch of the policy.
struct PolicyPatch: Sendable {
  enum Body: Sendable {
    case merge(Value)
    case operations([JSONPatch.Operation])
  }

  enum Outcome {
    case value(Value)
    /// A `test` of the patch itself keeps it away.
    case unmet
    /// As a clause.
    case impossible(String)
  }

  var scope = Scope()
  let name: String
  let body: Body
  /// The texts of the patch that have fields in them.
  let texts: [String: FieldTemplate]

  func applied(to value: Value, _ input: MutatorInput) -> Outcome {
    var filled = Filling(texts, value, input)
    switch body {
    case .merge(let patch):
      guard let patch = filled.fill(patch) else { return .impossible(filled.reason) }
      return .value(MergePatch(patch).applied(to: value))
    case .operations(let operations):
      var patch = JSONPatch()
      for operation in operations {
        guard let operation = filled.fill(operation) else { return .impossible(filled.reason) }
        patch.operations.append(operation)
      }
      do {
        return .value(try patch.applied(to: value, addingOnce: true))
      } catch {
        if error.cause == .testFailed { return .unmet }
        return .impossible("operation \(error.operation + 1): \(error.message)")
      }
    }
  }

  /// Puts the fields of an object into the texts of a patch.
  private struct Filling {
    private let texts: [String: FieldTemplate]
    private var input: MutatorInput?
    private var missing: FieldTemplate.Field?

    /// The fields are those of the object as patches before have left it.
    init(_ texts: [String: FieldTemplate], _ value: Value, _ input: MutatorInput) {
      self.texts = texts
      guard !texts.isEmpty, let object = KubernetesObject(Document(value).root) else { return }
      self.input = MutatorInput(
        object: object, templates: object.podTemplates(), context: input.context)
    }

    var reason: String { "the object has no \(missing?.text ?? "such field")" }

    mutating func fill(_ value: Value) -> Value? {
      if texts.isEmpty { return value }
      let filled = value.mapStrings { text in
        guard let template = texts[text] else { return text }
        switch template.render({ input?.value(of: $0) }) {
        case .text(let text): return text
        case .missing(let field):
          missing = field
          return nil
        }
      }
      return filled
    }

    mutating func fill(_ operation: JSONPatch.Operation) -> JSONPatch.Operation? {
      switch operation {
      case .add(let path, let value): fill(value).map { .add(path: path, value: $0) }
      case .replace(let path, let value): fill(value).map { .replace(path: path, value: $0) }
      case .test(let path, let value): fill(value).map { .test(path: path, value: $0) }
      case .remove, .move, .copy: operation
      }
    }
  }
}

// MARK: - Settings

extension MutatorDefinition {
  package static let patches = MutatorDefinition(
    id: "patches",
    summary: "Applies the policy's own patches: merge patches and JSON patches.",
    schema: [
      "type": "array",
      "items": [
        "type": "object",
        "properties": [
          "name": ["type": "string"],
          "merge": ["description": "A merge patch, RFC 7386.", "type": "object"],
          "json": [
            "description": "A JSON patch, RFC 6902.", "type": "array",
            "items": [
              "type": "object", "required": ["op", "path"],
              "properties": [
                "op": ["enum": .sequence(JSONPatch.operationNames.map { .string($0) })],
                "path": ["type": "string"], "from": ["type": "string"],
              ],
            ],
          ],
        ],
        "oneOf": [["required": ["merge"]], ["required": ["json"]]],
      ],
    ],
    acceptsSequence: true, hasDefaults: false,
    make: { node, reader in
      let before = reader.problems.count
      guard node.isSequence else {
        reader.fail(node, "patches must be a list, not \(node.kind.phrase)")
        return nil
      }
      var patches: [PolicyPatch] = []
      for element in node.elements {
        if let patch = reader.patch(element, position: patches.count) { patches.append(patch) }
      }
      return reader.problems.count == before ? PatchesMutator(patches: patches) : nil
    })
}

extension SettingsReader {
  fileprivate mutating func patch(_ node: Node, position: Int) -> PolicyPatch? {
    guard isMapping(node, "each of patches") else { return nil }
    keys(of: node, known: ["name", "match", "exclude", "merge", "json"], in: "a patch")
    var name = "patch \(position + 1)"
    if let value = node["name"], let text = string(value, "name") { name = "patch \(quoted(text))" }
    let scope = scope(of: node)
    let body: PolicyPatch.Body
    let source: Node
    switch (node["merge"], node["json"]) {
    case (let merge?, nil):
      source = merge
      guard let value = mergePatch(merge) else { return nil }
      body = .merge(value)
    case (nil, let json?):
      source = json
      guard let operations = operations(json) else { return nil }
      body = .operations(operations)
    default:
      fail(node, "a patch has either merge or json")
      return nil
    }
    return PolicyPatch(scope: scope, name: name, body: body, texts: templates(in: source))
  }

  private mutating func mergePatch(_ node: Node) -> Value? {
    guard node.isMapping else {
      fail(node, "merge must be a mapping, not \(node.kind.phrase)")
      return nil
    }
    let identity: [[String]] = [
      ["apiVersion"], ["kind"], ["metadata", "name"], ["metadata", "generateName"],
      ["metadata", "namespace"],
    ]
    var sound = true
    if let metadata = node["metadata"], !metadata.isMapping {
      fail(
        metadata, "a patch cannot make metadata \(metadata.kind.phrase)",
        "the object would lose its name; name the entries that are to change")
      sound = false
    }
    for path in identity {
      guard let found = node.at(path[...]) else { continue }
      fail(
        found, "a patch cannot change \(path.joined(separator: "."))",
        "say in match which objects are meant")
      sound = false
    }
    return sound ? Value(node) : nil
  }

  private mutating func operations(_ node: Node) -> [JSONPatch.Operation]? {
    do {
      return try JSONPatch(parsing: node).operations
    } catch {
      let place = node.at(error.pointer) ?? node
      if error.cause == .unknownOperation, let word = place.string {
        unknown(
          "operation", word, at: place, in: "a JSON patch", known: JSONPatch.operationNames)
      } else {
        fail(place, error.message)
      }
      return nil
    }
  }

  /// The texts below a node that have `${` in them, read as templates.
  private mutating func templates(in node: Node) -> [String: FieldTemplate] {
    var templates: [String: FieldTemplate] = [:]
    var row = node.index
    let end = node.document.next(after: row)
    while row < end {
      let scalar = Node(document: node.document, index: row)
      row += 1
      guard scalar.isString, hasField(scalar) else { continue }
      if let template = template(scalar, "the text") { templates[scalar.text] = template }
    }
    return templates
  }

  private func hasField(_ node: Node) -> Bool {
    node.withText { text in
      guard text.count > 1 else { return false }
      for index in 1..<text.count
      where text[index] == UInt8(ascii: "{") && text[index - 1] == UInt8(ascii: "$") {
        return true
      }
      return false
    }
  }
}

extension Value {
  /// The value with each string replaced, keys excepted; `nil` where `transform` gives `nil` once.
  func mapStrings(_ transform: (String) -> String?) -> Value? {
    // Open containers wait on a stack: depth comes from input.
    var open: [(container: Value, done: [Value])] = []
    var next = self
    while true {
      var finished: Value?
      switch next {
      case .string(let text):
        guard let text = transform(text) else { return nil }
        finished = .string(text)
      case .sequence(let elements) where !elements.isEmpty:
        open.append((next, []))
        next = elements[0]
      case .mapping(let entries) where !entries.isEmpty:
        open.append((next, []))
        next = entries[0].value
      default: finished = next
      }
      while let value = finished {
        guard var last = open.popLast() else { return value }
        last.done.append(value)
        finished = nil
        switch last.container {
        case .sequence(let elements) where last.done.count < elements.count:
          next = elements[last.done.count]
          open.append(last)
        case .mapping(let entries) where last.done.count < entries.count:
          next = entries[last.done.count].value
          open.append(last)
        case .mapping(let entries):
          finished = .mapping(zip(entries, last.done).map { Entry($0.key, $1) })
        default: finished = .sequence(last.done)
        }
      }
    }
  }
}
