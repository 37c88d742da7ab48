// Scenario S12: annotations of Prometheus that look right and are ignored.
// Reads prometheus.io/scrape, scrape_slow, scheme, path and port of pods, pod templates and
// Services.
// Allowed: strings; scrape and scrape_slow exactly "true" or "false"; scheme http or https; path
// without a query; port a number from 1 to 65535: names of ports are ignored.

import Documents
import Kubernetes

extension Rule {
  static let validAnnotations = Rule(
    id: "prometheus/valid-annotations",
    title: "Annotations of Prometheus have values that it takes",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .podsAnd([.service]),
    fields: ["metadata.annotations"],
    why:
      "What its scrape configuration does not match is ignored without a word: True is not true, "
      + "and a "
      + "port by name means every port.",
    source: "https://github.com/prometheus-community/helm-charts/tree/main/charts/prometheus",
    remedy: "Write what Prometheus takes, in quotes.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            metadata: {annotations: {prometheus.io/scrape: "True", prometheus.io/port: metrics}}
            spec: {containers: [{name: web, ports: [{name: metrics, containerPort: 9090}]}]}
        """,
      passes: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            metadata: {annotations: {prometheus.io/scrape: "true", prometheus.io/port: "9090"}}
            spec: {containers: [{name: web, ports: [{name: metrics, containerPort: 9090}]}]}
        """),
    makeCheck: { _, _ in
      .object { scope, findings in
        let object = scope.object
        if object.kind == "Service", object.group.isEmpty {
          check(object.annotations, ["metadata", "annotations"], nil, &findings)
        }
        for pod in scope.pods {
          check(
            pod.template.annotations, pod.template.metadataPath + ["annotations"], pod.template,
            &findings)
        }
      }
    })

  private static func check(
    _ node: Node?, _ path: [String], _ template: PodTemplate?, _ findings: inout FindingSink
  ) {
    let annotations = PrometheusAnnotations(node)
    guard annotations.isAny else { return }
    func report(
      _ entry: PrometheusAnnotations.Entry, _ message: String, _ fix: FindingSink.Fix? = nil
    ) {
      let key = entry.key.text
      findings.report(
        at: path + [key], on: entry.value, "the annotation \(quoted(key)) \(message)", fix: fix)
    }
    for entry in annotations.entries where !entry.value.isString && !entry.value.isNull {
      report(entry, "must be a string and is \(entry.value.kind.phrase)")
    }
    for entry in [annotations.scrape, annotations.scrapeSlow] {
      guard let entry, entry.value.isString else { continue }
      if entry.value.isString("true") || entry.value.isString("false") { continue }
      report(entry, "is neither \"true\" nor \"false\", so Prometheus takes it for false")
    }
    if let entry = annotations.scheme, entry.value.isString,
      !entry.value.isString("http"), !entry.value.isString("https")
    {
      report(entry, "is neither http nor https, so Prometheus ignores it")
    }
    // Without a slash at its beginning it gets one.
    if let entry = annotations.path, let text = entry.value.string,
      text.utf8.contains(UInt8(ascii: "?"))
    {
      report(entry, "has a query, which Prometheus escapes: it belongs in param_NAME")
    }
    guard let entry = annotations.port, let text = entry.value.string else { return }
    let isNumber =
      !text.isEmpty && text.utf8.allSatisfy { $0.isDigit }
      && (Int64(text).map { APILimits.ports.contains($0) } ?? false)
    if isNumber { return }
    let number = template.flatMap { PrometheusPort.named(entry.value, in: $0) }
    report(
      entry, "is no number from 1 to 65535: Prometheus ignores names, and scrapes every port",
      number.map { .set(.string(String($0))) })
  }
}
