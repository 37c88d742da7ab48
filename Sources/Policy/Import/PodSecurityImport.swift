import Documents

/// Reads the configuration of Pod Security Admission: `PodSecurityConfiguration`, alone or as the
/// plugin's `configuration` in the API server's `AdmissionConfiguration`.
enum PodSecurityImport {
  static let kind = "PodSecurityConfiguration"
  static let wrapper = "AdmissionConfiguration"

  static func read(_ root: Node, into draft: inout PolicyDraft) {
    guard root["kind"]?.string == wrapper else {
      readConfiguration(root, into: &draft)
      return
    }
    draft.loseKeys(
      of: root, but: ["apiVersion", "kind", "metadata", "plugins"], in: "the configuration")
    var isFound = false
    for plugin in root["plugins"].items {
      let name = plugin["name"]?.string ?? ""
      guard name == "PodSecurity" else {
        draft.lose("the plugin \(quoted(name)) is not for policies", at: plugin)
        continue
      }
      if let configuration = plugin["configuration"], configuration.isMapping {
        readConfiguration(configuration, into: &draft)
        isFound = true
      } else if let path = plugin["path"] {
        draft.lose("the configuration is in the file \(quoted(path.text)): import that", at: path)
      }
    }
    if !isFound { draft.lose("no configuration of the plugin PodSecurity is in it", at: root) }
  }

  private static let modes = ["enforce", "audit", "warn"]

  private static func readConfiguration(_ root: Node, into draft: inout PolicyDraft) {
    var entries: [Value.Entry] = []
    let defaults = root["defaults"]
    draft.loseKeys(
      of: defaults, but: modes.flatMap { [$0, "\($0)-version"] }, in: "defaults")
    draft.loseKeys(
      of: root["exemptions"], but: LayerReader.podSecurityExemptions, in: "exemptions")
    entries.append(.init("level", .string(level("enforce", defaults, &draft).name)))
    if let version = version("enforce", defaults, &draft) {
      entries.append(.init("version", version))
    }
    for mode in ["warn", "audit"] {
      let level = level(mode, defaults, &draft)
      if level == .privileged { continue }
      var value: Value = .string(level.name)
      if let version = version(mode, defaults, &draft) {
        value = ["level": .string(level.name), "version": version]
      }
      entries.append(.init(mode, value))
    }
    var exemptions: [Value.Entry] = []
    for name in LayerReader.podSecurityExemptions {
      let names = draft.texts(root["exemptions"]?[named: name], of: name).map(\.text)
        .filter { !$0.isEmpty }
      if !names.isEmpty { exemptions.append(.init(name, .sequence(names.map { .string($0) }))) }
    }
    if !exemptions.isEmpty { entries.append(.init("exemptions", .mapping(exemptions))) }
    // It refuses pods alone, and warns of workloads that make them.
    entries.append(.init("controllers", "warn"))
    draft.podSecurity = entries
    for (key, _) in root.entries
    where !["apiVersion", "kind", "metadata", "defaults", "exemptions"].contains(key.text) {
      draft.lose("\(quoted(key.text)) is not known", at: key)
    }
  }

  private static func level(
    _ mode: String, _ defaults: Node?, _ draft: inout PolicyDraft
  ) -> PodSecurityLevel {
    guard let node = defaults?[named: mode] else { return .privileged }
    if let level = node.string.flatMap(PodSecurityLevel.init(name:)) { return level }
    draft.lose("\(mode) is no level, and is taken for privileged", at: node)
    return .privileged
  }

  private static func version(
    _ mode: String, _ defaults: Node?, _ draft: inout PolicyDraft
  ) -> Value? {
    guard let node = defaults?[named: "\(mode)-version"] else { return nil }
    guard let text = node.string else {
      if !node.isNull {
        draft.lose("\(mode)-version is no string, and is taken for latest", at: node)
      }
      return nil
    }
    if text == "latest" { return "latest" }
    if let version = KubernetesVersion(parsing: text) { return .string(version.description) }
    draft.lose(
      "\(mode)-version \(quoted(text)) is not known here, and is taken for latest", at: node)
    return "latest"
  }
}
