// Reads spec.{containers,initContainers}[*].ports and the port of each probe.
// Allowed: a port that the container declares, by number or by name. A number that is not declared
// is allowed as well, unless `numbers` says otherwise: containers need not declare what they listen
// on. The kubelet looks up a name among the ports of the probe's own container only.

import Documents
import Kubernetes

extension Rule {
  static let portExposed = Rule(
    id: "probes/port-exposed",
    title: "Probes ask a port that the container has",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    fields: [
      "spec.{containers,initContainers}[*].{livenessProbe,readinessProbe,startupProbe}",
      "spec.{containers,initContainers}[*].ports",
    ],
    why: "A probe of a port that is not there fails always: the container is killed, or never gets "
      + "traffic.",
    source:
      "https://kubernetes.io/docs/tasks/configure-pod-container/"
      + "configure-liveness-readiness-startup-probes/",
    remedy: "Name a port of the same container, or declare the port in its ports.",
    parameters: [
      Parameter(
        "numbers", .boolean, default: false,
        "Whether ports given by number must be declared too.")
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
              ports: [{name: web, containerPort: 8080}]
              livenessProbe:
                httpGet: {path: /live, port: http}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              ports: [{name: web, containerPort: 8080}]
              livenessProbe:
                httpGet: {path: /live, port: web}
        """),
    aliases: [
      Alias(.kubeLinter, "liveness-port"),
      Alias(.kubeLinter, "readiness-port"),
      Alias(.kubeLinter, "startup-port"),
    ],
    makeCheck: { parameters, _ in
      let numbers = parameters.boolean("numbers")
      return .container { container, pod, findings in
        guard container.view.isLongRunning else { return }
        for (field, name) in probes {
          guard let probe = container[field] else { continue }
          var handlers: (http: Node?, tcp: Node?, grpc: Node?)
          probe.forEachEntry { key, value in
            if handlers.http == nil, key.says("httpGet") { handlers.http = value }
            if handlers.tcp == nil, key.says("tcpSocket") { handlers.tcp = value }
            if handlers.grpc == nil, key.says("grpc") { handlers.grpc = value }
          }
          check(
            handlers.http?["port"], [name, "httpGet", "port"], numbers, container, pod, &findings)
          check(
            handlers.tcp?["port"], [name, "tcpSocket", "port"], numbers, container, pod, &findings)
          check(
            handlers.grpc?["port"], [name, "grpc", "port"], numbers, container, pod, &findings)
        }
      }
    })

  private static func check(
    _ port: Node?, _ path: @autoclosure () -> [String], _ numbers: Bool,
    _ container: ContainerScope, _ pod: PodScope, _ findings: inout FindingSink
  ) {
    guard let port else { return }
    if port.isString {
      if ProbeHandler.port(named: port, of: container) != nil { return }
      let path = path()
      findings.report(
        container, of: pod, at: path, on: port,
        "the \(path[0]) of container \(container.label) asks the port \(quoted(port.text)), "
          + "and the container has none of that name: it fails always")
    } else if numbers, port.integer != nil, !declares(port, container) {
      let path = path()
      findings.report(
        container, of: pod, at: path, on: port,
        "the \(path[0]) of container \(container.label) asks the port \(port.text), which the "
          + "container does not declare")
    }
  }

  private static let probes: [(ContainerScope.Field, String)] = [
    (.livenessProbe, "livenessProbe"), (.readinessProbe, "readinessProbe"),
    (.startupProbe, "startupProbe"),
  ]

  private static func declares(_ port: Node, _ container: ContainerScope) -> Bool {
    container[.ports]?.elements.contains { $0["containerPort"]?.hasTextOf(port) == true } == true
  }
}
