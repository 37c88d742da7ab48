// Scenario S13: an annotation of Linkerd on a Deployment, where nobody reads it.
// Reads linkerd.io/inject and config.linkerd.io/* of metadata.annotations of workloads.
// Allowed: on pods, pod templates, Namespaces and Services; on a workload where its pods have the
// same one.

import Documents
import Kubernetes

extension Rule {
  static let annotationOnWorkload = Rule(
    id: "linkerd/annotation-on-workload",
    title: "Annotations of Linkerd stand on pods or Namespaces",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    fields: ["metadata.annotations"],
    why:
      "The injector sees pods and Namespaces alone: a Deployment's own annotation meshes nothing.",
    source: "https://linkerd.io/2/reference/proxy-configuration/",
    remedy: "Move it to the annotations of the pod template.",
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, annotations: {linkerd.io/inject: enabled}}
        spec:
          template:
            metadata: {labels: {app: web}}
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
        guard let annotations = scope.object.annotations, !scope.pods.isEmpty,
          !scope.pods.contains(where: { $0.template.isPod })
        else { return }
        for (key, value) in annotations.entries where LinkerdKey(key) != nil {
          let name = key.text
          if scope.pods.allSatisfy({ $0.template.annotations?[named: name] != nil }) { continue }
          findings.report(
            at: ["metadata", "annotations", name], on: value,
            "the annotation \(quoted(name)) has no effect on a \(printable(scope.object.kind))")
        }
      }
    })
}
