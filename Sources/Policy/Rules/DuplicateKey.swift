// Reads the remarks of the parser about the document, not its nodes: of a key that stands twice
// only the last one is left in the tree. JSON has none: there a key that stands twice is an error.
// Allowed: every key stands once in its mapping.

import Documents

extension Rule {
  static let duplicateKey = Rule(
    id: "api/duplicate-key",
    title: "Keys stand once",
    severity: .error,
    presets: .ours(recommended: .deny, everything: .deny),
    subject: .objects,
    isSettledByServer: true,
    fields: ["every mapping"],
    why:
      "Of a key that stands twice Kubernetes takes the last value, so what the first one says is "
      + "silently lost, and kubectl refuses the file.",
    source: "https://yaml.org/spec/1.2.2/#3213-node-comparison",
    remedy: "Remove one of the two.",
    example: Example(
      fails: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data:
          LOG_LEVEL: info
          LOG_LEVEL: debug
        """,
      passes: """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings}
        data:
          LOG_LEVEL: debug
        """),
    makeCheck: { _, _ in
      .object { scope, findings in
        var ranges: Set<SourceRange> = []
        for remark in scope.remarks where remark.kind == .duplicateKey {
          ranges.insert(remark.range)
        }
        if ranges.isEmpty { return }
        for (path, value) in entries(at: ranges, below: scope.object.node) {
          findings.report(
            at: path, on: value,
            "the key \(quoted(path.last ?? "")) stands twice in one mapping, and only its "
              + "last value counts")
        }
      }
    })

  /// The entries whose keys have these ranges, in one pass over all that is below a node: remarks
  /// may be as many as keys. Of a key that stands three times the tree has the last one only, and
  /// of what a lost value holds it has nothing; the key that lost it is told.
  private static func entries(
    at ranges: Set<SourceRange>, below root: Node
  ) -> [(path: [String], value: Node)] {
    var found: [(path: [String], value: Node)] = []
    // What an anchor holds comes again at its aliases.
    var left = ranges
    var path: [String] = []
    var open = [OpenContainer(root)]
    while !open.isEmpty, !left.isEmpty {
      let last = open.count - 1
      guard let (key, value) = open[last].next() else {
        open.removeLast()
        if !path.isEmpty { path.removeLast() }
        continue
      }
      if let key, left.remove(key.range) != nil { found.append((path + [key.text], value)) }
      guard value.isContainer else { continue }
      path.append(key?.text ?? String(open[last].position - 1))
      open.append(OpenContainer(value))
    }
    return found
  }

  /// A container on the way down a tree.
  private struct OpenContainer {
    private var entries: Node.Entries
    private var elements: Node.Elements
    /// The elements that were given.
    private(set) var position = 0

    init(_ node: Node) {
      entries = node.entries
      elements = node.elements
    }

    mutating func next() -> (key: Node?, value: Node)? {
      if let (key, value) = entries.next() { return (key, value) }
      guard let element = elements.next() else { return nil }
      position += 1
      return (nil, element)
    }
  }
}
