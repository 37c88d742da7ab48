import Documents
import Policy
import Testing

@Suite("Importing other tools' configurations")
struct PolicyImportTests {
  private static func imported(_ text: String) throws -> PolicyImport {
    PolicyImport(
      try documents(text).map { ($0, try #require(PolicyImport.Format(of: $0))) })
  }

  /// The imported policy, which must be a sound one.
  private static func policy(_ text: String) throws -> CompiledPolicy {
    let value = try imported(text).policy
    let compilation = PolicyCompiler.compile(
      [PolicyLayer(document: Document(value), name: "imported")], today: nil)
    #expect(compilation.problems.map(\.text) == [])
    return try #require(compilation.policy)
  }

  @Test(
    "A configuration is known by what it has",
    arguments: [
      ("checks: {tagNotSpecified: danger}", PolicyImport.Format.polaris),
      ("exemptions: [{namespace: a}]", .polaris), ("customChecks: {a: {}}", .polaris),
      ("checks: {addAllBuiltIn: true}", .kubeLinter), ("customChecks: [{name: a}]", .kubeLinter),
      ("checks: {include: []}", .kubeLinter), ("kind: PodSecurityConfiguration", .podSecurity),
      ("kind: AdmissionConfiguration", .podSecurity), ("checks: {}", nil),
      // Nothing in it is known, and all of it is listed.
      ("checks: {a: b}", .polaris), ("checks: {unheardOf: danger}", .polaris),
      ("checks: {tagNotSpecified: danger, hostIPCSet: fatal}", .polaris),
      ("checks: {addAllBuiltIns: true, include: []}", .kubeLinter), ("checks: {a: {}}", nil),
      ("checks: {addAllBuiltin: true}", .kubeLinter), ("checks: {exclud: [a]}", .kubeLinter),
      ("checks: {foo: danger, include: danger}", .polaris),
      ("checks: {addAllBuiltIn: \"true\"}", .kubeLinter),
      ("kind: ConfigMap", nil), ("kind: Policy\nchecks: {include: []}", nil), ("[checks]", nil),
      ("checks", nil), ("customChecks: 1", nil),
    ])
  func formats(text: String, format: PolicyImport.Format?) throws {
    #expect(PolicyImport.Format(of: try #require(documents(text).first)) == format)
  }

  @Test("Every check of the catalogue that Polaris has is on after it was imported")
  func wholePolaris() throws {
    let names = Catalogue.rules.flatMap(\.aliases).filter { $0.tool == .polaris }.map(\.id)
    let checks = Set(names).sorted().map { "  \($0): warning" }.joined(separator: "\n")
    let policy = try Self.policy("checks:\n\(checks)")
    for rule in Catalogue.rules where rule.aliases.contains(where: { $0.tool == .polaris }) {
      guard !rule.parameters.contains(where: \.isRequired) else { continue }
      #expect(policy.activeRules.contains(rule.id))
    }
  }

  @Test(
    "kube-linter's defaults, all of its checks, or those that are named",
    arguments: [
      ("checks: {addAllBuiltIn: true}", true, true), ("checks: {exclude: []}", true, false),
      ("checks: {addAllBuiltIn: true, exclude: [privileged-container]}", false, true),
      ("checks: {doNotAutoAddDefaults: true}", false, false),
      ("checks: {doNotAutoAddDefaults: true, include: [no-liveness-probe]}", false, true),
      ("checks: {include: [privileged-container], exclude: [privileged-container]}", false, false),
    ])
  func kubeLinterChecks(text: String, privileged: Bool, liveness: Bool) throws {
    let rules = try Self.policy(text).activeRules
    #expect(rules.contains("pss/privileged") == privileged)
    #expect(rules.contains("probes/liveness") == liveness)
  }

  @Test(
    "Custom checks are carried over as far as a rule stands for them",
    arguments: [
      ("required-label", "{key: team}", ["labels": ["team"]], []),
      (
        "required-label", "{key: a.b/tier, value: ^front$}",
        ["labels": ["a.b/tier"], "values": ["a.b/tier": "front"]], []
      ),
      (
        "required-label", "{key: \"team-.*\"}", nil,
        ["its key is a regular expression, and meta/required-labels wants a name"]
      ),
      (
        "required-label", "{key: tier, value: \"(a|b)\"}", ["labels": ["tier"]],
        ["its value is a regular expression; \"tier\" is demanded with any value"]
      ),
      ("unheard-of", "{}", nil, ["no rule stands for the template \"unheard-of\""]),
    ] as [(String, String, Value?, [String])])
  func templates(template: String, parameters: String, labels: Value?, losses: [String]) throws {
    let text = """
      checks: {doNotAutoAddDefaults: true}
      customChecks: [{name: own, template: \(template), params: \(parameters)}]
      """
    _ = try Self.policy(text)
    let made = try Self.imported(text)
    #expect(made.losses.map(\.message) == losses.map { "the custom check \"own\": \($0)" })
    let setting = made.policy["spec"]?["rules"]?["meta/required-labels"]
    guard case .mapping(let given)? = labels else {
      #expect(setting == nil)
      return
    }
    #expect(setting == .mapping([.init("action", "deny")] + given))
  }

  @Test(
    "An exemption of Polaris becomes an exception for the same objects",
    arguments: [
      ("{namespace: a, controllerNames: [web], rules: [runAsPrivileged]}", true),
      ("{controllerNames: [web], containerNames: [app], rules: [runAsPrivileged]}", true),
      ("{controllerNames: [web], containerNames: [istio], rules: [runAsPrivileged]}", false),
      ("{namespace: a}", true), ("{namespace: a, controllerNames: [api]}", false),
      ("{controllerNames: [\"w*\"], rules: [runAsPrivileged]}", false),
      ("{namespace: a, rules: [tagNotSpecified]}", false),
      ("{rules: [runAsPrivileged]}", false),
      // What cannot be read never excuses more than what is written.
      ("{controllerNames: [web], rules: runAsPrivileged}", false),
      ("{controllerNames: [web], rules: {tagNotSpecified: true}}", false),
      ("{controllerNames: [web], rules: false}", false),
      ("{controllerNames: [web], namespace: 5, rules: [runAsPrivileged]}", false),
      ("{controllerNames: [web], namespace: [b, c]}", false),
      ("{controllerNames: [web], namespace: null, rules: null}", true),
    ])
  func exemptions(exemption: String, isExempt expected: Bool) throws {
    let policy = try Self.policy("checks: {runAsPrivileged: danger}\nexemptions: [\(exemption)]")
    let isExempt = try findings(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: web-1, namespace: a}
      spec: {containers: [{name: app, securityContext: {privileged: true}}]}
      """, policy
    ).isEmpty
    #expect(isExempt == expected)
    let other = try findings(
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: api, namespace: b}
      spec: {containers: [{name: app, securityContext: {privileged: true}}]}
      """, policy)
    #expect(other.count == 1)
  }

  @Test("Levels, versions and exemptions of Pod Security mean the same here")
  func podSecurity() throws {
    let policy = try Self.policy(
      """
      apiVersion: pod-security.admission.config.k8s.io/v1
      kind: PodSecurityConfiguration
      defaults: {enforce: baseline, enforce-version: v1.25, warn: restricted}
      exemptions: {namespaces: [monitoring]}
      """)
    func verdict(_ namespace: String) throws -> Set<String> {
      let pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: \(namespace)}
        spec: {hostPID: true, containers: [{name: app}]}
        """
      return Set(try findings(pod, policy).map { "\($0.rule) \($0.action.name)" })
    }
    #expect(
      try verdict("shop").isSuperset(of: ["pss/host-namespaces deny", "pss/run-as-non-root warn"]))
    #expect(try verdict("monitoring") == [])
  }

  /// Configurations and what is not carried over of them, with its line.
  static let unknowns: [(text: String, losses: [String])] = [
    (
      """
      checks:
        tagNotSpecifed: danger
        hostIPCSet: fatal
        hostPIDSet: [danger]
        unheardOf: ignore
      """,
      [
        "2: no rule stands for the check \"tagNotSpecifed\"; did you mean \"tagNotSpecified\"?",
        "3: the check \"hostIPCSet\" has no severity that Polaris knows, which are danger, "
          + "warning, ignore, and is off there as well",
        "4: the check \"hostPIDSet\" has no severity that Polaris knows, which are danger, "
          + "warning, ignore, and is off there as well",
        "5: no rule stands for the check \"unheardOf\"",
      ]
    ),
    (
      """
      checks: {runAsPrivileged: danger}
      customChecks:
        lonely: {target: Container}
      mutations:
        - {a: b}
      exemptions:
        - namespace: a
          rules: [runAsPriviliged, runAsPrivileged, 7]
        - {labels: {a: b}, namespace: b}
        - {controllerNames: web, namespace: b}
      disallowExemptions: maybe
      """,
      [
        "3: the custom check \"lonely\" has no severity in checks, and is off there as well",
        "5: mutations holds a mapping where a string is expected",
        "7: exemptions have no end in Polaris; give each exception the day on which it expires",
        "8: no rule stands for the check \"runAsPriviliged\" of the exemption",
        "8: the exemption's rules holds a number where a string is expected",
        "9: the exemption is left out: without that it would excuse more",
        "9: \"labels\" of the exemption is not known",
        "10: the exemption is left out: without that it would excuse more",
        "10: controllerNames is a string where a list is expected",
        "11: disallowExemptions is neither true nor false, and is taken for false",
      ]
    ),
    (
      """
      checks:
        doNotAutoAddDefaults: true
        includes: [latest-tag]
        include: [latest-tags, 1]
        exclude: [host-network, hostt-ipc]
      customChecks:
        - {template: ports}
      """,
      [
        "3: \"includes\" of checks is not known; did you mean \"include\"?",
        "4: no rule stands for the check \"latest-tags\"",
        "4: include holds a number where a string is expected",
        "5: \"hostt-ipc\" is excluded and not known; did you mean \"host-ipc\"?",
        "7: the custom check has no name",
      ]
    ),
    (
      """
      kind: PodSecurityConfiguration
      defaults:
        enforce: baseline
        warning: restricted
        audit-version: 1
      exemptions:
        users: [a]
        usernames: [b, 1]
      """,
      [
        "4: \"warning\" of defaults is not known",
        "7: \"users\" of exemptions is not known",
        "8: usernames holds a number where a string is expected",
      ]
    ),
  ]

  @Test("What is not carried over is listed, with its place", arguments: unknowns)
  func losses(text: String, losses: [String]) throws {
    _ = try Self.policy(text)
    let lines = LineTable(Source(text))
    let found = try Self.imported(text).losses.map { loss in
      let line = loss.range.map { lines.position(of: Int($0.start)).line } ?? 0
      return "\(line): \(loss.message)"
    }
    #expect(found == losses)
  }

  @Test(
    "Nothing that a configuration may hold breaks the import",
    arguments: [
      "checks: {tagNotSpecified: danger}\nexemptions: [1, null, {namespace: 3}, {rules: x}]",
      "checks: {tagNotSpecified: danger}\ncustomChecks: {tagNotSpecified: 7}\nmutations: {a: 1}",
      "checks: {a: warning}\ncustomChecks: {a: {target: Container, schema: {properties: []}}}",
      "customChecks: [null, 1, {name: 2}, {name: a, template: [x], params: 3, scope: {}}]",
      "customChecks: [{name: a, template: cpu-requirements, params: {requirementsType: any, "
        + "lowerBoundMillis: 9223372036854775807}}]",
      "customChecks: [{name: a, template: memory-requirements, params: {requirementsType: limit, "
        + "upperBoundMB: 9223372036854775807}}]",
      "checks: {include: {a: b}, exclude: 1, ignorePaths: null, addAllBuiltIn: maybe}",
      "kind: AdmissionConfiguration\nplugins: [1, {name: PodSecurity}, {path: a}]",
      "kind: PodSecurityConfiguration\ndefaults: {enforce: strict, warn: [a], audit-version: 7}",
      "kind: PodSecurityConfiguration\ndefaults: 1\nexemptions: {namespaces: [1, \"\"]}\nmore: x",
    ])
  func hostile(text: String) throws {
    _ = try Self.policy(text)
  }
}
