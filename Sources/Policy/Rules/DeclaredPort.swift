// Scenario S12: an annotation names a port on which nothing listens.
// Reads prometheus.io/port of pods and pod templates, and ports of their containers, of init
// containers that run on among them.
// Allowed: a port that a container declares; pods whose containers declare none; pods in the
// node's network.

import Documents
import Kubernetes

extension Rule {
  static let declaredPort = Rule(
    id: "prometheus/declared-port",
    title: "The port of Prometheus is one that a container declares",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: ["metadata.annotations"],
    why:
      "A port that no container declares is most often one that has moved, and every scrape of it "
      + "fails.",
    source: "https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus",
    remedy: "Write the number of the port that serves the metrics, or declare it.",
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            metadata: {annotations: {prometheus.io/port: "9091"}}
            spec: {containers: [{name: web, ports: [{name: metrics, containerPort: 9090}]}]}
        """,
      passes: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            metadata: {annotations: {prometheus.io/port: "9090"}}
            spec: {containers: [{name: web, ports: [{name: metrics, containerPort: 9090}]}]}
        """),
    makeCheck: { _, _ in
      .object { scope, findings in
        for pod in scope.pods where !pod.hostNamespaces.contains(.network) {
          let annotations = PrometheusAnnotations(pod.template.annotations)
          guard let entry = annotations.port, let text = entry.value.string,
            let number = Int64(text), isMissing(number, in: pod)
          else { continue }
          findings.report(
            at: pod.template.metadataPath + ["annotations", entry.key.text], on: entry.value,
            "no container declares the port \(number), which Prometheus scrapes")
        }
      }
    })

  private static func isMissing(_ number: Int64, in pod: PodScope) -> Bool {
    var declares = false
    for container in pod.containers where container.view.isLongRunning {
      guard let ports = container[.ports] else { continue }
      for port in ports.elements {
        guard let declared = port["containerPort"]?.integer else { continue }
        if declared == number { return false }
        declares = true
      }
    }
    return declares
  }
}
