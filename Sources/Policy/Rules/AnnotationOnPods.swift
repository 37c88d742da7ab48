// Scenario S12: Prometheus is configured, and its annotations are in no pod.
// Reads prometheus.io/* of metadata.annotations of workloads and of their pod templates.
// Allowed: on pods, pod templates and Services; on a workload where its pods have them as well.

import Documents
import Kubernetes

extension Rule {
  static let annotationOnPods = Rule(
    id: "prometheus/annotation-on-pods",
    title: "Annotations of Prometheus stand on pods or Services",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    fields: ["metadata.annotations"],
    why:
      "Prometheus sees the annotations of pods and Services; on a Deployment they do nothing, and "
      + "the "
      + "metrics are missing in silence.",
    source: "https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus",
    remedy: "Move them to the annotations of the pod template.",
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, annotations: {prometheus.io/scrape: "true"}}
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
            metadata: {annotations: {prometheus.io/scrape: "true"}}
            spec: {containers: [{name: web, ports: [{name: metrics, containerPort: 9090}]}]}
        """),
    makeCheck: { _, _ in
      .object { scope, findings in
        guard !scope.pods.isEmpty, !scope.pods.contains(where: { $0.template.isPod }) else {
          return
        }
        let misplaced = PrometheusAnnotations(scope.object.annotations)
        guard misplaced.isAny else { return }
        for entry in misplaced.entries {
          let key = entry.key.text
          let isThere = scope.pods.allSatisfy { $0.template.annotations?[named: key] != nil }
          if isThere { continue }
          findings.report(
            at: ["metadata", "annotations", key], on: entry.value,
            "the annotation \(quoted(key)) has no effect on a \(printable(scope.object.kind))")
        }
      }
    })
}
