/// Versions of Kubernetes' own APIs that are deprecated or gone: a table that one line extends.
///
/// Sources: Kubernetes' Deprecated API Migration Guide, the lifecycle marks of k8s.io/api, and the
/// published OpenAPI documents of 1.25 to 1.37. A beta is deprecated three minor versions after it
/// came and goes after six, where nothing else was decided.
package struct DeprecatedAPI: Sendable {
  package let apiVersion: String
  package let kinds: [String]
  package let deprecated: KubernetesVersion
  /// The first version that does not serve it; `nil` where that is not known.
  package let removed: KubernetesVersion?
  package let successor: Successor?

  package struct Successor: Sendable {
    package let apiVersion: String
    /// Where it is another kind.
    package let kind: String?
    package let since: KubernetesVersion
    /// Whether an object of the old version is one of the new version as it stands.
    package let isSame: Bool
  }

  /// A line of the table, of the versions of one group.
  private struct Row {
    let version: String
    let kinds: String
    let deprecated: Int
    let removed: Int?
    let successor: String?
    let since: Int
    let isSame: Bool

    /// - Parameters:
    ///   - kinds: with blanks between them.
    ///   - deprecated: the minor version, as are `removed` and `since`.
    ///   - successor: a version of the same group or a whole `apiVersion`, and behind a blank the
    ///     kind where it is another one.
    init(
      _ version: String, _ kinds: String, _ deprecated: Int, _ removed: Int?,
      by successor: String? = nil, _ since: Int = 0, same: Bool = false
    ) {
      self.version = version
      self.kinds = kinds
      self.deprecated = deprecated
      self.removed = removed
      self.successor = successor
      self.since = since
      isSame = same
    }

    func names(_ kind: String) -> Bool {
      kinds.utf8.split(separator: UInt8(ascii: " ")).contains { $0.elementsEqual(kind.utf8) }
    }
  }

  private init(_ row: Row, in group: String) {
    let prefix = group.isEmpty ? "" : group + "/"
    apiVersion = prefix + row.version
    kinds = row.kinds.split(separator: " ").map(String.init)
    deprecated = KubernetesVersion(1, row.deprecated)
    removed = row.removed.map { KubernetesVersion(1, $0) }
    successor = row.successor.map { text in
      let parts = text.split(separator: " ").map(String.init)
      return Successor(
        apiVersion: parts[0].contains("/") ? parts[0] : prefix + parts[0],
        kind: parts.count > 1 ? parts[1] : nil, since: KubernetesVersion(1, row.since),
        isSame: row.isSame)
    }
  }

  package static let all: [DeprecatedAPI] = table.flatMap { group, rows in
    rows.map { DeprecatedAPI($0, in: group) }
  }

  /// The line for an object of this version and kind. The table is searched as it stands: to turn
  /// all of it into a dictionary took a tenth of the start of a process that sees a few objects.
  package static func entry(_ apiVersion: String, _ kind: String) -> DeprecatedAPI? {
    let slash = apiVersion.utf8.firstIndex(of: UInt8(ascii: "/"))
    let group = slash.map { String(apiVersion[..<$0]) } ?? ""
    let version = slash.map { apiVersion.utf8[$0...].dropFirst() } ?? apiVersion.utf8[...]
    let length = version.count
    for (name, rows) in table where name == group {
      // By length first, and no row is copied before it may be the one: most objects have none.
      for index in rows.indices
      where rows[index].version.utf8.count == length
        && rows[index].version.utf8.elementsEqual(version) && rows[index].names(kind)
      {
        return DeprecatedAPI(rows[index], in: group)
      }
    }
    return nil
  }
}

// MARK: - The table

extension DeprecatedAPI {
  private static let table: [(group: String, rows: [Row])] = [
    (
      "",
      [
        .init("v1", "ComponentStatus", 19, nil),
        .init("v1", "Endpoints", 33, nil, by: "discovery.k8s.io/v1 EndpointSlice", 21),
      ]
    ),
    (
      "extensions",
      [
        .init("v1beta1", "DaemonSet Deployment ReplicaSet", 9, 16, by: "apps/v1", 9),
        .init("v1beta1", "NetworkPolicy", 9, 16, by: "networking.k8s.io/v1", 7, same: true),
        .init("v1beta1", "PodSecurityPolicy", 10, 16),
        .init("v1beta1", "Ingress", 14, 22, by: "networking.k8s.io/v1", 19),
      ]
    ),
    (
      "apps",
      [
        .init("v1beta1", "ControllerRevision Deployment StatefulSet", 9, 16, by: "v1", 9),
        .init("v1beta2", "ControllerRevision", 9, 16, by: "v1", 9, same: true),
        .init("v1beta2", "DaemonSet", 9, 16, by: "v1", 9, same: true),
        .init("v1beta2", "Deployment", 9, 16, by: "v1", 9, same: true),
        .init("v1beta2", "ReplicaSet", 9, 16, by: "v1", 9, same: true),
        .init("v1beta2", "StatefulSet", 9, 16, by: "v1", 9, same: true),
      ]
    ),
    (
      "batch",
      [
        .init("v2alpha1", "CronJob", 8, 21, by: "v1", 21, same: true),
        .init("v1beta1", "CronJob", 21, 25, by: "v1", 21, same: true),
      ]
    ),
    (
      "autoscaling",
      [
        .init("v2beta1", "HorizontalPodAutoscaler", 22, 25, by: "v2", 23),
        .init("v2beta2", "HorizontalPodAutoscaler", 23, 26, by: "v2", 23, same: true),
      ]
    ),
    (
      "policy",
      [
        .init("v1beta1", "PodDisruptionBudget", 21, 25, by: "v1", 21),
        .init("v1beta1", "PodSecurityPolicy", 21, 25),
      ]
    ),
    (
      "networking.k8s.io",
      [
        .init("v1beta1", "Ingress", 19, 22, by: "v1", 19),
        .init("v1beta1", "IngressClass", 19, 22, by: "v1", 19, same: true),
        .init("v1alpha1", "ClusterCIDR", 28, 29),
        .init("v1alpha1", "IPAddress ServiceCIDR", 31, 31, by: "v1", 33, same: true),
        .init("v1beta1", "IPAddress ServiceCIDR", 34, 37, by: "v1", 33, same: true),
      ]
    ),
    (
      "apiextensions.k8s.io",
      [
        .init("v1beta1", "CustomResourceDefinition", 16, 22, by: "v1", 16)
      ]
    ),
    (
      "apiregistration.k8s.io",
      [
        .init("v1beta1", "APIService", 19, 22, by: "v1", 10, same: true)
      ]
    ),
    (
      "admissionregistration.k8s.io",
      [
        .init("v1beta1", "MutatingWebhookConfiguration", 16, 22, by: "v1", 16),
        .init("v1beta1", "ValidatingWebhookConfiguration", 16, 22, by: "v1", 16),
        .init("v1alpha1", "ValidatingAdmissionPolicy", 29, 32, by: "v1", 30),
        .init("v1alpha1", "ValidatingAdmissionPolicyBinding", 29, 32, by: "v1", 30),
        .init("v1beta1", "ValidatingAdmissionPolicy", 31, 34, by: "v1", 30, same: true),
        .init("v1beta1", "ValidatingAdmissionPolicyBinding", 31, 34, by: "v1", 30, same: true),
        .init("v1alpha1", "MutatingAdmissionPolicy", 35, nil, by: "v1", 36),
        .init("v1alpha1", "MutatingAdmissionPolicyBinding", 35, nil, by: "v1", 36),
        .init("v1beta1", "MutatingAdmissionPolicy", 37, nil, by: "v1", 36, same: true),
        .init("v1beta1", "MutatingAdmissionPolicyBinding", 37, nil, by: "v1", 36, same: true),
      ]
    ),
    (
      "rbac.authorization.k8s.io",
      [
        .init("v1alpha1", "ClusterRole ClusterRoleBinding Role RoleBinding", 17, 22, by: "v1", 8),
        .init("v1beta1", "ClusterRole", 17, 22, by: "v1", 8, same: true),
        .init("v1beta1", "ClusterRoleBinding", 17, 22, by: "v1", 8, same: true),
        .init("v1beta1", "Role", 17, 22, by: "v1", 8, same: true),
        .init("v1beta1", "RoleBinding", 17, 22, by: "v1", 8, same: true),
      ]
    ),
    (
      "authentication.k8s.io",
      [
        .init("v1beta1", "TokenReview", 19, 22, by: "v1", 6, same: true),
        .init("v1alpha1", "SelfSubjectReview", 29, 32, by: "v1", 28, same: true),
        .init("v1beta1", "SelfSubjectReview", 30, 33, by: "v1", 28, same: true),
      ]
    ),
    (
      "authorization.k8s.io",
      [
        .init("v1beta1", "LocalSubjectAccessReview", 19, 22, by: "v1", 6),
        .init("v1beta1", "SelfSubjectAccessReview", 19, 22, by: "v1", 6),
        .init("v1beta1", "SelfSubjectRulesReview", 19, 22, by: "v1", 6),
        .init("v1beta1", "SubjectAccessReview", 19, 22, by: "v1", 6),
      ]
    ),
    (
      "certificates.k8s.io",
      [
        .init("v1beta1", "CertificateSigningRequest", 19, 22, by: "v1", 19),
        .init("v1alpha1", "ClusterTrustBundle", 33, 37, by: "v1beta1", 33, same: true),
        .init("v1alpha1", "PodCertificateRequest", 35, 35, by: "v1beta1", 35),
      ]
    ),
    (
      "coordination.k8s.io",
      [
        .init("v1beta1", "Lease", 19, 22, by: "v1", 14, same: true),
        .init("v1alpha1", "LeaseCandidate", 32, 32, by: "v1beta1", 33),
        .init("v1alpha2", "LeaseCandidate", 35, nil, by: "v1beta1", 33, same: true),
      ]
    ),
    (
      "discovery.k8s.io",
      [
        .init("v1beta1", "EndpointSlice", 21, 25, by: "v1", 21)
      ]
    ),
    (
      "events.k8s.io",
      [
        .init("v1beta1", "Event", 19, 25, by: "v1", 19)
      ]
    ),
    (
      "flowcontrol.apiserver.k8s.io",
      [
        .init("v1alpha1", "FlowSchema PriorityLevelConfiguration", 20, 21, by: "v1", 29),
        .init("v1beta1", "FlowSchema PriorityLevelConfiguration", 23, 26, by: "v1", 29),
        .init("v1beta2", "FlowSchema PriorityLevelConfiguration", 26, 29, by: "v1", 29),
        .init("v1beta3", "FlowSchema PriorityLevelConfiguration", 29, 32, by: "v1", 29, same: true),
      ]
    ),
    (
      "node.k8s.io",
      [
        .init("v1beta1", "RuntimeClass", 20, 25, by: "v1", 20, same: true)
      ]
    ),
    (
      "resource.k8s.io",
      [
        .init("v1alpha1", "PodScheduling", 27, 27),
        .init("v1alpha1", "ResourceClaim", 27, 27, by: "v1", 34),
        .init("v1alpha1", "ResourceClaimTemplate", 27, 27, by: "v1", 34),
        .init("v1alpha1", "ResourceClass", 27, 27, by: "v1 DeviceClass", 34),
        .init("v1alpha2", "PodSchedulingContext", 31, 31),
        .init("v1alpha2", "ResourceClaimParameters", 31, 31),
        .init("v1alpha2", "ResourceClassParameters", 31, 31),
        .init(
          "v1alpha2", "ResourceClaim ResourceClaimTemplate ResourceSlice", 31, 31, by: "v1", 34),
        .init("v1alpha2", "ResourceClass", 31, 31, by: "v1 DeviceClass", 34),
        .init("v1alpha3", "PodSchedulingContext", 32, 32),
        .init("v1alpha3", "DeviceClass", 32, 34, by: "v1", 34),
        .init("v1alpha3", "ResourceClaim", 32, 34, by: "v1", 34),
        .init("v1alpha3", "ResourceClaimTemplate", 32, 34, by: "v1", 34),
        .init("v1alpha3", "ResourceSlice", 32, 34, by: "v1", 34),
        .init("v1alpha3", "DeviceTaintRule", 36, nil, by: "v1beta2", 36),
        .init("v1beta1", "DeviceClass", 35, nil, by: "v1", 34),
        .init("v1beta1", "ResourceClaim", 35, nil, by: "v1", 34),
        .init("v1beta1", "ResourceClaimTemplate", 35, nil, by: "v1", 34),
        .init("v1beta1", "ResourceSlice", 35, nil, by: "v1", 34),
        .init("v1beta2", "DeviceClass", 36, nil, by: "v1", 34, same: true),
        .init("v1beta2", "ResourceClaim", 36, nil, by: "v1", 34, same: true),
        .init("v1beta2", "ResourceClaimTemplate", 36, nil, by: "v1", 34, same: true),
        .init("v1beta2", "ResourceSlice", 36, nil, by: "v1", 34, same: true),
      ]
    ),
    (
      "scheduling.k8s.io",
      [
        .init("v1alpha1", "PriorityClass", 14, 17, by: "v1", 14, same: true),
        .init("v1beta1", "PriorityClass", 14, 22, by: "v1", 14, same: true),
        .init("v1alpha1", "Workload", 36, 36, by: "v1beta1", 37),
        .init("v1alpha2", "PodGroup Workload", 37, 37, by: "v1beta1", 37),
      ]
    ),
    (
      "storage.k8s.io",
      [
        .init("v1beta1", "StorageClass", 19, 22, by: "v1", 6, same: true),
        .init("v1beta1", "VolumeAttachment", 19, 22, by: "v1", 13, same: true),
        .init("v1beta1", "CSINode", 17, 22, by: "v1", 17, same: true),
        .init("v1beta1", "CSIDriver", 19, 22, by: "v1", 18, same: true),
        .init("v1beta1", "CSIStorageCapacity", 24, 27, by: "v1", 24, same: true),
        .init("v1alpha1", "CSIStorageCapacity VolumeAttachment", 21, 24, by: "v1", 24),
        .init("v1alpha1", "VolumeAttributesClass", 32, 35, by: "v1", 34, same: true),
        .init("v1beta1", "VolumeAttributesClass", 34, 37, by: "v1", 34, same: true),
      ]
    ),
    (
      "storagemigration.k8s.io",
      [
        .init("v1alpha1", "StorageVersionMigration", 35, 35, by: "v1beta1", 35)
      ]
    ),
    (
      "auditregistration.k8s.io",
      [
        .init("v1alpha1", "AuditSink", 19, 19)
      ]
    ),
    (
      "settings.k8s.io",
      [
        .init("v1alpha1", "PodPreset", 20, 20)
      ]
    ),
  ]
}
