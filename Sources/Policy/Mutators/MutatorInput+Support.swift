import Documents
import Edits
import Kubernetes

/// What mutators look at in one object at most. Nobody writes as much by hand; beyond it an object
/// is left alone, with a note, since finding the way to each place costs more the more places there
/// are.
enum MutatorLimits {
  /// Pod templates of one object, as in the list of a JobSet. The engine asks no mutator beyond.
  static let templates = 1_000
  /// Containers of one pod that get an injection.
  static let containers = 1_000
  /// Annotations of one sort in one place that are repaired or reported.
  static let annotations = 64
}

extension MutatorInput {
  /// Whether mutators may act on the object at all: not on a mirror pod, which only reports a
  /// static pod that the kubelet runs from a file, and not on what goes.
  var isMutable: Bool {
    switch context.operation {
    case .delete, .connect: return false
    case .create, .update: break
    }
    guard object.kind == "Pod" else { return true }
    return object.annotations?["kubernetes.io/config.mirror"] == nil
  }

  /// Whether the API server refuses changes of the pod template's `spec` now: that of a Pod, a Job
  /// or a Revision is immutable once it is created.
  var hasFrozenSpec: Bool {
    guard context.operation == .update else { return false }
    return object.kind == "Pod" || hasFrozenTemplate
  }

  /// Whether the API server refuses changes of the whole pod template now; the metadata of a Pod
  /// can still change.
  var hasFrozenTemplate: Bool {
    guard context.operation == .update else { return false }
    switch object.kind {
    case "Job": return object.group == "batch"
    case "Revision": return object.group == "serving.knative.dev"
    default: return false
    }
  }

  /// Whether the object is of this kind and API group, whatever the version.
  func isKind(_ kind: String, group: String) -> Bool {
    object.kind == kind && object.group == group
  }

  /// The namespace that counts for the object, where one is known.
  var namespace: String? { context.namespace(of: object) }

  /// Adds a note, where whoever asks wants to know of such: words that nobody reads are not made.
  func note(
    _ mutator: String, _ kind: MutatorNote.Kind, at path: @autoclosure () -> [String],
    _ message: @autoclosure () -> String, to notes: inout [MutatorNote]
  ) {
    guard kind == .warning || !context.wantsWarningsOnly else { return }
    notes.append(
      MutatorNote(
        mutator: mutator, kind: kind, object: ObjectReference(object, in: context),
        pointer: JSONPointer(path()), message: message()))
  }

  /// Notes that nothing can be added to `annotations` or `labels`, because of what stands there.
  func malformed(
    _ mutator: String, _ field: String, of place: MetadataPlace, to notes: inout [MutatorNote]
  ) {
    note(
      mutator, .skipped, at: place.path(to: field),
      "left alone: nothing can be added to these \(field)", to: &notes)
  }

  /// The value of a field of templates. `serviceAccount` is the account that the pod at hand uses;
  /// of a ServiceAccount it is its own name.
  func value(of field: FieldTemplate.Field, serviceAccount: String? = nil) -> String? {
    switch field {
    case .name: object.name
    case .namespace: namespace
    case .kind: object.kind
    case .serviceAccount:
      serviceAccount
        ?? (isKind("ServiceAccount", group: "") ? object.name : templates.first?.serviceAccountName)
    case .label(let key): object.label(key)
    case .annotation(let key): object.annotation(key)
    }
  }
}

extension PodTemplate {
  /// The ServiceAccount that the pod names; `serviceAccount` is the old name of the field.
  var serviceAccountName: String? {
    for field in ["serviceAccountName", "serviceAccount"] {
      if let name = spec[named: field]?.string, !name.isEmpty { return name }
    }
    return nil
  }

  /// Whether the pods are meant to end: a job's, or such that are not always restarted.
  var runsToCompletion: Bool { PodScope.runsToCompletion(restartPolicy, object.kind) }
}

/// The `metadata` of an object or of its pod template, as mutators look into it and add to it.
struct MetadataPlace {
  enum Field {
    case mapping(Node)
    /// Not there, or null, which counts as not there. The node is the metadata, where only the
    /// entry has to be added to it.
    case missing(in: Node?)
    /// Something to which nothing can be added: the API server refuses the object anyway.
    case malformed
  }

  private let object: KubernetesObject
  /// `nil` for the metadata of the object itself.
  private let template: PodTemplate?

  init(of object: KubernetesObject) {
    self.object = object
    template = nil
  }

  init(of template: PodTemplate) {
    object = template.object
    self.template = template
  }

  /// The object.
  var root: Node { object.node }
  /// The path from the object to what holds `metadata`.
  var holder: [String] { template?.path ?? [] }

  var annotations: Field {
    if let template { return field(template.annotations, of: template.metadata) }
    return field(object.annotations, of: object.metadata)
  }

  var labels: Field {
    if let template { return field(template.labels, of: template.metadata) }
    return field(object.labels, of: object.metadata)
  }

  /// - Parameter metadata: `nil` where it is no mapping.
  private func field(_ found: Node?, of metadata: Node?) -> Field {
    guard let metadata else {
      let other = root.at(holder[...])?["metadata"]
      return other == nil || other?.isNull == true ? .missing(in: nil) : .malformed
    }
    guard let found else { return .missing(in: metadata) }
    if found.isNull { return .missing(in: nil) }
    return found.isMapping ? .mapping(found) : .malformed
  }

  /// The path to a field of the metadata.
  func path(to field: String) -> [String] { holder + ["metadata", field] }

  /// The path to an entry of a field of the metadata.
  func path(to field: String, _ key: String) -> [String] { holder + ["metadata", field, key] }
}

extension MetadataPlace.Field {
  var node: Node? {
    if case .mapping(let node) = self { return node }
    return nil
  }

  var isMalformed: Bool {
    if case .malformed = self { return true }
    return false
  }
}

extension EditProposals {
  /// `annotations` or `labels` shall have these entries, which are not there. To propose them
  /// together costs less than one by one.
  mutating func add(
    _ entries: [Value.Entry], to name: String, _ field: MetadataPlace.Field,
    of place: MetadataPlace, by origin: String
  ) throws(EditConflict) {
    if entries.isEmpty { return }
    switch field {
    case .mapping(let node):
      for entry in entries {
        try set(entry.value, missingEntry: entry.key, of: node, by: origin)
      }
    case .missing(in: let metadata?):
      try set(.mapping(entries), missingEntry: name, of: metadata, by: origin)
    case .missing(in: nil), .malformed:
      try set(.mapping(entries), at: place.path(to: name), below: place.root, by: origin)
    }
  }

  /// An annotation shall have this value.
  mutating func annotate(
    _ place: MetadataPlace, _ key: String, _ value: String, by origin: String
  ) throws(EditConflict) {
    try set(.string(value), at: place.path(to: "annotations", key), below: place.root, by: origin)
  }
}

extension UInt8 {
  /// An ASCII letter or digit.
  var isAlphanumeric: Bool {
    let letter = self | 0x20
    return letter >= UInt8(ascii: "a") && letter <= UInt8(ascii: "z")
      || self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9")
  }
}
