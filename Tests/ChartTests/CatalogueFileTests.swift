import Foundation
import Policy
import TestSupport
import Testing

/// `files/catalogue.yaml` is what the chart's templates know of rules: it is written from the
/// catalogue.
@Suite("The chart's catalogue")
struct CatalogueFileTests {
  private static let file = "files/catalogue.yaml"

  @Test("says of each rule what is judged, and in which presets")
  func rules() throws {
    let lines = Catalogue.rules.filter { $0.others != .needed && !$0.isSettledByServer }
      .map(Self.line)
    #expect(lines.count > 40)
    let text = try Chart.text(Self.file)
    let start = try #require(text.firstRange(of: "\nrules:\n")?.upperBound)
    let end = try #require(text.firstRange(of: "podKinds:\n")?.lowerBound)
    try Written.file(
      "charts/kpatch/\(Self.file)", is: text[..<start] + lines.joined() + text[end...])
  }

  private static func line(_ rule: Rule) -> String {
    var subject =
      switch rule.subject {
      case .pods: "pods"
      case .objects: "objects"
      case .kinds(let kinds): "[\(names(kinds))]"
      case .podsAnd(let kinds): "[pods, \(names(kinds))]"
      }
    let presets = Preset.allCases.filter { rule.presets[$0] != .off }.map(\.name)
    var parts: [String] = []
    if rule.reads(.ephemeralContainers) { parts.append("ephemeralContainers") }
    if rule.reads(.resources) { parts.append("resources") }
    if !parts.isEmpty { subject += ", parts: [\(parts.joined(separator: ", "))]" }
    if rule.fix == .safe { subject += ", isSafe: true" }
    return "  \(rule.id): {presets: [\(presets.joined(separator: ", "))], subject: \(subject)}\n"
  }

  private static func names(_ kinds: [ObjectKind]) -> String {
    kinds.map { "\($0.group)/\($0.kind)" }.joined(separator: ", ")
  }
}
