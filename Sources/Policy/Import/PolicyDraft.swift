import Documents
import Patterns

/// A policy in the making, from what other tools' configurations say.
///
/// Several checks may be one rule here: the strongest action counts. What cannot be said in a
/// policy is kept as a ``Loss``, never left out silently.
struct PolicyDraft {
  /// What the policy does not say and the configuration did.
  typealias Loss = PolicyImport.Loss

  /// A rule with what it shall do.
  private struct Setting {
    var action: Action
    var kinds: [String]?
    /// In the order in which they came.
    var parameters: [Value.Entry] = []
  }

  /// The configuration that is being read, by its position.
  var file = 0
  private var settings: [String: Setting] = [:]
  private(set) var exceptions: [Value] = []
  private(set) var losses: [Loss] = []
  var fixes: [String] = []
  var ignores: [Rule.Alias.Tool] = []
  var podSecurity: [Value.Entry] = []

  /// The last day on which exceptions hold where the configuration names none: peers know no end.
  static let farDay = "9999-12-31"

  mutating func lose(_ message: String, at node: Node?) {
    losses.append(Loss(file: file, message: message, range: node?.range))
  }

  /// Keeps as losses what a mapping holds beside the known keys, or that it is none.
  ///
  /// - Parameter place: what people call the mapping.
  mutating func loseKeys(of node: Node?, but known: [String], in place: String) {
    guard let node, !node.isNull else { return }
    guard node.isMapping else {
      lose("\(place) is \(node.kind.phrase) where a mapping is expected", at: node)
      return
    }
    for (key, _) in node.entries where !known.contains(key.text) {
      let near = Nearest.word(to: key.text, among: known).map { "; did you mean \(quoted($0))?" }
      lose("\(quoted(key.text)) of \(place) is not known\(near ?? "")", at: key)
    }
  }

  /// The strings of a list; what else it holds is kept as a loss, or that it is none.
  mutating func texts(_ node: Node?, of place: String) -> [Node] {
    guard let node, !node.isNull else { return [] }
    guard node.isSequence else {
      lose("\(place) is \(node.kind.phrase) where a list is expected", at: node)
      return []
    }
    return node.elements.filter { element in
      if element.isString { return true }
      lose("\(place) holds \(element.kind.phrase) where a string is expected", at: element)
      return false
    }
  }

  /// Whether something is switched on; what is neither true nor false is kept as a loss.
  mutating func isOn(_ node: Node?, _ place: String) -> Bool {
    guard let node, !node.isNull else { return false }
    if let value = node.boolean { return value }
    lose("\(place) is neither true nor false, and is taken for false", at: node)
    return false
  }

  /// Whether a rule is on.
  func has(_ rule: String) -> Bool { settings[rule] != nil }

  /// The rules that are on, in the order of the catalogue.
  var rules: [String] { Catalogue.rules.map(\.id).filter(has) }

  // MARK: Rules

  /// Switches rules on.
  ///
  /// - Parameter kinds: the kinds of objects that they are for; `nil` for all.
  mutating func set(_ rules: [Rule], _ action: Action, kinds: [String]? = nil) {
    for rule in rules { merge(rule.id, action, kinds) }
  }

  /// Switches a rule on with a parameter: lists and mappings of several checks become one. Whether
  /// that can be; it cannot where no such rule or parameter is known.
  mutating func set(
    _ id: String, _ action: Action, kinds: [String]? = nil, _ name: String, _ value: Value
  ) -> Bool {
    guard let rule = Catalogue.rule(id), rule.parameters.contains(where: { $0.name == name }) else {
      return false
    }
    if let before = settings[id], before.kinds != kinds { return false }
    merge(id, action, kinds)
    guard var setting = settings[id] else { return false }
    if let index = setting.parameters.firstIndex(where: { $0.key == name }) {
      setting.parameters[index].value = Self.joined(setting.parameters[index].value, value)
    } else {
      setting.parameters.append(.init(name, value))
    }
    settings[id] = setting
    return true
  }

  private mutating func merge(_ id: String, _ action: Action, _ kinds: [String]?) {
    guard var setting = settings[id] else {
      settings[id] = Setting(action: action, kinds: kinds)
      return
    }
    setting.action = max(setting.action, action)
    // Once for all kinds is more than once for some.
    if let some = setting.kinds {
      setting.kinds = kinds.map { some + $0.filter { !some.contains($0) } }
    }
    settings[id] = setting
  }

  private static func joined(_ left: Value, _ right: Value) -> Value {
    switch (left, right) {
    case (.sequence(let before), .sequence(let more)):
      .sequence(before + more.filter { !before.contains($0) })
    case (.mapping(let before), .mapping(let more)):
      .mapping(before + more.filter { entry in !before.contains { $0.key == entry.key } })
    default: right
    }
  }

  /// Takes out the rules that do nothing without a parameter that no check has given.
  mutating func finish() {
    for id in rules {
      guard let rule = Catalogue.rule(id), let setting = settings[id] else { continue }
      let missing = rule.parameters.first { parameter in
        parameter.isRequired && !setting.parameters.contains { $0.key == parameter.name }
      }
      guard let missing else { continue }
      settings[id] = nil
      lose("\(id) does nothing without \(missing.name); set it by hand", at: nil)
    }
  }

  // MARK: Exceptions

  mutating func except(_ rules: [String], _ match: [Value.Entry], _ reason: String) {
    exceptions.append([
      "rules": .sequence(rules.map { .string($0) }), "match": .mapping(match),
      "reason": .string(reason), "expires": .string(Self.farDay),
    ])
  }

  // MARK: The policy

  /// As a policy document.
  var value: Value {
    var spec: [Value.Entry] = [.init("preset", .string(Preset.none.name))]
    let rules = self.rules.compactMap { id in
      settings[id].map { Value.Entry(id, Self.value($0)) }
    }
    if !rules.isEmpty { spec.append(.init("rules", .mapping(rules))) }
    if !podSecurity.isEmpty { spec.append(.init("podSecurity", .mapping(podSecurity))) }
    if !fixes.isEmpty { spec.append(.init("fix", .sequence(fixes.map { .string($0) }))) }
    if !ignores.isEmpty {
      spec.append(.init("honorIgnores", .sequence(ignores.map { .string($0.rawValue) })))
    }
    if !exceptions.isEmpty { spec.append(.init("exceptions", .sequence(exceptions))) }
    return [
      "apiVersion": .string(LayerReader.apiVersion), "kind": .string(LayerReader.kind),
      "metadata": ["name": "imported"], "spec": .mapping(spec),
    ]
  }

  private static func value(_ setting: Setting) -> Value {
    if setting.kinds == nil, setting.parameters.isEmpty { return .string(setting.action.name) }
    var entries: [Value.Entry] = [.init("action", .string(setting.action.name))]
    if let kinds = setting.kinds {
      entries.append(.init("match", ["kinds": .sequence(kinds.map { .string($0) })]))
    }
    return .mapping(entries + setting.parameters)
  }
}
