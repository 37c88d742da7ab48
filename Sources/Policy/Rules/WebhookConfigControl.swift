// Reads apiGroups, resources, verbs and resourceNames of the rules of Roles and ClusterRoles.
// Allowed: rules that do not let change the configurations of admission webhooks or, with
// `policies`, admission policies and their bindings; rules that are for configurations which they
// name (resourceNames), as a webhook that renews its own certificate has.
// Aggregated ClusterRoles and roles that the API server makes itself are not judged.

import Documents
import Kubernetes

extension Rule {
  static let webhookConfigControl = Rule(
    id: "rbac/webhook-config-control",
    title: "Nobody can change who judges admission",
    severity: .error,
    presets: .ours(recommended: .warn, everything: .deny),
    subject: .kinds(RoleRule.kinds),
    fields: ["rules[*]"],
    why:
      "Who writes a webhook configuration sees and changes every object of the cluster, Secrets "
      + "among "
      + "them, or switches off what guards it.",
    source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    remedy: "Name the configuration in resourceNames, and leave out create.",
    parameters: [
      Parameter(
        "policies", .boolean, default: true,
        "Whether admission policies and their bindings count as well as webhook configurations.")
    ],
    example: Example(
      fails: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: api}
        rules:
        - apiGroups: [admissionregistration.k8s.io]
          resources: [mutatingwebhookconfigurations]
          verbs: [get, patch]
        """,
      passes: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRole
        metadata: {name: api}
        rules:
        - apiGroups: [admissionregistration.k8s.io]
          resources: [mutatingwebhookconfigurations]
          resourceNames: [api]
          verbs: [get, patch]
        """),
    aliases: [
      Alias(.kyverno, "restrict-clusterrole-mutating-validating-admission-webhooks"),
      Alias(.checkov, "CKV_K8S_155"),
    ],
    makeCheck: { parameters, _ in
      let resources = parameters.boolean("policies") ? webhooks + policies : webhooks
      return .object { scope, findings in
        RoleRule.forEach(in: scope.object) { rule in
          guard !rule.isBoundToNames, let resource = rule.resource(among: resources),
            let verb = rule.verb(among: changes)
          else { return }
          findings.report(
            at: ["rules", String(rule.position)], on: rule.node,
            "the rule grants \(verb == "*" ? "every verb" : verb) on all \(resource.name)"
              + RoleRule.aggregation(of: scope.object))
        }
      }
    })

  private static let changes = ["create", "update", "patch", "delete", "deletecollection"]

  private static let webhooks = [
    "mutatingwebhookconfigurations", "validatingwebhookconfigurations",
  ].map { RoleRule.Resource($0, in: "admissionregistration.k8s.io") }

  private static let policies = [
    "mutatingadmissionpolicies", "mutatingadmissionpolicybindings", "validatingadmissionpolicies",
    "validatingadmissionpolicybindings",
  ].map { RoleRule.Resource($0, in: "admissionregistration.k8s.io") }
}
