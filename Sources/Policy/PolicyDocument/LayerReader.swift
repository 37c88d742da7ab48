import Documents
import Kubernetes
import Patterns

/// Reads a policy document: the strict half of loading, which knows every key.
struct LayerReader {
  var reader: SettingsReader
  var layer = LayerSettings()
  private let hasPlaces: Bool

  static let apiVersion = "kpatch.dev/v1alpha1"
  static let kind = "Policy"
  static let specKeys = [
    "preset", "kubernetesVersion", "exclude", "rules", "overrides", "exceptions",
    "allowExemptions", "honorIgnores", "podSecurity", "podTemplates", "updates", "mutators", "fix",
    "configMaps", "parity",
  ]

  init(name: String, hasPlaces: Bool = true) {
    reader = SettingsReader(layer: name, hasPlaces: hasPlaces)
    layer.name = name
    self.hasPlaces = hasPlaces
  }

  /// What the document says; whatever is wrong with it is in ``reader``.
  mutating func read(_ root: Node) -> LayerSettings {
    guard root.isMapping else {
      reader.fail(
        root, "a policy is a mapping, not \(root.kind.phrase)",
        "begin with apiVersion: \(Self.apiVersion) and kind: \(Self.kind)")
      return layer
    }
    reader.duplicateKeys(in: root)
    reader.keys(
      of: root, known: ["apiVersion", "kind", "metadata", "spec", "status"], in: "the policy")
    expect("apiVersion", Self.apiVersion, root)
    expect("kind", Self.kind, root)
    if let metadata = root["metadata"] { _ = reader.isMapping(metadata, "metadata") }
    if let spec = root["spec"], reader.isMapping(spec, "spec") { readSpec(spec) }
    return layer
  }

  private mutating func expect(_ key: String, _ wanted: String, _ root: Node) {
    guard let node = root[named: key] else {
      reader.fail(root, "the policy has no \(key)", "write \(key): \(wanted)")
      return
    }
    guard let text = reader.string(node, key) else { return }
    if text != wanted {
      reader.fail(node, "\(key) is \(quoted(text))", "expected \(wanted)")
    }
  }

  func origin(_ node: Node) -> SettingOrigin {
    SettingOrigin(layer: layer.name, range: hasPlaces ? node.range : nil)
  }

  /// What the spec says that is the whole of a document.
  mutating func readSpec(of document: Document) -> LayerSettings {
    readSpec(document.root)
    return layer
  }

  private mutating func readSpec(_ spec: Node) {
    for (key, value) in spec.entries {
      let name = key.text
      switch name {
      case "preset": readPreset(value)
      case "kubernetesVersion": readVersion(value)
      case "exclude": readExclude(value)
      case "rules": layer.rules = readRules(value)
      case "overrides": readOverrides(value)
      case "exceptions": readExceptions(value)
      case "allowExemptions": readExemptions(value)
      case "honorIgnores": readIgnores(value)
      case "podSecurity": readPodSecurity(value)
      case "podTemplates": readPodTemplates(value)
      case "updates": readUpdates(value)
      case "mutators": readMutators(value)
      case "fix": readFix(value)
      case "configMaps": readConfigMaps(value)
      case "parity": readParity(value)
      default: reader.unknown("key", name, at: key, in: "spec", known: Self.specKeys)
      }
    }
  }

  private mutating func readPreset(_ node: Node) {
    let names = Preset.allCases.map(\.name)
    // An unquoted `none` is a word, but `null` is what `preset:` alone means.
    guard let name = reader.choice(node, of: names, "preset"), let preset = Preset(name: name)
    else {
      return
    }
    layer.preset = .init(value: preset, origin: origin(node))
  }

  private mutating func readVersion(_ node: Node) {
    guard let text = reader.string(node, "kubernetesVersion") else { return }
    guard let version = KubernetesVersion(parsing: text) else {
      reader.fail(
        node, "kubernetesVersion \(quoted(text)) is not known",
        "expected \"1.0\" to \"\(KubernetesVersion.newest)\"")
      return
    }
    layer.kubernetesVersion = .init(value: version, origin: origin(node))
  }

  private mutating func readExclude(_ node: Node) {
    guard reader.isMapping(node, "exclude") else { return }
    if let match = readMatch(node, "exclude", containers: false) {
      layer.exclude = .init(value: match, origin: origin(node))
    }
  }

  private mutating func readUpdates(_ node: Node) {
    guard reader.isMapping(node, "updates") else { return }
    let key = "existingViolations"
    reader.keys(of: node, known: [key], in: "updates")
    let words = ExistingViolations.allCases.map(\.rawValue)
    if let value = node[named: key], let word = reader.choice(value, of: words, key),
      let setting = ExistingViolations(rawValue: word)
    {
      layer.existingViolations = .init(value: setting, origin: origin(value))
    }
  }
}

// MARK: - Match

extension LayerReader {
  /// `match` or `exclude`; `nil` where something in it is wrong.
  mutating func readMatch(_ node: Node, _ what: String, containers: Bool) -> ObjectMatch? {
    guard reader.isMapping(node, what) else { return nil }
    var known = ["kinds", "namespaces", "names", "labels"]
    if containers { known.append("containers") }
    let before = reader.problems.count
    reader.keys(of: node, known: known, in: what)
    var match = ObjectMatch()
    for (key, value) in node.entries {
      switch key.text {
      case "kinds":
        match.kinds = reader.globs(value, "kinds") ?? []
        checkKinds(value)
      case "namespaces": match.namespaces = reader.globs(value, "namespaces") ?? []
      case "names": match.names = reader.globs(value, "names") ?? []
      case "containers" where containers:
        match.containers = reader.globs(value, "containers") ?? []
      case "labels":
        if value.isSequence {
          reader.fail(
            value, "labels must be a mapping, not a list", "give a glob for each: {tier: web}")
        } else if !reader.isMapping(value, "labels") {
          continue
        }
        for (label, pattern) in value.entries {
          if let glob = reader.glob(pattern, "each value of labels") {
            match.labels.append((label.text, glob))
          }
        }
      default: continue
      }
    }
    return reader.problems.count == before ? match : nil
  }
}

extension LayerReader {
  /// Says of a kind in small letters or in the plural that nothing is called so. Of others nobody
  /// knows: clusters have kinds of their own.
  private mutating func checkKinds(_ kinds: Node) {
    for kind in kinds.elements {
      guard let text = kind.string, let meant = APIShapes.known.kindMeant(by: text)
      else { continue }
      reader.note(kind, "no kind is called \(quoted(text))", "did you mean \(quoted(meant))?")
    }
  }
}

// MARK: - Rules

extension LayerReader {
  mutating func readRules(_ node: Node) -> [LayerSettings.RuleEntry] {
    guard reader.isMapping(node, "rules") else { return [] }
    var entries: [LayerSettings.RuleEntry] = []
    for (key, value) in node.entries {
      guard let pattern = readPattern(key) else { continue }
      guard let setting = readSetting(value, pattern) else { continue }
      entries.append(.init(pattern: pattern, setting: setting, origin: origin(value), key: key))
    }
    return entries
  }

  /// A rule's id or another tool's name for it, `category/*` or `*`; a rule or category that is not
  /// known is an error.
  mutating func readPattern(_ node: Node) -> RulePattern? {
    guard let text = reader.string(node, "a rule's name") else { return nil }
    return pattern(text, at: node)
  }

  mutating func pattern(_ text: String, at node: Node) -> RulePattern? {
    if let pattern = RulePattern(named: text) { return pattern }
    if case .category(let category) = RulePattern(text) {
      reader.unknown("category", category, at: node, known: Catalogue.categories)
    } else if text.utf8.contains(UInt8(ascii: "*")) {
      reader.fail(
        node, "\(quoted(text)) names no rules", "expected a rule's id, category/* or *")
    } else if let near = Catalogue.nearest(to: text) {
      reader.fail(node, "unknown rule \(quoted(text))", "did you mean \(quoted(near))?")
    } else {
      reader.fail(node, "unknown rule \(quoted(text))")
    }
    return nil
  }

  private mutating func readSetting(_ node: Node, _ pattern: RulePattern) -> RuleSetting? {
    guard node.isMapping else {
      return readAction(node).map { RuleSetting(action: $0) }
    }
    var parameters: [Parameter] = []
    if pattern.namesRules { parameters = Catalogue.parameters(of: pattern) }
    let before = reader.problems.count
    var setting = RuleSetting()
    for (key, value) in node.entries {
      let name = key.text
      switch name {
      case "action":
        setting.action = readAction(value)
      case "match": setting.match = readMatch(value, "match", containers: true)
      case "exclude": setting.exclude = readMatch(value, "exclude", containers: true)
      default:
        if let parameter = parameters.first(where: { $0.name == name }) {
          setting.parameters[name] = readParameter(value, parameter)
        } else {
          reader.unknown(
            "key", name, at: key, in: "the settings of the rule",
            known: ["action", "match", "exclude"] + parameters.map(\.name))
        }
      }
    }
    return reader.problems.count == before ? setting : nil
  }

  /// `off` without quotes is false to Kubernetes' reader of YAML, and false is what the API server
  /// keeps of it in a custom resource.
  private mutating func readAction(_ node: Node) -> Action? {
    if node.boolean == false { return .off }
    let words = Action.allCases.map(\.name)
    return reader.choice(node, of: words, "action").flatMap { Action(name: $0) }
  }

  private mutating func readParameter(_ node: Node, _ parameter: Parameter) -> Value? {
    switch parameter.kind {
    case .boolean: return reader.boolean(node, parameter.name).map { .boolean($0) }
    case .integer(let range):
      return reader.integer(node, in: range, parameter.name).map { .number(String($0)) }
    case .string: return reader.string(node, parameter.name).map { .string($0) }
    case .choice(let words):
      return reader.choice(node, of: words, parameter.name).map { .string($0) }
    case .template:
      guard reader.template(node, parameter.name) != nil else { return nil }
      return .string(node.text)
    case .strings:
      guard let texts = reader.strings(node, parameter.name) else { return nil }
      if texts.isEmpty {
        reader.fail(node, "\(parameter.name) is empty", "name something or remove it")
        return nil
      }
      return .sequence(texts.map { .string($0) })
    case .patterns:
      return reader.globs(node, parameter.name).map { .sequence($0.map { .string($0.text) }) }
    case .repositories: return readRepositories(node, parameter.name)
    case .patternMap:
      return readEntries(node, parameter.name) { reader, key, value in
        reader.glob(value, "each value of \(parameter.name)").map {
          .init(key.text, .string($0.text))
        }
      }
    case .reasons:
      return readEntries(node, parameter.name) { reader, key, value in
        guard let pattern = reader.glob(key, "each key of \(parameter.name)"),
          let reason = reader.string(value, "each reason in \(parameter.name)")
        else { return nil }
        if reason.isEmpty {
          reader.fail(value, "the reason is empty", "say why, and what to use instead")
        }
        return .init(pattern.text, .string(reason))
      }
    case .quantities: return readQuantities(node, parameter.name)
    case .resourceRanges: return readResourceRanges(node, parameter.name)
    }
  }
}
