// Reads spec.{serviceAccount,serviceAccountName}.
// Allowed: serviceAccount missing, null, empty; or the same as serviceAccountName, as the API
// server writes it into every pod.

import Documents

extension Rule {
  static let deprecatedServiceAccountField = Rule(
    id: "security/deprecated-service-account-field",
    title: "Pods name their ServiceAccount in serviceAccountName",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    fields: ["spec.{serviceAccount,serviceAccountName}"],
    why: "serviceAccount is an old name of the field, and where both are there it is ignored in "
      + "silence.",
    source: "https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/",
    remedy: "Use serviceAccountName.",
    fix: .safe,
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          serviceAccount: app-sa
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
          serviceAccountName: app-sa
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
        """),
    aliases: [Alias(.kubeLinter, "deprecated-service-account-field")],
    makeCheck: { _, _ in
      .pod { pod, findings in
        guard let old = pod.spec["serviceAccount"]?.string, !old.isEmpty else { return }
        guard let name = pod.spec["serviceAccountName"], !name.isNull, !name.isString("") else {
          // With both the same the pod means what it meant before.
          findings.report(
            pod, at: ["serviceAccountName"],
            "the pod names its ServiceAccount \(quoted(old)) in the old field serviceAccount only",
            fix: .set(.string(old)))
          return
        }
        if name.isString(old) { return }
        findings.report(
          pod, at: ["serviceAccount"],
          "serviceAccount is \(quoted(old)) and is ignored, since serviceAccountName is "
            + quoted(name.text),
          remedy: "Remove serviceAccount.", fix: .remove)
      }
    })
}
