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
        for remark in scope.remarks where remark.kind == .duplicateKey {
          let path = path(to: remark.range, below: scope.object.node)
          findings.report(
            at: path,
            "the key \(quoted(path.last ?? "")) stands twice in one mapping, and only its "
              + "last value counts")
        }
      }
    })

  /// The path to the entry that a range lies in, or to the deepest node around it.
  private static func path(to range: SourceRange, below root: Node) -> [String] {
    var path: [String] = []
    var node = root
    while true {
      var next: (token: String, node: Node)?
      var position = 0
      for element in node.elements {
        if element.range.contains(range) { next = (String(position), element) }
        position += 1
      }
      for (key, value) in node.entries {
        if key.range == range { return path + [key.text] }
        if value.isContainer, value.range.contains(range) { next = (key.text, value) }
      }
      guard let next else { return path }
      path.append(next.token)
      node = next.node
    }
  }
}
