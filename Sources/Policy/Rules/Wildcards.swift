// Reads apiGroups, resources, verbs and nonResourceURLs of the rules of Roles and ClusterRoles, and
// aggregationRule of ClusterRoles.
// Allowed: no element that is `*`; `*/scale` names a subresource. An aggregationRule with a
// selector that says nothing gathers every ClusterRole. Aggregated ClusterRoles and roles that the
// API server makes itself are not judged.

import Documents
import Kubernetes

extension Rule {
  static let wildcards = Rule(
    id: "rbac/wildcards",
    title: "Roles name what they grant",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds(RoleRule.kinds),
    fields: ["rules[*]"],
    why:
      "A wildcard grants what is installed tomorrow as well, and nobody reads the role again then.",
    source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    remedy: "Name the verbs, resources and API groups that are needed.",
    parameters: [
      Parameter(
        "fields", .strings, default: ["apiGroups", "resources", "verbs", "nonResourceURLs"],
        "The fields of a rule in which a wildcard is reported.")
    ],
    example: Example(
      fails: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: api}
        rules:
        - {apiGroups: [apps], resources: ["*"], verbs: [get]}
        """,
      passes: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: api}
        rules:
        - {apiGroups: [apps], resources: [deployments], verbs: [get]}
        """),
    aliases: [
      Alias(.kubeLinter, "wildcard-in-rules"),
      Alias(.kyverno, "restrict-wildcard-verbs"),
      Alias(.kyverno, "restrict-wildcard-resources"),
      Alias(.checkov, "CKV_K8S_49"),
    ],
    // Every verb is little or much by what it is granted on.
    beside: .holder(tokens: 2),
    makeCheck: { parameters, _ in
      let fields = parameters.strings("fields")
      return .object { scope, findings in
        RoleRule.forEach(in: scope.object) { rule in
          for field in fields {
            guard let list = rule.node[named: field] else { continue }
            for (position, element) in list.elements.enumerated() where element.isString("*") {
              findings.report(
                at: ["rules", String(rule.position), field, String(position)], on: element,
                "the rule grants every \(singular(field))"
                  + RoleRule.aggregation(of: scope.object))
            }
          }
        }
        checkAggregation(scope.object, &findings)
      }
    })

  private static func singular(_ field: String) -> String {
    switch field {
    case "apiGroups": "API group"
    case "resources": "resource"
    case "verbs": "verb"
    default: "non-resource URL"
    }
  }

  private static func checkAggregation(
    _ object: KubernetesObject, _ findings: inout FindingSink
  ) {
    guard RoleRule.isRole(object), RoleRule.isAggregated(object), !SystemRole.isBootstrap(object),
      let selectors = object.node["aggregationRule", "clusterRoleSelectors"]
    else { return }
    for (position, node) in selectors.elements.enumerated() {
      guard let selector = try? LabelSelector(node), selector.requirements.isEmpty else {
        continue
      }
      findings.report(
        at: ["aggregationRule", "clusterRoleSelectors", String(position)], on: node,
        "the selector says nothing, so the role gathers the rights of every ClusterRole",
        remedy: "Name the label of the roles that it shall gather.")
    }
  }
}
