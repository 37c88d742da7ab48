// Reads apiGroups, resources, verbs and resourceNames of the rules of Roles and ClusterRoles.
// Allowed: rules that grant neither update or patch on certificatesigningrequests/approval, nor
// approve or sign on signers, save for signers that are named (resourceNames) and are none of
// Kubernetes' own: kubernetes.io/... makes certificates that the API server trusts.
// Aggregated ClusterRoles and roles that the API server makes itself are not judged.

import Documents
import Kubernetes

extension Rule {
  static let csrApprove = Rule(
    id: "rbac/csr-approve",
    title: "Nobody can approve certificates for the API server",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds(RoleRule.kinds),
    fields: ["rules[*]"],
    why:
      "Who approves signing requests has a client certificate made in any name, which nothing "
      + "revokes.",
    source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    remedy:
      "Name a signer of your own in resourceNames, or leave approval to the controller manager.",
    example: Example(
      fails: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: api}
        rules:
        - apiGroups: [certificates.k8s.io]
          resources: [certificatesigningrequests/approval]
          verbs: [update]
        """,
      passes: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: api}
        rules:
        - apiGroups: [certificates.k8s.io]
          resources: [certificatesigningrequests]
          verbs: [create, get]
        """),
    aliases: [
      Alias(.kyverno, "restrict-clusterrole-csr"),
      Alias(.checkov, "CKV_K8S_156"),
    ],
    makeCheck: { _, _ in
      .object { scope, findings in
        RoleRule.forEach(in: scope.object) { rule in
          guard let grant = grant(rule) else { return }
          findings.report(
            at: ["rules", String(rule.position)], on: rule.node,
            "the rule grants \(grant)\(RoleRule.aggregation(of: scope.object))")
        }
      }
    })

  private static let approval = RoleRule.Resource(
    "certificatesigningrequests/approval", in: "certificates.k8s.io")
  private static let signers = RoleRule.Resource("signers", in: "certificates.k8s.io")

  /// What of the two a rule grants; `nil` where none.
  private static func grant(_ rule: RoleRule) -> String? {
    if rule.hasResource(approval), rule.verb(among: ["update", "patch"]) != nil {
      return "approval of certificate signing requests"
    }
    guard rule.hasResource(signers), let verb = rule.verb(among: ["approve", "sign"]) else {
      return nil
    }
    let what = verb == "*" ? "every verb" : verb
    guard case .only(let names) = rule.names else { return "\(what) on all signers" }
    let isKubernetes = names.elements.contains { name in
      name.withText { $0.begins(with: "kubernetes.io/") }
    }
    return isKubernetes ? "\(what) on a signer of Kubernetes" : nil
  }
}
