// Scenario S22: metrics configured, nothing collected.
// Reads spec.selector and spec.namespaceSelector of ServiceMonitors, and the labels of Services.
// Allowed: a selector that a Service matches in the monitor's namespace, in one of matchNames, or
// with any: true in any namespace.

import Kubernetes

extension Rule {
  static let danglingServiceMonitor = Rule(
    id: "refs/dangling-service-monitor",
    title: "ServiceMonitors select a Service",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.serviceMonitor]),
    others: .needed,
    fields: ["spec.selector", "spec.namespaceSelector"],
    why: "A ServiceMonitor that selects no Service collects no metrics, and nothing says so.",
    source: "https://prometheus-operator.dev/docs/developer/getting-started/#using-servicemonitors",
    remedy: "Write the labels of the Service itself, not those of its pods.",
    parameters: [.assumeComplete("Services")],
    example: Example(
      fails: """
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: website}}
          endpoints: [{port: http}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, labels: {app: web}}
        spec: {ports: [{name: http, port: 80}]}
        """,
      passes: """
        apiVersion: monitoring.coreos.com/v1
        kind: ServiceMonitor
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          endpoints: [{port: http}]
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: web, labels: {app: web}}
        spec: {ports: [{name: http, port: 80}]}
        """),
    aliases: [
      Alias(.kubeLinter, "dangling-servicemonitor")
    ],
    makeCheck: { parameters, _ in
      let isComplete = parameters.assumesComplete
      return .reach { scope, reach, findings in
        guard let spec = scope.object.node["spec"],
          let node = spec["selector"], let selector = try? LabelSelector(node)
        else { return }
        var namespaces = [scope.namespace]
        if let chosen = spec["namespaceSelector"] {
          if chosen["any"]?.boolean == true {
            namespaces = reach.serviceNamespaces
          } else if let names = chosen["matchNames"], names.count > 0 {
            namespaces = names.elements.compactMap(\.string)
          }
        }
        // The cluster's own Services are in no input.
        if !isComplete, namespaces.contains(where: { $0 == "kube-system" || $0 == "default" }),
          spec["namespaceSelector"] != nil
        {
          return
        }
        let known = namespaces.filter { reach.holds(.service, in: $0) }
        guard isComplete || !known.isEmpty && known.count == namespaces.count else { return }
        if known.contains(where: { reach.hasService(matching: selector, in: $0) }) { return }
        findings.report(
          at: ["spec", "selector"],
          "no Service matches the selector: no metrics are collected")
      }
    })
}
