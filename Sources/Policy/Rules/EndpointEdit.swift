// Reads apiGroups, resources, verbs and resourceNames of the rules of Roles and ClusterRoles.
// Allowed: rules that do not let write endpoints or endpointslices, save by resourceNames without
// create. Of Kubernetes' own roles system:aggregate-to-edit is judged: what grants it there reaches
// everybody who has edit (CVE-2021-25740).

import Documents
import Kubernetes

extension Rule {
  static let endpointEdit = Rule(
    id: "rbac/endpoint-edit",
    title: "Roles do not let write endpoints",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds(RoleRule.kinds),
    fields: ["rules[*]"],
    why:
      "Who writes endpoints sends the traffic of a Service, or of an Ingress of another namespace, "
      + "wherever he likes.",
    source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    remedy: "Leave endpoints to their controllers.",
    example: Example(
      fails: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: api}
        rules:
        - {apiGroups: [""], resources: [endpoints], verbs: [get, update]}
        """,
      passes: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: api}
        rules:
        - {apiGroups: [""], resources: [endpoints], verbs: [get]}
        """),
    aliases: [
      Alias(.kyverno, "restrict-edit-for-endpoints"),
      Alias(.gatekeeper, "K8sBlockEndpointEditDefaultRole"),
    ],
    makeCheck: { _, _ in
      .object { scope, findings in
        RoleRule.forEach(in: scope.object, judging: "system:aggregate-to-edit") { rule in
          guard !rule.isBoundToNames, let resource = rule.resource(among: endpoints),
            let verb = rule.verb(among: ["create", "update", "patch"])
          else { return }
          findings.report(
            at: ["rules", String(rule.position)], on: rule.node,
            "the rule grants \(verb == "*" ? "every verb" : verb) on all \(resource.name)"
              + RoleRule.aggregation(of: scope.object))
        }
      }
    })

  private static let endpoints = [
    RoleRule.Resource("endpoints"),
    RoleRule.Resource("endpointslices", in: "discovery.k8s.io"),
  ]
}
