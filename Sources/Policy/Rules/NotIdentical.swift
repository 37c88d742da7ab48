// Reads spec.{containers,initContainers}[*].{livenessProbe,readinessProbe}, and ports for the
// numbers of named ones.
// Allowed: probes that ask different things; or the same one, if the liveness probe is the more
// patient of the two (failureThreshold * periodSeconds, with the API's defaults), as Kubernetes'
// own documentation has it. Not asked for: init containers that end, ephemeral containers.

import Documents

extension Rule {
  static let notIdentical = Rule(
    id: "probes/not-identical",
    title: "The liveness probe is not the readiness probe",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{containers,initContainers}[*].livenessProbe",
      "spec.{containers,initContainers}[*].readinessProbe",
    ],
    why: "A container that is not ready is left alone until it is; where the liveness probe asks "
      + "the same with no more patience, it is killed at that very moment instead.",
    source: "https://kubernetes.io/docs/concepts/workloads/pods/probes/",
    remedy: "Let the liveness probe ask less than the readiness probe, or raise its "
      + "failureThreshold.",
    parameters: [
      Parameter(
        "evenWithPatience", .boolean, default: false,
        "Whether the same question is a finding even where the liveness probe is more patient.")
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              livenessProbe:
                httpGet: {path: /health, port: 8080}
              readinessProbe:
                httpGet: {path: /health, port: 8080}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              livenessProbe:
                httpGet: {path: /health, port: 8080}
                failureThreshold: 10
              readinessProbe:
                httpGet: {path: /health, port: 8080}
        """),
    aliases: [
      Alias(.kubeScore, "pod-probes-identical"),
      Alias(.kyverno, "validate-probes"),
    ],
    makeCheck: { parameters, _ in
      let evenWithPatience = parameters.boolean("evenWithPatience")
      return .container { container, pod, findings in
        guard container.view.isLongRunning, let liveness = container[.livenessProbe],
          let readiness = container[.readinessProbe],
          ProbeHandler.areSame(liveness, readiness, of: container)
        else { return }
        let isPatient = ProbeHandler.patience(of: liveness) > ProbeHandler.patience(of: readiness)
        guard evenWithPatience || !isPatient else { return }
        findings.report(
          container, of: pod, at: ["livenessProbe"], on: liveness,
          isPatient
            ? "the probes of container \(container.label) ask the same"
            : "the probes of container \(container.label) ask the same, and the liveness probe has "
              + "no more patience: what is not ready is killed")
      }
    })
}

/// What a probe asks, with the API's defaults.
enum ProbeHandler {
  /// Whether two probes of a container have the same handler.
  static func areSame(_ one: Node, _ other: Node, of container: ContainerScope) -> Bool {
    if let first = one.value("httpGet"), let second = other.value("httpGet") {
      return same(first, second, "path", or: "/") && same(first, second, "host", or: "")
        && same(first, second, "scheme", or: "HTTP")
        && port(first, of: container, equals: second) && sameHeaders(first, second)
    }
    if let first = one.value("tcpSocket"), let second = other.value("tcpSocket") {
      return same(first, second, "host", or: "") && port(first, of: container, equals: second)
    }
    if let first = one.value("grpc"), let second = other.value("grpc") {
      return same(first, second, "service", or: "") && port(first, of: container, equals: second)
    }
    guard let first = one["exec", "command"], let second = other["exec", "command"],
      first.isSequence, second.isSequence, first.count == second.count, first.count > 0
    else { return false }
    return zip(first.elements, second.elements).allSatisfy { $0.hasTextOf($1) }
  }

  /// The seconds without an answer after which a probe has failed.
  static func patience(of probe: Node) -> Int64 {
    func number(_ key: String, default built: Int64) -> Int64 {
      guard let value = probe[named: key]?.integer, value > 0 else { return built }
      return min(value, Int64(Int32.max))
    }
    return number("failureThreshold", default: 3) * number("periodSeconds", default: 10)
  }

  /// The port that the container declares under a name.
  static func port(named name: Node, of container: ContainerScope) -> Node? {
    container[.ports]?.elements.first { $0["name"]?.hasTextOf(name) == true }?["containerPort"]
  }

  private static func port(
    _ one: Node, of container: ContainerScope, equals other: Node
  ) -> Bool {
    guard let first = one.value("port"), let second = other.value("port") else { return false }
    if first.hasTextOf(second) { return true }
    return number(first, of: container).hasTextOf(number(second, of: container))
  }

  private static func number(_ port: Node, of container: ContainerScope) -> Node {
    port.isString ? Self.port(named: port, of: container) ?? port : port
  }

  private static func same(_ one: Node, _ other: Node, _ key: String, or missing: String) -> Bool {
    switch (one.value(key), other.value(key)) {
    case (nil, nil): true
    case (let node?, nil), (nil, let node?): node.textEquals(missing)
    case (let first?, let second?): first.hasTextOf(second)
    }
  }

  private static func sameHeaders(_ one: Node, _ other: Node) -> Bool {
    let first = one.value("httpHeaders")
    let second = other.value("httpHeaders")
    guard (first?.count ?? 0) == (second?.count ?? 0) else { return false }
    guard let first, let second else { return true }
    return zip(first.elements, second.elements).allSatisfy {
      same($0, $1, "name", or: "") && same($0, $1, "value", or: "")
    }
  }
}

extension Node {
  /// The entry, where it is there and not null.
  func value(_ key: String) -> Node? {
    guard let value = self[named: key], !value.isNull else { return nil }
    return value
  }

  /// Whether two scalars have the same text.
  func hasTextOf(_ other: Node) -> Bool {
    !isContainer && !other.isContainer && withText { other.hasText($0) }
  }
}
