import Documents

/// What the annotations of other tools exempt an object from, where the policy honours them.
///
/// An annotation excuses findings of the rules that the named check is an alias of, and no others;
/// one for all checks of a tool excuses the rules that this tool has a check for. A check that is
/// not known here excuses nothing.
///
/// - Polaris, of the object: `polaris.fairwinds.com/exempt` and `.../CHECK-exempt`, `"true"`.
/// - kube-linter, of the object: `kube-linter.io/ignore-all`, `ignore-check.kube-linter.io/CHECK`
///   with the reason.
/// - kube-score, of the object and its pod template: `kube-score/ignore` with checks and commas
///   between, or `*`; `kube-score/skip`, `"true"`.
/// - checkov, of the object and its pod template: `checkov.io/skip...` with `ID=reason`.
package struct PeerIgnores: Sendable {
  /// The tools whose annotations are known.
  package static let tools: [Rule.Alias.Tool] = [.polaris, .kubeLinter, .kubeScore, .checkov]

  /// An annotation that excuses findings of a rule.
  private struct Entry {
    /// The last part of the pointer of what it excuses; `nil` for all places.
    let field: String?
    let annotation: String
    let reason: String
  }

  private var entries: [String: [Entry]] = [:]

  var isEmpty: Bool { entries.isEmpty }

  /// Whether something of a rule may be excused.
  func concern(_ rule: String) -> Bool { entries[rule] != nil }

  func exemption(from rule: String, at path: [String]) -> Exemption? {
    guard let entries = entries[rule] else { return nil }
    for entry in entries where entry.field == nil || entry.field == path.last {
      return .ignore(annotation: entry.annotation, reason: entry.reason)
    }
    return nil
  }
}

// MARK: - Reading

extension PeerIgnores {
  /// Reads the annotations of an object, or of its pod template, which not all tools look at.
  mutating func read(
    _ annotations: Node, ofTemplate isTemplate: Bool, honoring tools: [Rule.Alias.Tool]
  ) {
    for (key, value) in annotations.entries {
      let name = key.text
      for tool in tools {
        switch tool {
        case .polaris where !isTemplate: readPolaris(name, value)
        case .kubeLinter where !isTemplate: readKubeLinter(name, value)
        case .kubeScore: readKubeScore(name, value)
        case .checkov: readCheckov(name, value)
        default: continue
        }
      }
    }
  }

  // pkg/validator: `strings.ToLower(annotations[key]) == "true"`.
  private mutating func readPolaris(_ key: String, _ value: Node) {
    let prefix = "polaris.fairwinds.com/"
    guard key.utf8.starts(with: prefix.utf8), value.string?.lowercased() == "true" else { return }
    let name = String(key.dropFirst(prefix.utf8.count))
    let suffix = "-exempt"
    if name == "exempt" {
      add(nil, of: .polaris, by: key, "")
    } else if name.hasSuffix(suffix) {
      add(String(name.dropLast(suffix.utf8.count)), of: .polaris, by: key, "")
    }
  }

  // pkg/ignore: the key is enough, the value is for people.
  private mutating func readKubeLinter(_ key: String, _ value: Node) {
    let prefix = "ignore-check.kube-linter.io/"
    if key == "kube-linter.io/ignore-all" {
      add(nil, of: .kubeLinter, by: key, value.string ?? "")
    } else if key.utf8.starts(with: prefix.utf8) {
      add(String(key.dropFirst(prefix.utf8.count)), of: .kubeLinter, by: key, value.string ?? "")
    }
  }

  // scorecard: ids with commas between, of the object and of its pod template.
  private mutating func readKubeScore(_ key: String, _ value: Node) {
    switch key {
    case "kube-score/skip":
      if value.string == "true" { add(nil, of: .kubeScore, by: key, "") }
    case "kube-score/ignore":
      var seen: Set<String> = []
      for word in (value.string ?? "").utf8.split(separator: UInt8(ascii: ",")) {
        let check = Self.trimmed(String(decoding: word, as: UTF8.self))
        guard seen.insert(check).inserted else { continue }
        add(check == "*" ? nil : check, of: .kubeScore, by: key, "")
        // scorecard.go, impliedIgnoreAnnotations.
        if check == "container-resources" {
          add("container-ephemeral-storage-request-and-limit", of: .kubeScore, by: key, "")
        }
      }
    default: return
    }
  }

  // checkov/kubernetes/kubernetes_utils.py: any key with "checkov.io/skip" in it.
  private mutating func readCheckov(_ key: String, _ value: Node) {
    guard key.contains("checkov.io/skip") || key.contains("bridgecrew.io/skip"),
      let text = value.string
    else { return }
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    add(
      Self.trimmed(String(parts.first ?? "")), of: .checkov, by: key,
      parts.count == 2 ? Self.trimmed(String(parts[1])) : "")
  }

  /// Excuses what a check of a tool finds, or what all of them find.
  private mutating func add(
    _ check: String?, of tool: Rule.Alias.Tool, by annotation: String, _ reason: String
  ) {
    for target in Self.targets(of: check, tool) {
      // The first one counts, and who writes a thousand gains nothing.
      if entries[target.rule]?.contains(where: { $0.field == target.field }) == true { continue }
      entries[target.rule, default: []].append(
        Entry(field: target.field, annotation: annotation, reason: reason))
    }
  }

  private static func trimmed(_ text: String) -> String {
    let isSpace: (Character) -> Bool = { $0 == " " || $0 == "\t" || $0.isNewline }
    let start = text.drop(while: isSpace)
    return String(start.reversed().drop(while: isSpace).reversed())
  }
}

// MARK: - Checks

extension PeerIgnores {
  private struct Target {
    let rule: String
    let field: String?
  }

  private struct Check: Hashable {
    let tool: Rule.Alias.Tool
    let id: String
  }

  private static func targets(of check: String?, _ tool: Rule.Alias.Tool) -> [Target] {
    if let check { return byCheck[Check(tool: tool, id: check)] ?? [] }
    return byTool[tool] ?? []
  }

  private static let byCheck: [Check: [Target]] = Catalogue.rules.reduce(into: [:]) { table, rule in
    for alias in rule.aliases {
      table[Check(tool: alias.tool, id: alias.id), default: []].append(
        Target(rule: rule.id, field: alias.field))
    }
  }

  private static let byTool: [Rule.Alias.Tool: [Target]] = Catalogue.rules.reduce(into: [:]) {
    table, rule in
    for tool in tools where rule.aliases.contains(where: { $0.tool == tool }) {
      table[tool, default: []].append(Target(rule: rule.id, field: nil))
    }
  }
}
