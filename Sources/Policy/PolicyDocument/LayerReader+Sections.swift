import Documents
import Kubernetes

// The sections of a policy that are lists of their own: overrides, exceptions, pod templates,
// mutators.

extension LayerReader {
  mutating func readOverrides(_ node: Node) {
    guard isList(node, "overrides") else { return }
    for entry in node.elements {
      guard reader.isMapping(entry, "each of overrides") else { continue }
      reader.keys(of: entry, known: ["match", "rules"], in: "an override")
      guard let matchNode = entry["match"] else {
        reader.fail(entry, "the override has no match", "say which objects it is for")
        continue
      }
      guard let match = readMatch(matchNode, "match", containers: false) else { continue }
      guard let rules = entry["rules"] else {
        reader.fail(entry, "the override has no rules", "say what it changes")
        continue
      }
      layer.overrides.append(
        .init(match: match, rules: readRules(rules), origin: origin(entry)))
    }
  }

  mutating func readExceptions(_ node: Node) {
    guard isList(node, "exceptions") else { return }
    for entry in node.elements {
      guard reader.isMapping(entry, "each of exceptions") else { continue }
      let before = reader.problems.count
      reader.keys(
        of: entry, known: ["rules", "match", "reason", "expires"], in: "an exception")
      let rules = readExceptionRules(entry)
      var match = ObjectMatch()
      if let node = entry["match"] {
        match = readMatch(node, "match", containers: true) ?? match
      } else {
        reader.fail(entry, "the exception has no match", "say which objects it is for")
      }
      let reason = required("reason", of: entry, "say why the rules may be broken")
      let expires = readDay(of: entry)
      guard reader.problems.count == before, let expires, let reason else { continue }
      layer.exceptions.append(
        .init(
          value: CompiledException(rules: rules, match: match, reason: reason, expires: expires),
          origin: origin(entry)))
    }
  }

  mutating func readDay(of entry: Node) -> CalendarDate? {
    let remedy = "give the last day on which it holds: 2027-06-30"
    guard let text = required("expires", of: entry, remedy) else { return nil }
    if let day = CalendarDate(parsing: text) { return day }
    reader.fail(
      entry["expires"] ?? entry, "expires \(quoted(text)) is no day",
      "expected a date such as 2027-06-30")
    return nil
  }

  private mutating func readExceptionRules(_ entry: Node) -> [RulePattern] {
    guard let node = entry["rules"] else {
      reader.fail(entry, "the exception has no rules", "say which rules may be broken")
      return []
    }
    guard isList(node, "rules") else { return [] }
    if node.count == 0 { reader.fail(node, "rules is empty", "say which rules may be broken") }
    return node.elements.compactMap { readPattern($0) }
  }

  mutating func required(
    _ key: String, of node: Node, _ remedy: String, in what: String = "the exception"
  ) -> String? {
    guard let value = node[named: key] else {
      reader.fail(node, "\(what) has no \(key)", remedy)
      return nil
    }
    guard let text = reader.string(value, key) else { return nil }
    if text.utf8.allSatisfy({ $0 <= 0x20 }) {
      reader.fail(value, "\(key) is empty", remedy)
      return nil
    }
    return text
  }

  mutating func readExemptions(_ node: Node) {
    if let all = node.boolean {
      layer.exemptions = .init(value: all ? [.all] : [], origin: origin(node))
      return
    }
    guard node.isSequence else {
      reader.fail(
        node, "allowExemptions must be true, false or a list of rules, not \(node.kind.phrase)")
      return
    }
    layer.exemptions = .init(
      value: node.elements.compactMap { readPattern($0) }, origin: origin(node))
  }

  /// The tools whose ignore annotations count.
  mutating func readIgnores(_ node: Node) {
    guard isList(node, "honorIgnores") else { return }
    let known = PeerIgnores.tools
    let tools = node.elements.compactMap { element in
      reader.choice(element, of: known.map(\.rawValue), "tool").flatMap {
        Rule.Alias.Tool(rawValue: $0)
      }
    }
    layer.ignores = .init(value: known.filter(tools.contains), origin: origin(node))
  }

  /// The rules whose findings are fixed. Nobody looks at what is done at admission, so it must be
  /// safe.
  mutating func readFix(_ node: Node) {
    guard isList(node, "fix") else { return }
    var patterns: [RulePattern] = []
    for element in node.elements {
      guard let pattern = readPattern(element) else { continue }
      if Catalogue.fixable(by: pattern, including: [.safe]).isEmpty {
        let subject = if case .rule = pattern { "" } else { "no rule of " }
        let has = subject.isEmpty ? "has no fix" : "has a fix"
        reader.fail(
          element, "\(subject)\(quoted(element.text)) \(has) that is safe", "remove it")
        continue
      }
      patterns.append(pattern)
    }
    layer.fix = .init(value: patterns, origin: origin(node))
  }

  mutating func readPodTemplates(_ node: Node) {
    guard isList(node, "podTemplates") else { return }
    for entry in node.elements {
      guard reader.isMapping(entry, "each of podTemplates") else { continue }
      reader.keys(of: entry, known: ["group", "kind", "pointer"], in: "a pod template")
      guard let kindNode = entry["kind"], let kind = reader.string(kindNode, "kind") else {
        if entry["kind"] == nil { reader.fail(entry, "the pod template has no kind") }
        continue
      }
      var group = ""
      if let node = entry["group"] { group = reader.string(node, "group") ?? "" }
      guard let pointerNode = entry["pointer"] else {
        reader.fail(
          entry, "the pod template has no pointer",
          "say where the pod's metadata and spec are: /spec/template")
        continue
      }
      guard let text = reader.string(pointerNode, "pointer") else { continue }
      guard let pointer = JSONPointer(parsing: text) else {
        reader.fail(
          pointerNode, "\(quoted(text)) is no JSON Pointer",
          "expected a path such as /spec/template")
        continue
      }
      layer.podTemplates.append(
        .init(
          value: CustomPodTemplate(group: group, kind: kind, path: pointer.tokens),
          origin: origin(entry)))
    }
  }

  mutating func readMutators(_ node: Node) {
    guard reader.isMapping(node, "mutators") else { return }
    for (key, value) in node.entries {
      guard let definition = MutatorCatalogue.mutator(key.text) else {
        reader.unknown(
          "mutator", key.text, at: key, known: MutatorCatalogue.all.map(\.id))
        continue
      }
      readMutator(definition, value)
    }
  }

  private mutating func readMutator(_ definition: MutatorDefinition, _ node: Node) {
    if node.boolean == false || node.isString("off") {
      layer.mutators.append(
        .init(
          definition: definition, mutator: nil, scope: Scope(), settings: .boolean(false),
          origin: origin(node)))
      return
    }
    var settings = node
    if node.boolean == true || node.isNull || node.isString("on") {
      settings = Document(Value.mapping([])).root
    } else if node.isSequence ? !definition.acceptsSequence : !node.isMapping {
      reader.fail(
        node, "the settings of \(definition.id) must be a mapping, not \(node.kind.phrase)")
      return
    }
    let before = reader.problems.count
    var scope = Scope()
    if let match = settings["match"] {
      scope.match = readMatch(match, "match", containers: false)
    }
    if let exclude = settings["exclude"] {
      scope.exclude = readMatch(exclude, "exclude", containers: false)
    }
    let mutator = definition.make(settings, &reader)
    guard let mutator, reader.problems.count == before else { return }
    layer.mutators.append(
      .init(
        definition: definition, mutator: mutator, scope: scope, settings: Value(settings),
        origin: origin(node)))
  }

  mutating func isList(_ node: Node, _ what: String) -> Bool {
    if node.isSequence || node.isNull { return true }
    reader.fail(node, "\(what) must be a list, not \(node.kind.phrase)")
    return false
  }
}
