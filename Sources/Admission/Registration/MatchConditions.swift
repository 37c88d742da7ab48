import Documents
import Kubernetes
import Policy

/// `matchConditions` of a webhook: what is never sent, whatever its rules say.
///
/// Nodes, leases and signing requests are how a cluster comes up and stays up; a mirror pod shows
/// what a kubelet runs from a file anyhow. A webhook that could stop them could keep a cold cluster
/// from ever reaching the point at which the webhook runs. Nobody gets around a policy by making a
/// pod look like a mirror pod: a kubelet runs none, and no update can make a pod one.
enum MatchConditions {
  private static let always: [(name: String, expression: String)] = [
    ("exclude-nodes", resource("nodes", in: "")),
    ("exclude-leases", resource("leases", in: "coordination.k8s.io")),
    (
      "exclude-certificate-signing-requests",
      resource("certificatesigningrequests", in: "certificates.k8s.io")
    ),
    (
      "exclude-mirror-pods",
      resource("pods", in: "") + " || object == null || !has(object.metadata.annotations)"
        + " || !('kubernetes.io/config.mirror' in object.metadata.annotations)"
    ),
  ]

  /// For rules that name no resources: what comes in great numbers, and what is a question rather
  /// than an object.
  private static let ofEverything: [(name: String, expression: String)] = [
    ("exclude-events", "request.resource.resource != 'events'"),
    (
      "exclude-access-reviews",
      "!(request.resource.group in ['authentication.k8s.io', 'authorization.k8s.io'])"
    ),
  ]

  private static func resource(_ resource: String, in group: String) -> String {
    "!(request.resource.group == '\(group)' && request.resource.resource == '\(resource)')"
  }

  /// `nil` where the API of that version has no such field.
  static func value(for kinds: KindSet, _ version: KubernetesVersion) -> Value? {
    guard areKnown(to: version) else { return nil }
    let conditions = always + (kinds.isEverything ? ofEverything : [])
    return .sequence(
      conditions.map { ["name": .string($0.name), "expression": .string($0.expression)] })
  }

  static func areKnown(to version: KubernetesVersion) -> Bool {
    let shapes = APIShapes.known
    guard let type = shapes.type(named: "MutatingWebhook") else { return false }
    return shapes.fields(of: type).contains {
      $0.name == "matchConditions" && $0.field.versions.contains(version.minor)
    }
  }
}
