// Made by Tests/Generators/api-shapes from the OpenAPI documents of Kubernetes 1.25 to 1.37.

extension APIShapeTable {
  /// Types in the order of their names; the format is described at ``APIShapes``.
  static let typesFifth: String = """
    ScopeSelector matchExpressions=[ScopedResourceSelectorRequirement
    SeccompProfile localhostProfile=s type=s!
    Secret apiVersion=s data={y immutable=b kind=s metadata=ObjectMeta stringData={s type=s
    SecretEnvSource name=s optional=b
    SecretKeySelector key=s! name=s optional=b
    SecretProjection items=[KeyToPath name=s optional=b
    SecretReference name=s namespace=s
    SecretVolumeSource defaultMode=i defaultUser=l+37 items=[KeyToPath optional=b secretName=s
    SecurityContext allowPrivilegeEscalation=b appArmorProfile=AppArmorProfile+30 \
    capabilities=Capabilities privileged=b procMount=s readOnlyRootFilesystem=b runAsGroup=l \
    runAsNonRoot=b runAsUser=l seLinuxOptions=SELinuxOptions seccompProfile=SeccompProfile \
    windowsOptions=WindowsSecurityContextOptions
    SelectableField jsonPath=s!
    SelfSubjectAccessReview apiVersion=s kind=s metadata=ObjectMeta \
    spec=SelfSubjectAccessReviewSpec! status=a
    SelfSubjectAccessReviewSpec nonResourceAttributes=NonResourceAttributes \
    resourceAttributes=ResourceAttributes
    SelfSubjectReview apiVersion=s kind=s metadata=ObjectMeta status=a
    SelfSubjectRulesReview apiVersion=s kind=s metadata=ObjectMeta \
    spec=SelfSubjectRulesReviewSpec! status=a
    SelfSubjectRulesReviewSpec namespace=s
    SELinuxOptions level=s role=s type=s user=s
    ServerAddressByClientCIDR clientCIDR=s! serverAddress=s!
    Service apiVersion=s kind=s metadata=ObjectMeta spec=ServiceSpec status=a
    ServiceAccount apiVersion=s automountServiceAccountToken=b \
    imagePullSecrets=[LocalObjectReference kind=s metadata=ObjectMeta secrets=[ObjectReference
    ServiceAccountSubject name=s! namespace=s!
    ServiceAccountTokenProjection audience=s expirationSeconds=l path=s! user=l+37
    ServiceBackendPort name=s number=i
    ServiceCIDR apiVersion=s kind=s metadata=ObjectMeta spec=ServiceCIDRSpec status=a
    ServiceCIDRSpec cidrs=[s
    ServicePort appProtocol=s name=s nodePort=i port=i! protocol=s targetPort=x
    ServiceReference name=s! namespace=s! path=s port=i
    ServiceReference:apiregistration/v1 name=s namespace=s port=i
    ServiceSpec allocateLoadBalancerNodePorts=b clusterIP=s clusterIPs=[s externalIPs=[s \
    externalName=s externalTrafficPolicy=s healthCheckNodePort=i internalTrafficPolicy=s \
    ipFamilies=[s ipFamilyPolicy=s loadBalancerClass=s loadBalancerIP=s \
    loadBalancerSourceRanges=[s ports=[ServicePort publishNotReadyAddresses=b selector={s \
    sessionAffinity=s sessionAffinityConfig=SessionAffinityConfig trafficDistribution=s+30 type=s
    SessionAffinityConfig clientIP=ClientIPConfig
    SleepAction seconds=l!
    StatefulSet apiVersion=s kind=s metadata=ObjectMeta spec=StatefulSetSpec! status=a
    StatefulSetOrdinals start=i
    StatefulSetPersistentVolumeClaimRetentionPolicy whenDeleted=s whenScaled=s
    StatefulSetSpec minReadySeconds=i ordinals=StatefulSetOrdinals+26 \
    persistentVolumeClaimRetentionPolicy=StatefulSetPersistentVolumeClaimRetentionPolicy \
    podManagementPolicy=s replicas=i revisionHistoryLimit=i selector=LabelSelector! serviceName=s \
    template=PodTemplateSpec! updateStrategy=StatefulSetUpdateStrategy \
    volumeClaimTemplates=[PersistentVolumeClaim
    StatefulSetUpdateStrategy rollingUpdate=RollingUpdateStatefulSetStrategy type=s
    StorageClass allowVolumeExpansion=b allowedTopologies=[TopologySelectorTerm apiVersion=s \
    kind=s metadata=ObjectMeta mountOptions=[s parameters={s provisioner=s! reclaimPolicy=s \
    volumeBindingMode=s
    StorageOSPersistentVolumeSource fsType=s readOnly=b secretRef=ObjectReference volumeName=s \
    volumeNamespace=s
    StorageOSVolumeSource fsType=s readOnly=b secretRef=LocalObjectReference volumeName=s \
    volumeNamespace=s
    StorageVersion apiVersion=s kind=s metadata=ObjectMeta! spec=a status=a
    StorageVersionMigration apiVersion=s kind=s metadata=ObjectMeta \
    spec=StorageVersionMigrationSpec status=a
    StorageVersionMigration:storagemigration/v1alpha1 apiVersion=s kind=s metadata=ObjectMeta \
    spec=StorageVersionMigrationSpec:storagemigration/v1alpha1 status=a
    StorageVersionMigrationSpec resource=GroupResource!
    StorageVersionMigrationSpec:storagemigration/v1alpha1 continueToken=s \
    resource=GroupVersionResource!
    Subject group=GroupSubject kind=s! serviceAccount=ServiceAccountSubject user=UserSubject
    Subject:rbac/v1 apiGroup=s kind=s! name=s! namespace=s
    SubjectAccessReview apiVersion=s kind=s metadata=ObjectMeta spec=SubjectAccessReviewSpec! \
    status=a
    SubjectAccessReviewSpec extra={[s groups=[s nonResourceAttributes=NonResourceAttributes \
    resourceAttributes=ResourceAttributes uid=s user=s
    SuccessPolicy rules=[SuccessPolicyRule!
    SuccessPolicyRule succeededCount=i succeededIndexes=s
    Sysctl name=s! value=s!
    Taint effect=s! key=s! timeAdded=t value=s
    TCPSocketAction host=s port=x!
    TokenRequest apiVersion=s kind=s metadata=ObjectMeta spec=TokenRequestSpec status=a
    TokenRequest:storage/v1 audience=s! expirationSeconds=l
    TokenRequestSpec attestations={[s+37 audiences=[s boundObjectRef=BoundObjectReference \
    expirationSeconds=l
    TokenReview apiVersion=s kind=s metadata=ObjectMeta spec=TokenReviewSpec! status=a
    TokenReviewSpec audiences=[s token=s!
    Toleration effect=s key=s operator=s tolerationSeconds=l value=s
    TopologyConstraint key=s!
    TopologySelectorLabelRequirement key=s! values=[s!
    TopologySelectorTerm matchLabelExpressions=[TopologySelectorLabelRequirement
    TopologySpreadConstraint labelSelector=LabelSelector matchLabelKeys=[s maxSkew=i! minDomains=i \
    nodeAffinityPolicy=s nodeTaintsPolicy=s topologyKey=s! whenUnsatisfiable=s!
    TypedLocalObjectReference apiGroup=s kind=s! name=s!
    TypedObjectReference apiGroup=s kind=s! name=s! namespace=s
    UserSubject name=s!
    ValidatingAdmissionPolicy apiVersion=s kind=s metadata=ObjectMeta \
    spec=ValidatingAdmissionPolicySpec status=a
    ValidatingAdmissionPolicy:admissionregistration/v1alpha1 apiVersion=s kind=s \
    metadata=ObjectMeta spec=ValidatingAdmissionPolicySpec:admissionregistration/v1alpha1 \
    status=a+27
    ValidatingAdmissionPolicyBinding apiVersion=s kind=s metadata=ObjectMeta \
    spec=ValidatingAdmissionPolicyBindingSpec!
    ValidatingAdmissionPolicyBinding:admissionregistration/v1alpha1 apiVersion=s kind=s \
    metadata=ObjectMeta spec=ValidatingAdmissionPolicyBindingSpec:admissionregistration/v1alpha1
    ValidatingAdmissionPolicyBinding:admissionregistration/v1beta1 apiVersion=s kind=s \
    metadata=ObjectMeta spec=ValidatingAdmissionPolicyBindingSpec:admissionregistration/v1beta1
    ValidatingAdmissionPolicyBindingSpec matchResources=MatchResources paramRef=ParamRef \
    policyName=s! validationActions=[s!
    ValidatingAdmissionPolicyBindingSpec:admissionregistration/v1alpha1 \
    matchResources=MatchResources paramRef=ParamRef:admissionregistration/v1alpha1 policyName=s \
    validationActions=[s+27
    ValidatingAdmissionPolicyBindingSpec:admissionregistration/v1beta1 \
    matchResources=MatchResources paramRef=ParamRef policyName=s validationActions=[s
    ValidatingAdmissionPolicySpec auditAnnotations=[AuditAnnotation failurePolicy=s \
    matchConditions=[MatchCondition matchConstraints=MatchResources paramKind=ParamKind \
    validations=[Validation variables=[Variable
    ValidatingAdmissionPolicySpec:admissionregistration/v1alpha1 \
    auditAnnotations=[AuditAnnotation+27 failurePolicy=s matchConditions=[MatchCondition+27 \
    matchConstraints=MatchResources paramKind=ParamKind \
    validations=[Validation:admissionregistration/v1alpha1 variables=[Variable+28
    ValidatingWebhook admissionReviewVersions=[s! clientConfig=WebhookClientConfig! \
    failurePolicy=s matchConditions=[MatchCondition+27 matchPolicy=s name=s! \
    namespaceSelector=LabelSelector objectSelector=LabelSelector rules=[RuleWithOperations \
    sideEffects=s! timeoutSeconds=i
    ValidatingWebhookConfiguration apiVersion=s kind=s metadata=ObjectMeta \
    webhooks=[ValidatingWebhook
    Validation expression=s! message=s messageExpression=s reason=s
    Validation:admissionregistration/v1alpha1 expression=s! message=s messageExpression=s+27 \
    reason=s
    ValidationRule fieldPath=s+28 message=s messageExpression=s+27 optionalOldSelf=b+29 \
    reason=s+28 rule=s!
    Variable expression=s! name=s!
    VendorParameters driverName=s parameters=a
    Volume awsElasticBlockStore=AWSElasticBlockStoreVolumeSource azureDisk=AzureDiskVolumeSource \
    azureFile=AzureFileVolumeSource cephfs=CephFSVolumeSource cinder=CinderVolumeSource \
    configMap=ConfigMapVolumeSource csi=CSIVolumeSource downwardAPI=DownwardAPIVolumeSource \
    emptyDir=EmptyDirVolumeSource ephemeral=EphemeralVolumeSource fc=FCVolumeSource \
    flexVolume=FlexVolumeSource flocker=FlockerVolumeSource \
    gcePersistentDisk=GCEPersistentDiskVolumeSource gitRepo=GitRepoVolumeSource \
    glusterfs=GlusterfsVolumeSource hostPath=HostPathVolumeSource image=ImageVolumeSource+31 \
    iscsi=ISCSIVolumeSource name=s! nfs=NFSVolumeSource \
    persistentVolumeClaim=PersistentVolumeClaimVolumeSource \
    photonPersistentDisk=PhotonPersistentDiskVolumeSource portworxVolume=PortworxVolumeSource \
    projected=ProjectedVolumeSource quobyte=QuobyteVolumeSource rbd=RBDVolumeSource \
    scaleIO=ScaleIOVolumeSource secret=SecretVolumeSource storageos=StorageOSVolumeSource \
    vsphereVolume=VsphereVirtualDiskVolumeSource
    VolumeAttachment apiVersion=s kind=s metadata=ObjectMeta spec=VolumeAttachmentSpec! status=a
    VolumeAttachmentSource inlineVolumeSpec=PersistentVolumeSpec persistentVolumeName=s
    VolumeAttachmentSpec attacher=s! nodeName=s! source=VolumeAttachmentSource!
    VolumeAttributesClass apiVersion=s driverName=s! kind=s metadata=ObjectMeta parameters={s
    VolumeDevice devicePath=s! name=s!
    VolumeMount bindMountOptions=[s+37 mountPath=s! mountPropagation=s name=s! readOnly=b \
    recursiveReadOnly=s+30 subPath=s subPathExpr=s
    VolumeNodeAffinity required=NodeSelector
    VolumeNodeResources count=i
    VolumeProjection clusterTrustBundle=ClusterTrustBundleProjection+29 \
    configMap=ConfigMapProjection downwardAPI=DownwardAPIProjection \
    podCertificate=PodCertificateProjection+34 secret=SecretProjection \
    serviceAccountToken=ServiceAccountTokenProjection
    VolumeResourceRequirements limits={q requests={q
    VsphereVirtualDiskVolumeSource fsType=s storagePolicyID=s storagePolicyName=s volumePath=s!
    WebhookClientConfig caBundle=y service=ServiceReference url=s
    WebhookConversion clientConfig=WebhookClientConfig conversionReviewVersions=[s!
    WeightedPodAffinityTerm podAffinityTerm=PodAffinityTerm! weight=i!
    WindowsSecurityContextOptions gmsaCredentialSpec=s gmsaCredentialSpecName=s hostProcess=b \
    runAsUserName=s
    Workload apiVersion=s kind=s metadata=ObjectMeta spec=WorkloadSpec!
    Workload:scheduling/v1alpha1 apiVersion=s kind=s metadata=ObjectMeta \
    spec=WorkloadSpec:scheduling/v1alpha1!
    Workload:scheduling/v1alpha2 apiVersion=s kind=s metadata=ObjectMeta \
    spec=WorkloadSpec:scheduling/v1alpha2!
    Workload:scheduling/v1alpha3 apiVersion=s kind=s metadata=ObjectMeta \
    spec=WorkloadSpec:scheduling/v1alpha3!
    WorkloadPodGroupDisruptionMode all=a single=a
    WorkloadPodGroupGangSchedulingPolicy minCount=i
    WorkloadPodGroupResourceClaim name=s! resourceClaimName=s resourceClaimTemplateName=s
    WorkloadPodGroupSchedulingConstraints topology=[TopologyConstraint
    WorkloadPodGroupSchedulingPolicy basic=a gang=WorkloadPodGroupGangSchedulingPolicy
    WorkloadPodGroupTemplateReference podGroupTemplateName=s! workloadName=s!
    WorkloadReference name=s! podGroup=s! podGroupReplicaKey=s
    WorkloadReference:scheduling/v1beta1 templateName=s! workloadName=s!
    WorkloadSpec compositePodGroupTemplates=[CompositePodGroupTemplate \
    controllerRef=TypedLocalObjectReference podGroupTemplates=[PodGroupTemplate
    WorkloadSpec:scheduling/v1alpha1 controllerRef=TypedLocalObjectReference \
    podGroups=[PodGroup:scheduling/v1alpha1!
    WorkloadSpec:scheduling/v1alpha2 controllerRef=TypedLocalObjectReference \
    podGroupTemplates=[PodGroupTemplate:scheduling/v1alpha2!
    WorkloadSpec:scheduling/v1alpha3 \
    compositePodGroupTemplates=[CompositePodGroupTemplate:scheduling/v1alpha3 \
    controllerRef=TypedLocalObjectReference podGroupTemplates=[PodGroupTemplate
    """
}
