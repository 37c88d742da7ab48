// Reads the annotations of claims: PersistentVolumeClaims, spec.volumeClaimTemplates of
// StatefulSets and spec.volumes[*].ephemeral.volumeClaimTemplate of pods.
// Allowed: every name of `annotations` is there and its value not empty; every name of `values` is
// there with a value that its pattern matches.

import Documents
import Kubernetes

extension Rule {
  static let volumeClaimAnnotation = Rule(
    id: "workload/volume-claim-annotation",
    title: "Claims of volumes carry the annotations that the policy names",
    severity: .warning,
    presets: .untilSet,
    subject: .podsAnd([.persistentVolumeClaim, .statefulSet]),
    fields: [
      "spec.volumeClaimTemplates[*].metadata.annotations",
      "spec.volumes[*].ephemeral.volumeClaimTemplate.metadata.annotations",
      "metadata.annotations",
    ],
    why: "Backup and encryption find volumes by the annotations of their claims, and those of a "
      + "StatefulSet cannot be added later.",
    source: "https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/"
      + "#volume-claim-templates",
    remedy: "Add the annotation to the metadata of the claim.",
    parameters: [
      Parameter(
        "annotations", .strings, default: nil, required: true,
        "The names of the annotations that every claim must carry."),
      Parameter(
        "values", .patternMap, default: nil,
        "Names of annotations with a pattern that their value must match where they are there."),
    ],
    example: Example(
      fails: """
        # rules: {workload/volume-claim-annotation: {action: warn, annotations: [backup/plan]}}
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec: {resources: {requests: {storage: 10Gi}}}
        """,
      passes: """
        # rules: {workload/volume-claim-annotation: {action: warn, annotations: [backup/plan]}}
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data, annotations: {backup/plan: daily}}
        spec: {resources: {requests: {storage: 10Gi}}}
        """),
    makeCheck: { parameters, _ in
      let names = parameters.strings("annotations")
      let values = parameters.globMap("values")
      return .object { scope, findings in
        VolumeClaim.forEach(of: scope) { claim in
          let annotations = claim.node["metadata", "annotations"]
          let path = claim.path + ["metadata", "annotations"]
          for name in names {
            if let value = annotations?.value(name), !value.isString("") { continue }
            findings.report(
              at: path + [name],
              on: annotations?[named: name] ?? annotations ?? claim.node["metadata"] ?? claim.node,
              "\(claim.label) has no annotation \(quoted(name)), which the policy requires",
              remedy: "Add the annotation \(quoted(name)) to the metadata of the claim.")
          }
          for (name, pattern) in values {
            guard let value = annotations?.value(name), !pattern.matches(value) else { continue }
            findings.report(
              at: path + [name], on: value,
              "the annotation \(quoted(name)) of \(claim.label) does not match "
                + "\(quoted(pattern.text)), which the policy requires",
              remedy: "Give the annotation a value that matches \(quoted(pattern.text)).")
          }
        }
      }
    })
}

/// A claim of a volume: an object of its own, or the template of one.
struct VolumeClaim {
  /// What has `metadata` and `spec`: always a mapping.
  let node: Node
  /// From the object.
  let path: [String]
  /// For messages.
  let label: String

  /// The claims of an object, in the order of the document.
  static func forEach(of scope: ObjectScope, _ body: (VolumeClaim) -> Void) {
    let object = scope.object
    if ObjectKind(object) == .persistentVolumeClaim {
      body(VolumeClaim(node: object.node, path: [], label: "the claim"))
      return
    }
    if object.kind == "StatefulSet", let templates = object.node["spec", "volumeClaimTemplates"] {
      for (position, node) in templates.elements.enumerated() where node.isMapping {
        let name = node["metadata", "name"]?.string
        body(
          VolumeClaim(
            node: node, path: ["spec", "volumeClaimTemplates", String(position)],
            label: "the claim template \(name.map { quoted($0) } ?? String(position))"))
      }
    }
    for pod in scope.pods {
      guard let volumes = pod.volumes else { continue }
      for (position, volume) in volumes.elements.enumerated() {
        guard let node = volume["ephemeral", "volumeClaimTemplate"], node.isMapping else {
          continue
        }
        let path = ["volumes", String(position), "ephemeral", "volumeClaimTemplate"]
        body(
          VolumeClaim(
            node: node, path: pod.template.specPath + path,
            label: "the claim of volume \(volume.label(at: position))"))
      }
    }
  }
}
