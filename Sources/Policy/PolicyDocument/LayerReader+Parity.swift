import Documents
import Patterns

// `parity`: in what environments may differ.

extension LayerReader {
  static let parityKeys = [
    "match", "differences", "paths", "environments", "reason", "expires",
  ]

  mutating func readParity(_ node: Node) {
    guard reader.isMapping(node, "parity") else { return }
    reader.keys(of: node, known: ["allow"], in: "parity")
    guard let allow = node["allow"], isList(allow, "allow") else { return }
    for entry in allow.elements {
      guard reader.isMapping(entry, "each of allow") else { continue }
      let before = reader.problems.count
      reader.keys(of: entry, known: Self.parityKeys, in: "an entry of allow")
      let allowance = readAllowance(entry)
      if reader.problems.count == before { layer.parity.append(allowance) }
    }
  }

  private mutating func readAllowance(_ node: Node) -> ParityAllowance {
    var allowance = ParityAllowance(origin(node))
    for (key, value) in node.entries {
      switch key.text {
      case "match": allowance.match = readMatch(value, "match", containers: true)
      case "differences": allowance.differences = readDifferences(value)
      case "paths": allowance.paths = reader.globs(value, "paths") ?? []
      case "environments": allowance.environments = reader.globs(value, "environments") ?? []
      case "expires": allowance.expires = readDay(of: node)
      default: continue
      }
    }
    allowance.reason =
      required("reason", of: node, "say why environments may differ there", in: "the entry") ?? ""
    let matchesAll = node["match"].map { $0.isMapping && $0.count == 0 } ?? true
    if matchesAll, node["differences"] == nil, node["paths"] == nil {
      reader.fail(
        node, "the entry allows every difference",
        "say which with match, differences or paths")
    }
    return allowance
  }

  private mutating func readDifferences(_ node: Node) -> [ParityDifference.Sort] {
    guard isList(node, "differences") else { return [] }
    if node.count == 0 {
      reader.fail(node, "differences is empty, so it would mean nothing", "name one or remove it")
    }
    let words = ParityDifference.Sort.allCases.map(\.rawValue)
    return node.elements.compactMap { element in
      reader.choice(element, of: words, "difference").flatMap {
        ParityDifference.Sort(rawValue: $0)
      }
    }
  }
}
