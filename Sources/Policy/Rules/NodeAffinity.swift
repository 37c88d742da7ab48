// Reads spec.nodeSelector, spec.affinity.nodeAffinity and spec.nodeName.
// Allowed: where `nodes` is required, a node selector or a node affinity; where it is forbidden,
// neither of them but for the keys that `freeKeys` matches, and no node by name. Tools of the field
// demand the one and the other, so a policy has to say which.

import Documents
import Kubernetes
import Patterns

extension Rule {
  static let nodeAffinity = Rule(
    id: "availability/node-affinity",
    title: "Pods choose their nodes, or leave that to the scheduler",
    severity: .info,
    presets: .untilSet,
    subject: .pods,
    fields: ["spec.nodeSelector", "spec.affinity.nodeAffinity", "spec.nodeName"],
    why: "Where teams have nodes of their own pods must ask for them, and where nodes are shared a "
      + "pod that insists on some may wait for ever.",
    source: "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/",
    remedy: "Add a nodeSelector or a nodeAffinity.",
    parameters: [
      Parameter(
        "nodes", .choice(["required", "forbidden"]), default: nil, required: true,
        "Whether pods must choose nodes by their labels or must not."),
      Parameter(
        "freeKeys", .patterns, default: ["kubernetes.io/os", "kubernetes.io/arch"],
        "Labels of nodes that a pod may always ask for, and that alone are no choice."),
    ],
    example: Example(
      fails: """
        # rules: {availability/node-affinity: {action: warn, nodes: forbidden}}
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec:
          nodeSelector: {pool: web}
          containers: [{name: web, image: web:1.4.2}]
        """,
      passes: """
        # rules: {availability/node-affinity: {action: warn, nodes: forbidden}}
        apiVersion: v1
        kind: Pod
        metadata: {name: web}
        spec: {containers: [{name: web, image: web:1.4.2}]}
        """),
    aliases: [
      Alias(.kubeLinter, "no-node-affinity"),
      Alias(.kyverno, "restrict-node-selection"),
    ],
    makeCheck: { parameters, _ in
      let isRequired = parameters.string("nodes") == "required"
      let freeKeys = parameters.globs("freeKeys")
      return .pod { pod, findings in
        if isRequired {
          if choice(of: pod, freeKeys) == nil {
            findings.report(
              pod, at: ["affinity", "nodeAffinity"], "the pod chooses no nodes by their labels")
          }
          return
        }
        if let name = pod.spec["nodeName"]?.string, !name.isEmpty, !pod.object.hasOwner {
          findings.report(
            pod, at: ["nodeName"], "the pod names a node: the scheduler has no say",
            remedy: "Remove nodeName.")
        }
        if let (path, node, key) = choice(of: pod, freeKeys) {
          findings.report(
            pod, at: path, on: node,
            "the pod chooses nodes by the label \(quoted(key)), which the policy forbids",
            remedy: "Leave the choice of nodes to the scheduler.")
        }
      }
    })

  /// The first label, of those that are not free, by which a pod chooses nodes.
  private static func choice(
    of pod: PodScope, _ freeKeys: [Glob]
  ) -> (path: [String], node: Node, key: String)? {
    func isFree(_ key: String) -> Bool { freeKeys.contains { $0.matches(key) } }
    if let selector = pod.spec["nodeSelector"], selector.isMapping {
      for (key, value) in selector.entries where !isFree(key.text) {
        return (["nodeSelector", key.text], value, key.text)
      }
    }
    guard let affinity = pod.spec["affinity", "nodeAffinity"] else { return nil }
    let required = "requiredDuringSchedulingIgnoredDuringExecution"
    let preferred = "preferredDuringSchedulingIgnoredDuringExecution"
    for (field, list, term) in [
      (required, affinity[named: required]?["nodeSelectorTerms"], nil),
      (preferred, affinity[named: preferred], "preference"),
    ] as [(String, Node?, String?)] {
      guard let list else { continue }
      for element in list.elements {
        guard let holder = term == nil ? element : element[named: term ?? ""] else { continue }
        for expressions in ["matchExpressions", "matchFields"] {
          guard let node = holder[named: expressions] else { continue }
          for expression in node.elements {
            guard let key = expression["key"]?.string, !isFree(key) else { continue }
            return (["affinity", "nodeAffinity", field], list, key)
          }
        }
      }
    }
    return nil
  }
}
