// Reads the labels of pods and pod templates, and spec.podSelector and spec.policyTypes of the
// NetworkPolicies of the namespace.
// Allowed: a policy that selects the pod and says who may reach it, which one of type Egress alone
// does not; pods in the network of the node (hostNetwork), for which policies do nothing.

import Kubernetes

extension Rule {
  static let networkPolicyExists = Rule(
    id: "network/network-policy-exists",
    title: "A network policy selects each pod",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .pods,
    others: .needed,
    fields: ["spec.template.metadata.labels"],
    why: "A pod that no policy selects can be reached from everywhere in the cluster.",
    source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    remedy: "Add a NetworkPolicy with an empty podSelector that denies, and let in what is needed.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec: {containers: [{name: web, image: web:1.4.2}]}
        """,
      passes: """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec: {containers: [{name: web, image: web:1.4.2}]}
        ---
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web}
        spec:
          podSelector: {}
          policyTypes: [Ingress]
        """),
    aliases: [
      Alias(.polaris, "missingNetworkPolicy"),
      Alias(.kubeLinter, "non-isolated-pod"),
      Alias(.kubeScore, "pod-networkpolicy"),
      Alias(.kyverno, "require-network-policy"),
      Alias(.kyverno, "add-networkpolicy"),
      Alias(.checkov, "CKV2_K8S_6"),
    ],
    makeCheck: { _, _ in
      .reach { scope, reach, findings in
        for pod in scope.pods {
          if pod.spec["hostNetwork"]?.boolean == true { continue }
          let labels = pod.template.labels
          let isIsolated = reach.isSelected(by: .networkPolicy, labels, in: scope.namespace) {
            NetworkPolicyView.limitsIngress($0.object)
          }
          if isIsolated { continue }
          let isSelected = reach.isSelected(by: .networkPolicy, labels, in: scope.namespace)
          findings.report(
            at: pod.template.metadataPath + ["labels"],
            isSelected
              ? "only NetworkPolicies of type Egress select this pod: everything in the cluster "
                + "can reach it"
              : "no NetworkPolicy selects this pod: everything in the cluster can reach it")
        }
      }
    })
}
