import Kubernetes

/// What an object is, whatever the version of its API: group and kind.
///
/// The group `extensions`, in which several kinds began, counts as the one that they have now, so
/// that an old manifest and a new one speak of the same thing.
package struct ObjectKind: Sendable, Hashable {
  package let group: String
  package let kind: String

  package init(_ kind: String, in group: String = "") {
    self.kind = kind
    self.group = group == "extensions" ? Self.successor(of: kind) : group
  }

  package init(_ object: KubernetesObject) {
    self.init(object.kind, in: object.group)
  }

  /// Whether an object is of this kind; allocates nothing.
  func isKind(of object: KubernetesObject) -> Bool {
    // Most names differ in length, and to compare strings takes longer than that.
    guard object.kind.utf8.count == kind.utf8.count, object.kind == kind else { return false }
    return object.group == group
      || object.group == "extensions" && Self.successor(of: kind) == group
  }

  /// The kind that a reference with `apiVersion` and `kind` means.
  package init(_ kind: String, apiVersion: String) {
    let slash = apiVersion.utf8.firstIndex(of: UInt8(ascii: "/"))
    self.init(kind, in: slash.map { String(apiVersion[..<$0]) } ?? "")
  }

  private static func successor(of kind: String) -> String {
    switch kind {
    case "Ingress", "NetworkPolicy": "networking.k8s.io"
    case "Deployment", "DaemonSet", "ReplicaSet", "StatefulSet": "apps"
    case "PodSecurityPolicy": "policy"
    default: "extensions"
    }
  }

  /// The kinds that Kubernetes itself has.
  package static let ownOfKubernetes = Set(
    APIShapes.known.kinds.map { ObjectKind($0.kind, apiVersion: $0.apiVersion) })

  /// Whether some cluster may serve it. Groups without a dot are Kubernetes' own: the group of a
  /// CustomResourceDefinition has one. OpenShift still takes its DeploymentConfig for one of `v1`.
  var mayBeServed: Bool {
    group.utf8.contains(UInt8(ascii: ".")) || Self.ownOfKubernetes.contains(self)
      || kind == "DeploymentConfig"
  }

  package static let configMap = ObjectKind("ConfigMap")
  package static let secret = ObjectKind("Secret")
  package static let service = ObjectKind("Service")
  package static let serviceAccount = ObjectKind("ServiceAccount")
  package static let namespace = ObjectKind("Namespace")
  package static let persistentVolumeClaim = ObjectKind("PersistentVolumeClaim")
  package static let deployment = ObjectKind("Deployment", in: "apps")
  package static let daemonSet = ObjectKind("DaemonSet", in: "apps")
  package static let replicaSet = ObjectKind("ReplicaSet", in: "apps")
  package static let replicationController = ObjectKind("ReplicationController")
  package static let pod = ObjectKind("Pod")
  package static let job = ObjectKind("Job", in: "batch")
  package static let cronJob = ObjectKind("CronJob", in: "batch")
  package static let rollout = ObjectKind("Rollout", in: "argoproj.io")
  package static let statefulSet = ObjectKind("StatefulSet", in: "apps")
  package static let ingress = ObjectKind("Ingress", in: "networking.k8s.io")
  package static let networkPolicy = ObjectKind("NetworkPolicy", in: "networking.k8s.io")
  package static let podDisruptionBudget = ObjectKind("PodDisruptionBudget", in: "policy")
  package static let autoscaler = ObjectKind("HorizontalPodAutoscaler", in: "autoscaling")
  package static let scaledObject = ObjectKind("ScaledObject", in: "keda.sh")
  package static let securityContextConstraints = ObjectKind(
    "SecurityContextConstraints", in: "security.openshift.io")
  package static let serviceMonitor = ObjectKind("ServiceMonitor", in: "monitoring.coreos.com")
}
