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
        guard let (late, before, more) = firstLate(in: scope.object.node, conventional) else {
          return
        }
        let node = scope.object.node
        findings.report(
          at: node.document.pointer(to: late.value, from: node).tokens, on: late.value,
          "the key \(quoted(late.key.text)) stands behind \(quoted(before.text))"
            + (more == 0 ? "" : ", and so it is in \(more) more mapping\(more == 1 ? "" : "s")"))
      }
    })

  /// What a key is compared by first: its rank, and the beginning of its text.
  private struct Weight: Comparable {
    let rank: Int
    let word: UInt64

    static func < (left: Weight, right: Weight) -> Bool {
      left.rank < right.rank || left.rank == right.rank && left.word < right.word
    }
  }

  /// The first key that stands too late, the one before it, which belongs behind it, and in how
  /// many more mappings there is such a key: one pass over the rows of an object.
  private static func firstLate(
    in object: Node, _ conventional: Bool
  ) -> (late: (key: Node, value: Node), before: Node, more: Int)? {
    var found: (late: (key: Node, value: Node), before: Node)?
    var more = 0
    let document = object.document
    // Bound once, since every key of the object is looked at.
    let table = document.records
    let records = table.span
    let bytes = document.bytes
    let source = bytes.span
    let side = document.sideText
    let sideText = side.span
    for row in object.index..<document.next(after: object.index) {
      let head = records[Int(row)]
      guard head.kind == .mapping else { continue }
      var key = row + 1
      var previous: (key: UInt32, weight: Weight)?
      while key < head.second {
        let record = records[Int(key)]
        let weight =
          record.has(.sideText)
          ? weight(record, sideText, conventional) : weight(record, source, conventional)
        let value = record.next(after: key)
        if let previous,
          weight < previous.weight
            || weight == previous.weight
              && precedes(
                Node(document: document, index: key), Node(document: document, index: previous.key))
        {
          if found == nil {
            found = (
              (Node(document: document, index: key), Node(document: document, index: value)),
              Node(document: document, index: previous.key)
            )
          } else {
            more += 1
          }
          break
        }
        previous = (key, weight)
        key = records[Int(value)].next(after: value)
      }
    }
    return found.map { ($0.late, $0.before, more) }
  }

  private static func weight(
    _ key: NodeRecord, _ texts: Span<UInt8>, _ conventional: Bool
  ) -> Weight {
    if key.isContainer { return Weight(rank: 5, word: 0) }
    let count = Int(key.second)
    let word = texts.leadingWord(at: Int(key.first), count: count)
    var rank = 5
    if conventional, count == 4 || count == 8 || count == 10 {
      let start = Int(key.first)
      rank = Self.rank(texts.extracting(start..<start + count))
    }
    return Weight(rank: rank, word: word)
  }

  /// 0 to 4 for what everybody writes first, 5 for the rest.
  private static func rank(_ text: Span<UInt8>) -> Int {
    switch text.count {
    case 10 where text.says("apiVersion"): 0
    case 4 where text.says("kind"): 1
    case 8 where text.says("metadata"): 2
    case 4 where text.says("name"): 3
    case 4 where text.says("spec"): 4
    default: 5
    }
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
