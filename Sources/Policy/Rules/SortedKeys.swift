// Reads the keys of every mapping.
// Allowed: keys in ascending order of their bytes. With `conventional` apiVersion, kind and
// metadata come first in an object, and name first in the element of a list, as everybody writes
// them. What an API server sends is in the server's order, whatever the author wrote, and is not
// judged.

import Documents
import Kubernetes

extension Rule {
  static let sortedKeys = Rule(
    id: "meta/sorted-keys",
    title: "Keys are in order",
    severity: .info,
    presets: .ours(recommended: .off, everything: .warn),
    subject: .objects,
    isSettledByServer: true,
    fields: ["every mapping"],
    why: "Where keys are in order a difference between two files is a difference in what they say.",
    source: "https://docs.kubelinter.io/#/generated/checks?id=sorted-keys",
    remedy: "Put the keys in order.",
    parameters: [
      Parameter(
        "conventional", .boolean, default: true,
        "Whether apiVersion, kind, metadata, spec and name come before other keys.")
    ],
    example: Example(
      fails: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {PORT: "8080", LOG_LEVEL: info}
        """,
      passes: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data: {LOG_LEVEL: info, PORT: "8080"}
        """),
    aliases: [
      Alias(.kubeLinter, "sorted-keys")
    ],
    makeCheck: { parameters, _ in
      let conventional = parameters.boolean("conventional")
      return .object { scope, findings in
        if scope.context.isRequest { return }
        // Innermost levels are found by a list of what is open, for depth is the author's.
        var open: [(node: Node, path: [String])] = [(scope.object.node, [])]
        while let (node, path) = open.popLast() {
          checkOrder(node, path, conventional, &findings)
          if node.isSequence {
            for (position, element) in node.elements.enumerated() where element.isContainer {
              open.append((element, path + [String(position)]))
            }
          }
          for (key, value) in node.entries where value.isContainer {
            open.append((value, path + [key.text]))
          }
        }
      }
    })

  /// One finding for a mapping, at the first key that stands too late.
  private static func checkOrder(
    _ mapping: Node, _ path: [String], _ conventional: Bool, _ findings: inout FindingSink
  ) {
    var previous: (rank: Int, key: Node)?
    for (key, value) in mapping.entries {
      let rank = conventional ? rank(key) : 0
      if let (before, name) = previous,
        rank < before || rank == before && precedes(key, name)
      {
        findings.report(
          at: path + [key.text], on: value,
          "the key \(quoted(key.text)) stands behind \(quoted(name.text))")
        return
      }
      previous = (rank, key)
    }
  }

  private static func rank(_ key: Node) -> Int {
    for (rank, name) in ["apiVersion", "kind", "metadata", "name", "spec"].enumerated()
    where key.textEquals(name) {
      return rank
    }
    return 5
  }

  private static func precedes(_ left: Node, _ right: Node) -> Bool {
    left.withText { first in
      right.withText { second in
        for index in 0..<min(first.count, second.count) where first[index] != second[index] {
          return first[index] < second[index]
        }
        return first.count < second.count
      }
    }
  }
}
