import Documents
import Edits
import Kubernetes

/// What authors get wrong with the annotations of Prometheus: mended where the policy asks for it,
/// else told.
extension PrometheusMutator {
  enum Misplaced {
    case nothing
    /// The author's intent is known but not mended, so nothing else is done either.
    case left
    /// These now go to the pod template.
    case moved(Node)
  }

  /// Annotations on a workload's own metadata, which Prometheus never sees: moves them to the pod
  /// template, or warns.
  func misplaced(
    _ template: PodTemplate, _ place: MetadataPlace, _ input: MutatorInput,
    _ proposals: inout EditProposals, _ notes: inout [MutatorNote]
  ) throws(EditConflict) -> Misplaced {
    guard !template.isPod, let annotations = input.object.annotations, annotations.isMapping else {
      return .nothing
    }
    let written = PrometheusAnnotations(annotations)
    guard written.isAny else { return .nothing }
    // Of several templates it cannot be told which one is meant; what is no scalar is no
    // annotation.
    let entries = written.entries
    let isClear =
      entries.count <= MutatorLimits.annotations
      && entries.allSatisfy { !$0.value.isContainer && !$0.value.isNull }
    guard settings.repairs, isClear, input.templates.count == 1 else {
      input.note(
        id, .warning, at: ["metadata", "annotations"],
        "Prometheus sees annotations of the pod template, not of the \(input.object.kind) itself",
        to: &notes)
      return .left
    }
    let present = place.annotations.node
    for entry in entries {
      let name = entry.key.text
      if present?[named: name] == nil {
        // A port by name is written as the number that it is.
        let isPort = written.port?.key.index == entry.key.index
        let number = isPort ? resolved(entry.value, template) : nil
        let text = number.map { String($0) } ?? entry.value.text
        try proposals.annotate(place, name, text, by: id)
      }
      try proposals.remove(
        at: ["metadata", "annotations", name], below: input.object.node, by: id)
    }
    input.note(
      id, .applied, at: ["metadata", "annotations"], "moved to the pod template", to: &notes)
    return .moved(annotations)
  }

  /// The number of the port that an annotation names.
  private func resolved(_ port: Node, _ template: PodTemplate?) -> Int64? {
    guard let template, port.isString, Self.portNumber(port) == nil else { return nil }
    return PrometheusPort.named(port, in: template)
  }

  /// Labels that should be annotations: the scrape configurations do not look at them.
  func checkLabels(
    _ place: MetadataPlace, _ input: MutatorInput, _ notes: inout [MutatorNote]
  ) {
    guard let labels = place.labels.node else { return }
    guard let key = PrometheusAnnotations.firstKey(of: labels) else { return }
    input.note(
      id, .warning, at: place.path(to: "labels", key.text),
      "without effect: Prometheus reads annotations, not labels", to: &notes)
  }

  /// Values that do not do what their author wanted.
  func checkValues(
    _ written: PrometheusAnnotations, _ template: PodTemplate?, _ place: MetadataPlace,
    _ input: MutatorInput, _ proposals: inout EditProposals, _ notes: inout [MutatorNote]
  ) throws(EditConflict) {
    guard written.isAny else { return }
    let odd = written.hasOtherThanStrings ? written.entries.filter { !$0.value.isString } : []
    // All of them or none: a second run must find nothing more to mend.
    let mends = settings.repairs && odd.count <= MutatorLimits.annotations
    for entry in odd.prefix(MutatorLimits.annotations) {
      let value = entry.value
      let path = place.path(to: "annotations", entry.key.text)
      if mends, !value.isContainer, !value.isNull {
        try proposals.set(.string(value.text), at: path, below: place.root, by: id)
        input.note(id, .applied, at: path, "quoted: annotations are strings", to: &notes)
      } else {
        input.note(
          id, .warning, at: path, "the value is \(value.kind.phrase): annotations are strings",
          to: &notes)
      }
    }
    if let port = written.port, port.value.isString, Self.portNumber(port.value) == nil {
      let path = place.path(to: "annotations", port.key.text)
      if settings.repairs, let number = resolved(port.value, template) {
        try proposals.set(.string(String(number)), at: path, below: place.root, by: id)
        input.note(
          id, .applied, at: path, "the port's name replaced by its number, \(number)", to: &notes)
      } else {
        input.note(
          id, .warning, at: path,
          "ignored by Prometheus: the port must be a number from 1 to 65535, not a name", to: &notes
        )
      }
    }
    if let scheme = written.scheme, scheme.value.isString, !scheme.value.isString("http"),
      !scheme.value.isString("https")
    {
      input.note(
        id, .warning, at: place.path(to: "annotations", scheme.key.text),
        "ignored by Prometheus: the scheme is http or https", to: &notes)
    }
  }

  /// A port as the scrape configurations take it: digits only. `nil` for everything else.
  static func portNumber(_ node: Node) -> Int64? {
    node.withText { text in
      guard text.count > 0, text.count <= 5 else { return nil }
      var value: Int64 = 0
      for index in 0..<text.count {
        guard text[index] >= UInt8(ascii: "0"), text[index] <= UInt8(ascii: "9") else { return nil }
        value = value * 10 + Int64(text[index] - UInt8(ascii: "0"))
      }
      return APILimits.ports.contains(value) ? value : nil
    }
  }
}
