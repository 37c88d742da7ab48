// Scenario S22: configured but disconnected.
// Reads spec.podSelector of NetworkPolicies, and the podSelectors of their peers that name no
// namespaces.
// Allowed: an empty or missing selector, which selects every pod; one that a pod of the namespace
// matches. Peers of other namespaces are not looked for: those namespaces are often kept
// elsewhere. Where an operator makes pods nothing is said.

import Documents
import Kubernetes

extension Rule {
  static let danglingNetworkPolicy = Rule(
    id: "refs/dangling-network-policy",
    title: "Network policies select a pod",
    severity: .warning,
    presets: .ours(recommended: .warn, everything: .warn),
    subject: .kinds([.networkPolicy]),
    others: .needed,
    fields: ["spec.podSelector", "spec.{ingress[*].from,egress[*].to}[*].podSelector"],
    why: "A policy that selects no pod protects nothing, and one that lets in pods that are not "
      + "there lets nobody in.",
    source: "https://kubernetes.io/docs/concepts/services-networking/network-policies/",
    remedy: "Write labels that the pods have.",
    parameters: [.assumeComplete("pods")],
    example: Example(
      fails: """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web}
        spec:
          podSelector: {matchLabels: {app: website}}
          policyTypes: [Ingress]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec: {containers: [{name: web, image: web:1.4.2}]}
        """,
      passes: """
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: web}
        spec:
          podSelector: {matchLabels: {app: web}}
          policyTypes: [Ingress]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, labels: {app: web}}
        spec: {containers: [{name: web, image: web:1.4.2}]}
        """),
    aliases: [
      Alias(.kubeLinter, "dangling-networkpolicy"),
      Alias(.kubeLinter, "dangling-networkpolicypeer-podselector"),
      Alias(.kubeScore, "networkpolicy-targets-pod"),
    ],
    makeCheck: { parameters, _ in
      let isComplete = parameters.assumesComplete
      return .reach { scope, reach, findings in
        guard let spec = scope.object.node["spec"],
          isComplete || reach.knowsPods(in: scope.namespace)
        else { return }
        func selectsNothing(_ node: Node?) -> Bool {
          guard let node, !node.isNull, let selector = try? LabelSelector(node), !selector.isEmpty
          else { return false }
          return !reach.hasPod(matching: selector, in: scope.namespace)
        }
        if selectsNothing(spec["podSelector"]) {
          findings.report(
            at: ["spec", "podSelector"],
            "no pod of the namespace matches podSelector: the policy protects nothing")
        }
        for (field, side) in [("ingress", "from"), ("egress", "to")] {
          guard let rules = spec[named: field] else { continue }
          for (position, rule) in rules.elements.enumerated() {
            guard let peers = rule[named: side] else { continue }
            for (place, peer) in peers.elements.enumerated() {
              if let others = peer["namespaceSelector"], !others.isNull { continue }
              guard let node = peer["podSelector"], selectsNothing(node) else { continue }
              findings.report(
                at: ["spec", field, String(position), side, String(place), "podSelector"], on: node,
                "no pod of the namespace matches this podSelector: the rule lets nobody through")
            }
          }
        }
      }
    })
}
