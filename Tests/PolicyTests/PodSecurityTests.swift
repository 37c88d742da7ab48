import Documents
import Kubernetes
import Policy
import Testing

@Suite("podSecurity of a policy")
struct PodSecurityTests {
  /// Breaks both levels: privileged, and nothing that restricted asks for.
  static let pod = """
    apiVersion: v1
    kind: Pod
    metadata: {name: app, namespace: shop}
    spec:
      securityContext: {seccompProfile: {type: RuntimeDefault}, runAsNonRoot: true}
      containers:
        - name: app
          image: registry.example.com/app:1.4.2
          securityContext:
            privileged: true
            capabilities: {drop: [ALL]}
    """
  static let deployment = """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: app, namespace: shop}
    spec:
      template:
        spec:
          securityContext: {seccompProfile: {type: RuntimeDefault}, runAsNonRoot: true}
          containers:
            - name: app
              image: registry.example.com/app:1.4.2
              securityContext:
                privileged: true
                capabilities: {drop: [ALL]}
    """

  /// `deny privileged` and the like, of the rules of the standards.
  private func actions(
    _ spec: String, _ text: String = Self.pod, labels: Value? = nil, user: String? = nil
  ) throws -> [String] {
    var context = EvaluationContext()
    if let user { context.user = UserInfo(Document(["username": .string(user)]).root) }
    if let labels { context.namespaces = ["shop": Document(labels).root] }
    let engine = Engine(try compiled([layer(spec)]))
    return try documents(text).flatMap { document in
      try engine.evaluate(document: document, context: context).evaluations
        .flatMap(\.findings).filter { $0.category == "pss" }
        .map { "\($0.action.name) \($0.rule.dropFirst(4))" }
    }
  }

  static let both = ["deny privileged", "deny allow-privilege-escalation"]
  static let mixed = ["deny privileged", "warn allow-privilege-escalation"]

  @Test(
    "Its levels decide instead of the preset",
    arguments: [
      ("podSecurity: {level: restricted}", both),
      ("podSecurity: {level: baseline}", ["deny privileged"]),
      ("podSecurity: {level: privileged}", []),
      ("podSecurity: {level: baseline, warn: restricted}", mixed),
      (
        "podSecurity: {warn: baseline, audit: restricted}",
        ["warn privileged", "audit allow-privilege-escalation"]
      ),
      ("preset: restricted\npodSecurity: {level: baseline}", ["deny privileged"]),
      ("preset: none\npodSecurity: {level: restricted}", both),
      ("podSecurity: {exemptions: {usernames: [root]}}", mixed),
      ("podSecurity:", mixed),
    ])
  func levels(spec: String, found: [String]) throws {
    #expect(try actions(spec) == found)
  }

  @Test(
    "Each mode has its version, and of one fault the strongest speaks",
    arguments: [
      ("podSecurity: {level: restricted, version: \"1.7\"}", ["deny privileged"]),
      (
        "podSecurity: {level: restricted, version: \"1.7\", "
          + "warn: {level: restricted, version: \"1.8\"}}",
        mixed
      ),
      (
        "podSecurity: {level: restricted, version: v1.7, "
          + "audit: {level: restricted, version: latest}}",
        ["deny privileged", "audit allow-privilege-escalation"]
      ),
      (
        "kubernetesVersion: \"1.7\"\npodSecurity: {level: restricted, version: latest}",
        ["deny privileged"]
      ),
      ("preset: restricted\npodSecurity: {version: \"1.7\"}", ["deny privileged"]),
    ])
  func versions(spec: String, found: [String]) throws {
    #expect(try actions(spec) == found)
  }

  @Test(
    "What rules says of one counts more",
    arguments: [
      ("rules: {pss/privileged: warn}", ["warn privileged", "deny allow-privilege-escalation"]),
      ("rules: {pss/privileged: off}", ["deny allow-privilege-escalation"]),
      ("rules: {pss/*: audit}", ["audit privileged", "audit allow-privilege-escalation"]),
      (
        "rules: {pss/privileged: {exclude: {namespaces: [shop]}}}",
        ["deny allow-privilege-escalation"]
      ),
      (
        "overrides: [{match: {namespaces: [shop]}, rules: {pss/privileged: off}}]",
        ["deny allow-privilege-escalation"]
      ),
    ])
  func rules(rules: String, found: [String]) throws {
    #expect(try actions("podSecurity: {level: restricted}\n" + rules) == found)
    // Labels do not change it either.
    let labels: Value = ["pod-security.kubernetes.io/enforce": "restricted"]
    let spec = "podSecurity: {level: privileged}\n" + rules
    #expect(try actions(spec, labels: labels) == found)
  }

  @Test(
    "Users, namespaces and runtime classes are exempt by their very names",
    arguments: [
      ("usernames: [admin]", []), ("usernames: [adm]", both), ("namespaces: [shop]", []),
      ("namespaces: [sho?]", both), ("runtimeClasses: [gvisor]", []),
      ("runtimeClasses: [kata]", both),
    ])
  func exemptions(exempt: String, found: [String]) throws {
    let pod = Self.pod + "\n  runtimeClassName: gvisor\n"
    let spec = "podSecurity: {level: restricted, exemptions: {\(exempt)}}"
    #expect(try actions(spec, pod, user: "admin") == found)
    let labels: Value = ["pod-security.kubernetes.io/enforce": "restricted"]
    #expect(
      try actions(spec, pod, labels: labels, user: "admin") == found, "labels do not undo it")
  }

  @Test("A workload is denied as its pods would be, or only warned of")
  func controllers() throws {
    #expect(try actions("podSecurity: {level: restricted}", Self.deployment) == Self.both)
    let spec = "podSecurity: {level: restricted, controllers: warn}"
    #expect(
      try actions(spec, Self.deployment) == ["warn privileged", "warn allow-privilege-escalation"])
    #expect(try actions(spec) == Self.both, "a pod is a pod")
    #expect(
      try actions(spec + "\nrules: {pss/privileged: deny}", Self.deployment)
        == ["deny privileged", "warn allow-privilege-escalation"])
  }

  static let prefix = "pod-security.kubernetes.io/"

  @Test(
    "Labels of the namespace change the levels, as in Pod Security Admission",
    arguments: [
      (["enforce": "restricted"], both), (["enforce": "baseline"], ["deny privileged"]),
      (["enforce": "privileged"], []), (["warn": "restricted"], mixed),
      (["enforce": "privileged", "audit": "baseline"], ["audit privileged"]),
      (["enforce": "restricted", "enforce-version": "v1.7"], ["deny privileged"]),
      (["enforce": "restricted", "enforce-version": "v1.99"], both),
      (["enforce": "nonsense"], both), (["enforce": "restricted", "enforce-version": "1.7"], both),
      (["enforce-version": "v1.7"], ["deny privileged"]), (["unknown": "x"], ["deny privileged"]),
    ] as [([String: String], [String])])
  func labels(labels: [String: String], found: [String]) throws {
    let value = Value.mapping(labels.map { .init(Self.prefix + $0.key, .string($0.value)) })
    #expect(try actions("podSecurity: {level: baseline}", labels: value) == found)
    #expect(
      try actions("podSecurity: {level: baseline, namespaceLabels: false}", labels: value)
        == ["deny privileged"])
  }

  @Test(
    "Without levels in the policy labels ask for more than the preset, never for less",
    arguments: [
      (["enforce": "restricted"], both), (["enforce": "privileged"], mixed),
      (["warn": "restricted", "audit": "restricted"], mixed),
    ] as [([String: String], [String])])
  func labelsAndPreset(labels: [String: String], found: [String]) throws {
    let value = Value.mapping(labels.map { .init(Self.prefix + $0.key, .string($0.value)) })
    #expect(try actions("preset: recommended", labels: value) == found)
    #expect(try actions("preset: none\nrules: {image/*: warn}", labels: value) == [])
  }

  @Test("Of a rule and the one that contains it the stronger speaks, once")
  func replaced() throws {
    let pod = Self.pod.replacing("privileged: true", with: "allowPrivilegeEscalation: false")
      .replacing("drop: [ALL]", with: "drop: [ALL], add: [CHOWN, SYS_ADMIN]")
    #expect(
      try actions("preset: recommended", pod)
        == ["deny capabilities-baseline", "warn capabilities-restricted"])
    #expect(
      try actions("preset: restricted", pod)
        == ["deny capabilities-restricted", "deny capabilities-restricted"])
    #expect(
      try actions("preset: restricted\nrules: {pss/capabilities-restricted: off}", pod)
        == ["deny capabilities-baseline"])
    // Who is excused from the one is not excused from the other.
    let exception = """
      preset: restricted
      exceptions:
        - rules: [pss/capabilities-restricted]
          match: {names: [app]}
          reason: the container changes owners
          expires: 2030-01-01
      """
    #expect(try actions(exception, pod) == ["deny capabilities-baseline"])
  }

  @Test("What is shown of it can be used as a policy, and means the same")
  func roundTrip() throws {
    let spec = """
      podSecurity:
        level: baseline
        version: "1.7"
        warn: restricted
        audit: {level: restricted, version: latest}
        exemptions: {usernames: [admin], namespaces: [], runtimeClasses: [gvisor]}
        controllers: warn
        namespaceLabels: false
      rules:
        pss/host-ports: audit
      """
    let document = try compiled([layer(spec)]).effectiveDocument
    let again = try compiled([PolicyLayer(document: Document(document), name: "shown")])
    #expect(again.effectiveDocument == document)
    let engine = Engine(again)
    let actions = try documents(Self.pod).flatMap {
      try engine.evaluate(document: $0).evaluations.flatMap(\.findings).map(\.action)
    }
    #expect(actions.contains(.deny) && actions.contains(.warn))
  }

  @Test("A later layer changes one key and leaves the others")
  func layers() throws {
    let first = try layer("podSecurity: {level: restricted, exemptions: {namespaces: [shop]}}")
    let second = try layer("podSecurity: {level: baseline}", name: "second.yaml")
    let third = try layer("podSecurity: {exemptions: {namespaces: []}}", name: "third.yaml")
    func count(_ layers: [PolicyLayer]) throws -> Int {
      let pss = try findings(Self.pod, compiled(layers)).filter { $0.category == "pss" }
      return pss.count
    }
    #expect(try count([first]) == 0)
    #expect(try count([first, second]) == 0)
    #expect(try count([first, second, third]) == 1)
    #expect(try count([first, third]) == 2)
  }

  @Test("A preset of a later layer takes the place of earlier levels, and of nothing else")
  func laterPreset() throws {
    let spec = "preset: none\npodSecurity: {level: baseline, exemptions: {usernames: [admin]}}"
    let settings = CommandLineSettings(preset: "restricted")
    let policy = try compiled([layer(spec), PolicyLayer(commandLine: settings)])
    let found = try findings(Self.pod, policy)
    #expect(found.map(\.action) == [.deny, .deny])
    let context = EvaluationContext(user: UserInfo(Document(["username": "admin"]).root))
    for document in try documents(Self.pod) {
      let evaluation = try Engine(policy).evaluate(document: document, context: context)
      #expect(evaluation.evaluations.allSatisfy { $0.findings.isEmpty })
    }
    let shown = policy.settings.map { $0.path.joined(separator: ".") }
    #expect(!shown.contains("spec.podSecurity.level"))
    #expect(shown.contains("spec.podSecurity.exemptions.usernames"))
  }
}
