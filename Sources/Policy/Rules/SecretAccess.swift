// Reads apiGroups, resources, verbs and resourceNames of the rules of Roles and ClusterRoles.
// Allowed: rules that grant none of `verbs` on secrets; rules that name the Secrets they are for
// (resourceNames), save for `create`, which has no name to be bound to and grants nothing then.
// Aggregated ClusterRoles and roles that the API server makes itself are not judged.

import Documents
import Kubernetes

extension Rule {
  static let secretAccess = Rule(
    id: "rbac/secret-access",
    title: "Roles reach only the Secrets that they name",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds(RoleRule.kinds),
    fields: ["rules[*]"],
    why:
      "Who may list Secrets has every password and token of the namespace, those of other programs "
      + "included: a list answers with their contents.",
    source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    remedy: "Name the Secrets in resourceNames, with get alone, or mount them into the pod.",
    parameters: [
      Parameter(
        "verbs", .strings,
        default: [
          "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection",
        ],
        "The verbs on secrets that are reported.")
    ],
    example: Example(
      fails: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: api}
        rules:
        - {apiGroups: [""], resources: [secrets], verbs: [get, list]}
        """,
      passes: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: api}
        rules:
        - {apiGroups: [""], resources: [secrets], verbs: [get], resourceNames: [api]}
        """),
    aliases: [
      Alias(.kubeLinter, "access-to-secrets"),
      Alias(.kyverno, "restrict-secret-role-verbs"),
      Alias(.checkov, "CKV2_K8S_5"),
    ],
    makeCheck: { parameters, _ in
      let verbs = parameters.strings("verbs")
      let secrets = RoleRule.Resource("secrets")
      return .object { scope, findings in
        RoleRule.forEach(in: scope.object) { rule in
          guard rule.hasResource(secrets), !rule.isBoundToNames,
            let verb = rule.verb(among: verbs)
          else { return }
          findings.report(
            at: ["rules", String(rule.position)], on: rule.node,
            "the rule grants \(verb == "*" ? "every verb" : verb) on all Secrets"
              + RoleRule.aggregation(of: scope.object))
        }
      }
    })
}
