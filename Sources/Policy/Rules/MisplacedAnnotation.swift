// Scenario S11: the role's ARN is written on the pod template, where it does nothing.
// Reads PREFIX/* of metadata.annotations of every object and of pod templates.
// Allowed: role-arn, audience and sts-regional-endpoints on ServiceAccounts; token-expiration on
// ServiceAccounts and pods; skip-containers on pods. On the metadata of a workload none of them has
// an effect.

import Documents
import Kubernetes

extension Rule {
  static let misplacedAnnotation = Rule(
    id: "irsa/misplaced-annotation",
    title: "Annotations of EKS stand where they are read",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .podsAnd([.namespace, .service]),
    fields: ["metadata.annotations", "spec.template.metadata.annotations"],
    why:
      "The EKS webhook looks for the role on the ServiceAccount alone: elsewhere it does nothing, "
      + "and the "
      + "pod has no rights in AWS or those of the node.",
    source: "https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html",
    remedy: "Move the annotation to the ServiceAccount that the pods use.",
    parameters: [
      Parameter(
        "annotationPrefix", .string, default: "eks.amazonaws.com",
        "The prefix of the annotations, as the EKS webhook's flag has it.")
    ],
    fix: .safe,
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: billing}
        spec:
          template:
            metadata:
              annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::012345678901:role/billing"}
            spec: {serviceAccountName: billing-sa, containers: []}
        """,
      passes: """
        apiVersion: v1
        kind: ServiceAccount
        metadata:
          name: billing-sa
          annotations: {eks.amazonaws.com/role-arn: "arn:aws:iam::012345678901:role/billing-role"}
        """),
    makeCheck: { parameters, _ in
      let prefix = parameters.string("annotationPrefix") + "/"
      let accountKeys = ["role-arn", "audience", "sts-regional-endpoints"].map { prefix + $0 }
      let podKeys = ["token-expiration", "skip-containers"].map { prefix + $0 }
      return .object { scope, findings in
        let object = scope.object
        func check(_ annotations: Node?, _ keys: [String], _ path: [String], _ place: String) {
          guard let annotations, annotations.count > 0 else { return }
          for key in keys {
            guard let value = annotations[named: key] else { continue }
            findings.report(
              at: path + [key], on: value,
              "the annotation \(quoted(key)) has no effect on \(place)", fix: .remove)
          }
        }
        if object.kind == "ServiceAccount", object.group.isEmpty { return }
        let isPod = scope.pods.contains { $0.template.isPod }
        check(
          object.annotations, isPod ? accountKeys : accountKeys + podKeys,
          ["metadata", "annotations"], isPod ? "a pod" : "a \(printable(object.kind))")
        for pod in scope.pods where !pod.template.isPod {
          check(
            pod.template.annotations, accountKeys, pod.template.metadataPath + ["annotations"],
            "pods")
        }
      }
    })
}
