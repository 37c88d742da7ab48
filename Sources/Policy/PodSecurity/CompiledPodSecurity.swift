import Documents
import Kubernetes

/// `podSecurity` of a policy, ready to judge.
struct CompiledPodSecurity: Sendable {
  /// What the section says of levels; `nil` where it says nothing and the preset decides.
  var modes: PodSecurityModes?
  /// The version of the standards that is enforced, and that of the preset's rules.
  var version = KubernetesVersion.newest
  /// Whose standards `latest` means in labels.
  var latest = KubernetesVersion.newest
  /// Users whose requests the standards do not judge.
  var usernames: Set<String> = []
  /// Namespaces in which nothing is judged by the standards.
  var namespaces: Set<String> = []
  /// Runtime classes whose pods the standards do not judge.
  var runtimeClasses: Set<String> = []
  /// What becomes of a denial where the object is no pod, but makes pods: Pod Security Admission
  /// refuses only pods.
  var controllers = Action.deny
  /// Whether the labels of namespaces count.
  var readsLabels = true
  /// All rules of the standards, also those that are off; their positions are those of
  /// ``PodSecurityStandards/rules``.
  var rules: [CompiledRule] = []
}

/// How the rules of the standards judge one object.
struct StandardsDecision {
  /// They do not.
  var isExempt = false
  /// Denials are only warnings.
  var softens = false
  /// What the labels of the namespace say, where they count: in place of the policy's modes, or,
  /// where that has none, beside what the preset does.
  var labelled: PodSecurityModes?

  func action(_ action: Action, isGiven: Bool) -> Action {
    softens && !isGiven && action == .deny ? .warn : action
  }
}

extension CompiledPodSecurity {
  func decision(for scope: ObjectScope) -> StandardsDecision {
    var decision = StandardsDecision()
    guard !scope.pods.isEmpty else { return decision }
    let context = scope.context
    if !usernames.isEmpty, let user = context.user?.name, usernames.contains(user) {
      decision.isExempt = true
    }
    if !namespaces.isEmpty, let namespace = context.namespace(of: scope.object),
      namespaces.contains(namespace)
    {
      decision.isExempt = true
    }
    decision.softens = controllers != .deny && !scope.pods.contains { $0.template.isPod }
    if readsLabels, !decision.isExempt, let labels = context.namespaceLabels(of: scope.object),
      let labels = PodSecurityLabels(labels, latest: latest)
    {
      let nothing = PodSecurityMode(level: .privileged, version: latest)
      let modes = modes ?? PodSecurityModes(enforce: nothing, warn: nothing, audit: nothing)
      decision.labelled = labels.applied(to: modes)
    }
    return decision
  }

  /// The object without the pods of exempt runtime classes.
  func withoutExempt(_ scope: ObjectScope) -> ObjectScope {
    guard !runtimeClasses.isEmpty else { return scope }
    return ObjectScope(
      object: scope.object,
      pods: scope.pods.filter { pod in
        pod.runtimeClassName?.string.map { !runtimeClasses.contains($0) } ?? true
      },
      context: scope.context, remarks: scope.remarks, configMaps: scope.configMaps)
  }
}
