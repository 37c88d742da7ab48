// Reads spec.{automountServiceAccountToken,serviceAccountName,serviceAccount} of pods, and
//   automountServiceAccountToken of ServiceAccounts, where they are in reach.
// Allowed: false, of the pod or else of its ServiceAccount; and with `allowExplicit` an explicit
// true beside a ServiceAccount of the pod's own: somebody wants it.

import Kubernetes

extension Rule {
  static let automountServiceAccountToken = Rule(
    id: "security/automount-service-account-token",
    title: "Pods get a token for the API server only if they ask for it",
    severity: .warning,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    others: .considered,
    fields: [
      "spec.automountServiceAccountToken", "spec.serviceAccountName",
    ],
    why: "Nearly no program talks to the API server, and whoever takes one over can do so with the "
      + "token that every pod gets by default.",
    source: "https://kubernetes.io/docs/tasks/configure-pod-container/"
      + "configure-service-account/#opt-out-of-api-credential-automounting",
    remedy: "Set automountServiceAccountToken to false; where the program talks to the API server, "
      + "to true, with a ServiceAccount of its own.",
    parameters: [
      Parameter(
        "allowExplicit", .boolean, default: true,
        "Whether an explicit true passes, beside a ServiceAccount other than default.")
    ],
    fix: .review,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          automountServiceAccountToken: false
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """),
    aliases: [
      Alias(.polaris, "automountServiceAccountToken"),
      Alias(.kyverno, "restrict-automount-sa-token"),
      Alias(.gatekeeper, "K8sPSPAutomountServiceAccountTokenPod"),
      Alias(.checkov, "CKV_K8S_38"),
    ],
    makeCheck: { parameters, _ in
      let allowsExplicit = parameters.boolean("allowExplicit")
      return .object { scope, findings in
        // Without containers it is a fragment of a patch.
        for pod in scope.pods where !pod.containers.isEmpty {
          let said = pod.spec["automountServiceAccountToken"]?.boolean
          if said == false { continue }
          let name = pod.template.serviceAccountName ?? "default"
          if said == nil {
            let account = scope.context.reach?.object(
              .serviceAccount, in: scope.namespace, named: name)
            if account?.object.node["automountServiceAccountToken"]?.boolean == false { continue }
          } else if allowsExplicit, name != "default" {
            continue
          }
          findings.report(
            pod, at: ["automountServiceAccountToken"],
            said == nil
              ? "the pod gets a token for the API server, of ServiceAccount \(quoted(name)), "
                + "without having asked for it"
              : "the pod asks for a token of ServiceAccount \(quoted(name)) for the API server",
            fix: said == nil ? .set(false) : nil)
        }
      }
    })
}
