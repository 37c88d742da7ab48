// Reads apiGroups, resources and verbs of the rules of Roles and ClusterRoles.
// Allowed: rules that do not grant `create`, nor before 1.35 `get`, on the subresources that
// `resources` names. `pods` does not mean `pods/exec`; `*` and `*/exec` do. A resourceNames does
// not help: it is the pod's own rights that one gets.
// Aggregated ClusterRoles and roles that the API server makes itself are not judged.

import Documents
import Kubernetes

extension Rule {
  static let podExecAttach = Rule(
    id: "rbac/pod-exec-attach",
    title: "Nobody may run commands in pods",
    severity: .error,
    presets: .ours(recommended: .warn, everything: .deny),
    subject: .kinds(RoleRule.kinds),
    fields: ["rules[*]"],
    why:
      "Who may exec into a pod has its files, its Secrets and its ServiceAccount's rights, and "
      + "what is "
      + "done there is in no manifest.",
    source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    remedy: "Remove pods/exec and pods/attach, or grant them to people in an emergency only.",
    parameters: [
      Parameter(
        "resources", .strings, default: ["pods/exec", "pods/attach"],
        "The subresources of the core group, as RESOURCE/SUBRESOURCE; pods/portforward and "
          + "nodes/proxy are others by which one gets into a pod.")
    ],
    example: Example(
      fails: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: api}
        rules:
        - {apiGroups: [""], resources: [pods, pods/exec], verbs: [get, create]}
        """,
      passes: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: Role
        metadata: {name: api}
        rules:
        - {apiGroups: [""], resources: [pods], verbs: [get, create]}
        """),
    aliases: [
      Alias(.polaris, "clusterrolePodExecAttach"),
      Alias(.polaris, "rolePodExecAttach"),
      Alias(.polaris, "clusterrolebindingPodExecAttach"),
      Alias(.polaris, "rolebindingClusterRolePodExecAttach"),
      Alias(.polaris, "rolebindingRolePodExecAttach"),
      Alias(.checkov, "CKV2_K8S_4"),
    ],
    makeCheck: { parameters, version in
      let resources = parameters.strings("resources").map { RoleRule.Resource($0) }
      // A connection by WebSocket begins as a GET; from 1.35 on it needs create as well (feature
      // AuthorizePodWebsocketUpgradeCreatePermission).
      let verbs = version < KubernetesVersion(1, 35) ? ["create", "get"] : ["create"]
      return .object { scope, findings in
        RoleRule.forEach(in: scope.object) { rule in
          guard rule.verb(among: verbs) != nil,
            let resource = rule.resource(among: resources)
          else { return }
          findings.report(
            at: ["rules", String(rule.position)], on: rule.node,
            "the rule grants \(resource.name)\(RoleRule.aggregation(of: scope.object)): commands "
              + "in "
              + "any pod, with its rights")
        }
      }
    })
}
