// Scenario S13: annotations of Linkerd that nobody verified.
// Reads linkerd.io/inject, config.linkerd.io/*, config.alpha.linkerd.io/* and
// config.beta.linkerd.io/* of the annotations of pods, pod templates, Namespaces and Services.
// Allowed: enabled, disabled, ingress and the empty string for inject; names of Linkerd's
// reference, with values of their type. Names of ports are those of the pod's containers; a Service
// has numbers only, and a Namespace what the injector copies from it.

import Documents
import Kubernetes
import Patterns

extension Rule {
  static let validValues = Rule(
    id: "linkerd/valid-values",
    title: "Annotations of Linkerd have values that it takes",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .podsAnd([.namespace, .service]),
    fields: ["metadata.annotations"],
    why:
      "The injector logs what it does not understand and goes on without it, so the pod runs "
      + "unmeshed or "
      + "with the defaults.",
    source: "https://linkerd.io/2/reference/proxy-configuration/",
    remedy: "Write what Linkerd takes.",
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            metadata: {annotations: {linkerd.io/inject: "true"}}
            spec: {containers: [{name: web, ports: [{name: metrics, containerPort: 9090}]}]}
        """,
      passes: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            metadata: {annotations: {linkerd.io/inject: enabled}}
            spec: {containers: [{name: web, ports: [{name: metrics, containerPort: 9090}]}]}
        """),
    makeCheck: { _, _ in
      .object { scope, findings in
        let object = scope.object
        let path = ["metadata", "annotations"]
        if object.group.isEmpty {
          if object.kind == "Namespace" { check(object.annotations, path, .namespace, &findings) }
          if object.kind == "Service" { check(object.annotations, path, .service, &findings) }
        }
        for pod in scope.pods {
          check(
            pod.template.annotations, pod.template.metadataPath + ["annotations"],
            .pod(pod.template), &findings)
        }
      }
    })

  /// What has the annotations.
  private enum Holder {
    case namespace
    case service
    case pod(PodTemplate)
  }

  private static func check(
    _ annotations: Node?, _ path: [String], _ holder: Holder, _ findings: inout FindingSink
  ) {
    guard let annotations else { return }
    for (key, value) in annotations.entries where LinkerdKey(key) != nil && !value.isNull {
      guard let problem = problem(key, value, holder) else { continue }
      findings.report(
        at: path + [key.text], on: value,
        "the annotation \(quoted(key.text)) is ignored by Linkerd: \(problem)")
    }
  }

  private static func problem(_ key: Node, _ value: Node, _ holder: Holder) -> String? {
    guard let text = value.string else { return "it must be a string" }
    if key.textEquals("linkerd.io/inject") {
      let isFine = text.isEmpty || ["enabled", "disabled", "ingress"].contains(text)
      return isFine ? nil : "it must be enabled, disabled or ingress"
    }
    guard let annotation = LinkerdAnnotation.withKey(key.text) else {
      let near = Nearest.word(to: key.text, among: LinkerdAnnotation.all.map(\.key))
      return "there is no such setting" + (near.map { ", perhaps \(quoted($0)) is meant" } ?? "")
    }
    return annotation.problem(in: text) ?? problem(annotation, text, holder)
  }

  /// What is wrong with a sound value where it stands.
  private static func problem(
    _ annotation: LinkerdAnnotation, _ text: String, _ holder: Holder
  ) -> String? {
    switch holder {
    case .namespace:
      return annotation.isInherited
        ? nil : "it is taken from pods, and not from their Namespace"
    case .service:
      return annotation.portNames(in: text).first.map {
        "\(quoted($0)): on a Service it takes numbers and ranges only"
      }
    case .pod(let template):
      return annotation.portNames(in: text).first { !declares($0, template) }.map {
        "\(quoted($0)): no container has a port of this name"
      }
    }
  }

  private static func declares(_ name: String, _ template: PodTemplate) -> Bool {
    template.containers.contains { container in
      guard container.sort != .ephemeral, let ports = container.node["ports"] else { return false }
      return ports.elements.contains { $0["name"]?.isString(name) == true }
    }
  }
}
