// Reads spec.{serviceAccountName,serviceAccount,automountServiceAccountToken} of pods, and subjects
//   of RoleBindings and ClusterRoleBindings.
// Allowed: pods with a ServiceAccount other than default, or without a token; bindings whose
// subjects are others.

import Documents
import Kubernetes

extension Rule {
  static let defaultServiceAccount = Rule(
    id: "security/default-service-account",
    title: "Pods and bindings do not use the ServiceAccount default",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .podsAnd(RoleBindingView.kinds),
    fields: [
      "spec.{serviceAccountName,automountServiceAccountToken}", "subjects[*].{kind,name}",
    ],
    why: "Every pod of a namespace that names no ServiceAccount has the one called default, so a "
      + "right that one of them is given all of them have.",
    source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
    remedy: "Make a ServiceAccount for the workload and name it in serviceAccountName.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: app}
        spec:
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
    aliases: [
      Alias(.kubeLinter, "default-service-account"),
      Alias(.checkov, "CKV_K8S_41"),
      Alias(.checkov, "CKV_K8S_42"),
    ],
    makeCheck: { _, _ in
      .object { scope, findings in
        // Without containers it is a fragment of a patch.
        for pod in scope.pods where !pod.containers.isEmpty {
          if let name = pod.template.serviceAccountName, name != "default" { continue }
          if pod.spec["automountServiceAccountToken"]?.boolean == false { continue }
          findings.report(
            pod, at: ["serviceAccountName"],
            "the pod uses the ServiceAccount default, whose rights every pod of the namespace has")
        }
        checkSubjects(scope.object, &findings)
      }
    })

  private static func checkSubjects(_ object: KubernetesObject, _ findings: inout FindingSink) {
    guard object.group == "rbac.authorization.k8s.io", object.kind.hasSuffix("RoleBinding"),
      let subjects = object.node["subjects"]
    else { return }
    for (position, subject) in subjects.elements.enumerated() {
      guard subject["kind"]?.isString("ServiceAccount") == true, let name = subject["name"],
        name.isString("default")
      else { continue }
      findings.report(
        at: ["subjects", String(position), "name"], on: name,
        "the binding gives its rights to the ServiceAccount default, and with it to every pod of "
          + "the namespace that names no other",
        remedy: "Bind the role to a ServiceAccount of the workload's own.")
    }
  }
}
