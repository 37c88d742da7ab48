import Documents
import Edits
import Kubernetes

/// Makes Prometheus find the metrics of pods, or of Services, by the annotations that the scrape
/// configurations of its community chart read.
///
/// Reads `metadata.annotations`, `spec.hostNetwork`, `spec.restartPolicy` and the ports of the
/// containers of pod templates, and `spec.type` and `spec.ports` of Services. Writes
/// `prometheus.io/scrape`, `port`, `path`, `scheme` and `param_*` into the annotations of either.
///
/// What an author wrote stays: it is completed where it is consistent, and left alone where it says
/// that nothing is to be scraped. Where the port cannot be told nothing is written, since every
/// declared port would be scraped then. The port is always a number: the configurations ignore
/// names.
struct PrometheusMutator: Mutator {
  let id = "prometheus"
  let settings: PrometheusSettings

  var targets: [MutatorTarget] {
    (settings.annotatesPodTemplates ? [MutatorTarget(.pods)] : [])
      + (settings.annotatesServices ? [MutatorTarget(.kinds([.service]))] : [])
  }

  let readsItself = false

  func minds(metadataKey key: String) -> Bool { PrometheusAnnotations.isName(key) }

  var metadataKeys: [String]? {
    // What is moved has whatever name its author gave it.
    if settings.repairs { return nil }
    return ["scrape", "port", "path", "scheme"].map { "prometheus.io/\($0)" }
      + settings.parameters.map { Self.key(ofParameter: $0.name) }
  }

  private static func key(ofParameter name: String) -> String { "prometheus.io/param_\(name)" }

  func propose(
    for input: MutatorInput, into proposals: inout EditProposals, notes: inout [MutatorNote]
  ) throws(EditConflict) {
    guard input.isMutable else { return }
    if settings.annotatesServices, input.isKind("Service", group: "") {
      try annotateService(input, &proposals, &notes)
    }
    guard settings.annotatesPodTemplates, !input.hasFrozenTemplate else { return }
    for template in input.templates {
      try annotate(template, input, &proposals, &notes)
    }
  }

  // MARK: Pod templates

  private func annotate(
    _ template: PodTemplate, _ input: MutatorInput, _ proposals: inout EditProposals,
    _ notes: inout [MutatorNote]
  ) throws(EditConflict) {
    let place = MetadataPlace(of: template)
    let field = place.annotations
    if field.isMalformed {
      input.malformed(id, "annotations", of: place, to: &notes)
      return
    }
    checkLabels(place, input, &notes)
    var moved: Node?
    switch try misplaced(template, place, input, &proposals, &notes) {
    case .nothing: break
    case .left: return
    case .moved(let annotations): moved = annotations
    }
    let written = PrometheusAnnotations(field.node, moved: moved)
    try checkValues(written, template, place, input, &proposals, &notes)
    if written.isAny {
      guard wantsScraping(written, place, input, &notes) else { return }
      // What the author asked for in a pod that is left alone otherwise is the author's business.
      if template.runsToCompletion { return }
    } else if let reason = reasonToSkip(template) {
      input.note(id, .skipped, at: template.path, reason, to: &notes)
      return
    }
    if !settings.scrapes {
      if !written.isAny {
        try proposals.annotate(place, "prometheus.io/scrape", "false", by: id)
        input.note(id, .applied, at: place.path(to: "annotations"), "not to be scraped", to: &notes)
      }
      return
    }
    guard isIncomplete(written) else { return }
    let port =
      written.port == nil ? PrometheusPort.choose(in: template, settings) : .implied(reason: "")
    try complete(written, port, place, field, input, &proposals, &notes)
  }

  private func reasonToSkip(_ template: PodTemplate) -> String? {
    if template.runsToCompletion {
      return "left alone: the pod runs to completion and ends before it would be scraped"
    }
    if template.usesHostNetwork, !settings.includesHostNetwork {
      return "left alone: the pod uses the node's network, where its ports are everybody's"
    }
    return nil
  }

  // MARK: Services

  private func annotateService(
    _ input: MutatorInput, _ proposals: inout EditProposals, _ notes: inout [MutatorNote]
  ) throws(EditConflict) {
    let place = MetadataPlace(of: input.object)
    let field = place.annotations
    guard let spec = input.object.node["spec"], spec.isMapping, !field.isMalformed else { return }
    checkLabels(place, input, &notes)
    let written = PrometheusAnnotations(field.node)
    try checkValues(written, nil, place, input, &proposals, &notes)
    if written.isAny {
      guard wantsScraping(written, place, input, &notes) else { return }
    } else if spec["type"]?.isString("ExternalName") == true {
      input.note(
        id, .skipped, at: ["spec", "type"], "left alone: the Service has no endpoints", to: &notes)
      return
    }
    if !settings.scrapes {
      if !written.isAny {
        try proposals.annotate(place, "prometheus.io/scrape", "false", by: id)
      }
      return
    }
    guard isIncomplete(written) else { return }
    let port =
      written.port == nil
      ? PrometheusPort.choose(inService: spec, settings) : .implied(reason: "")
    try complete(written, port, place, field, input, &proposals, &notes)
  }

  // MARK: Completing

  /// Whether the author, who wrote something, wants the metrics to be scraped.
  private func wantsScraping(
    _ written: PrometheusAnnotations, _ place: MetadataPlace, _ input: MutatorInput,
    _ notes: inout [MutatorNote]
  ) -> Bool {
    guard let entry = written.scrape else { return true }
    let scrape = entry.value
    if scrape.textEquals("true") { return scrape.isString || settings.repairs }
    if scrape.textEquals("false") { return false }
    input.note(
      id, .warning, at: place.path(to: "annotations", entry.key.text),
      "nothing is scraped: the value must be exactly \"true\"", to: &notes)
    return false
  }

  /// Whether something that the policy asks for is not there.
  private func isIncomplete(_ written: PrometheusAnnotations) -> Bool {
    if written.scrape == nil && !isSlow(written) { return true }
    if written.port == nil { return true }
    if settings.path != nil && written.path == nil { return true }
    if settings.scheme != nil && written.scheme == nil { return true }
    return settings.parameters.contains { !written.hasParameter($0.name) }
  }

  /// The job for slow targets takes what has this annotation, with or without `scrape`.
  private func isSlow(_ written: PrometheusAnnotations) -> Bool {
    written.scrapeSlow?.value.textEquals("true") == true
  }

  private static let usualEntries = 8

  private func complete(
    _ written: PrometheusAnnotations, _ port: PrometheusPort, _ place: MetadataPlace,
    _ field: MetadataPlace.Field, _ input: MutatorInput, _ proposals: inout EditProposals,
    _ notes: inout [MutatorNote]
  ) throws(EditConflict) {
    if case .unknown(let reason) = port {
      input.note(
        id, .skipped, at: place.holder, "left alone: \(reason); set prometheus.io/port", to: &notes)
      return
    }
    var entries: [Value.Entry] = []
    // With room for what other mutators add there, so that nothing is copied.
    entries.reserveCapacity(Self.usualEntries + settings.parameters.count)
    if written.scrape == nil && !isSlow(written) {
      entries.append(.init("prometheus.io/scrape", .string("true")))
    }
    if case .number(let number, _) = port {
      entries.append(.init("prometheus.io/port", .string(String(number))))
    }
    if let path = settings.path, written.path == nil {
      entries.append(.init("prometheus.io/path", .string(path)))
    }
    if let scheme = settings.scheme, written.scheme == nil {
      entries.append(.init("prometheus.io/scheme", .string(scheme)))
    }
    for parameter in settings.parameters where !written.hasParameter(parameter.name) {
      entries.append(.init(Self.key(ofParameter: parameter.name), .string(parameter.value)))
    }
    if entries.isEmpty { return }
    try proposals.add(entries, to: "annotations", field, of: place, by: id)
    input.note(
      id, .applied, at: place.path(to: "annotations"),
      (written.isAny ? "annotations for Prometheus completed" : "annotated for Prometheus")
        + port.remark, to: &notes)
  }
}
