// Made by Tests/Generators/api-shapes from the OpenAPI documents of Kubernetes 1.25 to 1.37.

extension APIShapeTable {
  /// Types in the order of their names; the format is described at ``APIShapes``.
  static let typesFirst: String = """
    Affinity nodeAffinity=NodeAffinity podAffinity=PodAffinity podAntiAffinity=PodAntiAffinity
    AggregationRule clusterRoleSelectors=[LabelSelector
    APIGroup apiVersion=s kind=s name=s! preferredVersion=GroupVersionForDiscovery \
    serverAddressByClientCIDRs=[ServerAddressByClientCIDR versions=[GroupVersionForDiscovery!
    APIService apiVersion=s kind=s metadata=ObjectMeta spec=APIServiceSpec status=a
    APIServiceSpec caBundle=y group=s groupPriorityMinimum=i! insecureSkipTLSVerify=b \
    service=ServiceReference:apiregistration/v1 version=s versionPriority=i!
    APIVersions apiVersion=s kind=s serverAddressByClientCIDRs=[ServerAddressByClientCIDR! \
    versions=[s!
    AppArmorProfile localhostProfile=s type=s!
    ApplyConfiguration expression=s
    AuditAnnotation key=s! valueExpression=s!
    AWSElasticBlockStoreVolumeSource fsType=s partition=i readOnly=b volumeID=s!
    AzureDiskVolumeSource cachingMode=s diskName=s! diskURI=s! fsType=s kind=s readOnly=b
    AzureFilePersistentVolumeSource readOnly=b secretName=s! secretNamespace=s shareName=s!
    AzureFileVolumeSource readOnly=b secretName=s! shareName=s!
    BasicDevice allNodes=b+33 allowMultipleAllocations=b+34 attributes={DeviceAttribute \
    bindingConditions=[s+34 bindingFailureConditions=[s+34 bindsToNode=b+34 \
    capacity={DeviceCapacity:resource/v1beta1 consumesCounters=[DeviceCounterConsumption+33 \
    nodeAllocatableResourceMappings={NodeAllocatableResourceMapping+36-36 \
    nodeAllocatableResources={NodeAllocatableResource+37 nodeName=s+33 \
    nodeSelector=NodeSelector+33 taints=[DeviceTaint+33
    BasicDevice:resource/v1alpha3 allNodes=b+33 attributes={DeviceAttribute:resource/v1alpha3 \
    capacity={q consumesCounters=[DeviceCounterConsumption:resource/v1alpha3+33 nodeName=s+33 \
    nodeSelector=NodeSelector+33 taints=[DeviceTaint+33
    Binding apiVersion=s kind=s metadata=ObjectMeta target=ObjectReference!
    BoundObjectReference apiVersion=s kind=s name=s uid=s
    Capabilities add=[s drop=[s
    CapacityRequestPolicy default=q validRange=CapacityRequestPolicyRange validValues=[q
    CapacityRequestPolicyRange max=q min=q! step=q
    CapacityRequirements requests={q
    CELDeviceSelector expression=s!
    CephFSPersistentVolumeSource monitors=[s! path=s readOnly=b secretFile=s \
    secretRef=SecretReference user=s
    CephFSVolumeSource monitors=[s! path=s readOnly=b secretFile=s secretRef=LocalObjectReference \
    user=s
    CertificateSigningRequest apiVersion=s kind=s metadata=ObjectMeta \
    spec=CertificateSigningRequestSpec! status=a
    CertificateSigningRequestSpec expirationSeconds=i extra={[s groups=[s request=y! signerName=s! \
    uid=s usages=[s username=s
    CinderPersistentVolumeSource fsType=s readOnly=b secretRef=SecretReference volumeID=s!
    CinderVolumeSource fsType=s readOnly=b secretRef=LocalObjectReference volumeID=s!
    ClaimSource resourceClaimName=s resourceClaimTemplateName=s
    ClientIPConfig timeoutSeconds=i
    ClusterCIDR apiVersion=s kind=s metadata=ObjectMeta spec=ClusterCIDRSpec
    ClusterCIDRSpec ipv4=s ipv6=s nodeSelector=NodeSelector perNodeHostBits=i!
    ClusterRole aggregationRule=AggregationRule apiVersion=s kind=s metadata=ObjectMeta \
    rules=[PolicyRule
    ClusterRoleBinding apiVersion=s kind=s metadata=ObjectMeta roleRef=RoleRef! \
    subjects=[Subject:rbac/v1
    ClusterTrustBundle apiVersion=s kind=s metadata=ObjectMeta spec=ClusterTrustBundleSpec!
    ClusterTrustBundleProjection labelSelector=LabelSelector name=s optional=b path=s! \
    signerName=s user=l+37
    ClusterTrustBundleSpec signerName=s trustBundle=s!
    ComponentCondition error=s message=s status=s! type=s!
    ComponentStatus apiVersion=s conditions=[ComponentCondition kind=s metadata=ObjectMeta
    CompositeDisruptionMode all=a single=a
    CompositeGangSchedulingPolicy minGroupCount=i!
    CompositePodGroup apiVersion=s kind=s metadata=ObjectMeta spec=CompositePodGroupSpec! status=a
    CompositePodGroupSchedulingConstraints topology=[TopologyConstraint
    CompositePodGroupSchedulingPolicy basic=a gang=CompositeGangSchedulingPolicy
    CompositePodGroupSpec disruptionMode=CompositeDisruptionMode parentCompositePodGroupName=s \
    preemptionPolicy=s priority=i priorityClassName=s \
    schedulingConstraints=CompositePodGroupSchedulingConstraints \
    schedulingPolicy=CompositePodGroupSchedulingPolicy! \
    workloadRef=WorkloadReference:scheduling/v1beta1!
    CompositePodGroupTemplate compositePodGroupTemplates=[CompositePodGroupTemplate \
    disruptionMode=CompositeDisruptionMode name=s! podGroupTemplates=[PodGroupTemplate \
    preemptionPolicy=s priority=i priorityClassName=s \
    schedulingConstraints=CompositePodGroupSchedulingConstraints \
    schedulingPolicy=CompositePodGroupSchedulingPolicy!
    CompositePodGroupTemplate:scheduling/v1alpha3 \
    compositePodGroupTemplates=[CompositePodGroupTemplate:scheduling/v1alpha3 \
    disruptionMode=CompositeDisruptionMode name=s! podGroupTemplates=[PodGroupTemplate \
    preemptionPolicy=s priority=i priorityClassName=s \
    schedulingConstraints=CompositePodGroupSchedulingConstraints \
    schedulingPolicy=CompositePodGroupSchedulingPolicy!
    ConfigMap apiVersion=s binaryData={y data={s immutable=b kind=s metadata=ObjectMeta
    ConfigMapEnvSource name=s optional=b
    ConfigMapKeySelector key=s! name=s optional=b
    ConfigMapNodeConfigSource kubeletConfigKey=s! name=s! namespace=s! resourceVersion=s uid=s
    ConfigMapProjection items=[KeyToPath name=s optional=b
    ConfigMapVolumeSource defaultMode=i defaultUser=l+37 items=[KeyToPath name=s optional=b
    Container args=[s command=[s env=[EnvVar envFrom=[EnvFromSource image=s imagePullPolicy=s \
    lifecycle=Lifecycle livenessProbe=Probe name=s! ports=[ContainerPort readinessProbe=Probe \
    resizePolicy=[ContainerResizePolicy+27 resources=ResourceRequirements restartPolicy=s+28 \
    restartPolicyRules=[ContainerRestartRule+34 securityContext=SecurityContext startupProbe=Probe \
    stdin=b stdinOnce=b terminationMessagePath=s terminationMessagePolicy=s tty=b \
    volumeDevices=[VolumeDevice volumeMounts=[VolumeMount workingDir=s
    ContainerPort containerPort=i! hostIP=s hostPort=i name=s protocol=s
    ContainerResizePolicy resourceName=s! restartPolicy=s!
    ContainerResourceMetricSource container=s! name=s! target=MetricTarget!
    ContainerRestartRule action=s! exitCodes=ContainerRestartRuleOnExitCodes
    ContainerRestartRuleOnExitCodes operator=s! values=[i
    ControllerRevision apiVersion=s data=a! kind=s metadata=ObjectMeta revision=l
    Counter value=q!
    CounterSet counters={Counter! name=s!
    CronJob apiVersion=s kind=s metadata=ObjectMeta spec=CronJobSpec! status=a
    CronJobSpec concurrencyPolicy=s failedJobsHistoryLimit=i jobTemplate=JobTemplateSpec! \
    schedule=s! startingDeadlineSeconds=l successfulJobsHistoryLimit=i suspend=b timeZone=s
    CrossVersionObjectReference apiVersion=s kind=s! name=s!
    CSIDriver apiVersion=s kind=s metadata=ObjectMeta spec=CSIDriverSpec!
    CSIDriverSpec attachRequired=b fsGroupPolicy=s nodeAllocatableUpdatePeriodSeconds=l+33 \
    podInfoOnMount=b preventPodSchedulingIfMissing=b+36 requiresRepublish=b seLinuxMount=b \
    serviceAccountTokenInSecrets=b+35 storageCapacity=b tokenRequests=[TokenRequest:storage/v1 \
    volumeLifecycleModes=[s
    CSINode apiVersion=s kind=s metadata=ObjectMeta spec=CSINodeSpec! status=a+37
    CSINodeDriver allocatable=VolumeNodeResources name=s! nodeID=s! topologyKeys=[s
    CSINodeSpec drivers=[CSINodeDriver!
    CSIPersistentVolumeSource controllerExpandSecretRef=SecretReference \
    controllerPublishSecretRef=SecretReference driver=s! fsType=s \
    nodeExpandSecretRef=SecretReference nodePublishSecretRef=SecretReference \
    nodeStageSecretRef=SecretReference readOnly=b volumeAttributes={s volumeHandle=s!
    CSIStorageCapacity apiVersion=s capacity=q kind=s maximumVolumeSize=q metadata=ObjectMeta \
    nodeTopology=LabelSelector storageClassName=s!
    CSIVolumeSource driver=s! fsType=s nodePublishSecretRef=LocalObjectReference readOnly=b \
    volumeAttributes={s
    CustomResourceColumnDefinition description=s format=s jsonPath=s! name=s! priority=i type=s!
    CustomResourceConversion strategy=s! webhook=WebhookConversion
    CustomResourceDefinition apiVersion=s kind=s metadata=ObjectMeta \
    spec=CustomResourceDefinitionSpec! status=a
    CustomResourceDefinitionNames categories=[s kind=s! listKind=s plural=s! shortNames=[s \
    singular=s
    CustomResourceDefinitionSpec conversion=CustomResourceConversion group=s! \
    names=CustomResourceDefinitionNames! preserveUnknownFields=b scope=s! \
    versions=[CustomResourceDefinitionVersion!
    CustomResourceDefinitionVersion additionalPrinterColumns=[CustomResourceColumnDefinition \
    deprecated=b deprecationWarning=s name=s! schema=CustomResourceValidation \
    selectableFields=[SelectableField+30 served=b! storage=b! \
    subresources=CustomResourceSubresources
    CustomResourceSubresources scale=CustomResourceSubresourceScale status=a
    CustomResourceSubresourceScale labelSelectorPath=s specReplicasPath=s! statusReplicasPath=s!
    CustomResourceValidation openAPIV3Schema=JSONSchemaProps
    DaemonSet apiVersion=s kind=s metadata=ObjectMeta spec=DaemonSetSpec! status=a
    DaemonSetSpec minReadySeconds=i revisionHistoryLimit=i selector=LabelSelector! \
    template=PodTemplateSpec! updateStrategy=DaemonSetUpdateStrategy
    DaemonSetUpdateStrategy rollingUpdate=RollingUpdateDaemonSet type=s
    DeleteOptions apiVersion=s dryRun=[s gracePeriodSeconds=l \
    ignoreStoreReadErrorWithClusterBreakingPotential=b+32 kind=s orphanDependents=b \
    preconditions=Preconditions propagationPolicy=s
    Deployment apiVersion=s kind=s metadata=ObjectMeta spec=DeploymentSpec! status=a
    DeploymentSpec minReadySeconds=i paused=b progressDeadlineSeconds=i replicas=i \
    revisionHistoryLimit=i selector=LabelSelector! strategy=DeploymentStrategy \
    template=PodTemplateSpec!
    DeploymentStrategy rollingUpdate=RollingUpdateDeployment type=s
    Device allNodes=b allowMultipleAllocations=b attributes={DeviceAttribute bindingConditions=[s \
    bindingFailureConditions=[s bindsToNode=b capacity={DeviceCapacity \
    consumesCounters=[DeviceCounterConsumption name=s! \
    nodeAllocatableResourceMappings={NodeAllocatableResourceMapping+36-36 \
    nodeAllocatableResources={NodeAllocatableResource+37 nodeName=s nodeSelector=NodeSelector \
    taints=[DeviceTaint
    Device:resource/v1alpha3 basic=BasicDevice:resource/v1alpha3 name=s!
    Device:resource/v1beta1 basic=BasicDevice name=s!
    Device:resource/v1beta2 allNodes=b allowMultipleAllocations=b+34 attributes={DeviceAttribute \
    bindingConditions=[s+34 bindingFailureConditions=[s+34 bindsToNode=b+34 \
    capacity={DeviceCapacity:resource/v1beta1 consumesCounters=[DeviceCounterConsumption name=s! \
    nodeAllocatableResourceMappings={NodeAllocatableResourceMapping+36-36 \
    nodeAllocatableResources={NodeAllocatableResource+37 nodeName=s nodeSelector=NodeSelector \
    taints=[DeviceTaint
    DeviceAttribute bool=b bools=[b+36 int=l ints=[l+36 string=s strings=[s+36 version=s \
    versions=[s+36
    DeviceAttribute:resource/v1alpha3 bool=b int=l string=s version=s
    DeviceCapacity requestPolicy=CapacityRequestPolicy value=q!
    DeviceCapacity:resource/v1beta1 requestPolicy=CapacityRequestPolicy+34 value=q!
    DeviceClaim config=[DeviceClaimConfiguration constraints=[DeviceConstraint \
    requests=[DeviceRequest
    DeviceClaim:resource/v1alpha3 config=[DeviceClaimConfiguration \
    constraints=[DeviceConstraint:resource/v1alpha3 requests=[DeviceRequest:resource/v1alpha3
    DeviceClaim:resource/v1beta1 config=[DeviceClaimConfiguration \
    constraints=[DeviceConstraint:resource/v1beta1 requests=[DeviceRequest:resource/v1beta1
    DeviceClaim:resource/v1beta2 config=[DeviceClaimConfiguration \
    constraints=[DeviceConstraint:resource/v1beta1 requests=[DeviceRequest:resource/v1beta2
    DeviceClaimConfiguration opaque=OpaqueDeviceConfiguration requests=[s
    DeviceClass apiVersion=s kind=s metadata=ObjectMeta spec=DeviceClassSpec
    DeviceClass:resource/v1alpha3 apiVersion=s kind=s metadata=ObjectMeta \
    spec=DeviceClassSpec:resource/v1alpha3!
    DeviceClass:resource/v1beta1 apiVersion=s kind=s metadata=ObjectMeta \
    spec=DeviceClassSpec:resource/v1beta1
    DeviceClassConfiguration opaque=OpaqueDeviceConfiguration
    DeviceClassSpec config=[DeviceClassConfiguration extendedResourceName=s \
    selectors=[DeviceSelector
    DeviceClassSpec:resource/v1alpha3 config=[DeviceClassConfiguration selectors=[DeviceSelector \
    suitableNodes=NodeSelector-31
    DeviceClassSpec:resource/v1beta1 config=[DeviceClassConfiguration extendedResourceName=s+34 \
    selectors=[DeviceSelector
    DeviceConstraint distinctAttribute=s matchAttribute=s requests=[s
    DeviceConstraint:resource/v1alpha3 matchAttribute=s requests=[s
    """
}
