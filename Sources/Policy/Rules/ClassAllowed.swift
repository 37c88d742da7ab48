// Reads spec.storageClassName of claims (PersistentVolumeClaims, claim templates of StatefulSets
// and of ephemeral volumes), and the annotation volume.beta.kubernetes.io/storage-class, which
// wins.
// Allowed: a class that one of `classes` matches. A missing or null class is the cluster's default
// one, and allowed unless `explicit` wants it named; an empty one binds to volumes made by hand.

import Documents
import Kubernetes

extension Rule {
  static let classAllowed = Rule(
    id: "storage/class-allowed",
    title: "Claims ask for a storage class that the policy allows",
    severity: .error,
    presets: .untilSet,
    subject: .podsAnd([.persistentVolumeClaim, .statefulSet]),
    fields: [
      "spec.storageClassName", "spec.volumeClaimTemplates[*].spec.storageClassName",
      "spec.volumes[*].ephemeral.volumeClaimTemplate.spec.storageClassName",
    ],
    why: "The class decides on encryption, on backups and on what is left when the claim goes.",
    source: "https://kubernetes.io/docs/concepts/storage/storage-classes/",
    remedy: "Name a storage class that the policy allows.",
    parameters: [
      Parameter(
        "classes", .patterns, default: nil, required: true,
        "The storage classes that are allowed."),
      Parameter(
        "explicit", .boolean, default: false,
        "Whether a claim must name its class instead of taking the default one."),
    ],
    example: Example(
      fails: """
        # rules: {storage/class-allowed: {action: deny, classes: [encrypted-*]}}
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec:
          storageClassName: standard
          resources: {requests: {storage: 10Gi}}
        """,
      passes: """
        # rules: {storage/class-allowed: {action: deny, classes: [encrypted-*]}}
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: data}
        spec:
          storageClassName: encrypted-ssd
          resources: {requests: {storage: 10Gi}}
        """),
    aliases: [
      Alias(.kyverno, "restrict-storageclass"),
      Alias(.gatekeeper, "K8sStorageClass"),
    ],
    makeCheck: { parameters, _ in
      let classes = parameters.globs("classes")
      let explicit = parameters.boolean("explicit")
      let annotation = "volume.beta.kubernetes.io/storage-class"
      return .object { scope, findings in
        VolumeClaim.forEach(of: scope) { claim in
          var path = claim.path + ["metadata", "annotations", annotation]
          var node = claim.node["metadata", "annotations"]?[named: annotation]
          if node?.isString != true {
            path = claim.path + ["spec", "storageClassName"]
            node = claim.node["spec"]?.value("storageClassName")
          }
          guard let node else {
            guard explicit, claim.node["spec"]?.isMapping == true else { return }
            findings.report(
              at: path, on: claim.node["spec", "storageClassName"] ?? claim.node["spec"],
              "\(claim.label) names no storage class, which the policy requires")
            return
          }
          guard let text = node.string, !text.isEmpty,
            !classes.contains(where: { $0.matches(text) })
          else { return }
          findings.report(
            at: path, on: node,
            "\(claim.label) asks for the storage class \(quoted(text)), which the policy does not "
              + "allow")
        }
      }
    })
}
