// Scenario S22: an HPA without a target.
// Reads spec.scaleTargetRef of HorizontalPodAutoscalers, and the objects of that group, kind and
// name in the namespace.
// Allowed: one that is there, whatever the version of its API, and that no other autoscaler names.
// Without an apiVersion the controller looks in the core group, which has no Deployment.

import Kubernetes

extension Rule {
  static let hpaTargetExists = Rule(
    id: "availability/hpa-target-exists",
    title: "Autoscalers have a target of their own",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.autoscaler]),
    others: .needed,
    fields: ["spec.scaleTargetRef"],
    why: "An autoscaler without a target scales nothing, and two with the same target fight each "
      + "other.",
    source: "https://kubernetes.io/docs/tasks/run-application/horizontal-pod-autoscale/",
    remedy:
      "Name apiVersion, kind and name of a workload that is there and that no other autoscaler "
      + "scales.",
    parameters: [.assumeComplete("workloads of the target's kind")],
    example: Example(
      fails: """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: website}
          maxReplicas: 6
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        """,
      passes: """
        apiVersion: autoscaling/v2
        kind: HorizontalPodAutoscaler
        metadata: {name: web}
        spec:
          scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          maxReplicas: 6
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: web:1.4.2}]}
        """),
    aliases: [
      Alias(.kubeLinter, "dangling-horizontalpodautoscaler"),
      Alias(.kubeScore, "horizontalpodautoscaler-has-target"),
      Alias(.kyverno, "prevent-duplicate-hpa"),
    ],
    makeCheck: { parameters, _ in
      let isComplete = parameters.assumesComplete
      return .reach { scope, reach, findings in
        guard let target = ScaleTarget(scope.object) else { return }
        let namespace = scope.namespace
        if !target.kind.mayBeServed {
          let version = scope.object.node["spec", "scaleTargetRef", "apiVersion"]?.string ?? ""
          findings.report(
            at: ["spec", "scaleTargetRef"],
            (version.isEmpty
              ? "without an apiVersion" : "in the apiVersion \(quoted(version))")
              + " there is no kind \(quoted(target.kind.kind)): the autoscaler scales nothing")
          return
        }
        if reach.object(target.kind, in: namespace, named: target.name) == nil,
          isComplete || reach.holds(target.kind, in: namespace)
        {
          findings.report(
            at: ["spec", "scaleTargetRef"],
            "there is no \(printable(target.kind.kind)) \(quoted(target.name)) in the namespace: "
              + "the autoscaler scales nothing")
          return
        }
        let name = scope.object.name
        let other = reach.autoscalers(of: target.kind, in: namespace, named: target.name)
          .prefix(ObjectIndex.maximumSharing).first { $0.object.name != name }
        guard let other else { return }
        findings.report(
          at: ["spec", "scaleTargetRef"],
          "HorizontalPodAutoscaler \(quoted(other.object.name ?? "")) has the same target: "
            + "they undo what the other one does")
      }
    })
}
