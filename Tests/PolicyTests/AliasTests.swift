import Documents
import Policy
import Testing

@Suite("Other tools' names for rules")
struct AliasTests {
  private static func action(_ rule: String, _ specs: [String]) throws -> String? {
    let policy = try compiled(specs.map { try layer($0) })
    let path = ["spec", "rules", rule, "action"]
    guard case .string(let name)? = policy.settings.first(where: { $0.path == path })?.value else {
      return nil
    }
    return name
  }

  @Test("Each name of each tool sets its rules, as if it were theirs", arguments: Catalogue.rules)
  func everyAlias(rule: Rule) throws {
    for alias in rule.aliases {
      #expect(Catalogue.rules(named: alias.id).contains { $0.id == rule.id }, "\(alias.id)")
      // What needs a parameter stays off by a name that means several rules.
      guard !rule.parameters.contains(where: \.isRequired) else { continue }
      let spec = "preset: none\nrules: {\"\(alias.id)\": audit}"
      #expect(try Self.action(rule.id, [spec]) == "audit", "\(alias.id)")
    }
  }

  @Test("No name of another tool is a rule's id, a category or a wildcard")
  func distinct() {
    for name in Catalogue.aliasNames {
      #expect(Catalogue.rule(name) == nil && RulePattern(name) == nil, "\(name)")
    }
  }

  @Test(
    "A rule's own id counts more than another tool's name, that one more than a category",
    arguments: [
      ("{runAsPrivileged: warn, pss/*: audit}", "warn"),
      ("{pss/privileged: deny, runAsPrivileged: warn}", "deny"),
      ("{runAsPrivileged: warn, privileged-container: audit}", "audit"),
      ("{CKV_K8S_16: off}", "off"),
    ])
  func precedence(rules: String, action: String) throws {
    #expect(try Self.action("pss/privileged", ["preset: baseline\nrules: \(rules)"]) == action)
  }

  @Test("A name that means several rules sets all of them, with the parameters that all have")
  func several() throws {
    let spec = """
      preset: none
      rules: {container-resources: {action: deny, initContainers: false}}
      """
    let policy = try compiled([layer(spec)])
    let names = try #require(Catalogue.aliases["container-resources"])
    #expect(names.count > 1)
    for rule in names {
      #expect(try Self.action(rule, [spec]) == "deny")
      let path = ["spec", "rules", rule, "initContainers"]
      #expect(policy.settings.first { $0.path == path }?.value == false)
    }
    let wrong = PolicyCompiler.compile(
      [try layer("rules: {runAsPrivileged: {initContainers: false}}")], today: nil)
    #expect(wrong.problems.map(\.message).count == 1)
  }

  @Test("Of several rules, one that does nothing without a parameter is not meant")
  func withoutParameters() throws {
    let needy = Catalogue.aliases.filter { _, ids in
      ids.count > 1
        && ids.contains { id in Catalogue.rule(id)?.parameters.contains(where: \.isRequired) == true
        }
    }
    for (name, ids) in needy {
      let active = try compiled([layer("preset: none\nrules: {\"\(name)\": warn}")]).activeRules
      #expect(!active.isEmpty && active.count < ids.count, "\(name)")
    }
  }

  @Test("They stand in overrides, exceptions, exemptions, fixes and on the command line")
  func everywhere() throws {
    let spec = """
      preset: none
      rules: {privileged-container: deny}
      overrides: [{match: {namespaces: [dev]}, rules: {CKV_K8S_16: warn}}]
      exceptions:
      - {rules: [runAsPrivileged], match: {names: [agent]}, reason: drivers, expires: 2099-01-01}
      allowExemptions: [disallow-privileged-containers]
      """
    let policy = try compiled([
      layer(spec), PolicyLayer(commandLine: CommandLineSettings(rules: ["latest-tag=audit"])),
    ])
    func verdict(_ metadata: String) throws -> [String] {
      let pod = """
        apiVersion: v1
        kind: Pod
        metadata: \(metadata)
        spec: {containers: [{name: a, image: "a:latest", securityContext: {privileged: true}}]}
        """
      return try findings(pod, policy).map { "\($0.rule) \($0.action.name)" }
    }
    let tag = "image/tag-pinned audit"
    #expect(try verdict("{name: web}") == ["pss/privileged deny", tag])
    #expect(try verdict("{name: web, namespace: dev}") == ["pss/privileged warn", tag])
    #expect(try verdict("{name: agent}") == [tag])
    let annotations =
      "{kpatch.dev/exempt: container-security-context-privileged, kpatch.dev/exempt-reason: x}"
    #expect(try verdict("{name: web, annotations: \(annotations)}") == [tag])
  }

  @Test(
    "A name that nobody has gets the nearest of all",
    arguments: [
      ("runAsPriviliged", "runAsPrivileged"), ("CKV_K8S_6", nil), ("latest_tags", "latest-tag"),
      ("pss", "pss/*"), ("tag-pinned", "image/tag-pinned"), ("pss/privilegd", "pss/privileged"),
    ])
  func suggestion(word: String, near: String?) throws {
    let problems = PolicyCompiler.compile([try layer("rules: {\(word): warn}")], today: nil)
      .problems
    let problem = try #require(problems.first)
    #expect(problem.message == "unknown rule \"\(word)\"")
    if let near { #expect(problem.remedy == "did you mean \"\(near)\"?") }
  }
}
