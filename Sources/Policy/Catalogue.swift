/// All rules, in the order of reports.
///
/// Adding a rule is one file in `Rules/`, one folder in `Tests/Fixtures/rules` and one line here.
package enum Catalogue {
  package static let rules: [Rule] = [
    .windowsHostProcess,
    .hostNamespaces,
    .privileged,
    .capabilitiesBaseline,
    .hostPathVolumes,
    .hostPorts,
    .hostProbesAndLifecycle,
    .appArmorProfile,
    .seLinuxOptions,
    .procMount,
    .seccompBaseline,
    .sysctls,
    .restrictedVolumes,
    .allowPrivilegeEscalation,
    .runAsNonRoot,
    .runAsUser,
    .seccompRestricted,
    .capabilitiesRestricted,
    .procMountRestricted,
    .readOnlyRootFilesystem,
    .linuxHardeningAny,
    .highUidGid,
    .fsGroupRange,
    .containerRuntimeSocket,
    .sensitiveHostMounts,
    .writableHostMount,
    .privilegedPorts,
    .sshPort,
    .automountServiceAccountToken,
    .defaultServiceAccount,
    .serviceAccountExists,
    .deprecatedServiceAccountField,
    .interactiveTty,
    .shareProcessNamespace,
    .execProbeCommands,
    .runtimeClass,
    .sccPrivileged,
    .gitSyncInjection,
    .tagPinned,
    .digestPinned,
    .pullPolicyAlways,
    .allowedRegistries,
    .denied,
    .cpuRequest,
    .cpuLimit,
    .memoryRequest,
    .memoryLimit,
    .ephemeralStorage,
    .requestsEqualLimits,
    .ratio,
    .range,
    .emptyDirSizeLimit,
    .requestLeLimit,
    .liveness,
    .readiness,
    .startup,
    .notIdentical,
    .portExposed,
    .minReplicas,
    .rollingUpdate,
    .antiAffinity,
    .topologySpread,
    .nodeAffinity,
    .pdbExists,
    .pdbAllowsDisruption,
    .pdbHasPolicy,
    .pdbUnhealthyEviction,
    .pdbVsHpaMin,
    .hpaMinReplicas,
    .hpaMaxAboveMin,
    .hpaTargetExists,
    .noReplicasWithHpa,
    .priorityClass,
    .restartPolicy,
    .jobTtl,
    .cronjobDeadline,
    .cronjobConcurrency,
    .cronjobScheduleValid,
    .cronjobSuspended,
    .barePod,
    .preStopHook,
    .volumeClaimAnnotation,
    .requiredInitContainer,
    .terminationGracePeriod,
    .rollback,
    .selectorMatchesTemplate,
    .danglingService,
    .danglingIngress,
    .danglingNetworkPolicy,
    .danglingServiceMonitor,
    .statefulsetServiceName,
    .targetPortValid,
    .unusedConfigMap,
    .networkPolicyExists,
    .nodePortService,
    .loadBalancerService,
    .externalIps,
    .ingressTls,
    .ingressHostSet,
    .ingressWildcard,
    .ingressHostUnique,
    .serviceSelectorUnique,
    .ingressNginxSnippets,
    .dnsNdots,
    .sessionAffinity,
    .classAllowed,
    .ephemeralData,
    .secretEnvRef,
    .secretInEnvLiteral,
    .secretInConfigmap,
    .placeholderSecret,
    .duplicateEnv,
    .envRefExists,
    .roleArn,
    .misplacedAnnotation,
    .requiredLabels,
    .requiredAnnotations,
    .instanceLabel,
    .labelValuesValid,
    .defaultNamespace,
    .sortedKeys,
    .serviceAccountName,
    .schemaValid,
    .stringRequired,
    .duplicateKey,
    .deprecatedVersion,
    .clusterAdminBinding,
    .podExecAttach,
    .wildcards,
    .secretAccess,
    .createPods,
    .escalateBindImpersonate,
    .webhookConfigControl,
    .csrApprove,
    .anonymousSubjects,
    .endpointEdit,
  ]

  /// The categories in the order of the catalogue.
  package static var categories: [String] {
    rules.reduce(into: []) { if !$0.contains($1.category) { $0.append($1.category) } }
  }

  /// The ids of the rules whose findings point at secrets.
  package static let hidingSource = Set(rules.lazy.filter(\.hidesSource).map(\.id))

  /// The rule with an id, or `nil`.
  package static func rule(_ id: String) -> Rule? { rules.first { $0.id == id } }

  /// The rules that a name means: an id, another tool's name, `category/*` or `*`.
  package static func rules(named name: String) -> [Rule] {
    if let pattern = RulePattern(name) {
      let found = rules.filter { pattern.matches($0.id) }
      if !found.isEmpty { return found }
    }
    return rules.filter { rule in rule.aliases.contains { $0.id == name } }
  }

  /// The ids of the rules that a pattern means and whose fix is of one of these classes.
  package static func fixable(
    by pattern: RulePattern, including classes: Set<Rule.FixClass>
  ) -> Set<String> {
    Set(rules.filter { pattern.matches($0.id) && classes.contains($0.fix) }.map(\.id))
  }
}
