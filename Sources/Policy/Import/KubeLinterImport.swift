import Documents
import Patterns

/// Reads a kube-linter configuration: `checks` and `customChecks`. kube-linter knows no severities
/// and fails for every finding, so all of it denies.
enum KubeLinterImport {
  /// Whether it is kube-linter's `checks`: by a name that it knows, if Polaris does not say so of a
  /// check, or else by values that Polaris does not have.
  static func isChecks(_ node: Node?) -> Bool {
    guard let node, node.isMapping, node.count > 0 else { return false }
    return node.entries.contains {
      keys.contains($0.key.text) && !PolarisImport.isSeverity($0.value)
    } || node.entries.allSatisfy { $0.value.isSequence || $0.value.boolean != nil }
  }

  /// Checks that demand something of their own.
  private static let demands = [
    "required-label-owner": ("meta/required-labels", "labels", "owner"),
    "required-annotation-email": ("meta/required-annotations", "annotations", "email"),
  ]

  private static let keys = [
    "addAllBuiltIn", "doNotAutoAddDefaults", "include", "exclude", "ignorePaths",
  ]

  static func read(_ root: Node, into draft: inout PolicyDraft) {
    let checks = root["checks"]
    draft.loseKeys(of: checks, but: keys, in: "checks")
    let custom = customChecks(root["customChecks"], &draft)
    var names: [(name: String, node: Node?)] = []
    let withoutDefaults = draft.isOn(checks?["doNotAutoAddDefaults"], "doNotAutoAddDefaults")
    if draft.isOn(checks?["addAllBuiltIn"], "addAllBuiltIn") {
      names = (onByDefault + offByDefault).map { ($0, nil) }
    } else if !withoutDefaults {
      names = onByDefault.map { ($0, nil) }
    }
    let customNames = Set(custom.compactMap { $0["name"]?.string })
    names += draft.texts(checks?["include"], of: "include").map { ($0.text, $0) }
    let exclusions = draft.texts(checks?["exclude"], of: "exclude")
    let excluded = Set(exclusions.map(\.text))
    for (name, node) in names where !excluded.contains(name) && !customNames.contains(name) {
      if let (rule, parameter, key) = demands[name],
        draft.set(rule, .deny, parameter, [.string(key)])
      {
        continue
      }
      let rules = rules(named: name)
      if rules.isEmpty {
        draft.lose("no rule stands for the check \(quoted(name))", at: node ?? checks)
      }
      draft.set(rules, .deny)
    }
    // Custom checks run as soon as they are there.
    for check in custom {
      guard let name = check["name"]?.string, !excluded.contains(name) else { continue }
      if let problem = KubeLinterTemplates.read(check, into: &draft) {
        draft.lose("the custom check \(quoted(name)): \(problem)", at: check)
      }
    }
    for path in draft.texts(checks?["ignorePaths"], of: "ignorePaths") {
      draft.lose(
        "ignorePaths: a policy knows no files; leave \(quoted(path.text)) out of the command's "
          + "paths", at: path)
    }
    for node in exclusions { noteExcluded(node, customNames, &draft) }
    draft.ignores.append(.kubeLinter)
    for (key, _) in root.entries where !["checks", "customChecks"].contains(key.text) {
      draft.lose("\(quoted(key.text)) has no setting here", at: key)
    }
  }

  private static func noteExcluded(
    _ node: Node, _ customNames: Set<String>, _ draft: inout PolicyDraft
  ) {
    let name = node.text
    let builtIn = onByDefault + offByDefault
    if !customNames.contains(name), !builtIn.contains(name) {
      let near = Nearest.word(to: name, among: builtIn).map { "; did you mean \(quoted($0))?" }
      draft.lose("\(quoted(name)) is excluded and not known\(near ?? "")", at: node)
    }
    guard let rule = rules(named: name).first(where: { draft.has($0.id) }) else { return }
    draft.lose(
      "\(quoted(name)) is excluded, and \(rule.id), which another check turns on, finds that as "
        + "well", at: node)
  }

  /// The custom checks that have a name.
  private static func customChecks(_ node: Node?, _ draft: inout PolicyDraft) -> [Node] {
    guard let node, !node.isNull else { return [] }
    guard node.isSequence else {
      draft.lose("customChecks is \(node.kind.phrase) where a list is expected", at: node)
      return []
    }
    return node.elements.filter { check in
      if check["name"]?.string != nil { return true }
      draft.lose("the custom check has no name", at: check)
      return false
    }
  }

  static func rules(named name: String) -> [Rule] {
    Catalogue.rules.filter { rule in
      rule.aliases.contains { $0.tool == .kubeLinter && $0.id == name }
    }
  }

  // docs/generated/checks.md, version 0.8: "Enabled by default".
  static let onByDefault = [
    "dangling-service", "deprecated-service-account-field", "docker-sock",
    "drop-net-raw-capability", "duplicate-env-var", "env-var-secret", "host-ipc", "host-network",
    "host-pid", "invalid-target-ports", "job-ttl-seconds-after-finished", "latest-tag",
    "liveness-port", "mismatching-selector", "no-anti-affinity", "no-extensions-v1beta",
    "no-read-only-root-fs", "non-existent-service-account", "pdb-max-unavailable",
    "pdb-min-available", "pdb-unhealthy-pod-eviction-policy", "privilege-escalation-container",
    "privileged-container", "readiness-port", "run-as-non-root", "sensitive-host-mounts",
    "ssh-port", "startup-port", "unsafe-sysctls", "unset-cpu-requirements",
    "unset-memory-requirements",
  ]

  static let offByDefault = [
    "access-to-create-pods", "access-to-secrets", "cluster-admin-role-binding",
    "dangling-horizontalpodautoscaler", "dangling-ingress", "dangling-networkpolicy",
    "dangling-networkpolicypeer-podselector", "dangling-servicemonitor",
    "default-service-account", "dnsconfig-options", "env-value-from", "exposed-services",
    "hpa-minimum-three-replicas", "minimum-three-replicas", "no-liveness-probe",
    "no-node-affinity", "no-readiness-probe", "no-rolling-update-strategy", "non-isolated-pod",
    "priority-class-name", "privileged-ports", "read-secret-from-env-var",
    "required-annotation-email", "required-label-owner", "restart-policy",
    "scc-deny-privileged-container", "schema-validation", "sorted-keys", "unsafe-proc-mount",
    "use-namespace", "wildcard-in-rules", "writable-host-mount",
  ]
}
