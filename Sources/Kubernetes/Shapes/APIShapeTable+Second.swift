// Made by Tests/Generators/api-shapes from the OpenAPI documents of Kubernetes 1.25 to 1.37.

extension APIShapeTable {
  /// Types in the order of their names; the format is described at ``APIShapes``.
  static let typesSecond: String = """
    DeviceConstraint:resource/v1beta1 distinctAttribute=s+34 matchAttribute=s requests=[s
    DeviceCounterConsumption compatibilityGroups=[s+37 counterSet=s! counters={Counter!
    DeviceCounterConsumption:resource/v1alpha3 counterSet=s! counters={Counter!
    DeviceDerivedAttribute expression=s! name=s!
    DeviceRequest exactly=ExactDeviceRequest firstAvailable=[DeviceSubRequest name=s!
    DeviceRequest:resource/v1alpha3 adminAccess=b allocationMode=s count=l deviceClassName=s \
    firstAvailable=[DeviceSubRequest:resource/v1alpha3+33 name=s! selectors=[DeviceSelector \
    tolerations=[DeviceToleration+33
    DeviceRequest:resource/v1beta1 adminAccess=b allocationMode=s capacity=CapacityRequirements+34 \
    count=l derivedAttributes=[DeviceDerivedAttribute+37 deviceClassName=s \
    firstAvailable=[DeviceSubRequest:resource/v1beta1+33 name=s! selectors=[DeviceSelector \
    tolerations=[DeviceToleration+33
    DeviceRequest:resource/v1beta2 exactly=ExactDeviceRequest:resource/v1beta2 \
    firstAvailable=[DeviceSubRequest:resource/v1beta1 name=s!
    DeviceSelector cel=CELDeviceSelector
    DeviceSubRequest allocationMode=s capacity=CapacityRequirements count=l \
    derivedAttributes=[DeviceDerivedAttribute+37 deviceClassName=s! name=s! \
    selectors=[DeviceSelector tolerations=[DeviceToleration
    DeviceSubRequest:resource/v1alpha3 allocationMode=s count=l deviceClassName=s! name=s! \
    selectors=[DeviceSelector tolerations=[DeviceToleration
    DeviceSubRequest:resource/v1beta1 allocationMode=s capacity=CapacityRequirements+34 count=l \
    derivedAttributes=[DeviceDerivedAttribute+37 deviceClassName=s! name=s! \
    selectors=[DeviceSelector tolerations=[DeviceToleration
    DeviceTaint effect=s! key=s! timeAdded=t value=s
    DeviceTaintRule apiVersion=s kind=s metadata=ObjectMeta spec=DeviceTaintRuleSpec! status=a
    DeviceTaintRule:resource/v1alpha3 apiVersion=s kind=s metadata=ObjectMeta \
    spec=DeviceTaintRuleSpec:resource/v1alpha3! status=a+35
    DeviceTaintRuleSpec deviceSelector=DeviceTaintSelector taint=DeviceTaint!
    DeviceTaintRuleSpec:resource/v1alpha3 deviceSelector=DeviceTaintSelector:resource/v1alpha3 \
    taint=DeviceTaint!
    DeviceTaintSelector device=s driver=s pool=s
    DeviceTaintSelector:resource/v1alpha3 device=s deviceClassName=s-34 driver=s pool=s \
    selectors=[DeviceSelector-34
    DeviceToleration effect=s key=s operator=s tolerationSeconds=l value=s
    DisruptionMode all=a single=a
    DownwardAPIProjection items=[DownwardAPIVolumeFile
    DownwardAPIVolumeFile fieldRef=ObjectFieldSelector mode=i path=s! \
    resourceFieldRef=ResourceFieldSelector user=l+37
    DownwardAPIVolumeSource defaultMode=i defaultUser=l+37 items=[DownwardAPIVolumeFile
    DriverRequests driverName=s requests=[ResourceRequest vendorParameters=a
    EmptyDirVolumeSource medium=s mode=i+37 sizeLimit=q
    Endpoint addresses=[s! conditions=EndpointConditions deprecatedTopology={s hints=EndpointHints \
    hostname=s nodeName=s targetRef=ObjectReference zone=s
    EndpointAddress hostname=s ip=s! nodeName=s targetRef=ObjectReference
    EndpointConditions ready=b serving=b terminating=b
    EndpointHints forNodes=[ForNode+33 forZones=[ForZone
    EndpointPort appProtocol=s name=s port=i! protocol=s
    EndpointPort:discovery/v1 appProtocol=s name=s port=i protocol=s
    Endpoints apiVersion=s kind=s metadata=ObjectMeta subsets=[EndpointSubset
    EndpointSlice addressType=s! apiVersion=s endpoints=[Endpoint kind=s metadata=ObjectMeta \
    ports=[EndpointPort:discovery/v1
    EndpointSubset addresses=[EndpointAddress notReadyAddresses=[EndpointAddress \
    ports=[EndpointPort
    EnvFromSource configMapRef=ConfigMapEnvSource prefix=s secretRef=SecretEnvSource
    EnvVar name=s! value=s valueFrom=EnvVarSource
    EnvVarSource configMapKeyRef=ConfigMapKeySelector fieldRef=ObjectFieldSelector \
    fileKeyRef=FileKeySelector+34 resourceFieldRef=ResourceFieldSelector \
    secretKeyRef=SecretKeySelector
    EphemeralContainer args=[s command=[s env=[EnvVar envFrom=[EnvFromSource image=s \
    imagePullPolicy=s lifecycle=Lifecycle livenessProbe=Probe name=s! ports=[ContainerPort \
    readinessProbe=Probe resizePolicy=[ContainerResizePolicy+27 resources=ResourceRequirements \
    restartPolicy=s+28 restartPolicyRules=[ContainerRestartRule+34 securityContext=SecurityContext \
    startupProbe=Probe stdin=b stdinOnce=b targetContainerName=s terminationMessagePath=s \
    terminationMessagePolicy=s tty=b volumeDevices=[VolumeDevice volumeMounts=[VolumeMount \
    workingDir=s
    EphemeralVolumeSource volumeClaimTemplate=PersistentVolumeClaimTemplate
    Event action=s apiVersion=s count=i eventTime=t firstTimestamp=t \
    involvedObject=ObjectReference! kind=s lastTimestamp=t message=s metadata=ObjectMeta! reason=s \
    related=ObjectReference reportingComponent=s reportingInstance=s series=EventSeries \
    source=EventSource type=s
    Event:events/v1 action=s apiVersion=s deprecatedCount=i deprecatedFirstTimestamp=t \
    deprecatedLastTimestamp=t deprecatedSource=EventSource eventTime=t! kind=s metadata=ObjectMeta \
    note=s reason=s regarding=ObjectReference related=ObjectReference reportingController=s \
    reportingInstance=s series=EventSeries:events/v1 type=s
    EventSeries count=i lastObservedTime=t
    EventSeries:events/v1 count=i! lastObservedTime=t!
    EventSource component=s host=s
    Eviction apiVersion=s deleteOptions=DeleteOptions kind=s metadata=ObjectMeta
    Eviction:lifecycle/v1alpha1 apiVersion=s kind=s metadata=ObjectMeta spec=EvictionSpec! \
    status=a
    EvictionPodReference name=s! uid=s!
    EvictionRequest apiVersion=s kind=s metadata=ObjectMeta spec=EvictionRequestSpec! status=a
    EvictionRequestPodReference name=s! uid=s!
    EvictionRequestSpec intent=s! requester=s! target=EvictionRequestTarget!
    EvictionRequestTarget pod=EvictionRequestPodReference
    EvictionResponder name=s! priority=i!
    EvictionSpec target=EvictionTarget!
    EvictionTarget pod=EvictionPodReference
    ExactDeviceRequest adminAccess=b allocationMode=s capacity=CapacityRequirements count=l \
    derivedAttributes=[DeviceDerivedAttribute+37 deviceClassName=s! selectors=[DeviceSelector \
    tolerations=[DeviceToleration
    ExactDeviceRequest:resource/v1beta2 adminAccess=b allocationMode=s \
    capacity=CapacityRequirements+34 count=l derivedAttributes=[DeviceDerivedAttribute+37 \
    deviceClassName=s! selectors=[DeviceSelector tolerations=[DeviceToleration
    ExecAction command=[s
    ExemptPriorityLevelConfiguration lendablePercent=i nominalConcurrencyShares=i
    ExternalDocumentation description=s url=s
    ExternalMetricSource metric=MetricIdentifier! target=MetricTarget!
    FCVolumeSource fsType=s lun=i readOnly=b targetWWNs=[s wwids=[s
    FieldSelectorAttributes rawSelector=s requirements=[FieldSelectorRequirement
    FieldSelectorRequirement key=s! operator=s! values=[s
    FileKeySelector key=s! optional=b path=s! volumeName=s!
    FlexPersistentVolumeSource driver=s! fsType=s options={s readOnly=b secretRef=SecretReference
    FlexVolumeSource driver=s! fsType=s options={s readOnly=b secretRef=LocalObjectReference
    FlockerVolumeSource datasetName=s datasetUUID=s
    FlowDistinguisherMethod type=s!
    FlowSchema apiVersion=s kind=s metadata=ObjectMeta spec=FlowSchemaSpec! status=a
    FlowSchema:flowcontrol/v1beta1 apiVersion=s kind=s metadata=ObjectMeta spec=FlowSchemaSpec \
    status=a
    FlowSchemaSpec distinguisherMethod=FlowDistinguisherMethod matchingPrecedence=i \
    priorityLevelConfiguration=PriorityLevelConfigurationReference! rules=[PolicyRulesWithSubjects
    ForNode name=s!
    ForZone name=s!
    GangSchedulingPolicy minCount=i!
    GCEPersistentDiskVolumeSource fsType=s partition=i pdName=s! readOnly=b
    GitRepoVolumeSource directory=s repository=s! revision=s
    GlusterfsPersistentVolumeSource endpoints=s! endpointsNamespace=s path=s! readOnly=b
    GlusterfsVolumeSource endpoints=s! path=s! readOnly=b
    GroupResource group=s! resource=s!
    GroupSubject name=s!
    GroupVersionForDiscovery groupVersion=s! version=s!
    GroupVersionResource group=s resource=s version=s
    GRPCAction mode=s+37 port=i! service=s
    HorizontalPodAutoscaler apiVersion=s kind=s metadata=ObjectMeta \
    spec=HorizontalPodAutoscalerSpec! status=a
    HorizontalPodAutoscaler:autoscaling/v2 apiVersion=s kind=s metadata=ObjectMeta \
    spec=HorizontalPodAutoscalerSpec:autoscaling/v2! status=a
    HorizontalPodAutoscaler:autoscaling/v2beta2 apiVersion=s kind=s metadata=ObjectMeta \
    spec=HorizontalPodAutoscalerSpec:autoscaling/v2beta2 status=a
    HorizontalPodAutoscalerBehavior scaleDown=HPAScalingRules scaleUp=HPAScalingRules
    HorizontalPodAutoscalerBehavior:autoscaling/v2beta2 \
    scaleDown=HPAScalingRules:autoscaling/v2beta2 scaleUp=HPAScalingRules:autoscaling/v2beta2
    HorizontalPodAutoscalerSpec maxReplicas=i! minReplicas=i \
    scaleTargetRef=CrossVersionObjectReference! targetCPUUtilizationPercentage=i
    HorizontalPodAutoscalerSpec:autoscaling/v2 behavior=HorizontalPodAutoscalerBehavior \
    maxReplicas=i! metrics=[MetricSpec minReplicas=i scaleTargetRef=CrossVersionObjectReference!
    HorizontalPodAutoscalerSpec:autoscaling/v2beta2 \
    behavior=HorizontalPodAutoscalerBehavior:autoscaling/v2beta2 maxReplicas=i! \
    metrics=[MetricSpec minReplicas=i scaleTargetRef=CrossVersionObjectReference!
    HostAlias hostnames=[s ip=s!
    HostPathVolumeSource path=s! type=s
    HPAScalingPolicy periodSeconds=i! type=s! value=i!
    HPAScalingRules policies=[HPAScalingPolicy selectPolicy=s stabilizationWindowSeconds=i \
    tolerance=q+33
    HPAScalingRules:autoscaling/v2beta2 policies=[HPAScalingPolicy selectPolicy=s \
    stabilizationWindowSeconds=i
    HTTPGetAction host=s httpHeaders=[HTTPHeader path=s port=x! protocol=s+37 scheme=s
    HTTPHeader name=s! value=s!
    HTTPIngressPath backend=IngressBackend! path=s pathType=s!
    HTTPIngressRuleValue paths=[HTTPIngressPath!
    ImageVolumeSource pullPolicy=s reference=s
    Ingress apiVersion=s kind=s metadata=ObjectMeta spec=IngressSpec status=a
    IngressBackend resource=TypedLocalObjectReference service=IngressServiceBackend
    IngressClass apiVersion=s kind=s metadata=ObjectMeta spec=IngressClassSpec
    IngressClassParametersReference apiGroup=s kind=s! name=s! namespace=s scope=s
    IngressClassSpec controller=s parameters=IngressClassParametersReference
    IngressRule host=s http=HTTPIngressRuleValue
    IngressServiceBackend name=s! port=ServiceBackendPort
    IngressSpec defaultBackend=IngressBackend ingressClassName=s rules=[IngressRule \
    tls=[IngressTLS
    IngressTLS hosts=[s secretName=s
    IPAddress apiVersion=s kind=s metadata=ObjectMeta spec=IPAddressSpec!
    IPAddress:networking/v1alpha1 apiVersion=s kind=s metadata=ObjectMeta \
    spec=IPAddressSpec:networking/v1alpha1
    IPAddressSpec parentRef=ParentReference!
    IPAddressSpec:networking/v1alpha1 parentRef=ParentReference:networking/v1alpha1!
    IPBlock cidr=s! except=[s
    ISCSIPersistentVolumeSource chapAuthDiscovery=b chapAuthSession=b fsType=s initiatorName=s \
    iqn=s! iscsiInterface=s lun=i! portals=[s readOnly=b secretRef=SecretReference targetPortal=s!
    ISCSIVolumeSource chapAuthDiscovery=b chapAuthSession=b fsType=s initiatorName=s iqn=s! \
    iscsiInterface=s lun=i! portals=[s readOnly=b secretRef=LocalObjectReference targetPortal=s!
    Job apiVersion=s kind=s metadata=ObjectMeta spec=JobSpec status=a
    JobSchedulingConfiguration disruptionMode=WorkloadPodGroupDisruptionMode \
    resourceClaims=[WorkloadPodGroupResourceClaim \
    schedulingConstraints=WorkloadPodGroupSchedulingConstraints \
    schedulingPolicy=WorkloadPodGroupSchedulingPolicy
    JobSpec activeDeadlineSeconds=l backoffLimit=i backoffLimitPerIndex=i+28 completionMode=s \
    completions=i managedBy=s+30 manualSelector=b maxFailedIndexes=i+28 parallelism=i \
    podFailurePolicy=PodFailurePolicy podReplacementPolicy=s+28 \
    scheduling=JobSchedulingConfiguration+37 selector=LabelSelector successPolicy=SuccessPolicy+30 \
    suspend=b template=PodTemplateSpec! ttlSecondsAfterFinished=i
    JobTemplateSpec metadata=ObjectMeta spec=JobSpec
    JSONPatch expression=s
    JSONSchemaProps $ref=s $schema=s additionalItems=a additionalProperties=a \
    allOf=[JSONSchemaProps anyOf=[JSONSchemaProps default=a definitions={JSONSchemaProps \
    dependencies={a description=s enum=[a example=a exclusiveMaximum=b exclusiveMinimum=b \
    externalDocs=ExternalDocumentation format=s id=s items=a maxItems=l maxLength=l \
    maxProperties=l maximum=n minItems=l minLength=l minProperties=l minimum=n multipleOf=n \
    not=JSONSchemaProps nullable=b oneOf=[JSONSchemaProps pattern=s \
    patternProperties={JSONSchemaProps properties={JSONSchemaProps required=[s title=s type=s \
    uniqueItems=b x-kubernetes-embedded-resource=b x-kubernetes-int-or-string=b \
    x-kubernetes-list-map-keys=[s x-kubernetes-list-type=s x-kubernetes-map-type=s \
    x-kubernetes-preserve-unknown-fields=b x-kubernetes-validations=[ValidationRule
    """
}
