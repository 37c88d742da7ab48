// Scenario S19: WebSocket state in memory behind a Service without session affinity.
// Reads spec.sessionAffinity and spec.sessionAffinityConfig.clientIP.timeoutSeconds of the Services
// that `services` matches, and the annotations of Ingresses of ingress-nginx that lead to them:
// that controller sends to the pods itself and does not look at the Service.
// Allowed: ClientIP, for at least `minimumSeconds` (10800 where nothing is said); affinity by
// cookie or by upstream-hash-by. Headless Services and ExternalName have no affinity.

import Documents
import Kubernetes
import Patterns

extension Rule {
  static let sessionAffinity = Rule(
    id: "network/session-affinity",
    title: "Services with state in memory keep their clients",
    severity: .warning,
    presets: .untilSet,
    subject: .kinds([.service, .ingress]),
    fields: ["spec.sessionAffinity", "spec.sessionAffinityConfig", "metadata.annotations"],
    why: "A client whose next request reaches another pod finds nothing of what the first one "
      + "remembers.",
    source:
      "https://kubernetes.io/docs/reference/networking/virtual-ips/#session-affinity",
    remedy: "Set sessionAffinity: ClientIP, or keep the state outside the pods.",
    parameters: [
      Parameter(
        "services", .patterns, default: nil, required: true,
        "The names of the Services whose pods keep state in memory."),
      Parameter(
        "minimumSeconds", .integer(1...86_400), default: 1,
        "For how many seconds without a request a client must be kept."),
    ],
    fix: .review,
    example: Example(
      fails: """
        # rules: {network/session-affinity: {action: warn, services: ["*-websocket"]}}
        apiVersion: v1
        kind: Service
        metadata: {name: chat-websocket}
        spec:
          selector: {app: chat}
          ports: [{port: 80}]
        """,
      passes: """
        # rules: {network/session-affinity: {action: warn, services: ["*-websocket"]}}
        apiVersion: v1
        kind: Service
        metadata: {name: chat-websocket}
        spec:
          sessionAffinity: ClientIP
          selector: {app: chat}
          ports: [{port: 80}]
        """),
    makeCheck: { parameters, _ in
      let services = parameters.globs("services")
      let minimum = parameters.integer("minimumSeconds")
      return .object { scope, findings in
        if ObjectKind.service.isKind(of: scope.object) {
          check(service: scope.object, services, minimum, &findings)
        } else {
          check(ingress: scope.object, services, &findings)
        }
      }
    })

  private static func check(
    service: KubernetesObject, _ services: [Glob], _ minimum: Int64, _ findings: inout FindingSink
  ) {
    guard let name = service.name, services.contains(where: { $0.matches(name) }),
      let spec = service.node["spec"], spec.isMapping, !ServiceView.isHeadless(service),
      spec["type"]?.isString("ExternalName") != true
    else { return }
    guard spec["sessionAffinity"]?.isString("ClientIP") == true else {
      findings.report(
        at: ["spec", "sessionAffinity"],
        "the Service has no session affinity, and its pods keep state in memory",
        fix: .set("ClientIP"))
      return
    }
    let path = ["spec", "sessionAffinityConfig", "clientIP", "timeoutSeconds"]
    guard let seconds = service.node.at(path[...]).flatMap({ $0.isNull ? nil : $0.integer }),
      seconds < minimum
    else { return }
    findings.report(
      at: path,
      "a client is kept for \(seconds) s, and the policy wants at least \(minimum) s",
      remedy: "Raise timeoutSeconds.", fix: .set(.number(String(minimum))))
  }

  private static func check(
    ingress: KubernetesObject, _ services: [Glob], _ findings: inout FindingSink
  ) {
    let prefix = "nginx.ingress.kubernetes.io/"
    guard isOfNginx(ingress, prefix), ingress.annotation(prefix + "affinity") != "cookie",
      ingress.annotation(prefix + "upstream-hash-by") == nil,
      ingress.annotation(prefix + "service-upstream") != "true",
      let rules = ingress.node["spec", "rules"]
    else { return }
    for rule in rules.elements {
      guard let paths = rule["http", "paths"] else { continue }
      for path in paths.elements {
        let backend = path["backend"]
        guard let name = (backend?["service", "name"] ?? backend?["serviceName"])?.string,
          services.contains(where: { $0.matches(name) })
        else { continue }
        findings.report(
          at: ["metadata", "annotations", prefix + "affinity"],
          "the Ingress leads to Service \(quoted(name)) without affinity: ingress-nginx sends each "
            + "request to any pod",
          remedy: "Set the annotation \(prefix)affinity to cookie.", fix: .set("cookie"))
        return
      }
    }
  }

  private static func isOfNginx(_ ingress: KubernetesObject, _ prefix: String) -> Bool {
    let named =
      ingress.node["spec", "ingressClassName"]
      ?? ingress.annotations?["kubernetes.io/ingress.class"]
    if let named, !named.isNull { return named.contains("nginx") }
    return ingress.annotations?.entries.contains { $0.key.hasPrefix(prefix) } == true
  }
}
