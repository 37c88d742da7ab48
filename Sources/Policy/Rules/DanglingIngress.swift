// Scenario S22: configured but disconnected.
// Reads the backends of Ingresses, in the form of v1 (service.name, service.port) and of the
// versions before it (serviceName, servicePort), also the default one, and the Services of the
// namespace.
// Allowed: a Service that is there with that port; a Service of type ExternalName without ports; a
// backend that is a resource; the port use-annotation of the AWS controller, which names no port.

import Documents
import Kubernetes

extension Rule {
  static let danglingIngress = Rule(
    id: "refs/dangling-ingress",
    title: "Ingresses lead to a Service and a port that exist",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.ingress]),
    others: .needed,
    fields: ["spec.rules[*].http.paths[*].backend", "spec.defaultBackend"],
    why: "An Ingress whose backend is not there answers 503, or with the default page of the "
      + "controller.",
    source: "https://kubernetes.io/docs/concepts/services-networking/ingress/#the-ingress-resource",
    remedy: "Name a Service of the same namespace, and one of its ports by number or name.",
    parameters: [.assumeComplete("Services")],
    example: Example(
      fails: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          rules:
            - host: shop.example.com
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 8080}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{name: http, port: 80}]
        """,
      passes: """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: web}
        spec:
          rules:
            - host: shop.example.com
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: web, port: {number: 80}}}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{name: http, port: 80}]
        """),
    aliases: [
      Alias(.kubeLinter, "dangling-ingress"),
      Alias(.kubeScore, "ingress-targets-service"),
    ],
    makeCheck: { parameters, _ in
      let isComplete = parameters.assumesComplete
      return .reach { scope, reach, findings in
        guard let spec = scope.object.node["spec"] else { return }
        let view = BackendCheck(reach: reach, namespace: scope.namespace, isComplete: isComplete)
        for field in ["defaultBackend", "backend"] {
          if let backend = spec[named: field] { view.check(backend, ["spec", field], &findings) }
        }
        guard let rules = spec["rules"] else { return }
        for (position, rule) in rules.elements.enumerated() {
          guard let paths = rule["http", "paths"] else { continue }
          for (place, path) in paths.elements.enumerated() {
            guard let backend = path["backend"], let fault = view.fault(backend) else { continue }
            findings.report(
              at: ["spec", "rules", String(position), "http", "paths", String(place), "backend"],
              on: backend, FindingMessage(fault))
          }
        }
      }
    })
}

/// A backend beside the Services that are there.
private struct BackendCheck {
  let reach: ObjectIndex
  let namespace: String
  let isComplete: Bool

  func check(_ backend: Node, _ path: [String], _ findings: inout FindingSink) {
    guard let fault = fault(backend) else { return }
    findings.report(at: path, on: backend, FindingMessage(fault))
  }

  /// What is wrong with a backend; `nil` where nothing is.
  func fault(_ backend: Node) -> String? {
    let service = backend["service"]
    guard let name = (service?["name"] ?? backend["serviceName"])?.string, !name.isEmpty else {
      return nil
    }
    let port = service?["port", "number"] ?? service?["port", "name"] ?? backend["servicePort"]
    if port?.isString("use-annotation") == true { return nil }
    guard let found = reach.object(.service, in: namespace, named: name) else {
      guard isComplete || reach.holds(.service, in: namespace) else { return nil }
      return "there is no Service \(quoted(name)) in the namespace: the backend answers nobody"
    }
    guard let ports = found.object.node["spec", "ports"], ports.count > 0, let port,
      port.isString || port.integer != nil
    else { return nil }
    let isThere = ports.elements.contains { candidate in
      if let number = port.integer { return candidate["port"]?.integer == number }
      if candidate["name"]?.textEquals(port.text) == true { return true }
      // Before v1 a number could stand in quotes.
      return Int64(port.text).map { candidate["port"]?.integer == $0 } ?? false
    }
    if isThere { return nil }
    return "Service \(quoted(name)) has no port \(printable(port.text)): the backend answers nobody"
  }
}
