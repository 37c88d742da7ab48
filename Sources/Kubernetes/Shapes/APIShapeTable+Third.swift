// Made by Tests/Generators/api-shapes from the OpenAPI documents of Kubernetes 1.25 to 1.37.

extension APIShapeTable {
  /// Types in the order of their names; the format is described at ``APIShapes``.
  static let typesThird: String = """
    KeyToPath key=s! mode=i path=s! user=l+37
    LabelSelector matchExpressions=[LabelSelectorRequirement matchLabels={s
    LabelSelectorAttributes rawSelector=s requirements=[LabelSelectorRequirement
    LabelSelectorRequirement key=s! operator=s! values=[s
    Lease apiVersion=s kind=s metadata=ObjectMeta spec=LeaseSpec
    LeaseCandidate apiVersion=s kind=s metadata=ObjectMeta spec=LeaseCandidateSpec!
    LeaseCandidate:coordination/v1alpha1 apiVersion=s kind=s metadata=ObjectMeta \
    spec=LeaseCandidateSpec:coordination/v1alpha1
    LeaseCandidateSpec binaryVersion=s! emulationVersion=s leaseName=s! pingTime=t renewTime=t \
    strategy=s!
    LeaseCandidateSpec:coordination/v1alpha1 binaryVersion=s emulationVersion=s leaseName=s! \
    pingTime=t preferredStrategies=[s! renewTime=t
    LeaseSpec acquireTime=t holderIdentity=s leaseDurationSeconds=i leaseTransitions=i \
    preferredHolder=s+31 renewTime=t strategy=s+31
    Lifecycle postStart=LifecycleHandler preStop=LifecycleHandler stopSignal=s+33
    LifecycleHandler exec=ExecAction httpGet=HTTPGetAction sleep=SleepAction+29 \
    tcpSocket=TCPSocketAction
    LimitedPriorityLevelConfiguration borrowingLimitPercent=i lendablePercent=i \
    limitResponse=LimitResponse! nominalConcurrencyShares=i
    LimitedPriorityLevelConfiguration:flowcontrol/v1beta1 assuredConcurrencyShares=i \
    limitResponse=LimitResponse
    LimitedPriorityLevelConfiguration:flowcontrol/v1beta2 assuredConcurrencyShares=i \
    borrowingLimitPercent=i+26 lendablePercent=i+26 limitResponse=LimitResponse
    LimitedPriorityLevelConfiguration:flowcontrol/v1beta3 borrowingLimitPercent=i \
    lendablePercent=i limitResponse=LimitResponse nominalConcurrencyShares=i
    LimitRange apiVersion=s kind=s metadata=ObjectMeta spec=LimitRangeSpec
    LimitRangeItem default={q defaultRequest={q max={q maxLimitRequestRatio={q min={q type=s!
    LimitRangeSpec limits=[LimitRangeItem!
    LimitResponse queuing=QueuingConfiguration type=s!
    LocalObjectReference name=s
    LocalSubjectAccessReview apiVersion=s kind=s metadata=ObjectMeta spec=SubjectAccessReviewSpec! \
    status=a
    LocalVolumeSource fsType=s path=s!
    ManagedFieldsEntry apiVersion=s fieldsType=s fieldsV1=a manager=s operation=s subresource=s \
    time=t
    MatchCondition expression=s! name=s!
    MatchResources excludeResourceRules=[NamedRuleWithOperations matchPolicy=s \
    namespaceSelector=LabelSelector objectSelector=LabelSelector \
    resourceRules=[NamedRuleWithOperations
    MetricIdentifier name=s! selector=LabelSelector
    MetricSpec containerResource=ContainerResourceMetricSource external=ExternalMetricSource \
    object=ObjectMetricSource pods=PodsMetricSource resource=ResourceMetricSource type=s!
    MetricTarget averageUtilization=i averageValue=q type=s! value=q
    MutatingAdmissionPolicy apiVersion=s kind=s metadata=ObjectMeta \
    spec=MutatingAdmissionPolicySpec
    MutatingAdmissionPolicyBinding apiVersion=s kind=s metadata=ObjectMeta \
    spec=MutatingAdmissionPolicyBindingSpec
    MutatingAdmissionPolicyBinding:admissionregistration/v1alpha1 apiVersion=s kind=s \
    metadata=ObjectMeta spec=MutatingAdmissionPolicyBindingSpec:admissionregistration/v1alpha1
    MutatingAdmissionPolicyBindingSpec matchResources=MatchResources paramRef=ParamRef \
    policyName=s
    MutatingAdmissionPolicyBindingSpec:admissionregistration/v1alpha1 \
    matchResources=MatchResources paramRef=ParamRef:admissionregistration/v1alpha1 policyName=s
    MutatingAdmissionPolicySpec failurePolicy=s matchConditions=[MatchCondition \
    matchConstraints=MatchResources mutations=[Mutation paramKind=ParamKind reinvocationPolicy=s \
    variables=[Variable
    MutatingWebhook admissionReviewVersions=[s! clientConfig=WebhookClientConfig! failurePolicy=s \
    matchConditions=[MatchCondition+27 matchPolicy=s name=s! namespaceSelector=LabelSelector \
    objectSelector=LabelSelector reinvocationPolicy=s rules=[RuleWithOperations sideEffects=s! \
    timeoutSeconds=i
    MutatingWebhookConfiguration apiVersion=s kind=s metadata=ObjectMeta webhooks=[MutatingWebhook
    Mutation applyConfiguration=ApplyConfiguration jsonPatch=JSONPatch patchType=s!
    NamedResourcesAttribute bool=b int=l intSlice=NamedResourcesIntSlice name=s! quantity=q \
    string=s stringSlice=NamedResourcesStringSlice version=s
    NamedResourcesFilter selector=s!
    NamedResourcesInstance attributes=[NamedResourcesAttribute name=s!
    NamedResourcesIntSlice ints=[l!
    NamedResourcesRequest selector=s!
    NamedResourcesResources instances=[NamedResourcesInstance!
    NamedResourcesStringSlice strings=[s!
    NamedRuleWithOperations apiGroups=[s apiVersions=[s operations=[s resourceNames=[s \
    resources=[s scope=s
    Namespace apiVersion=s kind=s metadata=ObjectMeta spec=NamespaceSpec status=a
    NamespaceSpec finalizers=[s
    NetworkPolicy apiVersion=s kind=s metadata=ObjectMeta spec=NetworkPolicySpec status=a-27
    NetworkPolicyEgressRule ports=[NetworkPolicyPort to=[NetworkPolicyPeer
    NetworkPolicyIngressRule from=[NetworkPolicyPeer ports=[NetworkPolicyPort
    NetworkPolicyPeer ipBlock=IPBlock namespaceSelector=LabelSelector podSelector=LabelSelector
    NetworkPolicyPort endPort=i port=x protocol=s
    NetworkPolicySpec egress=[NetworkPolicyEgressRule ingress=[NetworkPolicyIngressRule \
    podSelector=LabelSelector policyTypes=[s
    NFSVolumeSource path=s! readOnly=b server=s!
    Node apiVersion=s kind=s metadata=ObjectMeta spec=NodeSpec status=a
    NodeAffinity preferredDuringSchedulingIgnoredDuringExecution=[PreferredSchedulingTerm \
    requiredDuringSchedulingIgnoredDuringExecution=NodeSelector
    NodeAllocatableMapping capacityKey=s capacityMultiplier=q deviceMultiplier=q
    NodeAllocatableOverhead perContainer=q perPod=q
    NodeAllocatableResource mapping=NodeAllocatableMapping overhead=NodeAllocatableOverhead
    NodeAllocatableResourceMapping allocationMultiplier=q capacityKey=s
    NodeConfigSource configMap=ConfigMapNodeConfigSource
    NodePodPreemptionPolicy disableResizePreemption=[s
    NodeSelector nodeSelectorTerms=[NodeSelectorTerm!
    NodeSelectorRequirement key=s! operator=s! values=[s
    NodeSelectorTerm matchExpressions=[NodeSelectorRequirement \
    matchFields=[NodeSelectorRequirement
    NodeSpec configSource=NodeConfigSource externalID=s podCIDR=s podCIDRs=[s \
    podPreemptionPolicy=NodePodPreemptionPolicy+37 providerID=s taints=[Taint unschedulable=b
    NonResourceAttributes path=s verb=s
    NonResourcePolicyRule nonResourceURLs=[s! verbs=[s!
    ObjectFieldSelector apiVersion=s fieldPath=s!
    ObjectMeta annotations={s creationTimestamp=t deletionGracePeriodSeconds=l deletionTimestamp=t \
    finalizers=[s generateName=s generation=l labels={s managedFields=[ManagedFieldsEntry name=s \
    namespace=s ownerReferences=[OwnerReference resourceVersion=s selfLink=s uid=s
    ObjectMetricSource describedObject=CrossVersionObjectReference! metric=MetricIdentifier! \
    target=MetricTarget!
    ObjectReference apiVersion=s fieldPath=s kind=s name=s namespace=s resourceVersion=s uid=s
    OpaqueDeviceConfiguration driver=s! parameters=a!
    Overhead podFixed={q
    OwnerReference apiVersion=s! blockOwnerDeletion=b controller=b kind=s! name=s! uid=s!
    ParamKind apiVersion=s kind=s
    ParamRef name=s namespace=s parameterNotFoundAction=s selector=LabelSelector
    ParamRef:admissionregistration/v1alpha1 name=s namespace=s parameterNotFoundAction=s+28 \
    selector=LabelSelector+28
    ParentReference group=s name=s! namespace=s resource=s!
    ParentReference:networking/v1alpha1 group=s name=s! namespace=s resource=s! uid=s-28
    PersistentVolume apiVersion=s kind=s metadata=ObjectMeta spec=PersistentVolumeSpec status=a
    PersistentVolumeClaim apiVersion=s kind=s metadata=ObjectMeta spec=PersistentVolumeClaimSpec \
    status=a
    PersistentVolumeClaimSpec accessModes=[s dataSource=TypedLocalObjectReference \
    dataSourceRef=TypedObjectReference resources=VolumeResourceRequirements selector=LabelSelector \
    storageClassName=s volumeAttributesClassName=s+29 volumeMode=s volumeName=s
    PersistentVolumeClaimTemplate metadata=ObjectMeta spec=PersistentVolumeClaimSpec!
    PersistentVolumeClaimVolumeSource claimName=s! readOnly=b
    PersistentVolumeSpec accessModes=[s awsElasticBlockStore=AWSElasticBlockStoreVolumeSource \
    azureDisk=AzureDiskVolumeSource azureFile=AzureFilePersistentVolumeSource capacity={q \
    cephfs=CephFSPersistentVolumeSource cinder=CinderPersistentVolumeSource \
    claimRef=ObjectReference csi=CSIPersistentVolumeSource fc=FCVolumeSource \
    flexVolume=FlexPersistentVolumeSource flocker=FlockerVolumeSource \
    gcePersistentDisk=GCEPersistentDiskVolumeSource glusterfs=GlusterfsPersistentVolumeSource \
    hostPath=HostPathVolumeSource iscsi=ISCSIPersistentVolumeSource local=LocalVolumeSource \
    mountOptions=[s nfs=NFSVolumeSource nodeAffinity=VolumeNodeAffinity \
    persistentVolumeReclaimPolicy=s photonPersistentDisk=PhotonPersistentDiskVolumeSource \
    portworxVolume=PortworxVolumeSource quobyte=QuobyteVolumeSource rbd=RBDPersistentVolumeSource \
    scaleIO=ScaleIOPersistentVolumeSource storageClassName=s \
    storageos=StorageOSPersistentVolumeSource volumeAttributesClassName=s+29 volumeMode=s \
    vsphereVolume=VsphereVirtualDiskVolumeSource
    PhotonPersistentDiskVolumeSource fsType=s pdID=s!
    Pod apiVersion=s kind=s metadata=ObjectMeta spec=PodSpec status=a
    PodAffinity preferredDuringSchedulingIgnoredDuringExecution=[WeightedPodAffinityTerm \
    requiredDuringSchedulingIgnoredDuringExecution=[PodAffinityTerm
    PodAffinityTerm labelSelector=LabelSelector matchLabelKeys=[s+29 mismatchLabelKeys=[s+29 \
    namespaceSelector=LabelSelector namespaces=[s topologyKey=s!
    PodAntiAffinity preferredDuringSchedulingIgnoredDuringExecution=[WeightedPodAffinityTerm \
    requiredDuringSchedulingIgnoredDuringExecution=[PodAffinityTerm
    PodCertificateProjection certificateChainPath=s credentialBundlePath=s keyPath=s keyType=s! \
    maxExpirationSeconds=i signerName=s! user=l+37 userAnnotations={s+35
    PodCertificateRequest apiVersion=s kind=s metadata=ObjectMeta spec=PodCertificateRequestSpec! \
    status=a
    PodCertificateRequest:certificates/v1alpha1 apiVersion=s kind=s metadata=ObjectMeta \
    spec=PodCertificateRequestSpec:certificates/v1alpha1! status=a
    PodCertificateRequest:certificates/v1beta1 apiVersion=s kind=s metadata=ObjectMeta \
    spec=PodCertificateRequestSpec:certificates/v1beta1! status=a
    PodCertificateRequestSpec maxExpirationSeconds=i nodeName=s! nodeUID=s! podName=s! podUID=s! \
    serviceAccountName=s! serviceAccountUID=s! signerName=s! stubPKCS10Request=y! \
    unverifiedUserAnnotations={s
    PodCertificateRequestSpec:certificates/v1alpha1 maxExpirationSeconds=i nodeName=s! nodeUID=s! \
    pkixPublicKey=y! podName=s! podUID=s! proofOfPossession=y! serviceAccountName=s! \
    serviceAccountUID=s! signerName=s!
    PodCertificateRequestSpec:certificates/v1beta1 maxExpirationSeconds=i nodeName=s! nodeUID=s! \
    pkixPublicKey=y podName=s! podUID=s! proofOfPossession=y serviceAccountName=s! \
    serviceAccountUID=s! signerName=s! stubPKCS10Request=y!+36 unverifiedUserAnnotations={s
    PodDisruptionBudget apiVersion=s kind=s metadata=ObjectMeta spec=PodDisruptionBudgetSpec \
    status=a
    PodDisruptionBudgetSpec maxUnavailable=x minAvailable=x selector=LabelSelector \
    unhealthyPodEvictionPolicy=s+26
    PodDNSConfig nameservers=[s options=[PodDNSConfigOption searches=[s
    PodDNSConfigOption name=s value=s
    PodFailurePolicy rules=[PodFailurePolicyRule!
    PodFailurePolicyOnExitCodesRequirement containerName=s operator=s! values=[i!
    PodFailurePolicyOnPodConditionsPattern status=s type=s!
    PodFailurePolicyRule action=s! onExitCodes=PodFailurePolicyOnExitCodesRequirement \
    onPodConditions=[PodFailurePolicyOnPodConditionsPattern
    PodGroup apiVersion=s kind=s metadata=ObjectMeta spec=PodGroupSpec! status=a
    PodGroup:scheduling/v1alpha1 name=s! policy=PodGroupPolicy!
    PodGroup:scheduling/v1alpha2 apiVersion=s kind=s metadata=ObjectMeta \
    spec=PodGroupSpec:scheduling/v1alpha2! status=a
    PodGroupPolicy basic=a gang=GangSchedulingPolicy
    PodGroupResourceClaim name=s! resourceClaimName=s resourceClaimTemplateName=s
    PodGroupSchedulingConstraints topology=[TopologyConstraint
    PodGroupSchedulingPolicy basic=a gang=GangSchedulingPolicy
    """
}
