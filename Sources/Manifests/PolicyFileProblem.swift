import Documents

/// What is wrong with a policy, or worth knowing about it, and where.
package struct PolicyFileProblem: Error, Sendable {
  /// The file as it was named or found; `command line` for what comes from there.
  package let file: String
  /// For machines: `policy`, `no-policy`, `unreadable` and what parsers say.
  package let id: String
  /// A clause without a capital and without a full stop.
  package let message: String
  /// What to do, likewise; empty where there is nothing to say.
  package let remedy: String
  package var position: LineTable.Position?
  /// A second place that belongs to it: the first of two equal keys.
  package var related: LineTable.Position?
  /// The file's bytes, where there is a position.
  package var source: Source?
  /// Whether the policy can be used all the same.
  package var isNote = false

  /// One line: `policy.yaml:4:9: unknown key "presets"; did you mean "preset"?`. A note says that
  /// it is one. What could move a terminal's cursor is escaped.
  package var text: String {
    let place = position.map { ":\($0.line):\($0.column)" } ?? ""
    let rest = remedy.isEmpty ? "" : "; \(remedy)"
    let note = isNote ? "note: " : ""
    return VisibleText.escaped("\(file)\(place): \(note)\(message)\(rest)")
  }
}
