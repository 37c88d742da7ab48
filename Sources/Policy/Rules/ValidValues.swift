// Scenario S13: annotations of Linkerd that nobody verified.
// Reads linkerd.io/inject, config.linkerd.io/*, config.alpha.linkerd.io/* and
// config.beta.linkerd.io/* of the annotations of pods, pod templates, Namespaces and Services.
// Allowed: enabled, disabled, ingress and the empty string for inject; names of Linkerd's
// reference, with values of their type.

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
        let isOwn = object.group.isEmpty && ["Namespace", "Service"].contains(object.kind)
        if isOwn { check(object.annotations, ["metadata", "annotations"], &findings) }
        for pod in scope.pods {
          check(
            pod.template.annotations, pod.template.metadataPath + ["annotations"], &findings)
        }
      }
    })

  private static func check(
    _ annotations: Node?, _ path: [String], _ findings: inout FindingSink
  ) {
    guard let annotations else { return }
    for (key, value) in annotations.entries where LinkerdKey(key) != nil && !value.isNull {
      guard let problem = problem(key, value) else { continue }
      findings.report(
        at: path + [key.text], on: value,
        "the annotation \(quoted(key.text)) is ignored by Linkerd: \(problem)")
    }
  }

  private static func problem(_ key: Node, _ value: Node) -> String? {
    guard let text = value.string else { return "it must be a string" }
    if key.textEquals("linkerd.io/inject") {
      let isFine = text.isEmpty || ["enabled", "disabled", "ingress"].contains(text)
      return isFine ? nil : "it must be enabled, disabled or ingress"
    }
    guard let annotation = LinkerdAnnotation.withKey(key.text) else {
      let near = Nearest.word(to: key.text, among: LinkerdAnnotation.all.map(\.key))
      return "there is no such setting" + (near.map { ", perhaps \(quoted($0)) is meant" } ?? "")
    }
    return annotation.problem(in: text)
  }
}
