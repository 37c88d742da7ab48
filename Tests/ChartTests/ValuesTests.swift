import Documents
import Foundation
import JSONSyntax
import Policy
import Schemas
import Telemetry
import TestSupport
import Testing
import YAMLSyntax

@testable import kpatch_webhook

@Suite("The chart's values")
struct ValuesTests {
  private static func schema() throws -> Schema {
    let text = try Chart.text("values.schema.json")
    return try Schema(
      compiling: Value(try JSONParser.parse(Source(text)).root),
      options: Schema.Options(isDraft7: true, isStrict: true))
  }

  private static func violations(_ yaml: String) throws -> [String] {
    let root = try #require(try YAMLParser.parse(Source(yaml)).first?.root)
    let result = try schema().check(root)
    #expect(result.halt == nil)
    return result.violations.map { $0.sentence(showsValues: true) }
  }

  @Test("are held by their schema")
  func accepted() throws {
    #expect(try Self.violations(Chart.text("values.yaml")) == [])
  }

  @Test("of the matrix are held by the schema", arguments: ValueSet.all)
  func matrix(_ values: ValueSet) throws {
    guard !values.yaml.allSatisfy(\.isWhitespace) else { return }
    #expect(try Self.violations(values.yaml.replacing("nodeSelector: null", with: "")) == [])
  }

  @Test(
    "that are wrong are refused",
    arguments: [
      ("replicaCount: 3", "replicaCount"), ("replicas: 0", "replicas"),
      ("certificates: {source: vault}", "cert-manager"),
      ("certificates: {source: secret}", "secretName"),
      ("certificates: {caBundle: \"-----BEGIN PRIVATE KEY-----\"}", "PEM"),
      ("webhooks: {validating: {failurePolicy: ignore}}", "Ignore"),
      ("webhooks: {mutating: {timeoutSeconds: 31}}", "30"),
      ("server: {shutdownDelaySeconds: 5s}", "integer"),
      ("service: {port: 70000}", "65535"), ("image: {digest: latest}", "sha256"),
      ("networkPolicy: {apiServerPorts: []}", "apiServerPorts"),
      ("networkPolicy: {apiServerCIDRs: [10.0.0.1]}", "network"),
      ("fullnameOverride: a.b", "Service"), ("image: {repository: \"a/b:1\"}", "tag"),
      ("commonLabels: {app.kubernetes.io/name: x}", "app.kubernetes.io/name"),
      ("podLabels: {helm.sh/chart: x}", "helm.sh/chart"),
      ("policy: {spec: {preset: strict}}", "preset"),
      ("policy: {spec: {rule: {}}}", "rule"), ("metrics: {port: 8443}", "8443"),
      ("webhooks: {excludeNamespaces: [\"dev-*\"]}", "namespace"),
      ("certificates: {certManager: {issuerRef: {kind: Issuer}}}", "issuerRef"),
    ])
  func refused(values: String, words: String) throws {
    let violations = try Self.violations(values)
    #expect(violations.contains { $0.contains(words) }, "\(violations)")
  }

  @Test("the policy's sections and presets are those that there are")
  func policy() throws {
    let chart = try Chart.document("values.schema.json")[
      "properties", "policy", "properties", "spec"]
    let printed = try Tool.run(["policy", "schema"], in: Suites.root).outputText
    let schema = try #require(try YAMLParser.parse(Source(printed)).first?.root)
    let spec = try #require(schema["properties", "spec", "properties"])
    let names = spec.entries.map(\.key.text).sorted()
    #expect(names.count > 10)
    #expect(chart?["propertyNames", "enum"]?.texts.sorted() == names)
    #expect(chart?["properties", "preset", "enum"]?.texts == spec["preset", "enum"]?.texts)
  }

  // MARK: The table of the README

  private struct Row {
    var key: String
    var standard: String
    var meaning: String
  }

  /// Values with a comment above them, in the order of the file.
  private static func rows() throws -> [Row] {
    var rows: [Row] = []
    var keys: [(indent: Int, name: String)] = []
    var comment: [String] = []
    let values = try Chart.document("values.yaml")
    let text = try Chart.text("values.yaml")
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let indent = line.prefix { $0 == " " }.count
      let rest = line.dropFirst(indent)
      if rest.hasPrefix("# ") {
        comment.append(String(rest.dropFirst(2)))
        continue
      }
      defer { comment = [] }
      guard let colon = rest.firstIndex(of: ":"), !rest.hasPrefix("-") else { continue }
      keys.removeAll { $0.indent >= indent }
      keys.append((indent, String(rest[..<colon])))
      guard !comment.isEmpty else { continue }
      let path = keys.map(\.name)
      var node = values
      for name in path { node = try #require(node[named: name], "\(path)") }
      rows.append(
        Row(
          key: path.joined(separator: "."), standard: Value(node).json(.compact),
          meaning: comment.joined(separator: " ")))
    }
    return rows
  }

  /// Values below which there is nothing that the chart itself knows.
  private static let wholes: Set<String> = [
    "policy.spec", "resources", "nodeSelector", "metrics.dashboard.labels",
  ]

  private static func leaves(_ node: Node, _ path: [String]) -> [String] {
    let key = path.joined(separator: ".")
    guard node.isMapping, node.count > 0, !wholes.contains(key) else { return [key] }
    return node.entries.flatMap { leaves($0.value, path + [$0.key.text]) }
  }

  @Test("have a comment each")
  func comments() throws {
    let described = Set(try Self.rows().map(\.key))
    let leaves = Self.leaves(try Chart.document("values.yaml"), [])
    #expect(leaves.count > 50)
    #expect(leaves.filter { !described.contains($0) } == [])
  }

  @Test("stand in the README's table as they are")
  func table() throws {
    let rows = try Self.rows().map { "| `\($0.key)` | `\($0.standard)` | \($0.meaning) |" }
    let table = (["| value | default | means |", "|---|---|---|"] + rows).joined(separator: "\n")
    try Written.part(of: "charts/kpatch/README.md", after: "## Values\n\n", is: table)
  }

  // MARK: What must agree with the rest of the project

  @Test("and versions are those of the release")
  func versions() throws {
    for path in ["charts/kpatch/Chart.yaml", "charts/kpatch-postrenderer/plugin.yaml"] {
      let text = String(decoding: try Suites.projectFile(path), as: UTF8.self)
      let root = try #require(try YAMLParser.parse(Source(text)).first?.root)
      #expect(root["version"]?.text == Release.version, "\(path)")
    }
    #expect(try Chart.document("Chart.yaml")["appVersion"]?.text == Release.version)
  }

  @Test(
    "alerts and dashboard read metrics that there are",
    arguments: ["templates/prometheusrule.yaml", "dashboards/kpatch.json"])
  func metrics(path: String) throws {
    let metrics = WebhookMetrics.make()
    let known = String(decoding: metrics.text(ServerNumbers()), as: UTF8.self)
    let names = Set(
      try Chart.text(path).matches(of: /\b(?:kpatch|process)_[a-z_]+/).map { String($0.output) })
    #expect(names.count > 5)
    for name in names {
      let family = name.replacing(/_(?:bucket|count|sum)$/, with: "")
      #expect(
        known.contains("# TYPE \(name) ") || known.contains("# TYPE \(family) histogram"),
        "\(name) is no metric of the server")
    }
  }

  @Test("the dashboard is JSON with a query in each panel")
  func dashboard() throws {
    let root = try JSONParser.parse(Source(Chart.text("dashboards/kpatch.json"))).root
    let panels = try #require(root["panels"]).elements.map(\.self)
    #expect(panels.count > 10)
    for panel in panels {
      #expect((panel["targets"]?.count ?? 0) > 0)
      #expect(panel["datasource", "uid"]?.text == "${datasource}")
    }
  }
}
