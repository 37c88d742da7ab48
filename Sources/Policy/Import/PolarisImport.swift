import Documents
import Patterns

/// Reads a Polaris configuration: `checks`, `exemptions`, `customChecks`, `mutations`.
///
/// `danger` denies and `warning` warns, as in Polaris' webhook; `ignore` is off.
enum PolarisImport {
  /// Whether it is Polaris' `checks`: a mapping of names to severities, be they sound or not.
  static func isChecks(_ node: Node?) -> Bool {
    guard let node, node.isMapping else { return false }
    return node.entries.contains { !$0.value.isContainer }
  }

  private static let severities = ["danger", "warning", "ignore"]

  /// Whether it is what Polaris says of a check.
  static func isSeverity(_ node: Node) -> Bool {
    node.string.map(severities.contains) ?? false
  }

  static func read(_ root: Node, into draft: inout PolicyDraft) {
    readChecks(root["checks"], root["customChecks"], into: &draft)
    readMutations(root["mutations"], into: &draft)
    if let exemptions = root["exemptions"], !exemptions.isNull, !exemptions.isSequence {
      draft.lose("exemptions is \(exemptions.kind.phrase) where a list is expected", at: exemptions)
    }
    for exemption in root["exemptions"].items {
      readExemption(exemption, into: &draft)
    }
    if !draft.exceptions.isEmpty {
      draft.lose(
        "exemptions have no end in Polaris; give each exception the day on which it expires",
        at: root["exemptions"])
    }
    // Both are looked at, so that nothing is lost unseen.
    let strict = ["disallowExemptions", "disallowAnnotationExemptions"].filter {
      draft.isOn(root[named: $0], $0)
    }
    if strict.isEmpty { draft.ignores.append(.polaris) }
    let known = [
      "checks", "customChecks", "mutations", "exemptions", "disallowExemptions",
      "disallowAnnotationExemptions",
    ]
    for (key, _) in root.entries where !known.contains(key.text) {
      draft.lose("\(quoted(key.text)) has no setting here", at: key)
    }
  }

  // MARK: Checks

  private static func readChecks(
    _ checks: Node?, _ custom: Node?, into draft: inout PolicyDraft
  ) {
    if let checks, !checks.isNull, !checks.isMapping {
      draft.lose("checks is \(checks.kind.phrase) where a mapping is expected", at: checks)
    }
    var ignored: [(key: Node, rules: [Rule])] = []
    for (key, severity) in checks.pairs {
      let name = key.text
      let action = action(severity)
      if !isSeverity(severity) {
        draft.lose(
          "the check \(quoted(name)) has no severity that Polaris knows, which are "
            + "\(severities.joined(separator: ", ")), and is off there as well", at: severity)
      }
      if let check = custom?[named: name] {
        if let action, !PolarisCustomCheck.read(check, name, action, into: &draft) {
          draft.lose(
            "the custom check \(quoted(name)) is a JSON Schema that no rule stands for", at: key)
        }
        continue
      }
      let rules = rules(named: name)
      if rules.isEmpty {
        let near = Nearest.word(to: name, among: known).map { "; did you mean \(quoted($0))?" }
        draft.lose("no rule stands for the check \(quoted(name))\(near ?? "")", at: key)
      }
      guard let action else {
        ignored.append((key, rules))
        continue
      }
      draft.set(rules, action)
    }
    loseUnset(custom, checks, into: &draft)
    for (key, rules) in ignored {
      let on = rules.filter { draft.has($0.id) }
      guard let rule = on.first else { continue }
      draft.lose(
        "\(quoted(key.text)) is ignored, and \(rule.id), which another check turns on, finds that "
          + "as well", at: key)
    }
  }

  /// Custom checks run only where `checks` gives them a severity.
  private static func loseUnset(_ custom: Node?, _ checks: Node?, into draft: inout PolicyDraft) {
    if let custom, !custom.isNull, !custom.isMapping {
      draft.lose("customChecks is \(custom.kind.phrase) where a mapping is expected", at: custom)
    }
    for (key, _) in custom.pairs where checks?[named: key.text] == nil {
      draft.lose(
        "the custom check \(quoted(key.text)) has no severity in checks, and is off there as well",
        at: key)
    }
  }

  /// The checks for which a rule stands.
  private static let known = Catalogue.rules.flatMap(\.aliases).filter { $0.tool == .polaris }
    .map(\.id)

  /// `nil` for what is off.
  private static func action(_ severity: Node) -> Action? {
    switch severity.string {
    case "danger": .deny
    case "warning": .warn
    default: nil
    }
  }

  private static func rules(named name: String) -> [Rule] {
    Catalogue.rules.filter { rule in
      rule.aliases.contains { $0.tool == .polaris && $0.id == name }
    }
  }

  private static func readMutations(_ node: Node?, into draft: inout PolicyDraft) {
    for element in draft.texts(node, of: "mutations") {
      let name = element.text
      let rules = rules(named: name).map(\.id)
      let safe = rules.filter { Catalogue.rule($0)?.fix == .safe }
      draft.fixes += safe.filter { !draft.fixes.contains($0) }
      if safe.isEmpty {
        draft.lose(
          "the mutation \(quoted(name)) is none that is safe without a look at it; "
            + "see kpatch fix --review", at: element)
      }
    }
  }

  // MARK: Exemptions

  private static func readExemption(_ node: Node, into draft: inout PolicyDraft) {
    let sound = draft.losses.count
    draft.loseKeys(
      of: node, but: ["namespace", "controllerNames", "containerNames", "rules"],
      in: "the exemption")
    var match: [Value.Entry] = []
    if let node = node["namespace"], !node.isNull {
      if let namespace = node.string {
        if !namespace.isEmpty { match.append(.init("namespaces", [.string(namespace)])) }
      } else {
        draft.lose("the exemption's namespace is \(node.kind.phrase) and not a string", at: node)
      }
    }
    if let rules = node["rules"], !rules.isNull, !rules.isSequence {
      draft.lose("the exemption's rules are \(rules.kind.phrase) and not a list", at: rules)
    }
    for (theirs, ours) in [("controllerNames", "names"), ("containerNames", "containers")] {
      // Polaris compares beginnings; an empty one is every name.
      let prefixes = draft.texts(node[named: theirs], of: theirs).map(\.text)
      if prefixes.isEmpty || prefixes.contains("") { continue }
      match.append(.init(ours, .sequence(prefixes.map { .string(pattern($0)) })))
    }
    if draft.losses.count > sound {
      draft.lose("the exemption is left out: without that it would excuse more", at: node)
      return
    }
    if match.isEmpty {
      draft.lose("the exemption names no object, so that it would switch its rules off", at: node)
      return
    }
    var rules: [String] = []
    let names = node["rules"].items
    for name in draft.texts(node["rules"], of: "the exemption's rules") {
      let meant = Self.rules(named: name.text).map(\.id)
      if meant.isEmpty {
        draft.lose("no rule stands for the check \(quoted(name.text)) of the exemption", at: name)
      }
      // What is not judged needs no exemption.
      rules += meant.filter { draft.has($0) && !rules.contains($0) }
    }
    if names.isEmpty {
      rules = Catalogue.rules.filter { rule in
        draft.has(rule.id) && rule.aliases.contains { $0.tool == .polaris }
      }.map(\.id)
    }
    if !rules.isEmpty { draft.except(rules, match, "exempt in the Polaris configuration") }
  }

  /// The pattern for what begins so.
  private static func pattern(_ prefix: String) -> String {
    var text = ""
    for scalar in prefix.unicodeScalars {
      switch scalar {
      case "*", "?", "[": text += "[\(scalar)]"
      default: text.unicodeScalars.append(scalar)
      }
    }
    return text + "*"
  }
}
