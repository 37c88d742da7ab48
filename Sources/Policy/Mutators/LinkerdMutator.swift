import Documents
import Edits
import Kubernetes

/// Asks Linkerd to inject its proxy into pods, and configures it.
///
/// Reads `metadata.annotations` and `metadata.labels` of workloads and their pod templates,
/// `spec.hostNetwork`, and names and images of containers. Writes `linkerd.io/inject` and
/// `config.linkerd.io/*` into the annotations of pod templates.
///
/// What an author wrote stays. Pods that the injector skips are left alone, and the note says which
/// of its rules it is, so that nobody waits for a proxy that never comes.
struct LinkerdMutator: Mutator {
  let id = "linkerd"
  let settings: LinkerdSettings
  /// What pods get that have nothing of it.
  private let everything: [Value.Entry]

  init(settings: LinkerdSettings) {
    self.settings = settings
    let configuration = settings.inject == "disabled" ? [] : settings.configuration
    everything =
      [.init(Self.injectKey, .string(settings.inject))]
      + configuration.map { .init($0.key, .string($0.value)) }
  }

  var targets: [MutatorTarget] { [MutatorTarget(.pods)] }

  static let injectKey = "linkerd.io/inject"

  let readsItself = false

  let readsNamespaceLabels = true

  var metadataKeys: [String]? { [Self.injectKey] + settings.configuration.map(\.key) }

  func minds(metadataKey key: String) -> Bool {
    let text = key.utf8Span.span
    return text.begins(with: "linkerd.io/") || text.begins(with: "config.")
  }

  func propose(
    for input: MutatorInput, into proposals: inout EditProposals, notes: inout [MutatorNote]
  ) throws(EditConflict) {
    guard input.isMutable, !input.templates.isEmpty else { return }
    checkWorkload(input, &notes)
    guard !input.hasFrozenTemplate else { return }
    for template in input.templates {
      try annotate(template, input, &proposals, &notes)
    }
  }

  private func annotate(
    _ template: PodTemplate, _ input: MutatorInput, _ proposals: inout EditProposals,
    _ notes: inout [MutatorNote]
  ) throws(EditConflict) {
    let place = MetadataPlace(of: template)
    checkLabels(place, input, &notes)
    let field = place.annotations
    if field.isMalformed {
      input.malformed(id, "annotations", of: place, to: &notes)
      return
    }
    let annotations = field.node
    checkValues(annotations, place, input, &notes)
    let written = annotations?[named: Self.injectKey]
    guard mayConfigure(written, place, input, &notes) else { return }
    if let reason = LinkerdInjector.reasonToSkip(template, input) {
      // The author asked for it: that it will not happen is worth more than a note in passing.
      input.note(
        id, written == nil ? .skipped : .warning, at: template.path,
        written == nil ? "left alone: \(reason)" : "Linkerd injects nothing: \(reason)", to: &notes)
      return
    }
    // With a proxy there already the injector has done its work, and adds nothing to it.
    guard isIncomplete(annotations), !LinkerdInjector.hasSidecar(template) else {
      if written == nil {
        input.note(
          id, .skipped, at: template.path, "left alone: the pod has a proxy already", to: &notes)
      }
      return
    }
    let entries = annotations.map { missing(in: $0, written) } ?? everything
    try proposals.add(entries, to: "annotations", field, of: place, by: id)
    input.note(
      id, .applied, at: place.path(to: "annotations"),
      written == nil ? "injection set to \(settings.inject)" : "configuration of the proxy added",
      to: &notes)
  }

  /// What is to be added to annotations that are there.
  private func missing(in annotations: Node, _ written: Node?) -> [Value.Entry] {
    var entries: [Value.Entry] = []
    if written == nil { entries.append(.init(Self.injectKey, .string(settings.inject))) }
    if isMeshed(written) {
      for entry in settings.configuration where annotations[named: entry.key] == nil {
        entries.append(.init(entry.key, .string(entry.value)))
      }
    }
    return entries
  }

  /// Whether the pods get a proxy: what the author wrote decides, else the policy.
  private func isMeshed(_ written: Node?) -> Bool {
    guard let written else { return settings.inject != "disabled" }
    return !written.isString("disabled")
  }

  /// Whether something that the policy asks for is not there.
  private func isIncomplete(_ annotations: Node?) -> Bool {
    guard let annotations, let written = annotations[named: Self.injectKey] else { return true }
    return isMeshed(written)
      && settings.configuration.contains { annotations[named: $0.key] == nil }
  }

  /// Whether what the author wrote into `linkerd.io/inject`, if anything, leaves something to do.
  private func mayConfigure(
    _ written: Node?, _ place: MetadataPlace, _ input: MutatorInput, _ notes: inout [MutatorNote]
  ) -> Bool {
    guard let written else { return true }
    if written.isString("enabled") || written.isString("ingress") { return true }
    if written.isString("disabled") { return false }
    // An empty value counts as none: the namespace decides, as the author wanted it.
    if written.isString("") { return true }
    input.note(
      id, .warning, at: place.path(to: "annotations", Self.injectKey),
      "Linkerd injects nothing: the value must be enabled, ingress or disabled", to: &notes)
    return false
  }
}

// MARK: - What has no effect

extension LinkerdMutator {
  /// Annotations on a workload itself, and labels that should be annotations: the injector reads
  /// neither.
  private func checkWorkload(_ input: MutatorInput, _ notes: inout [MutatorNote]) {
    if input.templates.contains(where: { $0.isPod }) { return }
    let place = MetadataPlace(of: input.object)
    if let key = Self.firstKey(of: place.annotations.node) {
      input.note(
        id, .warning, at: place.path(to: "annotations", key),
        "the injector reads annotations of the pod template, not of the \(input.object.kind)",
        to: &notes)
    }
    checkLabels(place, input, &notes)
  }

  private func checkLabels(
    _ place: MetadataPlace, _ input: MutatorInput, _ notes: inout [MutatorNote]
  ) {
    guard let key = Self.firstKey(of: place.labels.node) else { return }
    input.note(
      id, .warning, at: place.path(to: "labels", key),
      "without effect: the injector reads annotations, not labels", to: &notes)
  }

  /// Values that the injector ignores.
  private func checkValues(
    _ annotations: Node?, _ place: MetadataPlace, _ input: MutatorInput,
    _ notes: inout [MutatorNote]
  ) {
    guard let annotations else { return }
    var reported = 0
    for (key, value) in annotations.entries where key.withText({ Self.isConfiguration($0) }) {
      guard reported < MutatorLimits.annotations else { return }
      let name = key.text
      let problem: String?
      if !value.isString {
        problem = "annotations are strings, and this is \(value.kind.phrase)"
      } else if let annotation = LinkerdAnnotation.withKey(name) {
        problem = annotation.problem(in: value.text)
      } else {
        problem = "Linkerd knows no such annotation"
      }
      guard let problem else { continue }
      reported += 1
      input.note(
        id, .warning, at: place.path(to: "annotations", name), "ignored by Linkerd: \(problem)",
        to: &notes)
    }
  }

  /// The first key that is one of the injector's.
  private static func firstKey(of mapping: Node?) -> String? {
    mapping?.firstKey { $0.says("linkerd.io/inject") || isConfiguration($0) }?.text
  }

  /// `config.linkerd.io/…` and its alpha and beta forms.
  private static func isConfiguration(_ text: Span<UInt8>) -> Bool {
    // Hardly any key is one.
    guard text.begins(with: "config.") else { return false }
    for domain in [LinkerdAnnotation.Domain.stable, .alpha, .beta] {
      let word = domain.rawValue
      if text.count > word.utf8.count, text.begins(with: word) { return true }
    }
    return false
  }
}
