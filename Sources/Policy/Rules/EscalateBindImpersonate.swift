// Reads apiGroups, resources, verbs and resourceNames of the rules of Roles and ClusterRoles.
// Allowed: rules that grant neither `escalate` nor `bind` on roles and clusterroles, nor
// `impersonate` on users, groups, serviceaccounts, uids and userextras. `bind` to roles that are
// named (resourceNames) is how one lets somebody hand out those alone, unless cluster-admin is
// among them; likewise impersonating those who are named, unless system:masters is. Aggregated
// ClusterRoles and roles that the API server makes itself are not judged.

import Documents
import Kubernetes

extension Rule {
  static let escalateBindImpersonate = Rule(
    id: "rbac/escalate-bind-impersonate",
    title: "Nobody can give himself more rights",
    severity: .error,
    presets: .ours(recommended: .warn, everything: .deny),
    subject: .kinds(RoleRule.kinds),
    fields: ["rules[*]"],
    why:
      "Kubernetes lets nobody grant rights that he lacks; these three verbs are the exceptions, so "
      + "who "
      + "has one of them has every right.",
    source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    remedy: "Remove the verb, or name in resourceNames whom or what it is for.",
    example: Example(
      fails: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: api}
        rules:
        - {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [escalate]}
        """,
      passes: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: api}
        rules:
        - {apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [get]}
        """),
    aliases: [
      Alias(.kyverno, "restrict-escalation-verbs-roles"),
      Alias(.checkov, "CKV_K8S_157"),
      Alias(.checkov, "CKV_K8S_158"),
      Alias(.checkov, "CKV2_K8S_1"),
      Alias(.checkov, "CKV2_K8S_2"),
      Alias(.checkov, "CKV2_K8S_3"),
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

  private static let roles = ["clusterroles", "roles"].map {
    RoleRule.Resource($0, in: RoleRule.group)
  }

  private static let identities =
    ["users", "groups", "serviceaccounts"].map { RoleRule.Resource($0) }
    + [RoleRule.Resource("uids", in: "authentication.k8s.io")]

  /// What of the three a rule grants; `nil` where none.
  private static func grant(_ rule: RoleRule) -> String? {
    if let resource = rule.resource(among: roles) {
      if rule.hasVerb("escalate") {
        return "escalate on \(resource.name): to write any right into a role"
      }
      if rule.hasVerb("bind"), names(rule, "cluster-admin") {
        return "bind on \(resource.name): to give any role to anybody"
      }
    }
    guard rule.hasVerb("impersonate") else { return nil }
    if let resource = rule.resource(among: identities), names(rule, "system:masters") {
      return "impersonate on \(resource.name): to act as anybody"
    }
    guard !rule.isBoundToNames, rule.hasGroup("authentication.k8s.io"),
      let resources = rule.node["resources"]
    else { return nil }
    // `userextras/scopes`: the keys are anybody's.
    let isExtra = resources.elements.contains { element in
      element.withText { $0.begins(with: "userextras/") }
    }
    return isExtra ? "impersonate on userextras: to act with rights that somebody else has" : nil
  }

  /// Whether it is for all objects, or for this one among others.
  private static func names(_ rule: RoleRule, _ name: String) -> Bool {
    guard case .only(let names) = rule.names else { return true }
    return names.elements.contains { $0.isString(name) }
  }
}
