// Reads spec.{serviceAccountName,serviceAccount} of pod templates, before and after an update.
// Allowed: ServiceAccounts that a pod template of the object had before; creations; updates by the
// users and groups that the parameters name. None means default. A Pod's own is not judged: the API
// lets nobody change it.

import Documents
import Kubernetes
import Patterns

extension Rule {
  static let serviceAccountChange = Rule(
    id: "rbac/service-account-change",
    title: "Updates of workloads leave their ServiceAccount alone",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    needsOldObject: true,
    fields: ["spec.serviceAccountName"],
    why:
      "Who may edit a workload but may not make pods of another ServiceAccount in any other way "
      + "gets that account's rights by naming it.",
    source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    remedy:
      "Leave serviceAccountName as it was; where the change is meant, let it be made by whom the "
      + "rule's users or groups name.",
    parameters: [
      Parameter(
        "users", .patterns, default: nil,
        "User names that may change it: system:serviceaccount:flux-system:*."),
      Parameter("groups", .patterns, default: nil, "Groups whose members may change it."),
    ],
    example: Example(
      before: workload(account: "web"),
      fails: workload(account: "deployer"),
      passes: workload(account: "web")),
    aliases: [
      Alias(.kyverno, "restrict-pod-controller-serviceaccount-updates"),
      Alias(.gatekeeper, "NoUpdateServiceAccount"),
    ],
    makeCheck: { parameters, _ in
      let users = parameters.globs("users")
      let groups = parameters.globs("groups")
      return .update { scope, former, findings in
        if let user = scope.context.user {
          if let name = user.name, users.contains(where: { $0.matches(name) }) { return }
          let isMember = user.groups.contains { name in groups.contains { $0.matches(name) } }
          if isMember { return }
        }
        check(scope.pods, former, &findings)
      }
    })

  private static func check(
    _ pods: [PodScope], _ former: [PodTemplate], _ findings: inout FindingSink
  ) {
    // Most kinds have one template. Of several, any may have been the one that is now elsewhere.
    guard let first = former.first else { return }
    var known: Set<String>?
    for pod in pods where !pod.template.isPod {
      let account = accountName(pod.template)
      if account == accountName(first) { continue }
      let names = known ?? Set(former.map(accountName))
      known = names
      if names.contains(account) { continue }
      let before = former.count == 1 ? quoted(accountName(first)) : "those that it had"
      findings.report(
        pod, at: ["serviceAccountName"],
        "the update makes its pods run as ServiceAccount \(quoted(account)) in place of \(before)")
    }
  }

  private static func accountName(_ template: PodTemplate) -> String {
    template.serviceAccountName ?? "default"
  }

  private static func workload(account: String) -> String {
    """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          serviceAccountName: \(account)
          containers:
            - name: web
              image: registry.example.com/web:1.4.2
    """
  }
}
