// Made by Tests/Generators/api-shapes from the OpenAPI documents of Kubernetes 1.25 to 1.37.

extension APIShapeTable {
  /// `apiVersion kind type`, with the first and the last minor version that serves it.
  static let kinds: String = """
    admissionregistration.k8s.io/v1 MutatingAdmissionPolicy MutatingAdmissionPolicy+36
    admissionregistration.k8s.io/v1 MutatingAdmissionPolicyBinding \
    MutatingAdmissionPolicyBinding+36
    admissionregistration.k8s.io/v1 MutatingWebhookConfiguration MutatingWebhookConfiguration
    admissionregistration.k8s.io/v1 ValidatingAdmissionPolicy ValidatingAdmissionPolicy+30
    admissionregistration.k8s.io/v1 ValidatingAdmissionPolicyBinding \
    ValidatingAdmissionPolicyBinding+30
    admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration ValidatingWebhookConfiguration
    admissionregistration.k8s.io/v1alpha1 MutatingAdmissionPolicy MutatingAdmissionPolicy+32
    admissionregistration.k8s.io/v1alpha1 MutatingAdmissionPolicyBinding \
    MutatingAdmissionPolicyBinding:admissionregistration/v1alpha1+32
    admissionregistration.k8s.io/v1alpha1 ValidatingAdmissionPolicy \
    ValidatingAdmissionPolicy:admissionregistration/v1alpha1+26-31
    admissionregistration.k8s.io/v1alpha1 ValidatingAdmissionPolicyBinding \
    ValidatingAdmissionPolicyBinding:admissionregistration/v1alpha1+26-31
    admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicy MutatingAdmissionPolicy+34
    admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicyBinding \
    MutatingAdmissionPolicyBinding+34
    admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicy ValidatingAdmissionPolicy+28-33
    admissionregistration.k8s.io/v1beta1 ValidatingAdmissionPolicyBinding \
    ValidatingAdmissionPolicyBinding:admissionregistration/v1beta1+28-33
    apiextensions.k8s.io/v1 CustomResourceDefinition CustomResourceDefinition
    apiregistration.k8s.io/v1 APIService APIService
    apps/v1 ControllerRevision ControllerRevision
    apps/v1 DaemonSet DaemonSet
    apps/v1 Deployment Deployment
    apps/v1 ReplicaSet ReplicaSet
    apps/v1 StatefulSet StatefulSet
    authentication.k8s.io/v1 SelfSubjectReview SelfSubjectReview+28
    authentication.k8s.io/v1 TokenRequest TokenRequest
    authentication.k8s.io/v1 TokenReview TokenReview
    authentication.k8s.io/v1alpha1 SelfSubjectReview SelfSubjectReview+26-31
    authentication.k8s.io/v1beta1 SelfSubjectReview SelfSubjectReview+27-32
    authorization.k8s.io/v1 LocalSubjectAccessReview LocalSubjectAccessReview
    authorization.k8s.io/v1 SelfSubjectAccessReview SelfSubjectAccessReview
    authorization.k8s.io/v1 SelfSubjectRulesReview SelfSubjectRulesReview
    authorization.k8s.io/v1 SubjectAccessReview SubjectAccessReview
    autoscaling/v1 HorizontalPodAutoscaler HorizontalPodAutoscaler
    autoscaling/v1 Scale Scale
    autoscaling/v2 HorizontalPodAutoscaler HorizontalPodAutoscaler:autoscaling/v2
    autoscaling/v2beta2 HorizontalPodAutoscaler HorizontalPodAutoscaler:autoscaling/v2beta2-25
    batch/v1 CronJob CronJob
    batch/v1 Job Job
    certificates.k8s.io/v1 CertificateSigningRequest CertificateSigningRequest
    certificates.k8s.io/v1 ClusterTrustBundle ClusterTrustBundle+37
    certificates.k8s.io/v1 PodCertificateRequest PodCertificateRequest+37
    certificates.k8s.io/v1alpha1 ClusterTrustBundle ClusterTrustBundle+27-36
    certificates.k8s.io/v1alpha1 PodCertificateRequest \
    PodCertificateRequest:certificates/v1alpha1+34-34
    certificates.k8s.io/v1beta1 ClusterTrustBundle ClusterTrustBundle+33
    certificates.k8s.io/v1beta1 PodCertificateRequest \
    PodCertificateRequest:certificates/v1beta1+35
    coordination.k8s.io/v1 Lease Lease
    coordination.k8s.io/v1alpha1 LeaseCandidate LeaseCandidate:coordination/v1alpha1+31-31
    coordination.k8s.io/v1alpha2 LeaseCandidate LeaseCandidate+32
    coordination.k8s.io/v1beta1 LeaseCandidate LeaseCandidate+33
    discovery.k8s.io/v1 EndpointSlice EndpointSlice
    events.k8s.io/v1 Event Event:events/v1
    flowcontrol.apiserver.k8s.io/v1 FlowSchema FlowSchema+29
    flowcontrol.apiserver.k8s.io/v1 PriorityLevelConfiguration PriorityLevelConfiguration+29
    flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema FlowSchema:flowcontrol/v1beta1-25
    flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration \
    PriorityLevelConfiguration:flowcontrol/v1beta1-25
    flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema FlowSchema:flowcontrol/v1beta1-28
    flowcontrol.apiserver.k8s.io/v1beta2 PriorityLevelConfiguration \
    PriorityLevelConfiguration:flowcontrol/v1beta2-28
    flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema FlowSchema:flowcontrol/v1beta1+26-31
    flowcontrol.apiserver.k8s.io/v1beta3 PriorityLevelConfiguration \
    PriorityLevelConfiguration:flowcontrol/v1beta3+26-31
    internal.apiserver.k8s.io/v1alpha1 StorageVersion StorageVersion
    lifecycle.k8s.io/v1alpha1 Eviction Eviction:lifecycle/v1alpha1+37
    lifecycle.k8s.io/v1alpha1 EvictionRequest EvictionRequest+37
    networking.k8s.io/v1 IPAddress IPAddress+33
    networking.k8s.io/v1 Ingress Ingress
    networking.k8s.io/v1 IngressClass IngressClass
    networking.k8s.io/v1 NetworkPolicy NetworkPolicy
    networking.k8s.io/v1 ServiceCIDR ServiceCIDR+33
    networking.k8s.io/v1alpha1 ClusterCIDR ClusterCIDR-28
    networking.k8s.io/v1alpha1 IPAddress IPAddress:networking/v1alpha1+27-30
    networking.k8s.io/v1alpha1 ServiceCIDR ServiceCIDR+29-30
    networking.k8s.io/v1beta1 IPAddress IPAddress+31-36
    networking.k8s.io/v1beta1 ServiceCIDR ServiceCIDR+31-36
    node.k8s.io/v1 RuntimeClass RuntimeClass
    policy/v1 Eviction Eviction
    policy/v1 PodDisruptionBudget PodDisruptionBudget
    rbac.authorization.k8s.io/v1 ClusterRole ClusterRole
    rbac.authorization.k8s.io/v1 ClusterRoleBinding ClusterRoleBinding
    rbac.authorization.k8s.io/v1 Role Role
    rbac.authorization.k8s.io/v1 RoleBinding RoleBinding
    resource.k8s.io/v1 DeviceClass DeviceClass+34
    resource.k8s.io/v1 DeviceTaintRule DeviceTaintRule+37
    resource.k8s.io/v1 ResourceClaim ResourceClaim:resource/v1+34
    resource.k8s.io/v1 ResourceClaimTemplate ResourceClaimTemplate+34
    resource.k8s.io/v1 ResourceSlice ResourceSlice+34
    resource.k8s.io/v1alpha1 PodScheduling PodScheduling+26-26
    resource.k8s.io/v1alpha1 ResourceClaim ResourceClaim:resource/v1alpha1+26-26
    resource.k8s.io/v1alpha1 ResourceClaimTemplate ResourceClaimTemplate:resource/v1alpha1+26-26
    resource.k8s.io/v1alpha1 ResourceClass ResourceClass+26-26
    resource.k8s.io/v1alpha2 PodSchedulingContext PodSchedulingContext+27-30
    resource.k8s.io/v1alpha2 ResourceClaim ResourceClaim:resource/v1alpha1+27-30
    resource.k8s.io/v1alpha2 ResourceClaimParameters ResourceClaimParameters+30-30
    resource.k8s.io/v1alpha2 ResourceClaimTemplate ResourceClaimTemplate:resource/v1alpha1+27-30
    resource.k8s.io/v1alpha2 ResourceClass ResourceClass:resource/v1alpha2+27-30
    resource.k8s.io/v1alpha2 ResourceClassParameters ResourceClassParameters+30-30
    resource.k8s.io/v1alpha2 ResourceSlice ResourceSlice:resource/v1alpha2+30-30
    resource.k8s.io/v1alpha3 DeviceClass DeviceClass:resource/v1alpha3+31-33
    resource.k8s.io/v1alpha3 DeviceTaintRule DeviceTaintRule:resource/v1alpha3+33
    resource.k8s.io/v1alpha3 PodSchedulingContext PodSchedulingContext+31-31
    resource.k8s.io/v1alpha3 ResourceClaim ResourceClaim:resource/v1alpha3+31-33
    resource.k8s.io/v1alpha3 ResourceClaimTemplate ResourceClaimTemplate:resource/v1alpha3+31-33
    resource.k8s.io/v1alpha3 ResourcePoolStatusRequest ResourcePoolStatusRequest+36
    resource.k8s.io/v1alpha3 ResourceSlice ResourceSlice:resource/v1alpha3+31-33
    resource.k8s.io/v1beta1 DeviceClass DeviceClass:resource/v1beta1+32
    resource.k8s.io/v1beta1 ResourceClaim ResourceClaim:resource/v1beta1+32
    resource.k8s.io/v1beta1 ResourceClaimTemplate ResourceClaimTemplate:resource/v1beta1+32
    resource.k8s.io/v1beta1 ResourceSlice ResourceSlice:resource/v1beta1+32
    resource.k8s.io/v1beta2 DeviceClass DeviceClass:resource/v1beta1+33
    resource.k8s.io/v1beta2 DeviceTaintRule DeviceTaintRule+36
    resource.k8s.io/v1beta2 ResourceClaim ResourceClaim:resource/v1beta2+33
    resource.k8s.io/v1beta2 ResourceClaimTemplate ResourceClaimTemplate:resource/v1beta2+33
    resource.k8s.io/v1beta2 ResourceSlice ResourceSlice:resource/v1beta2+33
    scheduling.k8s.io/v1 PriorityClass PriorityClass
    scheduling.k8s.io/v1alpha1 Workload Workload:scheduling/v1alpha1+35-35
    scheduling.k8s.io/v1alpha2 PodGroup PodGroup:scheduling/v1alpha2+36-36
    scheduling.k8s.io/v1alpha2 Workload Workload:scheduling/v1alpha2+36-36
    scheduling.k8s.io/v1alpha3 CompositePodGroup CompositePodGroup+37
    scheduling.k8s.io/v1alpha3 PodGroup PodGroup+37
    scheduling.k8s.io/v1alpha3 Workload Workload:scheduling/v1alpha3+37
    scheduling.k8s.io/v1beta1 PodGroup PodGroup+37
    scheduling.k8s.io/v1beta1 Workload Workload+37
    storage.k8s.io/v1 CSIDriver CSIDriver
    storage.k8s.io/v1 CSINode CSINode
    storage.k8s.io/v1 CSIStorageCapacity CSIStorageCapacity
    storage.k8s.io/v1 StorageClass StorageClass
    storage.k8s.io/v1 VolumeAttachment VolumeAttachment
    storage.k8s.io/v1 VolumeAttributesClass VolumeAttributesClass+34
    storage.k8s.io/v1alpha1 VolumeAttributesClass VolumeAttributesClass+29-34
    storage.k8s.io/v1beta1 CSIStorageCapacity CSIStorageCapacity-26
    storage.k8s.io/v1beta1 VolumeAttributesClass VolumeAttributesClass+31-36
    storagemigration.k8s.io/v1 StorageVersionMigration StorageVersionMigration+37
    storagemigration.k8s.io/v1alpha1 StorageVersionMigration \
    StorageVersionMigration:storagemigration/v1alpha1+30-34
    storagemigration.k8s.io/v1beta1 StorageVersionMigration StorageVersionMigration+35
    v1 APIGroup APIGroup
    v1 APIVersions APIVersions
    v1 Binding Binding
    v1 ComponentStatus ComponentStatus
    v1 ConfigMap ConfigMap
    v1 Endpoints Endpoints
    v1 Event Event
    v1 LimitRange LimitRange
    v1 Namespace Namespace
    v1 Node Node
    v1 PersistentVolume PersistentVolume
    v1 PersistentVolumeClaim PersistentVolumeClaim
    v1 Pod Pod
    v1 PodTemplate PodTemplate
    v1 ReplicationController ReplicationController
    v1 ResourceQuota ResourceQuota
    v1 Secret Secret
    v1 Service Service
    v1 ServiceAccount ServiceAccount
    """
}
