// Scenario S13: what should be an annotation of Linkerd is a label.
// Reads metadata.labels of pods, pod templates, Namespaces, Services and workloads.
// Allowed: other labels, config.linkerd.io/admission-webhooks among them, which is a label. And the
// other way round mirror.linkerd.io/exported of Services, which `linkerd check` warns of as well.

import Documents
import Kubernetes

extension Rule {
  static let annotationNotLabel = Rule(
    id: "linkerd/annotation-not-label",
    title: "Linkerd is configured by annotations, not by labels",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .podsAnd([.namespace, .service]),
    fields: ["metadata.labels", "metadata.annotations"],
    why: "Linkerd reads its settings from annotations, so as labels they do nothing.",
    source: "https://linkerd.io/2/reference/proxy-configuration/",
    remedy: "Make it an annotation of the pod template or of the Namespace.",
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            metadata: {labels: {linkerd.io/inject: enabled}}
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
        check(scope.object.labels, ["metadata", "labels"], &findings)
        if scope.object.kind == "Service", scope.object.group.isEmpty {
          checkExport(scope.object.annotations, &findings)
        }
        for pod in scope.pods where !pod.template.isPod {
          check(pod.template.labels, pod.template.metadataPath + ["labels"], &findings)
        }
      }
    })

  private static func check(_ labels: Node?, _ path: [String], _ findings: inout FindingSink) {
    guard let labels else { return }
    for (key, value) in labels.entries where LinkerdKey(key) != nil {
      findings.report(
        at: path + [key.text], on: value,
        "\(quoted(key.text)) is a label here, and Linkerd reads it as an annotation only")
    }
  }

  private static func checkExport(_ annotations: Node?, _ findings: inout FindingSink) {
    let key = "mirror.linkerd.io/exported"
    guard let value = annotations?[named: key], !value.isNull else { return }
    findings.report(
      at: ["metadata", "annotations", key], on: value,
      "\(quoted(key)) is an annotation here, and Linkerd reads it as a label only",
      remedy: "Make it a label of the Service.")
  }
}
