import Documents
import Edits
import Foundation
import Kubernetes
import Policy
import TestSupport
import Testing

@Suite("Rules and their fixtures")
struct RuleFixtureTests {
  @Test("Every rule has a folder of fixtures with at least one that passes and one that fails")
  func complete() {
    for rule in Catalogue.rules {
      let cases = Fixtures.cases.filter { $0.rule == rule.id }
      #expect(
        cases.contains { $0.fails } && cases.contains { !$0.fails },
        "add Tests/Fixtures/rules/\(rule.id)/{fail,pass}.<case>.yaml")
    }
  }

  @Test("Every folder of fixtures belongs to a rule")
  func noOrphans() {
    for folder in Fixtures.folders {
      #expect(
        Catalogue.rule(folder) != nil,
        "Tests/Fixtures/rules/\(folder) is of no rule: list the rule in Catalogue.swift, or rename")
    }
  }

  @Test("A fixture is called pass or fail, then what it shows", arguments: Fixtures.cases)
  func names(fixture: Fixtures.Case) throws {
    let parts = fixture.file.split(separator: ".")
    #expect(parts.count >= 3 && ["pass", "fail"].contains(parts[0]) && parts.last == "yaml")
    #expect(
      try fixture.fails != fixture.expected().isEmpty,
      "a fixture that fails says where: # expect: KIND/NAME POINTER")
  }

  @Test("A rule finds what its fixture says, there and nowhere else", arguments: Fixtures.cases)
  func verdict(fixture: Fixtures.Case) throws {
    let policy = try Fixtures.policy(for: fixture.rule, version: fixture.version)
    let found = try fixture.findings(policy)
    #expect(
      try found.map { "\($0.object.kind)/\($0.object.name) \($0.pointer)" } == fixture.expected())
    for finding in found {
      #expect(finding.rule == fixture.rule)
      #expect(!finding.message.isEmpty && !finding.message.hasSuffix("."))
      #expect(finding.remedy.hasSuffix("."))
    }
  }

  @Test("The edit of a finding mends it", arguments: Fixtures.cases.filter(\.fails))
  func fixes(fixture: Fixtures.Case) throws {
    let rule = try #require(Catalogue.rule(fixture.rule))
    let engine = Engine(try Fixtures.policy(for: fixture.rule, version: fixture.version))
    let documents = try documents(fixture.text())
    let reach = try engine.index(of: documents)
    for document in try engine.evaluate(documents: documents) {
      for evaluation in document.evaluations {
        for finding in evaluation.findings {
          guard let fix = finding.fix else { continue }
          #expect(rule.fix != .none, "the rule says that it has no fix")
          let mended = try fix.applied(to: Value(evaluation.judged))
          let again = try engine.evaluate(
            object: Document(mended).root, context: EvaluationContext(reach: reach)
          ).findings
          #expect(again.count < evaluation.findings.count, "\(finding.pointer)")
          #expect(!again.contains { $0.pointer == finding.pointer })
        }
      }
    }
  }

  @Test("A rule that promises a fix offers one for some fixture")
  func promisedFixes() throws {
    for rule in Catalogue.rules where rule.fix != .none {
      let fixtures = Fixtures.cases.filter { $0.rule == rule.id && $0.fails }
      let offered = try fixtures.contains { fixture in
        try fixture.findings(Fixtures.policy(for: rule.id, version: fixture.version))
          .contains { $0.fix != nil }
      }
      #expect(offered, "\(rule.id)")
    }
  }

  @Test("The examples of the documentation fail and pass", arguments: Catalogue.rules.map(\.id))
  func examples(id: String) throws {
    let rule = try #require(Catalogue.rule(id))
    let policy = try Fixtures.policy(for: id)
    if let before = rule.example.before {
      #expect(try !findings(rule.example.fails, policy, before: before).isEmpty)
      #expect(try findings(rule.example.passes, policy, before: before).isEmpty)
      return
    }
    #expect(try !findings(rule.example.fails, policy).isEmpty)
    #expect(try findings(rule.example.passes, policy).isEmpty)
  }
}

@Suite("The catalogue")
struct CatalogueTests {
  @Test("Ids are category/name in kebab case, and each stands once")
  func ids() {
    #expect(Set(Catalogue.rules.map(\.id)).count == Catalogue.rules.count)
    for rule in Catalogue.rules {
      #expect(rule.id.wholeMatch(of: /[a-z]+\/[a-z0-9]+(-[a-z0-9]+)*/) != nil, "\(rule.id)")
    }
  }

  @Test("A rule lives in a file with its name", arguments: Catalogue.rules.map(\.id))
  func files(id: String) throws {
    let folder = Suites.root.appendingPathComponent("Sources/Policy/Rules")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    let name = id.split(separator: "/")[1]
    #expect(
      files.contains { folded($0) == folded("\(name).swift") },
      "put the rule into Sources/Policy/Rules, in a file called like \(name)")
  }

  @Test("Every file of Rules is in the catalogue")
  func listed() throws {
    let folder = Suites.root.appendingPathComponent("Sources/Policy/Rules")
    let names = Set(Catalogue.rules.map { folded("\($0.id.split(separator: "/")[1]).swift") })
    for file in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
      #expect(names.contains(folded(file)), "list the rule of \(file) in Catalogue.swift")
    }
  }

  @Test("Words are sentences, names are not", arguments: Catalogue.rules.map(\.id))
  func words(id: String) throws {
    let rule = try #require(Catalogue.rule(id))
    #expect(!rule.title.hasSuffix(".") && rule.why.hasSuffix(".") && rule.remedy.hasSuffix("."))
    #expect(rule.source.hasPrefix("https://"))
    #expect(!rule.fields.isEmpty)
    for parameter in rule.parameters {
      #expect(parameter.summary.hasSuffix("."))
      #expect(!["action", "match", "exclude"].contains(parameter.name))
    }
  }

  @Test(
    "A rule that needs other objects says so, and has a check that is silent without them",
    arguments: Catalogue.rules.map(\.id))
  func others(id: String) throws {
    let rule = try #require(Catalogue.rule(id))
    let policy = try Fixtures.policy(for: id)
    #expect(policy.looksAtOtherObjects == (rule.others != .ignored))
    #expect(policy.rulesThatNeedObjects == (rule.others == .needed ? [id] : []))
    guard rule.others == .needed else { return }
    for document in try documents(rule.example.fails) {
      let alone = try Engine(policy).evaluate(document: document)
      #expect(alone.evaluations.flatMap(\.findings).isEmpty)
    }
  }

  @Test("A rule about updates says so, and is silent where there is nothing before them")
  func updates() throws {
    var found = 0
    for rule in Catalogue.rules {
      #expect(rule.needsOldObject == (rule.example.before != nil), "\(rule.id)")
      guard rule.needsOldObject else { continue }
      found += 1
      let policy = try Fixtures.policy(for: rule.id)
      #expect(try findings(rule.example.fails, policy).isEmpty)
      #expect(try findings(rule.example.fails, policy, before: "").isEmpty)
    }
    #expect(found > 0)
  }

  @Test(
    "Whom the parameters name may change a ServiceAccount",
    arguments: [
      ("", true), ("users: ['system:serviceaccount:flux-*:*']", false), ("groups: [gitops]", false),
      ("users: [anna]", true), ("groups: [admins]", true),
    ])
  func updatesByOthers(parameters: String, isFound: Bool) throws {
    let rule = try #require(Catalogue.rule("rbac/service-account-change"))
    let comma = parameters.isEmpty ? "" : ", "
    let policy = try compiled([
      layer("{preset: none, rules: {\(rule.id): {action: deny\(comma)\(parameters)}}}")
    ])
    let old = try #require(objects(rule.example.before ?? "").first)
    let user: Value = [
      "username": "system:serviceaccount:flux-system:flux", "groups": ["gitops", "ops"],
    ]
    let context = EvaluationContext(
      operation: .update, oldObject: old.node, user: UserInfo(Document(user).root))
    let object = try #require(objects(rule.example.fails).first)
    let findings = try Engine(policy).evaluate(object: object.node, context: context).findings
    #expect(findings.isEmpty != isFound)
    // The old object is not denied for it, so the denial stands.
    #expect(!findings.contains { $0.action != .deny })
  }

  @Test("Baseline and restricted are the Pod Security Standards and deny; none is none")
  func presets() {
    for rule in Catalogue.rules {
      #expect(rule.presets[.none] == .off)
      if rule.category != "pss" {
        #expect(rule.presets[.baseline] == .off && rule.presets[.restricted] == .off)
      } else {
        #expect(rule.presets[.restricted] == .deny)
      }
      let needsParameters = rule.parameters.contains { $0.isRequired }
      #expect(needsParameters == (rule.presets[.everything] == .off), "\(rule.id)")
    }
  }
}
