// Scenario S22: a reference to what does not exist.
// Reads spec.serviceAccountName, and its old name spec.serviceAccount, of pods, and the
// ServiceAccounts of the namespace.
// Allowed: missing, null, empty, "default", which each namespace has, or one that is there.

import Kubernetes

extension Rule {
  static let serviceAccountExists = Rule(
    id: "security/service-account-exists",
    title: "Pods name a ServiceAccount that exists",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .pods,
    others: .needed,
    fields: ["spec.serviceAccountName"],
    why: "The API server refuses to make a pod whose ServiceAccount does not exist, and a "
      + "Deployment then waits in silence.",
    source: "https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/",
    remedy: "Add the ServiceAccount, or correct the name.",
    parameters: [.assumeComplete("ServiceAccounts")],
    example: Example(
      fails: """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: web-sa}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          serviceAccountName: web
          containers: [{name: web, image: web:1.4.2}]
        """,
      passes: """
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: web-sa}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          serviceAccountName: web-sa
          containers: [{name: web, image: web:1.4.2}]
        """),
    aliases: [
      Alias(.kubeLinter, "non-existent-service-account"),
      Alias(.kyverno, "check-sa"),
    ],
    makeCheck: { parameters, _ in
      let isComplete = parameters.assumesComplete
      return .reach { scope, reach, findings in
        let namespace = scope.namespace
        for pod in scope.pods {
          for field in ["serviceAccountName", "serviceAccount"] {
            guard let name = pod.spec[named: field]?.string, !name.isEmpty else { continue }
            // Each namespace gets one of this name with its first breath.
            if name == "default" { break }
            if reach.object(.serviceAccount, in: namespace, named: name) != nil { break }
            guard isComplete || reach.holds(.serviceAccount, in: namespace) else { break }
            findings.report(
              pod, at: [field],
              "there is no ServiceAccount \(quoted(name)) in the namespace: no pod can be made")
            break
          }
        }
      }
    })
}
