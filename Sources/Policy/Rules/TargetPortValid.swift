// Reads spec.ports[*].targetPort and protocol of Services, and where the pods that they select are
// in reach, the ports of their containers and sidecars.
// Allowed: missing, null, 0 and the empty string, which stand for the port; a number from 1 to
// 65535, since containers need not declare what they listen on; the name of a port of at least one
// selected pod, with the same protocol; a number in quotes is a name that is none.

import Documents
import Kubernetes

extension Rule {
  static let targetPortValid = Rule(
    id: "refs/target-port-valid",
    title: "Services lead to a port that their pods have",
    severity: .error,
    presets: .ours(recommended: .warn, everything: .deny),
    subject: .kinds([.service]),
    others: .considered,
    fields: ["spec.ports[*].targetPort"],
    why:
      "A Service whose target port no container has by that name has no endpoints for that port.",
    source: "https://kubernetes.io/docs/concepts/services-networking/service/#field-spec-ports",
    remedy: "Name a port of the container, or give its number.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 80, targetPort: web}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers:
            - name: web
              image: web:1.4.2
              ports: [{name: http, containerPort: 8080}]
        """,
      passes: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 80, targetPort: http}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers:
            - name: web
              image: web:1.4.2
              ports: [{name: http, containerPort: 8080}]
        """),
    aliases: [
      Alias(.kubeLinter, "invalid-target-ports"),
      Alias(.kubeScore, "container-ports-check"),
      Alias(.kyverno, "require-container-port-names"),
    ],
    makeCheck: { _, _ in
      .object { scope, findings in
        let object = scope.object
        guard let ports = object.node["spec", "ports"] else { return }
        var pods: SelectedPorts?
        for (position, port) in ports.elements.enumerated() {
          guard let target = ServiceView.target(port["targetPort"]) else { continue }
          let path = ["spec", "ports", String(position), "targetPort"]
          if let number = target.integer {
            if number >= 1, number <= 65_535 { continue }
            findings.report(at: path, on: target, "\(number) is no port: ports are from 1 to 65535")
            continue
          }
          guard let name = target.string, !target.hasPlaceholder else { continue }
          if let problem = NameRule.portName.problem(in: name) {
            findings.report(
              at: path, on: target, "\(quoted(name)) is no name of a port: \(problem.message)")
            continue
          }
          if pods == nil { pods = SelectedPorts(object, scope) }
          guard let names = pods?.names else { continue }
          let transport = SelectedPorts.transport(of: port)
          if names.contains("\(transport)/\(name)") { continue }
          findings.report(
            at: path, on: target,
            "no container of the selected pods has a \(printable(transport)) port \(quoted(name)): "
              + "nothing answers there")
        }
      }
    })
}

/// The named ports of the pods that a Service selects.
private struct SelectedPorts {
  /// The protocol of a port; one that is missing or empty is TCP.
  static func transport(of port: Node) -> String {
    guard let name = port["protocol"]?.string, !name.isEmpty else { return "TCP" }
    return name
  }

  /// Protocol and name: `TCP/http`. `nil` where no pods are in reach, or too many.
  let names: Set<String>?

  init(_ service: KubernetesObject, _ scope: ObjectScope) {
    guard let reach = scope.context.reach, let selector = ServiceView.selector(of: service),
      let pods = reach.pods(matching: LabelSelector(equalTo: selector), in: scope.namespace),
      !pods.isEmpty
    else {
      names = nil
      return
    }
    var names: Set<String> = []
    for pod in pods {
      for container in pod.template.containers where container.isLongRunning {
        guard let ports = container.node["ports"] else { continue }
        for port in ports.elements {
          guard let name = port["name"]?.string else { continue }
          names.insert("\(Self.transport(of: port))/\(name)")
        }
      }
    }
    self.names = names
  }
}
