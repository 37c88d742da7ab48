// Scenario S22: a Service that selects nothing.
// Reads spec.selector and spec.type of Services, and the labels of all pods and pod templates of
// the namespace.
// Allowed: some pod has all labels of the selector. A Service without a selector and one of type
// ExternalName get their endpoints elsewhere. Labels that controllers add, as of a pod of a
// StatefulSet, count as there. Where an operator makes pods nothing is said.

import Kubernetes

extension Rule {
  static let danglingService = Rule(
    id: "refs/dangling-service",
    title: "Services select a pod",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.service]),
    others: .needed,
    fields: ["spec.selector"],
    why: "A Service whose selector no pod has is there, resolves, and answers nobody.",
    source:
      "https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service",
    remedy: "Give the selector labels that the pod template has.",
    parameters: [.assumeComplete("pods")],
    example: Example(
      fails: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 80}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: website}}
        spec:
          containers: [{name: web, image: web:1.4.2}]
        """,
      passes: """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          selector: {app: web}
          ports: [{port: 80}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec:
          containers: [{name: web, image: web:1.4.2}]
        """),
    aliases: [
      Alias(.kubeLinter, "dangling-service"),
      Alias(.kubeScore, "service-targets-pod"),
    ],
    makeCheck: { parameters, _ in
      let isComplete = parameters.assumesComplete
      return .reach { scope, reach, findings in
        guard let selector = ServiceView.selector(of: scope.object) else { return }
        let namespace = scope.namespace
        guard isComplete || reach.knowsPods(in: namespace) else { return }
        if reach.hasPod(matching: LabelSelector(equalTo: selector), in: namespace) { return }
        findings.report(
          at: ["spec", "selector"],
          "no pod has all labels of the selector: the Service has no endpoints and answers nobody")
      }
    })
}
