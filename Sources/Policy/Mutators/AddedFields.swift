import Documents
import Edits
import Kubernetes

/// Labels or annotations that the policy adds to objects.
///
/// Reads `metadata` of objects and of their pod templates, and the fields that templates name.
/// Writes entries of `metadata.labels` or `metadata.annotations` there.
///
/// An entry that the author wrote stays unless the policy says `overwrite`. A label that a selector
/// of the object asks for stays in any case: a workload would lose its pods.
struct AddedFieldsMutator: Mutator {
  enum Field: String, Sendable {
    case labels
    case annotations
  }

  struct Entry: Sendable {
    let key: String
    let value: FieldTemplate
    /// The same where the value has no field of the object: it has been checked with the policy.
    let constant: Value.Entry?

    init(key: String, value: FieldTemplate) {
      self.key = key
      self.value = value
      constant = value.constant.map { Value.Entry(key, .string($0)) }
    }
  }

  /// Entries that belong together: with one scope.
  struct Group: Sendable {
    var scope = Scope()
    var entries: [Entry] = []
    var addsToObjects = true
    var addsToPodTemplates = false
    var overwrites = false
  }

  let field: Field
  let groups: [Group]
  /// Keys of labels and annotations that are written or looked at.
  private let minded: [String]
  let readsItself: Bool

  var metadataKeys: [String]? { groups.flatMap { $0.entries.map(\.key) } }

  init(field: Field, groups: [Group]) {
    self.field = field
    self.groups = groups
    let read = groups.flatMap { $0.scope.labels + $0.entries.flatMap(\.value.metadataKeys) }
    let written = groups.flatMap { $0.entries.map(\.key) }
    minded = read + written
    readsItself = !Set(read).isDisjoint(with: written)
  }

  var id: String { field.rawValue }

  var targets: [MutatorTarget] {
    groups.flatMap { group in
      (group.addsToObjects ? [MutatorTarget(.objects, in: group.scope)] : [])
        + (group.addsToPodTemplates ? [MutatorTarget(.pods, in: group.scope)] : [])
    }
  }

  func minds(metadataKey key: String) -> Bool { minded.contains(key) }

  func propose(
    for input: MutatorInput, into proposals: inout EditProposals, notes: inout [MutatorNote]
  ) throws(EditConflict) {
    guard input.isMutable else { return }
    for group in groups where group.scope.covers(input.object, input.context) {
      if group.addsToObjects {
        try add(group, to: MetadataPlace(of: input.object), nil, input, &proposals, &notes)
      }
      guard group.addsToPodTemplates, !input.hasFrozenTemplate else { continue }
      for template in input.templates where !(template.isPod && group.addsToObjects) {
        try add(
          group, to: MetadataPlace(of: template), template.serviceAccountName, input, &proposals,
          &notes)
      }
    }
  }

  private func add(
    _ group: Group, to place: MetadataPlace, _ account: String?, _ input: MutatorInput,
    _ proposals: inout EditProposals, _ notes: inout [MutatorNote]
  ) throws(EditConflict) {
    let present = field == .labels ? place.labels : place.annotations
    if present.isMalformed {
      input.malformed(id, field.rawValue, of: place, to: &notes)
      return
    }
    var entries: [Value.Entry] = []
    var isOverwritten = false
    entries.reserveCapacity(group.entries.count)
    for entry in group.entries {
      let key = entry.key
      let written = present.node?[named: key]
      if written != nil, !group.overwrites { continue }
      if written == nil, let constant = entry.constant {
        entries.append(constant)
        continue
      }
      var path: [String] { place.path(to: field.rawValue, key) }
      let text: String
      switch entry.value.render({ input.value(of: $0, serviceAccount: account) }) {
      case .text(let rendered): text = rendered
      case .missing(let missing):
        input.note(
          id, .skipped, at: path, "not written: the object has no \(missing.text)", to: &notes)
        continue
      }
      if let written, written.isString(text) { continue }
      if let problem = problem(with: text) {
        input.note(id, .skipped, at: path, "not written: \(problem)", to: &notes)
        continue
      }
      if written != nil, isSelected(key, at: place, input) {
        input.note(
          id, .skipped, at: path, "not overwritten: a selector may ask for this label", to: &notes)
        continue
      }
      if written != nil { isOverwritten = true }
      entries.append(.init(key, .string(text)))
    }
    if entries.isEmpty { return }
    if isOverwritten, let node = present.node {
      for entry in entries { try proposals.set(entry.value, entry: entry.key, of: node, by: id) }
    } else {
      try proposals.add(entries, to: field.rawValue, present, of: place, by: id)
    }
    input.note(
      id, .applied, at: place.path(to: field.rawValue), "\(entries.count) of the policy added",
      to: &notes)
  }

  /// What is wrong with a value, as a clause; `nil` where nothing is.
  private func problem(with text: String) -> String? {
    Self.problem(with: text, in: field)
  }

  static func problem(with text: String, in field: Field) -> String? {
    switch field {
    case .labels: return NameRule.labelValue.problem(in: text)?.message
    case .annotations:
      return text.utf8.count > APILimits.annotationsBytes
        ? "annotations have \(APILimits.annotationsBytes) bytes at most" : nil
    }
  }

  /// Whether pods may be selected by this label. Of a pod that has an owner that is not to be seen.
  private func isSelected(
    _ key: String, at place: MetadataPlace, _ input: MutatorInput
  ) -> Bool {
    guard field == .labels else { return false }
    if place.holder.isEmpty {
      return input.isKind("Pod", group: "") && input.object.metadata?["ownerReferences"] != nil
    }
    guard let selector = input.object.node["spec", "selector"] else { return false }
    // Workloads of `apps` have `matchLabels` and `matchExpressions`; a ReplicationController has
    // the labels themselves.
    if selector["matchLabels"]?[named: key] != nil || selector[named: key] != nil { return true }
    return selector["matchExpressions"]?.elements.contains { $0["key"]?.isString(key) == true }
      ?? false
  }
}

// MARK: - Settings

extension MutatorDefinition {
  package static let labels = addedFields(
    .labels, summary: "Adds labels of the policy to objects or their pod templates.")

  package static let annotations = addedFields(
    .annotations, summary: "Adds annotations of the policy to objects or their pod templates.")

  private static func addedFields(
    _ field: AddedFieldsMutator.Field, summary: String
  ) -> MutatorDefinition {
    let group: Value = [
      "type": "object", "required": ["set"],
      "properties": [
        "set": [
          "description": "Keys and values; a value may have ${...} fields of the object.",
          "type": "object", "minProperties": 1, "additionalProperties": ["type": "string"],
        ],
        "targets": [
          "type": "array", "items": ["enum": ["objects", "podTemplates"]], "minItems": 1,
          "default": ["objects"],
        ],
        "overwrite": ["type": "boolean", "default": false],
      ],
    ]
    return MutatorDefinition(
      id: field.rawValue, summary: summary,
      schema: ["anyOf": [group, ["type": "array", "items": group]]],
      acceptsSequence: true, hasDefaults: false,
      make: { node, reader in
        let before = reader.problems.count
        var groups: [AddedFieldsMutator.Group] = []
        if node.isSequence {
          for element in node.elements {
            guard reader.isMapping(element, "each element of \(field.rawValue)") else { continue }
            var group = AddedFieldsMutator.Group(element, field, &reader)
            group?.scope = reader.scope(of: element)
            if let group { groups.append(group) }
          }
        } else if let group = AddedFieldsMutator.Group(node, field, &reader) {
          groups.append(group)
        }
        let mutator = AddedFieldsMutator(field: field, groups: groups)
        mutator.checkReferences(at: node, &reader)
        return reader.problems.count == before ? mutator : nil
      })
  }
}

extension AddedFieldsMutator {
  /// A value that refers to what the mutator itself writes would change with every run.
  func checkReferences(at node: Node, _ reader: inout SettingsReader) {
    let keys = Set(groups.flatMap { $0.entries.map(\.key) })
    for entry in groups.flatMap(\.entries) {
      let key = entry.key
      for case .field(let used, _) in entry.value.parts {
        switch (field, used) {
        case (.labels, .label(let name)), (.annotations, .annotation(let name)):
          if keys.contains(name) {
            reader.fail(
              node, "the value of \(key) refers to \(name), which \(field.rawValue) writes itself")
          }
        default: continue
        }
      }
    }
  }
}

extension AddedFieldsMutator.Group {
  /// `nil` where something is wrong, after it has been reported. The scope is read elsewhere.
  init?(_ node: Node, _ field: AddedFieldsMutator.Field, _ reader: inout SettingsReader) {
    let before = reader.problems.count
    reader.keys(
      of: node, known: ["set", "targets", "overwrite"], in: "the settings of \(field.rawValue)",
      optional: ["match", "exclude"])
    if let set = node["set"] {
      if reader.isMapping(set, "set") { readEntries(set, field, &reader) }
    } else {
      reader.fail(node, "\(field.rawValue) has no set", "give the keys and values in set")
    }
    if let value = node["overwrite"] { overwrites = reader.boolean(value, "overwrite") ?? false }
    if let value = node["targets"] { readTargets(value, &reader) }
    if reader.problems.count != before { return nil }
  }

  private mutating func readEntries(
    _ set: Node, _ field: AddedFieldsMutator.Field, _ reader: inout SettingsReader
  ) {
    if set.count == 0 { reader.fail(set, "set is empty", "name something or remove it") }
    for (keyNode, value) in set.entries {
      let key = keyNode.text
      let rule: NameRule = field == .labels ? .qualifiedName : .annotationKey
      if let problem = rule.problem(in: key) {
        reader.fail(keyNode, "\(quoted(key)) cannot be a key", problem.message)
        continue
      }
      guard let template = reader.template(value, "the value of \(key)") else { continue }
      if let text = template.constant,
        let problem = AddedFieldsMutator.problem(with: text, in: field)
      {
        reader.fail(value, "\(quoted(text)) cannot be the value of \(key)", problem)
        continue
      }
      entries.append(.init(key: key, value: template))
    }
  }

  private mutating func readTargets(_ node: Node, _ reader: inout SettingsReader) {
    guard node.isSequence, node.count > 0 else {
      reader.fail(node, "targets must be a list of objects, podTemplates or both")
      return
    }
    addsToObjects = false
    for element in node.elements {
      switch reader.choice(element, of: ["objects", "podTemplates"], "target") {
      case "objects"?: addsToObjects = true
      case "podTemplates"?: addsToPodTemplates = true
      default: continue
      }
    }
  }
}

extension SettingsReader {
  /// `match` and `exclude` of one element of a list of settings.
  mutating func scope(of node: Node) -> Scope {
    var nested = LayerReader(name: layer)
    swap(&nested.reader, &self)
    var scope = Scope()
    if let match = node["match"] {
      scope.match = nested.readMatch(match, "match", containers: false)
    }
    if let exclude = node["exclude"] {
      scope.exclude = nested.readMatch(exclude, "exclude", containers: false)
    }
    swap(&nested.reader, &self)
    return scope
  }
}
