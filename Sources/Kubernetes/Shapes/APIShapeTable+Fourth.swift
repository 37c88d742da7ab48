// Made by Tests/Generators/api-shapes from the OpenAPI documents of Kubernetes 1.25 to 1.37.

extension APIShapeTable {
  /// Types in the order of their names; the format is described at ``APIShapes``.
  static let typesFourth: String = """
    PodGroupSpec disruptionMode=DisruptionMode parentCompositePodGroupName=s preemptionPolicy=s \
    priority=i priorityClassName=s resourceClaims=[PodGroupResourceClaim \
    schedulingConstraints=PodGroupSchedulingConstraints schedulingPolicy=PodGroupSchedulingPolicy! \
    workloadRef=WorkloadReference:scheduling/v1beta1
    PodGroupSpec:scheduling/v1alpha2 disruptionMode=s \
    podGroupTemplateRef=PodGroupTemplateReference priority=i priorityClassName=s \
    resourceClaims=[PodGroupResourceClaim schedulingConstraints=PodGroupSchedulingConstraints \
    schedulingPolicy=PodGroupSchedulingPolicy!
    PodGroupTemplate disruptionMode=DisruptionMode name=s! preemptionPolicy=s priority=i \
    priorityClassName=s resourceClaims=[PodGroupResourceClaim \
    schedulingConstraints=PodGroupSchedulingConstraints schedulingPolicy=PodGroupSchedulingPolicy!
    PodGroupTemplate:scheduling/v1alpha2 disruptionMode=s name=s! priority=i priorityClassName=s \
    resourceClaims=[PodGroupResourceClaim schedulingConstraints=PodGroupSchedulingConstraints \
    schedulingPolicy=PodGroupSchedulingPolicy!
    PodGroupTemplateReference workload=WorkloadPodGroupTemplateReference
    PodOS name=s!
    PodReadinessGate conditionType=s!
    PodResourceClaim name=s! resourceClaimName=s+31 resourceClaimTemplateName=s+31 \
    source=ClaimSource-30
    PodScheduling apiVersion=s kind=s metadata=ObjectMeta spec=PodSchedulingSpec! status=a
    PodSchedulingContext apiVersion=s kind=s metadata=ObjectMeta spec=PodSchedulingContextSpec! \
    status=a
    PodSchedulingContextSpec potentialNodes=[s selectedNode=s
    PodSchedulingGate name=s!
    PodSchedulingGroup podGroupName=s
    PodSchedulingSpec potentialNodes=[s selectedNode=s
    PodSecurityContext appArmorProfile=AppArmorProfile+30 fsGroup=l fsGroupChangePolicy=s \
    runAsGroup=l runAsNonRoot=b runAsUser=l seLinuxChangePolicy=s+32 seLinuxOptions=SELinuxOptions \
    seccompProfile=SeccompProfile supplementalGroups=[l supplementalGroupsPolicy=s+31 \
    sysctls=[Sysctl windowsOptions=WindowsSecurityContextOptions
    PodsMetricSource metric=MetricIdentifier! target=MetricTarget!
    PodSpec activeDeadlineSeconds=l affinity=Affinity automountServiceAccountToken=b \
    containers=[Container! dnsConfig=PodDNSConfig dnsPolicy=s enableServiceLinks=b \
    ephemeralContainers=[EphemeralContainer evictionResponders=[EvictionResponder+37 \
    hostAliases=[HostAlias hostIPC=b hostNetwork=b hostPID=b hostUsers=b hostname=s \
    hostnameOverride=s+34 imagePullSecrets=[LocalObjectReference initContainers=[Container \
    nodeName=s nodeSelector={s os=PodOS overhead={q preemptionPolicy=s priority=i \
    priorityClassName=s readinessGates=[PodReadinessGate resourceClaims=[PodResourceClaim+26 \
    resources=ResourceRequirements+32 restartPolicy=s runtimeClassName=s schedulerName=s \
    schedulingGates=[PodSchedulingGate+26 schedulingGroup=PodSchedulingGroup+36 \
    securityContext=PodSecurityContext serviceAccount=s serviceAccountName=s setHostnameAsFQDN=b \
    shareProcessNamespace=b subdomain=s terminationGracePeriodSeconds=l tolerations=[Toleration \
    topologySpreadConstraints=[TopologySpreadConstraint volumes=[Volume \
    workloadRef=WorkloadReference+35-35
    PodTemplate apiVersion=s kind=s metadata=ObjectMeta template=PodTemplateSpec
    PodTemplateSpec metadata=ObjectMeta spec=PodSpec
    PolicyRule apiGroups=[s nonResourceURLs=[s resourceNames=[s resources=[s verbs=[s!
    PolicyRulesWithSubjects nonResourceRules=[NonResourcePolicyRule \
    resourceRules=[ResourcePolicyRule subjects=[Subject!
    PortworxVolumeSource fsType=s readOnly=b volumeID=s!
    Preconditions resourceVersion=s uid=s
    PreferredSchedulingTerm preference=NodeSelectorTerm! weight=i!
    PriorityClass apiVersion=s description=s globalDefault=b kind=s metadata=ObjectMeta \
    preemptionPolicy=s value=i!
    PriorityLevelConfiguration apiVersion=s kind=s metadata=ObjectMeta \
    spec=PriorityLevelConfigurationSpec! status=a
    PriorityLevelConfiguration:flowcontrol/v1beta1 apiVersion=s kind=s metadata=ObjectMeta \
    spec=PriorityLevelConfigurationSpec:flowcontrol/v1beta1 status=a
    PriorityLevelConfiguration:flowcontrol/v1beta2 apiVersion=s kind=s metadata=ObjectMeta \
    spec=PriorityLevelConfigurationSpec:flowcontrol/v1beta2 status=a
    PriorityLevelConfiguration:flowcontrol/v1beta3 apiVersion=s kind=s metadata=ObjectMeta \
    spec=PriorityLevelConfigurationSpec:flowcontrol/v1beta3 status=a
    PriorityLevelConfigurationReference name=s!
    PriorityLevelConfigurationSpec exempt=ExemptPriorityLevelConfiguration \
    limited=LimitedPriorityLevelConfiguration type=s!
    PriorityLevelConfigurationSpec:flowcontrol/v1beta1 \
    limited=LimitedPriorityLevelConfiguration:flowcontrol/v1beta1 type=s!
    PriorityLevelConfigurationSpec:flowcontrol/v1beta2 exempt=ExemptPriorityLevelConfiguration+28 \
    limited=LimitedPriorityLevelConfiguration:flowcontrol/v1beta2 type=s!
    PriorityLevelConfigurationSpec:flowcontrol/v1beta3 exempt=ExemptPriorityLevelConfiguration+28 \
    limited=LimitedPriorityLevelConfiguration:flowcontrol/v1beta3 type=s!
    Probe exec=ExecAction failureThreshold=i grpc=GRPCAction httpGet=HTTPGetAction \
    initialDelaySeconds=i periodSeconds=i successThreshold=i tcpSocket=TCPSocketAction \
    terminationGracePeriodSeconds=l timeoutSeconds=i
    ProjectedVolumeSource defaultMode=i defaultUser=l+37 sources=[VolumeProjection
    QueuingConfiguration handSize=i queueLengthLimit=i queues=i
    QuobyteVolumeSource group=s readOnly=b registry=s! tenant=s user=s volume=s!
    RBDPersistentVolumeSource fsType=s image=s! keyring=s monitors=[s! pool=s readOnly=b \
    secretRef=SecretReference user=s
    RBDVolumeSource fsType=s image=s! keyring=s monitors=[s! pool=s readOnly=b \
    secretRef=LocalObjectReference user=s
    ReplicaSet apiVersion=s kind=s metadata=ObjectMeta spec=ReplicaSetSpec! status=a
    ReplicaSetSpec minReadySeconds=i replicas=i selector=LabelSelector! template=PodTemplateSpec
    ReplicationController apiVersion=s kind=s metadata=ObjectMeta spec=ReplicationControllerSpec \
    status=a
    ReplicationControllerSpec minReadySeconds=i replicas=i selector={s template=PodTemplateSpec
    ResourceAttributes fieldSelector=FieldSelectorAttributes+31 group=s \
    labelSelector=LabelSelectorAttributes+31 name=s namespace=s resource=s subresource=s verb=s \
    version=s
    ResourceClaim name=s! request=s+31
    ResourceClaim:resource/v1 apiVersion=s kind=s metadata=ObjectMeta spec=ResourceClaimSpec \
    status=a
    ResourceClaim:resource/v1alpha1 apiVersion=s kind=s metadata=ObjectMeta \
    spec=ResourceClaimSpec:resource/v1alpha1! status=a
    ResourceClaim:resource/v1alpha3 apiVersion=s kind=s metadata=ObjectMeta \
    spec=ResourceClaimSpec:resource/v1alpha3! status=a
    ResourceClaim:resource/v1beta1 apiVersion=s kind=s metadata=ObjectMeta \
    spec=ResourceClaimSpec:resource/v1beta1 status=a
    ResourceClaim:resource/v1beta2 apiVersion=s kind=s metadata=ObjectMeta \
    spec=ResourceClaimSpec:resource/v1beta2 status=a
    ResourceClaimParameters apiVersion=s driverRequests=[DriverRequests \
    generatedFrom=ResourceClaimParametersReference kind=s metadata=ObjectMeta shareable=b
    ResourceClaimParametersReference apiGroup=s kind=s! name=s!
    ResourceClaimSpec devices=DeviceClaim
    ResourceClaimSpec:resource/v1alpha1 allocationMode=s \
    parametersRef=ResourceClaimParametersReference resourceClassName=s!
    ResourceClaimSpec:resource/v1alpha3 controller=s-31 devices=DeviceClaim:resource/v1alpha3
    ResourceClaimSpec:resource/v1beta1 devices=DeviceClaim:resource/v1beta1
    ResourceClaimSpec:resource/v1beta2 devices=DeviceClaim:resource/v1beta2
    ResourceClaimTemplate apiVersion=s kind=s metadata=ObjectMeta spec=ResourceClaimTemplateSpec
    ResourceClaimTemplate:resource/v1alpha1 apiVersion=s kind=s metadata=ObjectMeta \
    spec=ResourceClaimTemplateSpec:resource/v1alpha1!
    ResourceClaimTemplate:resource/v1alpha3 apiVersion=s kind=s metadata=ObjectMeta \
    spec=ResourceClaimTemplateSpec:resource/v1alpha3!
    ResourceClaimTemplate:resource/v1beta1 apiVersion=s kind=s metadata=ObjectMeta \
    spec=ResourceClaimTemplateSpec:resource/v1beta1
    ResourceClaimTemplate:resource/v1beta2 apiVersion=s kind=s metadata=ObjectMeta \
    spec=ResourceClaimTemplateSpec:resource/v1beta2
    ResourceClaimTemplateSpec metadata=ObjectMeta spec=ResourceClaimSpec
    ResourceClaimTemplateSpec:resource/v1alpha1 metadata=ObjectMeta \
    spec=ResourceClaimSpec:resource/v1alpha1!
    ResourceClaimTemplateSpec:resource/v1alpha3 metadata=ObjectMeta \
    spec=ResourceClaimSpec:resource/v1alpha3!
    ResourceClaimTemplateSpec:resource/v1beta1 metadata=ObjectMeta \
    spec=ResourceClaimSpec:resource/v1beta1
    ResourceClaimTemplateSpec:resource/v1beta2 metadata=ObjectMeta \
    spec=ResourceClaimSpec:resource/v1beta2
    ResourceClass apiVersion=s driverName=s! kind=s metadata=ObjectMeta \
    parametersRef=ResourceClassParametersReference suitableNodes=NodeSelector
    ResourceClass:resource/v1alpha2 apiVersion=s driverName=s! kind=s metadata=ObjectMeta \
    parametersRef=ResourceClassParametersReference structuredParameters=b+30 \
    suitableNodes=NodeSelector
    ResourceClassParameters apiVersion=s filters=[ResourceFilter \
    generatedFrom=ResourceClassParametersReference kind=s metadata=ObjectMeta \
    vendorParameters=[VendorParameters
    ResourceClassParametersReference apiGroup=s kind=s! name=s! namespace=s
    ResourceFieldSelector containerName=s divisor=q resource=s!
    ResourceFilter driverName=s namedResources=NamedResourcesFilter
    ResourceMetricSource name=s! target=MetricTarget!
    ResourcePolicyRule apiGroups=[s! clusterScope=b namespaces=[s resources=[s! verbs=[s!
    ResourcePool generation=l! name=s! resourceSliceCount=l!
    ResourcePoolStatusRequest apiVersion=s kind=s metadata=ObjectMeta! \
    spec=ResourcePoolStatusRequestSpec! status=a
    ResourcePoolStatusRequestSpec defaultPartitionTypeAttribute=s+37 driver=s! limit=i poolName=s
    ResourceQuota apiVersion=s kind=s metadata=ObjectMeta spec=ResourceQuotaSpec status=a
    ResourceQuotaSpec hard={q scopeSelector=ScopeSelector scopes=[s
    ResourceRequest namedResources=NamedResourcesRequest vendorParameters=a
    ResourceRequirements claims=[ResourceClaim+26 limits={q requests={q
    ResourceSlice apiVersion=s kind=s metadata=ObjectMeta spec=ResourceSliceSpec!
    ResourceSlice:resource/v1alpha2 apiVersion=s driverName=s! kind=s metadata=ObjectMeta \
    namedResources=NamedResourcesResources nodeName=s
    ResourceSlice:resource/v1alpha3 apiVersion=s kind=s metadata=ObjectMeta \
    spec=ResourceSliceSpec:resource/v1alpha3!
    ResourceSlice:resource/v1beta1 apiVersion=s kind=s metadata=ObjectMeta \
    spec=ResourceSliceSpec:resource/v1beta1!
    ResourceSlice:resource/v1beta2 apiVersion=s kind=s metadata=ObjectMeta \
    spec=ResourceSliceSpec:resource/v1beta2!
    ResourceSliceSpec allNodes=b devices=[Device driver=s! nodeName=s nodeSelector=NodeSelector \
    partitionTypeAttribute=s+37 perDeviceNodeSelection=b pool=ResourcePool! \
    sharedCounters=[CounterSet skipNodeOperations=[s+37
    ResourceSliceSpec:resource/v1alpha3 allNodes=b devices=[Device:resource/v1alpha3 driver=s! \
    nodeName=s nodeSelector=NodeSelector perDeviceNodeSelection=b+33 pool=ResourcePool! \
    sharedCounters=[CounterSet+33
    ResourceSliceSpec:resource/v1beta1 allNodes=b devices=[Device:resource/v1beta1 driver=s! \
    nodeName=s nodeSelector=NodeSelector partitionTypeAttribute=s+37 perDeviceNodeSelection=b+33 \
    pool=ResourcePool! sharedCounters=[CounterSet+33 skipNodeOperations=[s+37
    ResourceSliceSpec:resource/v1beta2 allNodes=b devices=[Device:resource/v1beta2 driver=s! \
    nodeName=s nodeSelector=NodeSelector partitionTypeAttribute=s+37 perDeviceNodeSelection=b \
    pool=ResourcePool! sharedCounters=[CounterSet skipNodeOperations=[s+37
    Role apiVersion=s kind=s metadata=ObjectMeta rules=[PolicyRule
    RoleBinding apiVersion=s kind=s metadata=ObjectMeta roleRef=RoleRef! subjects=[Subject:rbac/v1
    RoleRef apiGroup=s kind=s! name=s!
    RollingUpdateDaemonSet maxSurge=x maxUnavailable=x
    RollingUpdateDeployment maxSurge=x maxUnavailable=x
    RollingUpdateStatefulSetStrategy maxUnavailable=x partition=i
    RuleWithOperations apiGroups=[s apiVersions=[s operations=[s resources=[s scope=s
    RuntimeClass apiVersion=s handler=s! kind=s metadata=ObjectMeta overhead=Overhead \
    scheduling=Scheduling
    Scale apiVersion=s kind=s metadata=ObjectMeta spec=ScaleSpec status=a
    ScaleIOPersistentVolumeSource fsType=s gateway=s! protectionDomain=s readOnly=b \
    secretRef=SecretReference! sslEnabled=b storageMode=s storagePool=s system=s! volumeName=s
    ScaleIOVolumeSource fsType=s gateway=s! protectionDomain=s readOnly=b \
    secretRef=LocalObjectReference! sslEnabled=b storageMode=s storagePool=s system=s! \
    volumeName=s
    ScaleSpec replicas=i
    Scheduling nodeSelector={s tolerations=[Toleration
    ScopedResourceSelectorRequirement operator=s! scopeName=s! values=[s
    """
}
