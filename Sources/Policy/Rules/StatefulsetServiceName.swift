// Scenario S22: configured but disconnected.
// Reads spec.serviceName and the pod template's labels of StatefulSets, and that Service's
// spec.clusterIP and spec.selector.
// Allowed: missing or empty, where nobody needs names; a headless Service of the namespace whose
// selector the pods match.

import Kubernetes

extension Rule {
  static let statefulsetServiceName = Rule(
    id: "refs/statefulset-service-name",
    title: "StatefulSets name a headless Service of their pods",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.statefulSet]),
    others: .needed,
    fields: ["spec.serviceName"],
    why: "The pods of a StatefulSet get their own names in DNS from that Service only, and peers "
      + "that look for each other find nobody without it.",
    source:
      "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#stable-network-id",
    remedy: "Name a Service with clusterIP: None whose selector the pods have.",
    parameters: [.assumeComplete("Services")],
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          serviceName: database
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec: {containers: [{name: db, image: db:16.4}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}
        """,
      passes: """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          serviceName: db
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec: {containers: [{name: db, image: db:16.4}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: db}
        spec: {clusterIP: None, selector: {app: db}, ports: [{port: 5432}]}
        """),
    aliases: [
      Alias(.kubeScore, "statefulset-has-servicename")
    ],
    makeCheck: { parameters, _ in
      let isComplete = parameters.assumesComplete
      return .reach { scope, reach, findings in
        guard let pod = scope.pods.first,
          let name = scope.object.node["spec", "serviceName"]?.string, !name.isEmpty
        else { return }
        let path = ["spec", "serviceName"]
        guard let service = reach.object(.service, in: scope.namespace, named: name)?.object else {
          guard isComplete || reach.holds(.service, in: scope.namespace) else { return }
          findings.report(
            at: path, "there is no Service \(quoted(name)) in the namespace: the pods get no names")
          return
        }
        if !ServiceView.isHeadless(service) {
          findings.report(
            at: path,
            "Service \(quoted(name)) is not headless (clusterIP: None): the pods get no names")
        } else if let selector = ServiceView.selector(of: service),
          !PodMakers.visible(LabelSelector(equalTo: selector)).matches(pod.template.labels)
        {
          findings.report(
            at: path, "Service \(quoted(name)) does not select these pods: they get no names")
        }
      }
    })
}
