// Reads roleRef and subjects of ClusterRoleBindings and RoleBindings.
// Allowed: subjects other than those that `subjects` names, of kind User or Group; the roles that
// `allowedRoles` names, which Kubernetes and kubeadm give to everybody; bindings that the API
// server makes itself (label kubernetes.io/bootstrapping with a name of its own).

import Documents
import Kubernetes

extension Rule {
  static let anonymousSubjects = Rule(
    id: "rbac/anonymous-subjects",
    title: "Nobody has rights without a name",
    severity: .error,
    presets: .ours(recommended: .warn, everything: .deny),
    subject: .kinds(RoleBindingView.kinds),
    fields: ["subjects"],
    why:
      "What is granted to system:anonymous or system:unauthenticated is granted to everybody who "
      + "reaches the API server.",
    source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    remedy: "Bind the role to the users, groups or ServiceAccounts that need it.",
    parameters: [
      Parameter(
        "subjects", .patterns, default: ["system:anonymous", "system:unauthenticated"],
        "Users and groups that nothing may be bound to; system:authenticated, "
          + "system:serviceaccounts and system:masters are others that many forbid."),
      Parameter(
        "allowedRoles", .patterns,
        default: [
          "system:public-info-viewer", "system:discovery", "kubeadm:bootstrap-signer-clusterinfo",
        ],
        "Roles that may be bound to them."),
    ],
    example: Example(
      fails: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: api}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects:
          - {kind: Group, apiGroup: rbac.authorization.k8s.io, name: system:unauthenticated}
        """,
      passes: """
        apiVersion: rbac.authorization.k8s.io/v1
        kind: ClusterRoleBinding
        metadata: {name: api}
        roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
        subjects:
          - {kind: Group, apiGroup: rbac.authorization.k8s.io, name: developers}
        """),
    aliases: [
      Alias(.kyverno, "restrict-binding-system-groups"),
      Alias(.gatekeeper, "K8sDisallowAnonymous"),
    ],
    makeCheck: { parameters, _ in
      let forbidden = parameters.globs("subjects")
      let allowed = parameters.globs("allowedRoles")
      return .object { scope, findings in
        guard let binding = RoleBindingView(scope.object),
          !allowed.contains(where: { $0.matches(binding.roleName) })
        else { return }
        for subject in binding.subjects(in: scope.namespace)
        where subject.kind != "ServiceAccount"
          && forbidden.contains(where: { $0.matches(subject.name) })
        {
          findings.report(
            at: ["subjects", String(subject.position)], on: subject.node,
            "the binding gives the role \(quoted(binding.roleName)) to \(quoted(subject.name)), "
              + binding.extent)
        }
      }
    })
}
