import Documents

/// Reads what the command line says of the policy, with the words and the checks of a document.
struct CommandLineReader {
  private var reader: LayerReader
  private var layer = LayerSettings()

  init(name: String) {
    reader = LayerReader(name: name, hasPlaces: false)
    layer.name = name
  }

  var problems: [PolicyProblem] { reader.reader.problems }

  mutating func read(_ settings: CommandLineSettings) -> LayerSettings {
    var spec: [Value.Entry] = []
    if let preset = settings.preset { spec.append(.init("preset", .string(preset))) }
    if let version = settings.kubernetesVersion {
      spec.append(.init("kubernetesVersion", .string(version)))
    }
    var rules: [Value.Entry] = []
    for text in settings.rules {
      guard let separator = text.utf8.lastIndex(of: UInt8(ascii: "=")) else {
        let node = Document(Value.string(text)).root
        reader.reader.fail(
          node, "\(quoted(text)) names no action", "expected RULE=ACTION: pss/privileged=warn")
        continue
      }
      let id = String(text[..<separator])
      let action = String(text[text.utf8.index(after: separator)...])
      // The last one of a name counts.
      rules.removeAll { $0.key == id }
      rules.append(.init(id, .string(action)))
    }
    if !rules.isEmpty { spec.append(.init("rules", .mapping(rules))) }
    if !settings.mutators.isEmpty {
      var names: [String] = []
      for name in settings.mutators where !names.contains(name) { names.append(name) }
      spec.append(.init("mutators", .mapping(names.map { .init($0, true) })))
    }
    return reader.readSpec(of: Document(Value.mapping(spec)))
  }
}
