// Reads apiGroups, resources, verbs and resourceNames of the rules of Roles and ClusterRoles.
// Allowed: rules that do not grant `create` on pods, nor on what makes pods where `workloads` is
// on. With resourceNames create grants nothing: an object that is made has no name to be bound to.
// Aggregated ClusterRoles and roles that the API server makes itself are not judged.

import Documents
import Kubernetes

extension Rule {
  static let createPods = Rule(
    id: "rbac/create-pods",
    title: "Roles do not let make pods",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds(RoleRule.kinds),
    fields: ["rules[*]"],
    why:
      "Who may make a pod may give it any ServiceAccount and any Secret of the namespace, and so "
      + "has the "
      + "rights of them all.",
    source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    remedy: "Leave it to the tool that deploys, in a namespace of its own.",
    parameters: [
      Parameter(
        "workloads", .boolean, default: true,
        "Whether Deployments, Jobs and the like, which make pods, count as well.")
    ],
    example: Example(
      fails: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: api}
        rules:
        - {apiGroups: [""], resources: [pods], verbs: [create]}
        """,
      passes: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: api}
        rules:
        - {apiGroups: [""], resources: [pods], verbs: [get]}
        """),
    aliases: [
      Alias(.kubeLinter, "access-to-create-pods")
    ],
    makeCheck: { parameters, _ in
      let resources = parameters.boolean("workloads") ? pods + workloads : pods
      return .object { scope, findings in
        RoleRule.forEach(in: scope.object) { rule in
          guard !rule.isBoundToNames, rule.hasVerb("create"),
            let resource = rule.resource(among: resources)
          else { return }
          findings.report(
            at: ["rules", String(rule.position)], on: rule.node,
            "the rule lets make \(resource.name)\(RoleRule.aggregation(of: scope.object)), "
              + "with any ServiceAccount and Secret of the namespace")
        }
      }
    })

  private static let pods = [RoleRule.Resource("pods")]

  private static let workloads =
    [RoleRule.Resource("replicationcontrollers")]
    + ["daemonsets", "deployments", "replicasets", "statefulsets"].map {
      RoleRule.Resource($0, in: "apps")
    }
    + ["cronjobs", "jobs"].map { RoleRule.Resource($0, in: "batch") }
}
