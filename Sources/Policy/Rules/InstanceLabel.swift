// Reads metadata.name and the label app.kubernetes.io/instance of every object.
// Allowed: no such label; one that is the name, or a part of it between hyphens or dots.

import Documents
import Kubernetes

extension Rule {
  static let instanceLabel = Rule(
    id: "meta/instance-label",
    title: "The instance label is the name of the object",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .objects,
    fields: ["metadata.labels"],
    why:
      "By app.kubernetes.io/instance tools gather what belongs together; one that names something "
      + "else "
      + "puts the object into a stranger's list.",
    source: "https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/",
    remedy: "Set the label to the name of the instance, by which the object's name begins.",
    example: Example(
      fails: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: billing, labels: {app.kubernetes.io/instance: shop}}
        """,
      passes: """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: shop-billing, labels: {app.kubernetes.io/instance: shop}}
        """),
    aliases: [
      Alias(.polaris, "metadataAndInstanceMismatched")
    ],
    makeCheck: { _, _ in
      .object { scope, findings in
        let key = "app.kubernetes.io/instance"
        guard let label = scope.object.labels?[named: key], let instance = label.string,
          !instance.isEmpty, let name = scope.object.name
        else { return }
        if name == instance { return }
        // A part of the name between hyphens or dots will do.
        let parts = "-\(name)-".replacingDots
        if parts.contains("-\(instance.replacingDots)-") { return }
        findings.report(
          at: ["metadata", "labels", key], on: label,
          "the label \(quoted(key)) is \(quoted(instance)), and the object is called "
            + quoted(name))
      }
    })
}

extension String {
  /// With hyphens in place of dots.
  fileprivate var replacingDots: String { String(map { $0 == "." ? "-" : $0 }) }
}
