// Reads roleRef and subjects of ClusterRoleBindings and RoleBindings, and the rules of the role
// where it is in reach.
// Allowed: roles other than cluster-admin that do not grant every verb on every resource; the group
// system:masters, which has all rights anyway; subjects that `allowedSubjects` names; bindings that
// the API server makes itself (label kubernetes.io/bootstrapping with a name of its own).

import Documents
import Kubernetes

extension Rule {
  static let clusterAdminBinding = Rule(
    id: "rbac/cluster-admin-binding",
    title: "Nobody is bound to cluster-admin",
    severity: .error,
    presets: .ours(recommended: .warn, everything: .deny),
    subject: .kinds(RoleBindingView.kinds),
    others: .considered,
    fields: ["roleRef", "subjects"],
    why:
      "Whoever has cluster-admin may read every Secret and become anybody: one stolen token is the "
      + "cluster.",
    source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    remedy: "Bind a role that grants what is needed, by its verbs, resources and namespace.",
    parameters: [
      Parameter(
        "allowedSubjects", .patterns, default: nil,
        "Names of users, groups and ServiceAccounts (as NAMESPACE/NAME) that may have all rights.")
    ],
    example: Example(
      fails: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: api}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin}
        subjects: [{kind: ServiceAccount, name: api, namespace: shop}]
        """,
      passes: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: api}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects: [{kind: ServiceAccount, name: api, namespace: shop}]
        """),
    aliases: [
      Alias(.polaris, "clusterrolebindingClusterAdmin"),
      Alias(.polaris, "rolebindingClusterAdminClusterRole"),
      Alias(.polaris, "rolebindingClusterAdminRole"),
      Alias(.kubeLinter, "cluster-admin-role-binding"),
      Alias(.kyverno, "restrict-binding-clusteradmin"),
    ],
    beside: .elements(of: ["subjects"]),
    makeCheck: { parameters, _ in
      let allowed = parameters.globs("allowedSubjects")
      return .object { scope, findings in
        guard let binding = RoleBindingView(scope.object), let grant = grant(binding, scope) else {
          return
        }
        let subjects = binding.subjects(in: scope.namespace)
        let isFine = subjects.allSatisfy { subject in
          subject.kind == "Group" && subject.name == "system:masters"
            || allowed.contains { $0.matches(subject.name) }
        }
        // A binding without subjects gives nobody anything yet.
        if isFine { return }
        findings.report(
          at: ["roleRef"], on: scope.object.node["roleRef"],
          "the binding gives \(grant), which is every right, \(binding.extent)")
      }
    })

  /// What gives every right; `nil` where nothing does.
  private static func grant(_ binding: RoleBindingView, _ scope: ObjectScope) -> String? {
    if binding.roleKind == "ClusterRole", binding.roleName == "cluster-admin" {
      return "cluster-admin"
    }
    guard let role = binding.role(in: scope) else { return nil }
    var isAll = false
    RoleRule.forEach(in: role) { if $0.grantsEverything { isAll = true } }
    return isAll ? "the role \(quoted(binding.roleName))" : nil
  }
}
