import Documents

/// Reads a Polaris configuration: `checks`, `exemptions`, `customChecks`, `mutations`.
///
/// `danger` denies and `warning` warns, as in Polaris' webhook; `ignore` is off.
enum PolarisImport {
  /// Whether it is Polaris' `checks`: a mapping of names to severities.
  static func isChecks(_ node: Node?) -> Bool {
    guard let node, node.isMapping, node.count > 0 else { return false }
    return node.entries.allSatisfy { severities.contains($0.value.string ?? "") }
  }

  private static let severities = ["danger", "warning", "ignore"]

  static func read(_ root: Node, into draft: inout PolicyDraft) {
    readChecks(root["checks"], root["customChecks"], into: &draft)
    readMutations(root["mutations"], into: &draft)
    for exemption in root["exemptions"].items {
      readExemption(exemption, into: &draft)
    }
    if !draft.exceptions.isEmpty {
      draft.lose(
        "exemptions have no end in Polaris; give each exception the day on which it expires",
        at: root["exemptions"])
    }
    let isStrict = ["disallowExemptions", "disallowAnnotationExemptions"].contains {
      root[$0]?.boolean == true
    }
    if !isStrict { draft.ignores.append(.polaris) }
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
    var ignored: [(key: Node, rules: [Rule])] = []
    for (key, severity) in checks.pairs {
      let name = key.text
      let action = action(severity)
      if let check = custom?[name] {
        if let action, !PolarisCustomCheck.read(check, name, action, into: &draft) {
          draft.lose(
            "the custom check \(quoted(name)) is a JSON Schema that no rule stands for", at: key)
        }
        continue
      }
      let rules = rules(named: name)
      guard let action else {
        ignored.append((key, rules))
        continue
      }
      if rules.isEmpty {
        draft.lose("no rule stands for the check \(quoted(name))", at: key)
      }
      draft.set(rules, action)
    }
    for (key, rules) in ignored {
      let on = rules.filter { draft.has($0.id) }
      guard let rule = on.first else { continue }
      draft.lose(
        "\(quoted(key.text)) is ignored, and \(rule.id), which another check turns on, finds that "
          + "as well", at: key)
    }
  }

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
    for element in node.items {
      let name = element.string ?? ""
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
    var match: [Value.Entry] = []
    if let namespace = node["namespace"]?.string, !namespace.isEmpty {
      match.append(.init("namespaces", [.string(namespace)]))
    }
    for (theirs, ours) in [("controllerNames", "names"), ("containerNames", "containers")] {
      // Polaris compares beginnings; an empty one is every name.
      let prefixes = node[theirs]?.strings ?? []
      if prefixes.isEmpty || prefixes.contains("") { continue }
      match.append(.init(ours, .sequence(prefixes.map { .string(pattern($0)) })))
    }
    if match.isEmpty {
      draft.lose("the exemption names no object, so that it would switch its rules off", at: node)
      return
    }
    var rules: [String] = []
    let names = node["rules"].items
    for name in names {
      let meant = Self.rules(named: name.string ?? "").map(\.id)
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
