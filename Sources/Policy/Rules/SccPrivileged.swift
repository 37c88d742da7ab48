// Reads allowPrivilegedContainer of SecurityContextConstraints of OpenShift.
// Allowed: false, missing, null.

extension Rule {
  static let sccPrivileged = Rule(
    id: "security/scc-privileged",
    title: "Security context constraints allow no privileged containers",
    severity: .warning,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .kinds([.securityContextConstraints]),
    fields: ["allowPrivilegedContainer"],
    why: "Whoever may use such constraints may run a privileged container, which is root on the "
      + "node.",
    source: "https://docs.redhat.com/en/documentation/openshift_container_platform/4.19/html/"
      + "authentication_and_authorization/managing-pod-security-policies",
    remedy: "Set allowPrivilegedContainer to false, and list the capabilities that are needed.",
    fix: .review,
    example: Example(
      fails: """
        apiVersion: security.openshift.io/v1
        kind: SecurityContextConstraints
        metadata: {name: agents}
        allowPrivilegedContainer: true
        """,
      passes: """
        apiVersion: security.openshift.io/v1
        kind: SecurityContextConstraints
        metadata: {name: agents}
        allowPrivilegedContainer: false
        """),
    aliases: [Alias(.kubeLinter, "scc-deny-privileged-container")],
    makeCheck: { _, _ in
      .object { scope, findings in
        let value = scope.object.node["allowPrivilegedContainer"]
        guard let value, value.boolean == true else { return }
        findings.report(
          at: ["allowPrivilegedContainer"], on: value,
          "whoever may use these constraints may run privileged containers",
          fix: .set(false))
      }
    })
}
