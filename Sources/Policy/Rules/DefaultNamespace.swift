// Reads metadata.namespace, and the namespace of the request or of the command line where the
// object names none.
// Allowed: every namespace but default; no namespace that is known; what belongs to the cluster as
// a whole; Kubernetes' own objects in default: the Service, Endpoints and EndpointSlice kubernetes,
// and in each namespace the ServiceAccount default and kube-root-ca.crt.

import Documents
import Kubernetes

extension Rule {
  static let defaultNamespace = Rule(
    id: "meta/default-namespace",
    title: "Objects are in a namespace of their own",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .objects,
    fields: ["metadata.namespace"],
    why:
      "Rights, quotas and network policies are made for namespaces; in default everything that "
      + "nobody "
      + "thought about meets.",
    source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/",
    remedy: "Make a namespace for the application and name it in metadata.namespace.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: default}
        """,
      passes: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: shop}
        """),
    aliases: [
      Alias(.kubeLinter, "use-namespace"),
      Alias(.kyverno, "disallow-default-namespace"),
      Alias(.checkov, "CKV_K8S_21"),
    ],
    makeCheck: { _, _ in
      .object { scope, findings in
        let object = scope.object
        guard !object.isNamespace, !object.isClusterScoped,
          scope.context.namespace(of: object) == "default", !isKubernetes(object)
        else { return }
        findings.report(at: ["metadata", "namespace"], "the object is in the namespace default")
      }
    })

  private static func isKubernetes(_ object: KubernetesObject) -> Bool {
    switch object.kind {
    case "Endpoints", "EndpointSlice", "Service": object.name == "kubernetes"
    case "ServiceAccount": object.name == "default"
    case "ConfigMap": object.name == "kube-root-ca.crt"
    default: false
    }
  }
}
