import Documents
import Kubernetes
import Patterns

/// What became of the layers of a policy.
package struct PolicyCompilation: Sendable {
  /// `nil` where at least one problem is an error.
  package let policy: CompiledPolicy?
  /// In the order of the layers, then of their documents.
  package let problems: [PolicyProblem]
}

/// Puts the layers of a policy together.
///
/// A rule starts with its action in the preset. Then each layer in turn changes what it names:
/// first by `*`, then by `category/*`, then by another tool's name, then by its own id, so that
/// within a layer the most specific key wins, and across layers the later layer. Action, `match`,
/// `exclude` and each parameter are changed one by one; what a key does not name stays.
package struct PolicyCompiler {
  private(set) var layers: [LayerSettings] = []
  var problems: [PolicyProblem] = []
  private var settings: [EffectiveSetting] = []
  let today: CalendarDate?

  /// Compiles layers, of which later ones override. Nothing here reads a clock: exceptions that
  /// ended before `today` are left out and noted; without it nothing has expired.
  package static func compile(
    _ layers: [PolicyLayer], today: CalendarDate?
  ) -> PolicyCompilation {
    var compiler = PolicyCompiler(today: today)
    for layer in layers { compiler.read(layer) }
    return compiler.finish()
  }

  private init(today: CalendarDate?) {
    self.today = today
  }

  private mutating func read(_ layer: PolicyLayer) {
    switch layer.content {
    case .document(let root):
      var reader = LayerReader(name: layer.name)
      layers.append(reader.read(root))
      problems += reader.reader.problems + reader.reader.notes
    case .functionConfig(let root):
      var reader = FunctionConfigReader(name: layer.name)
      layers.append(reader.read(root))
      problems += reader.problems
    case .commandLine(let settings):
      var reader = CommandLineReader(name: layer.name)
      layers.append(reader.read(settings))
      problems += reader.problems
    }
  }

  private mutating func finish() -> PolicyCompilation {
    let preset = last(\.preset)
    let version = last(\.kubernetesVersion)
    let policy = CompiledPolicy(
      preset: show(["preset"], preset, default: .recommended) { .string($0.name) },
      kubernetesVersion: showVersion(version),
      settings: [], exclude: compileExclude(), ruleList: Uncounted([]), overrides: [],
      exceptions: [], exemptions: [], ignores: [], podTemplates: [],
      podSecurity: CompiledPodSecurity(),
      existingViolations: .warn, mutators: [])
    var (podSecurity, origin) = compilePodSecurity(policy.preset, policy.kubernetesVersion)
    let rules = compileRules(policy, podSecurity, origin)
    podSecurity.rules = rules.filter(\.isStandard)
    let overrides = layers.flatMap { $0.overrides.map(\.match) }
    let exceptions = compileExceptions()
    let exemptions = show(["allowExemptions"], last(\.exemptions), default: []) { patterns in
      patterns == [.all] ? true : patterns.isEmpty ? false : .sequence(patterns.map(\.value))
    }
    let ignores = show(["honorIgnores"], last(\.ignores), default: []) { tools in
      .sequence(tools.map { .string($0.rawValue) })
    }
    let existing = show(
      ["updates", "existingViolations"], last(\.existingViolations), default: .warn
    ) { .string($0.rawValue) }
    let templates = layers.flatMap(\.podTemplates)
    for template in templates { show(["podTemplates"], template.value.value, template.origin) }
    let mutators = compileMutators()
    let fixes = compileFixes()
    let configMaps = layers.flatMap(\.configMaps)
    for entry in configMaps { show(["configMaps"], entry.settings, entry.origin) }
    noteIdleSchemas(configMaps, rules)
    let parity = compileParity()
    let compiled = CompiledPolicy(
      preset: policy.preset, kubernetesVersion: policy.kubernetesVersion, settings: settings,
      exclude: policy.exclude, ruleList: Uncounted(rules.filter(\.isActive)), overrides: overrides,
      exceptions: exceptions, exemptions: exemptions, ignores: ignores,
      podTemplates: templates.map(\.value), podSecurity: podSecurity,
      existingViolations: existing, mutators: mutators, fixes: fixes,
      configMaps: configMaps.map(\.entry), parity: parity)
    let failed = problems.contains { $0.kind == .error }
    return PolicyCompilation(
      policy: failed ? nil : compiled.withMutatorsCompared(), problems: sortedProblems())
  }

  /// By layer, then by place; what has no place stays in its order.
  private func sortedProblems() -> [PolicyProblem] {
    let names = layers.map(\.name)
    let keys = problems.enumerated().map { index, problem in
      (names.firstIndex(of: problem.layer) ?? 0, problem.range?.start ?? 0, index)
    }
    return keys.sorted { $0 < $1 }.map { problems[$0.2] }
  }

  /// What the last layer that says something says, from a layer on. A loop over functions: key
  /// paths and lazy sequences would have their types made when a process starts, which took a
  /// tenth of a short run.
  func last<Value>(
    from first: Int = 0, _ section: (LayerSettings) -> LayerSettings.Sourced<Value>?
  ) -> LayerSettings.Sourced<Value>? {
    var index = layers.count
    while index > first {
      index -= 1
      if let found = section(layers[index]) { return found }
    }
    return nil
  }

  mutating func show(_ path: [String], _ value: Value, _ origin: SettingOrigin) {
    settings.append(EffectiveSetting(path: ["spec"] + path, value: value, origin: origin))
  }

  /// A version that nobody named is no setting: named, it would demand what only some versions do.
  private mutating func showVersion(
    _ given: LayerSettings.Sourced<KubernetesVersion>?
  ) -> KubernetesVersion {
    let version = given?.value ?? .assumed
    settings.append(
      EffectiveSetting(
        path: ["spec", "kubernetesVersion"], value: .string(version.description),
        origin: given?.origin ?? .builtIn, isDerived: version.isAssumed))
    return version
  }

  private mutating func show<Setting>(
    _ path: [String], _ given: LayerSettings.Sourced<Setting>?, default built: Setting,
    _ value: (Setting) -> Value
  ) -> Setting {
    show(path, value(given?.value ?? built), given?.origin ?? .builtIn)
    return given?.value ?? built
  }
}

// MARK: - Sections

extension PolicyCompiler {
  /// The namespaces of the cluster's own parts: a policy that stops these stops the cluster.
  package static let builtInExcludedNamespaces = ["kube-system", "kube-node-lease"]

  private mutating func compileExclude() -> ObjectMatch {
    var built = ObjectMatch()
    built.namespaces = Self.builtInExcludedNamespaces.compactMap { try? Glob($0) }
    return show(["exclude"], last(\.exclude), default: built) { $0.value }
  }

  private mutating func compileFixes() -> Set<String> {
    guard let given = last(\.fix) else { return [] }
    show(["fix"], .sequence(given.value.map(\.value)), given.origin)
    return given.value.reduce(into: []) {
      $0.formUnion(Catalogue.fixable(by: $1, including: [.safe]))
    }
  }

  private mutating func compileMutators() -> [CompiledMutator] {
    var compiled: [CompiledMutator] = []
    for definition in MutatorCatalogue.all {
      let entry = layers.flatMap(\.mutators).last { $0.definition.id == definition.id }
      guard let entry else { continue }
      show(["mutators", definition.id], entry.settings, entry.origin)
      if let mutator = entry.mutator {
        compiled.append(CompiledMutator(mutator: mutator, scope: entry.scope))
      }
    }
    return compiled
  }
}

// MARK: - Rules

extension PolicyCompiler {
  private mutating func compileRules(
    _ policy: CompiledPolicy, _ podSecurity: CompiledPodSecurity, _ origin: SettingOrigin
  ) -> [CompiledRule] {
    // The overrides of all layers have one numbering.
    var overrides: [(layer: Int, entry: LayerSettings.OverrideEntry)] = []
    for (index, layer) in layers.enumerated() {
      overrides += layer.overrides.map { (index, $0) }
    }
    var compiled: [RuleParts] = []
    var shown = [[Value.Entry]](repeating: [], count: overrides.count)
    let presetOrigin = SettingOrigin(layer: "preset \(policy.preset.name)")
    for rule in Catalogue.rules {
      let start = startingAction(of: rule, policy.preset, presetOrigin, podSecurity, origin)
      let base = ResolvedRule(rule, start, layers, override: nil)
      base.show(into: &settings, byLevels: podSecurity.modes != nil)
      let version = policy.kubernetesVersion
      var parts = RuleParts(rule: rule, base: makeChoice(base, version, podSecurity))
      for (number, override) in overrides.enumerated()
      where override.entry.rules.contains(where: { $0.pattern.matches(rule.id) }) {
        let resolved = ResolvedRule(rule, start, layers, override: override)
        parts.variants.append((number, makeChoice(resolved, version, podSecurity)))
        shown[number].append(.init(rule.id, resolved.value(beside: base)))
      }
      compiled.append(parts)
    }
    for ((_, override), rules) in zip(overrides, shown) {
      let value: Value = ["match": override.match.value, "rules": .mapping(rules)]
      show(["overrides"], value, override.origin)
    }
    return linked(compiled)
  }

  /// A rule and what it does, before it knows the rule that contains it.
  struct RuleParts {
    let rule: Rule
    let base: CompiledRule.Choice
    var variants: [(override: Int, choice: CompiledRule.Choice)] = []
  }

  /// Rules with the rules that contain them, which come later in the catalogue. Those that are off
  /// everywhere are left out, but for those of the standards, which labels can ask for.
  private func linked(_ parts: [RuleParts]) -> [CompiledRule] {
    var replacers: [String: CompiledRule] = [:]
    var compiled: [CompiledRule] = []
    for part in parts.reversed() {
      let rule = CompiledRule(
        rule: part.rule, base: part.base, variants: part.variants,
        replacer: replacers[part.rule.id])
      if let replaced = part.rule.replaces { replacers[replaced] = rule }
      if rule.isActive || rule.isStandard { compiled.append(rule) }
    }
    return compiled.reversed()
  }

  /// What a rule does before any layer says something of it.
  private func startingAction(
    of rule: Rule, _ preset: Preset, _ presetOrigin: SettingOrigin,
    _ podSecurity: CompiledPodSecurity, _ origin: SettingOrigin
  ) -> ResolvedRule.Sourced<Action> {
    if let modes = podSecurity.modes,
      let position = PodSecurityStandards.rules.firstIndex(where: { $0.id == rule.id })
    {
      return .init(value: modes.actions(of: position).first?.action ?? .off, origin: origin)
    }
    return .init(value: rule.presets[preset], origin: presetOrigin)
  }

  private mutating func makeChoice(
    _ resolved: ResolvedRule, _ version: KubernetesVersion, _ podSecurity: CompiledPodSecurity
  ) -> CompiledRule.Choice {
    let parts = Scope(match: resolved.match?.value, exclude: resolved.exclude?.value)
    let scope = parts.match == nil && parts.exclude == nil ? nil : parts
    var variant: RuleVariant?
    let rule = resolved.rule
    let position =
      rule.isStandard
      ? PodSecurityStandards.rules.firstIndex { $0.id == rule.id } : nil
    if let position, let modes = podSecurity.modes, !resolved.isActionGiven {
      for (action, check, _) in modes.actions(of: position).reversed() {
        variant = RuleVariant(action: action, check: check, scope: scope, weaker: variant)
      }
    } else {
      variant = makeVariant(resolved, position == nil ? version : podSecurity.version, scope)
    }
    return CompiledRule.Choice(variant: variant, scope: scope, isGiven: resolved.isActionGiven)
  }

  private mutating func makeVariant(
    _ resolved: ResolvedRule, _ version: KubernetesVersion, _ scope: Scope?
  ) -> RuleVariant? {
    guard resolved.action.value != .off else { return nil }
    let rule = resolved.rule
    if let parameter = resolved.missingParameter {
      guard let named = resolved.namedBy else { return nil }
      let problem = PolicyProblem(
        layer: named.layer, range: named.range,
        message: "\(rule.id) does nothing without \(parameter.name)",
        remedy: "give it \(parameter.kind.summary)")
      if !problems.contains(problem) { problems.append(problem) }
      return nil
    }
    let parameters = Parameters(
      rule.parameters, given: resolved.parameters.mapValues(\.value))
    guard let check = rule.makeCheck(parameters, version) else { return nil }
    return RuleVariant(action: resolved.action.value, check: check, scope: scope)
  }
}

/// A rule's settings after all layers, each with its origin.
struct ResolvedRule {
  typealias Sourced = LayerSettings.Sourced

  let rule: Rule
  var action: Sourced<Action>
  var parameters: [String: Sourced<Value>] = [:]
  var match: Sourced<ObjectMatch>?
  var exclude: Sourced<ObjectMatch>?
  /// The last place that gave an action other than off to this very rule.
  var namedBy: SettingOrigin?
  /// Whether `rules` of some layer gives the action.
  var isActionGiven = false

  /// Without an override, or as it is where that one matches. The rules of layers after the
  /// override's count more than the override: a later layer has the last word.
  init(
    _ rule: Rule, _ start: Sourced<Action>, _ layers: [LayerSettings],
    override: (layer: Int, entry: LayerSettings.OverrideEntry)?
  ) {
    self.rule = rule
    action = start
    // By index: a layer has many fields to copy, and each rule goes through all layers.
    for index in layers.indices {
      apply(layers[index].rules)
      if let override, override.layer == index { apply(override.entry.rules) }
    }
    // By a wildcard, a rule that does nothing without a parameter is simply not meant.
    if namedBy == nil, missingParameter != nil { action = Sourced(value: .off, origin: .builtIn) }
  }

  /// The first parameter that the rule cannot do without and that nobody has given.
  var missingParameter: Parameter? {
    rule.parameters.first { $0.isRequired && parameters[$0.name] == nil }
  }

  private mutating func apply(_ entries: [LayerSettings.RuleEntry]) {
    if entries.isEmpty { return }
    for rank in 0...RulePattern.maximumRank {
      for entry in entries where entry.pattern.rank == rank && entry.pattern.matches(rule.id) {
        apply(entry)
      }
    }
  }

  private mutating func apply(_ entry: LayerSettings.RuleEntry) {
    let setting = entry.setting
    if let action = setting.action {
      self.action = Sourced(value: action, origin: entry.origin)
      isActionGiven = true
      if entry.pattern.namesOneRule { namedBy = action == .off ? nil : entry.origin }
    }
    for (name, value) in setting.parameters {
      parameters[name] = Sourced(value: value, origin: entry.origin)
    }
    if let match = setting.match { self.match = Sourced(value: match, origin: entry.origin) }
    if let exclude = setting.exclude {
      self.exclude = Sourced(value: exclude, origin: entry.origin)
    }
  }

  /// What an override comes to: the action, and what else differs from the rule without it.
  func value(beside base: ResolvedRule) -> Value {
    var entries: [Value.Entry] = [.init("action", .string(action.value.name))]
    for parameter in rule.parameters {
      guard let given = parameters[parameter.name]?.value,
        given != base.parameters[parameter.name]?.value
      else { continue }
      entries.append(.init(parameter.name, given))
    }
    if let match = match?.value.value, match != base.match?.value.value {
      entries.append(.init("match", match))
    }
    if let exclude = exclude?.value.value, exclude != base.exclude?.value.value {
      entries.append(.init("exclude", exclude))
    }
    return .mapping(entries)
  }

  /// Adds what is to be shown of it.
  ///
  /// - Parameter byLevels: whether `podSecurity` says what the rules of the standards do.
  func show(into settings: inout [EffectiveSetting], byLevels: Bool) {
    func add(_ key: String, _ value: Value, _ origin: SettingOrigin, isDerived: Bool = false) {
      settings.append(
        EffectiveSetting(
          path: ["spec", "rules", rule.id, key], value: value, origin: origin,
          isDerived: isDerived))
    }
    add(
      "action", .string(action.value.name), action.origin,
      isDerived: byLevels && !isActionGiven
        && rule.category == PodSecurityStandards.category)
    for parameter in rule.parameters {
      if let given = parameters[parameter.name] {
        add(parameter.name, given.value, given.origin)
      } else if let value = parameter.defaultValue {
        add(parameter.name, value, .builtIn)
      }
    }
    if let match { add("match", match.value.value, match.origin) }
    if let exclude { add("exclude", exclude.value.value, exclude.origin) }
  }
}
