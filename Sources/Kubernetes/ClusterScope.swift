extension KubernetesObject {
  /// Whether it is a `Namespace`.
  package var isNamespace: Bool { kind == "Namespace" && group.isEmpty }

  /// Whether it is of a kind of Kubernetes' own that is in no namespace: one that a tool supplies
  /// for objects that name none is not meant for it. Of other kinds this cannot be told without
  /// their definition.
  package var isClusterScoped: Bool { ClusterScope.contains(kind, in: group) }
}

/// The kinds of Kubernetes that belong to the cluster as a whole: `kubectl api-resources
/// --namespaced=false` of 1.37, and those that are gone or off by default.
package enum ClusterScope {
  package static func contains(_ kind: String, in group: String) -> Bool {
    // Lengths tell nearly all groups apart, and to compare strings takes ten times as long.
    let length = group.utf8.count
    return table.contains {
      $0.group.utf8.count == length && $0.group == group && $0.kinds.contains(kind)
    }
  }

  /// The kinds by their groups. A list: it is looked at once for an object, and a dictionary has to
  /// be filled when a process starts.
  package static let table: [(group: String, kinds: [String])] = [
    ("", ["ComponentStatus", "Namespace", "Node", "PersistentVolume"]),
    (
      "admissionregistration.k8s.io",
      [
        "MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding", "MutatingWebhookConfiguration",
        "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
      ]
    ),
    ("apiextensions.k8s.io", ["CustomResourceDefinition"]),
    ("apiregistration.k8s.io", ["APIService"]),
    ("authentication.k8s.io", ["SelfSubjectReview", "TokenReview"]),
    (
      "authorization.k8s.io",
      [
        "SelfSubjectAccessReview", "SelfSubjectRulesReview", "SubjectAccessReview",
      ]
    ),
    ("certificates.k8s.io", ["CertificateSigningRequest", "ClusterTrustBundle"]),
    ("flowcontrol.apiserver.k8s.io", ["FlowSchema", "PriorityLevelConfiguration"]),
    ("internal.apiserver.k8s.io", ["StorageVersion"]),
    ("networking.k8s.io", ["ClusterCIDR", "IPAddress", "IngressClass", "ServiceCIDR"]),
    ("node.k8s.io", ["RuntimeClass"]),
    ("rbac.authorization.k8s.io", ["ClusterRole", "ClusterRoleBinding"]),
    (
      "resource.k8s.io",
      [
        "DeviceClass", "DeviceTaintRule", "ResourceClass", "ResourcePoolStatusRequest",
        "ResourceSlice",
      ]
    ),
    ("scheduling.k8s.io", ["PriorityClass"]),
    ("storagemigration.k8s.io", ["StorageVersionMigration"]),
    (
      "storage.k8s.io",
      [
        "CSIDriver", "CSINode", "StorageClass", "VolumeAttachment",
        "VolumeAttributesClass",
      ]
    ),
  ]
}
