import Documents
import Foundation
import JSONSyntax
import TestSupport
import Testing
import YAMLSyntax

/// `files/catalogue.yaml` is what the chart's templates know of rules: it is written from what
/// `kpatch rules` says.
@Suite("The chart's catalogue")
struct CatalogueFileTests {
  private static let file = "files/catalogue.yaml"

  /// Rules that say they judge all objects and pass over all but these kinds.
  private static let narrower = ["config/placeholder-secret": "[pods, /ConfigMap, /Secret]"]

  /// What the API server refuses or drops itself before it asks a webhook.
  private static func isSettledByServer(_ rule: Node) -> Bool { rule["category"]?.text == "api" }

  @Test("says of each rule what is judged, and in which presets")
  func rules() throws {
    let listed = try Tool.run(["rules", "--format", "json"], in: Suites.root)
    let rules = try #require(try JSONParser.parse(Source(listed.outputText)).root["rules"])
    let groups = try #require(try Chart.document(Self.file)["kinds"])
    let lines = try rules.elements.compactMap { rule in
      rule["others"]?.text == "needed" || Self.isSettledByServer(rule)
        ? nil : try Self.line(rule, groups)
    }
    #expect(lines.count > 40)
    let text = try Chart.text(Self.file)
    let start = try #require(text.firstRange(of: "\nrules:\n")?.upperBound)
    let end = try #require(text.firstRange(of: "podKinds:\n")?.lowerBound)
    try Written.file(
      "charts/kpatch/\(Self.file)", is: text[..<start] + lines.joined() + text[end...])
  }

  private static func line(_ rule: Node, _ groups: Node) throws -> String {
    let id = try #require(rule["id"]).text
    var subject: String
    switch rule["subject"]?.text ?? "" {
    case "pods and pod templates": subject = "pods"
    case "all objects": subject = narrower[id] ?? "objects"
    case let kinds:
      let names = try kinds.split(separator: ", ").map { try kind(String($0), groups) }
      subject = "[\(names.joined(separator: ", "))]"
    }
    let presets = rule["presets"]?.entries.filter { $0.value.text != "off" }.map(\.key.text) ?? []
    let fields = rule["fields"]?.texts.joined(separator: " ") ?? ""
    let parts = ["ephemeralContainers", "resources"].filter { fields.contains($0) }
    if !parts.isEmpty { subject += ", parts: [\(parts.joined(separator: ", "))]" }
    if rule["fix"]?.text == "safe" { subject += ", isSafe: true" }
    return "  \(id): {presets: [\(presets.joined(separator: ", "))], subject: \(subject)}\n"
  }

  /// GROUP/KIND: of several groups Kubernetes' own, and that which is served today.
  private static func kind(_ name: String, _ groups: Node) throws -> String {
    let known = try #require(
      groups[name]?.texts, "\(file) has no group for \(name): add it under kinds")
    let group = ["apps", ""].first { known.contains($0) } ?? known[0]
    return "\(group)/\(name)"
  }
}
