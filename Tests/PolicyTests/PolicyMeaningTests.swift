import Documents
import Kubernetes
import Policy
import Testing

@Suite("What a policy means")
struct PolicyMeaningTests {
  static let pod = """
    apiVersion: v1
    kind: Pod
    metadata:
      name: web-1
      namespace: shop
      labels: {app: web, tier: front}
    spec:
      containers:
        - {name: app, image: "app:1", securityContext: {privileged: true}}
        - {name: istio-proxy, image: "proxy:1", securityContext: {privileged: true}}
    """

  /// Action and container of each finding of `pss/privileged`, where nothing else is on.
  static func verdict(
    _ specs: [String], _ text: String = pod, commandLine: CommandLineSettings? = nil,
    today: String? = nil
  ) throws -> [String] {
    var layers = try specs.enumerated().map { try layer($1, name: "layer \($0)") }
    if let commandLine { layers.append(PolicyLayer(commandLine: commandLine)) }
    let policy = try compiled(layers, today: today.flatMap { CalendarDate(parsing: $0) })
    return try findings(text, policy).filter { $0.rule == "pss/privileged" }
      .map { "\($0.action.name) \($0.container ?? "-")" }
  }

  @Test(
    "The most specific key wins over a wildcard, wherever it stands",
    arguments: [
      (["preset: none", "rules: {pss/*: warn}"], "warn"),
      (["rules: {pss/privileged: audit, pss/*: warn, '*': deny}"], "audit"),
      (["rules: {'*': deny, pss/*: warn}"], "warn"),
      (["rules: {'*': audit}"], "audit"),
      (["preset: recommended"], "deny"), (["preset: baseline"], "deny"), ([], "deny"),
    ])
  func specificity(specs: [String], action: String) throws {
    #expect(
      try Self.verdict(specs) == ["\(action) app", "\(action) istio-proxy"])
  }

  @Test(
    "A rule is off by preset, by name, by category, or as YAML's boolean",
    arguments: [
      "preset: none", "rules: {pss/privileged: off}", "rules: {pss/privileged: \"off\"}",
      "rules: {pss/*: off}", "rules: {'*': off}", "rules: {pss/privileged: {action: off}}",
      "rules: {pss/privileged: false}",
    ])
  func off(spec: String) throws {
    #expect(try Self.verdict([spec]) == [])
  }

  @Test("A later layer changes what it names and leaves the rest, also with a wildcard")
  func layers() throws {
    let first = "rules: {pss/privileged: {action: warn, exclude: {containers: [\"istio-*\"]}}}"
    #expect(try Self.verdict([first]) == ["warn app"])
    #expect(try Self.verdict([first, "rules: {pss/privileged: audit}"]) == ["audit app"])
    #expect(try Self.verdict([first, "rules: {pss/*: deny}"]) == ["deny app"])
    #expect(try Self.verdict([first, "preset: none"]) == ["warn app"])
    #expect(
      try Self.verdict([first], commandLine: .init(rules: ["*=audit"])) == ["audit app"])
    #expect(
      try Self.verdict([], commandLine: .init(preset: "none")) == [])
    #expect(
      try Self.verdict([], commandLine: .init(rules: ["pss/*=off", "pss/privileged=warn"]))
        == ["warn app", "warn istio-proxy"])
  }

  @Test(
    "As a match all lists must hold, as an exclusion one is enough",
    arguments: [
      ("match: {namespaces: [shop], kinds: [Pod]}", ["deny app", "deny istio-proxy"]),
      ("match: {namespaces: [shop], kinds: [Job]}", []),
      (
        "match: {names: [\"web-?\"], labels: {app: \"w*\", tier: front}}",
        ["deny app", "deny istio-proxy"]
      ),
      ("match: {labels: {app: web, tier: back}}", []),
      ("match: {containers: [app]}", ["deny app"]),
      ("exclude: {kinds: [Job], containers: [app]}", ["deny istio-proxy"]),
      ("exclude: {kinds: [Job], namespaces: [shop]}", []),
      ("exclude: {labels: {app: web, tier: back}}", ["deny app", "deny istio-proxy"]),
      ("exclude: {labels: {app: web, tier: front}}", []),
    ])
  func scopes(scope: String, expected: [String]) throws {
    #expect(try Self.verdict(["rules: {pss/privileged: {action: deny, \(scope)}}"]) == expected)
  }

  @Test("Of the overrides that match the last one wins, and later layers win over them")
  func overrides() throws {
    let spec = """
      rules: {pss/privileged: deny}
      overrides:
        - {match: {namespaces: [shop]}, rules: {pss/*: audit}}
        - {match: {labels: {tier: front}}, rules: {pss/privileged: {exclude: {containers: [app]}}}}
        - {match: {kinds: [Job]}, rules: {pss/*: off}}
      """
    // The second says nothing of the action, so it is that of the rules, not of the override
    // before.
    #expect(try Self.verdict([spec]) == ["deny istio-proxy"])
    #expect(try Self.verdict([spec, "rules: {pss/privileged: warn}"]) == ["warn istio-proxy"])
    let off = "overrides: [{match: {namespaces: [shop]}, rules: {pss/privileged: off}}]"
    #expect(try Self.verdict([off]) == [])
    let on = "preset: none\\noverrides: [{match: {namespaces: [shop]}, rules: {pss/*: warn}}]"
    #expect(
      try Self.verdict([on.replacing("\\n", with: "\n")]) == ["warn app", "warn istio-proxy"])
  }

  @Test("An exception excuses what it names until its day is over, and keeps the finding")
  func exceptions() throws {
    let spec = """
      exceptions:
        - rules: [pss/privileged]
          match: {namespaces: [shop], containers: ["istio-*"]}
          reason: sets up the network
          expires: 2027-06-30
      """
    #expect(try Self.verdict([spec], today: "2027-06-30") == ["deny app"])
    #expect(
      try Self.verdict([spec], today: "2027-07-01") == ["deny app", "deny istio-proxy"])
    let policy = try compiled([layer(spec)])
    let document = try #require(documents(Self.pod).first)
    let evaluation = try Engine(policy).evaluate(object: document.root)
    let excepted = try #require(evaluation.excepted.first)
    #expect(excepted.finding.container == "istio-proxy" && evaluation.excepted.count == 1)
    #expect(
      excepted.exemption
        == .policy(
          reason: "sets up the network",
          expires: try #require(CalendarDate(year: 2027, month: 6, day: 30))))
  }

  @Test("The object's own exemption counts where the policy allows it and a reason is given")
  func annotations() throws {
    func annotated(_ rules: String, reason: String?) -> String {
      let lines =
        "  annotations:\n    kpatch.dev/exempt: \"\(rules)\"\n"
        + (reason.map { "    kpatch.dev/exempt-reason: \"\($0)\"\n" } ?? "")
      return Self.pod.replacing("  name: web-1\n", with: "  name: web-1\n" + lines)
    }
    let both = ["deny app", "deny istio-proxy"]
    let named = annotated("probes/*, pss/privileged", reason: "drivers")
    #expect(try Self.verdict([], named) == both)
    #expect(try Self.verdict(["allowExemptions: true"], named) == [])
    #expect(try Self.verdict(["allowExemptions: [pss/*]"], named) == [])
    #expect(try Self.verdict(["allowExemptions: [probes/*]"], named) == both)
    #expect(try Self.verdict(["allowExemptions: true", "allowExemptions: false"], named) == both)
    for text in [
      annotated("probes/*", reason: "drivers"), annotated("pss/privileged", reason: nil),
      annotated("pss/privileged", reason: " "), annotated("privilegd", reason: "drivers"),
    ] {
      #expect(try Self.verdict(["allowExemptions: true"], text) == both)
    }
    #expect(try Self.verdict(["allowExemptions: true"], annotated("pss/*", reason: "x")) == [])
  }

  @Test(
    "Who asks for an exemption in vain is told so",
    arguments: [
      ("false", "pss/*", "x", ["the policy does not let objects exempt themselves"]),
      ("true", "pss/privileged", "\\t", ["kpatch.dev/exempt-reason must say why"]),
      ("true", "pss/*, probes/liveness", "x", []),
      (
        "true", "privilegd, pss/privileged,a/b ,c/d,e/f", "x",
        ["no rule is called \"privilegd\", \"a/b\", \"c/d\" and 1 more"]
      ),
      ("[probes/*]", "*", "x", []),
      (
        "[probes/*]", "pss/privileged probes/startup", "x",
        ["the policy does not let objects exempt themselves from \"pss/privileged\""]
      ),
    ])
  func vainExemptions(allowed: String, rules: String, reason: String, notes: [String]) throws {
    let annotations = """
      metadata: {name: a, annotations: {kpatch.dev/exempt: "\(rules)", \
      kpatch.dev/exempt-reason: "\(reason)"}}
      """
    let policy = try compiled([layer("allowExemptions: \(allowed)")])
    for (text, pointer) in [
      ("apiVersion: v1\nkind: Pod\n\(annotations)\nspec: {}", "/metadata"),
      (
        "apiVersion: apps/v1\nkind: Deployment\nspec:\n  template:\n    \(annotations)\n"
          + "    spec: {}",
        "/spec/template/metadata"
      ),
    ] {
      let document = try #require(documents(text).first)
      let evaluation = try Engine(policy).evaluate(object: document.root)
      #expect(evaluation.notes.map(\.message) == notes.map { "without effect: \($0)" })
      for note in evaluation.notes {
        #expect(note.kind == .warning && note.mutator == "kpatch.dev/exempt")
        #expect(note.pointer.description == pointer + "/annotations/kpatch.dev~1exempt")
      }
    }
  }

  @Test("Excluded objects are neither touched nor judged; by default those of the cluster itself")
  func excluded() throws {
    let system = Self.pod.replacing("namespace: shop", with: "namespace: kube-system")
    #expect(try Self.verdict([], system) == [])
    #expect(try Self.verdict(["exclude: {}"], system).count == 2)
    #expect(try Self.verdict(["exclude: {kinds: [Pod]}"], Self.pod) == [])
    let document = try #require(documents(system).first)
    #expect(try Engine(.builtIn).evaluate(object: document.root).isExcluded)
    // A request's namespace counts, whatever the object says.
    let context = EvaluationContext(namespace: "shop", isRequest: true)
    #expect(try !Engine(.builtIn).evaluate(object: document.root, context: context).isExcluded)
  }

  @Test("What holds for a workload holds for the pods that its controller makes")
  func namedPods() throws {
    let spec = "exclude: {names: [web]}"
    let pod = Self.pod.replacing("  name: web-1\n", with: "  generateName: web-\n")
    #expect(try Self.verdict([spec], pod) == [])
    #expect(try Self.verdict([spec], Self.pod).count == 2)
  }

  @Test("What is in no namespace is not taken for one of a namespace's objects")
  func clusterScoped() throws {
    func isExcluded(_ text: String, _ context: EvaluationContext) throws -> Bool {
      let document = try #require(documents("apiVersion: " + text).first)
      return try Engine(.builtIn).evaluate(object: document.root, context: context).isExcluded
    }
    let offline = EvaluationContext(namespace: "kube-system")
    let role = "rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: a}"
    #expect(try !isExcluded(role, offline))
    #expect(try isExcluded(role.replacing("ClusterRole", with: "Role"), offline))
    // A request for a namespace is in that namespace; so is the Namespace in a file.
    let system = "v1\nkind: Namespace\nmetadata: {name: kube-system}"
    #expect(try isExcluded(system, EvaluationContext()))
    #expect(try !isExcluded("v1\nkind: Namespace\nmetadata: {name: shop}", offline))
  }

  @Test("A wildcard does not wake a rule that needs parameters")
  func parameters() throws {
    let policy = try compiled([layer("rules: {meta/*: deny, '*': deny}")])
    #expect(!policy.activeRules.contains("meta/required-labels"))
    let set = try compiled([
      layer("rules: {meta/*: deny, meta/required-labels: {labels: [team]}}")
    ])
    #expect(set.activeRules.contains("meta/required-labels"))
  }

  @Test("A custom kind is judged where the policy says it keeps its pods")
  func customKinds() throws {
    let widget = """
      apiVersion: example.com/v1
      kind: Widget
      metadata: {name: w}
      spec:
        parts:
          - template: {spec: {containers: [{name: app, image: "app:1"}]}}
          - template: {spec: {containers: [{name: app, securityContext: {privileged: true}}]}}
      """
    #expect(try Self.verdict([], widget) == [])
    let spec =
      "podTemplates: [{group: example.com, kind: Widget, pointer: \"/spec/parts/*/template\"}]"
    #expect(try Self.verdict([spec], widget) == ["deny app"])
    #expect(
      try findings(widget, compiled([layer(spec)])).first { $0.rule == "pss/privileged" }?
        .pointer.description
        == "/spec/parts/1/template/spec/containers/0/securityContext/privileged")
  }

  @Test("The version decides which standard counts")
  func versions() throws {
    #expect(
      try compiled([layer("kubernetesVersion: \"1.22\"\npreset: restricted")])
        .activeRules.contains("pss/run-as-user") == false)
    #expect(
      try compiled([layer("kubernetesVersion: v1.23\npreset: restricted")])
        .activeRules.contains("pss/run-as-user"))
    #expect(CompiledPolicy.builtIn.kubernetesVersion == .newest)
    #expect(CompiledPolicy.builtIn.preset == .recommended)
  }
}

@Suite("The effective policy")
struct EffectivePolicyTests {
  static let spec = """
    preset: baseline
    kubernetesVersion: "1.34"
    exclude: {namespaces: [kube-system], labels: {skip: "*"}}
    rules:
      probes/startup: {action: warn, startSeconds: 90}
      meta/required-labels: {action: deny, labels: [team], values: {tier: "tier-?"}}
    overrides:
      - match: {namespaces: ["dev-*"]}
        rules: {probes/*: audit, pss/privileged: {exclude: {containers: [a]}}}
    exceptions:
      - {rules: [pss/*], match: {names: [a]}, reason: because, expires: 2030-01-01}
    allowExemptions: [probes/*]
    honorIgnores: [kube-score, polaris]
    podTemplates:
      - {group: example.com, kind: Widget, pointer: /spec/template}
    """

  @Test("Each setting says where it comes from")
  func origins() throws {
    let policy = try compiled([
      layer(Self.spec, name: "base.yaml"), layer("rules: {probes/*: deny}", name: "more.yaml"),
      PolicyLayer(commandLine: CommandLineSettings(rules: ["pss/privileged=warn"])),
    ])
    func origin(_ path: String...) -> String? {
      policy.settings.first { $0.path == ["spec"] + path }?.origin.layer
    }
    #expect(origin("preset") == "base.yaml")
    #expect(origin("rules", "probes/startup", "action") == "more.yaml")
    #expect(origin("rules", "probes/startup", "startSeconds") == "base.yaml")
    #expect(origin("rules", "pss/privileged", "action") == "command line")
    #expect(origin("rules", "pss/run-as-user", "action") == "preset baseline")
    #expect(origin("rules", "probes/liveness", "onlyWithPorts") == "built-in")
    let preset = try #require(policy.settings.first { $0.path == ["spec", "preset"] })
    #expect(preset.origin.range != nil)
  }

  @Test("It is a policy itself, and means the same")
  func roundTrip() throws {
    let layers = [
      try layer(Self.spec), try layer("rules: {probes/*: deny, pss/privileged: warn}"),
    ]
    let policy = try compiled(layers)
    let document = policy.effectiveDocument
    let again = try compiled([PolicyLayer(document: Document(document), name: "shown")])
    #expect(again.effectiveDocument == document)
    #expect(again.activeRules == policy.activeRules)
  }

  @Test("A rule that a wildcard does not wake is shown as off, so that what is shown can be used")
  func wildcardRoundTrip() throws {
    let spec = """
      rules: {"*": warn}
      overrides: [{match: {kinds: [Pod]}, rules: {meta/*: deny}}]
      """
    let document = try compiled([try layer(spec)]).effectiveDocument
    let again = try compiled([PolicyLayer(document: Document(document), name: "again.yaml")])
    #expect(again.effectiveDocument == document)
  }

  @Test("The built-in policy is what an empty spec means")
  func empty() throws {
    let empty = try compiled([layer("")])
    #expect(empty.effectiveDocument == CompiledPolicy.builtIn.effectiveDocument)
  }
}
