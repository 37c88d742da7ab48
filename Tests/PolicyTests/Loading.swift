import Documents
import Foundation
import Kubernetes
import Policy
import TestSupport
import Testing
import YAMLSyntax

/// The documents of a YAML text, without those that say nothing.
func documents(_ text: String) throws -> [Document] {
  try YAMLParser.parse(Source(text)).filter { !$0.root.isNull }
}

/// A policy layer from the spec of a policy, written in YAML.
func layer(_ spec: String, name: String = "policy.yaml") throws -> PolicyLayer {
  let indented = spec.split(separator: "\n", omittingEmptySubsequences: false)
    .map { "  " + $0 }.joined(separator: "\n")
  let text = "apiVersion: kpatch.dev/v1alpha1\nkind: Policy\nspec:\n" + indented
  return PolicyLayer(document: try #require(documents(text).first), name: name)
}

/// The compiled policy; a failure that shows the problems where there is none.
func compiled(_ layers: [PolicyLayer], today: CalendarDate? = nil) throws -> CompiledPolicy {
  let compilation = PolicyCompiler.compile(layers, today: today)
  return try #require(compilation.policy, "\(compilation.problems.map(\.text))")
}

/// The findings in all objects of a YAML text.
func findings(_ text: String, _ policy: CompiledPolicy) throws -> [Finding] {
  try Engine(policy).evaluate(documents: documents(text)).flatMap { document in
    document.evaluations.flatMap(\.findings)
  }
}

/// The findings in all objects of a YAML text that are updates: `before` has the old ones, by kind
/// and name.
func findings(_ text: String, _ policy: CompiledPolicy, before: String) throws -> [Finding] {
  let former = try objects(before)
  let engine = Engine(policy)
  return try objects(text).flatMap { object in
    let old = former.first { $0.kind == object.kind && $0.name == object.name }
    let context = EvaluationContext(operation: .update, oldObject: old?.node)
    return try engine.evaluate(object: object.node, context: context).findings
  }
}

/// The objects of a YAML text.
func objects(_ text: String) throws -> [KubernetesObject] {
  try documents(text).flatMap { KubernetesObject.objects(of: $0.root) }
}

/// A rule's id and the name of a file or a source, in a form in which they can be compared.
func folded(_ name: String) -> String { name.replacing("-", with: "").lowercased() }

enum Fixtures {
  static let rules = Suites.root.appendingPathComponent("Tests/Fixtures/rules")

  /// A file that a rule passes or fails.
  struct Case: CustomTestStringConvertible, Sendable {
    let rule: String
    let file: String

    var testDescription: String { "\(rule)/\(file)" }
    var fails: Bool { file.hasPrefix("fail.") }
    /// `fail.windows@1.24.yaml` is judged by Kubernetes 1.24.
    var version: String? {
      let parts = file.dropLast(".yaml".count).split(separator: "@")
      return parts.count == 2 ? String(parts[1]) : nil
    }

    func text() throws -> String {
      try String(
        contentsOf: Fixtures.rules.appendingPathComponent("\(rule)/\(file)"), encoding: .utf8)
    }

    /// What its objects are updates of, where the file beside it says so.
    func before() -> String? {
      Suites.before("Tests/Fixtures/rules/\(rule)/\(file)").map {
        String(decoding: $0, as: UTF8.self)
      }
    }

    /// What a policy finds in it.
    func findings(_ policy: CompiledPolicy) throws -> [Finding] {
      guard let before = before() else { return try PolicyTests.findings(text(), policy) }
      return try PolicyTests.findings(text(), policy, before: before)
    }

    /// What `# expect: KIND/NAME POINTER` lines say, in their order.
    func expected() throws -> [String] {
      try text().split(separator: "\n").filter { $0.hasPrefix("# expect: ") }
        .map { String($0.dropFirst("# expect: ".count)) }
    }
  }

  /// The folders `category/name`.
  static let folders: [String] = {
    let files = FileManager.default
    let categories = (try? files.contentsOfDirectory(atPath: rules.path)) ?? []
    return categories.sorted().flatMap { category in
      let names = try? files.contentsOfDirectory(
        atPath: rules.appendingPathComponent(category).path)
      return (names ?? []).sorted().map { "\(category)/\($0)" }
    }
  }()

  static let cases: [Case] = folders.flatMap { folder in
    let files = try? FileManager.default.contentsOfDirectory(
      atPath: rules.appendingPathComponent(folder).path)
    return (files ?? []).sorted()
      .filter { $0 != "policy.yaml" && !$0.hasSuffix(Suites.beforeEnding) }.map {
        Case(rule: folder, file: $0)
      }
  }

  /// A policy in which nothing but this rule is on, with the parameters of its folder's policy.
  static func policy(for rule: String, version: String? = nil) throws -> CompiledPolicy {
    var layers: [PolicyLayer] = []
    let url = rules.appendingPathComponent("\(rule)/policy.yaml")
    if let text = try? String(contentsOf: url, encoding: .utf8) {
      layers.append(PolicyLayer(document: try #require(documents(text).first), name: "policy.yaml"))
    }
    layers.append(
      PolicyLayer(
        commandLine: CommandLineSettings(
          preset: "none", rules: ["\(rule)=deny"], kubernetesVersion: version)))
    return try compiled(layers)
  }
}
