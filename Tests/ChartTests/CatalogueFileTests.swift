import Foundation
import Kubernetes
import Policy
import TestSupport
import Testing

/// `files/catalogue.yaml` is what the chart's templates know of rules and kinds: it is written from
/// the catalogue and from the tables that `kpatch-webhook config` goes by.
@Suite("The chart's catalogue")
struct CatalogueFileTests {
  @Test("says of each rule what is judged, and of each kind where it is served")
  func file() throws {
    let rules = Catalogue.rules.filter { $0.others != .needed && !$0.isSettledByServer }
      .map(Self.line)
    #expect(rules.count > 40)
    let own = ObjectKind.ownOfKubernetes
    let namespaced = own.filter { !ClusterScope.contains($0.kind, in: $0.group) }
    let cluster = ClusterScope.table.flatMap { group, kinds in
      kinds.map { ObjectKind($0, in: group) }
    }
    #expect(namespaced.count > 40 && cluster.count > 30)
    let groups = CompiledPolicy.knownKinds.sorted { $0.key < $1.key }.map { name, kinds in
      let groups = kinds.map { $0.group.isEmpty ? "\"\"" : $0.group }.sorted()
      return "  \(name): [\(groups.joined(separator: ", "))]\n"
    }
    let plurals = ResourceName.unchanged.sorted().joined(separator: ", ")
    try Written.file(
      "charts/kpatch/files/catalogue.yaml",
      is: """
        # Which kinds rules read and where they are served, for the rules of the webhook configurations.
        # Written by `KPATCH_UPDATE=1 swift test --filter ChartTests` from the catalogue of rules.
        rules:
        \(rules.joined())podKinds:
        \(Self.list(CompiledPolicy.podKinds))# Of Kubernetes' own kinds those of the cluster, and those of namespaces; others may be either.
        clusterKinds:
        \(Self.list(cluster))namespacedKinds:
        \(Self.list(Array(namespaced)))# Kinds whose names are plural as they are.
        plurals: [\(plurals)]
        # By name, the groups that have such a kind.
        kinds:
        \(groups.joined())
        """)
  }

  private static func list(_ kinds: [ObjectKind]) -> String {
    Set(kinds).map { "  - \($0.group)/\($0.kind)\n" }.sorted().joined()
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
