import Documents

/// Settings of the mutator ``LinkerdMutator``: `mutators.linkerd` of the policy.
struct LinkerdSettings: Sendable, Equatable {
  static let modes = ["enabled", "ingress", "disabled"]

  struct Configuration: Sendable, Equatable {
    /// The whole key of the annotation.
    let key: String
    let value: String
  }

  /// The value of `linkerd.io/inject`.
  var inject = "enabled"
  /// Checked, in the order of the policy.
  var configuration: [Configuration] = []
}

extension MutatorDefinition {
  package static let linkerd = MutatorDefinition(
    id: "linkerd",
    summary: "Annotates pod templates so that Linkerd injects and configures its proxy.",
    schema: [
      "type": "object",
      "properties": [
        "inject": [
          "enum": .sequence(LinkerdSettings.modes.map { .string($0) }), "default": "enabled",
        ],
        "config": [
          "description": "Values of config.linkerd.io annotations, by the name after the slash.",
          "type": "object",
          "propertyNames": ["enum": .sequence(LinkerdAnnotation.names.map { .string($0) })],
          "additionalProperties": ["type": ["string", "number", "boolean", "array"]],
        ],
      ],
    ],
    make: { node, reader in LinkerdSettings(node, &reader).map { LinkerdMutator(settings: $0) } })
}

extension LinkerdSettings {
  /// `nil` where something is wrong, after it has been reported.
  init?(_ node: Node, _ reader: inout SettingsReader) {
    let before = reader.problems.count
    reader.keys(
      of: node, known: ["inject", "config"], in: "the settings of linkerd",
      optional: ["match", "exclude"])
    if let value = node["inject"] {
      inject = reader.choice(value, of: Self.modes, "inject") ?? inject
    }
    if let value = node["config"], reader.isMapping(value, "config") {
      for (key, value) in value.entries { readConfiguration(key, value, &reader) }
    }
    if reader.problems.count != before { return nil }
  }

  private mutating func readConfiguration(
    _ key: Node, _ value: Node, _ reader: inout SettingsReader
  ) {
    let name = key.text
    guard let annotation = LinkerdAnnotation.withKey(name) ?? LinkerdAnnotation.named(name) else {
      // `proxy-cpu` is nearer to `proxy-uid` by its letters, but not by what is meant.
      let longer = LinkerdAnnotation.names.filter { $0.utf8.starts(with: name.utf8) }
      if longer.isEmpty {
        reader.unknown("setting", name, at: key, in: "config", known: LinkerdAnnotation.names)
      } else {
        reader.fail(
          key, "unknown setting \(quoted(name)) in config",
          "expected \(longer.joined(separator: " or "))")
      }
      return
    }
    guard let written = Self.text(of: value, annotation) else {
      reader.fail(
        value, "\(name) cannot be \(value.kind.phrase)",
        annotation.isList ? "write a list or a string with commas" : "write a string")
      return
    }
    let text = annotation.normalised(written)
    if let problem = annotation.problem(in: text) {
      reader.fail(value, "\(name) is \(quoted(written)), which Linkerd ignores", problem)
      return
    }
    configuration.append(.init(key: annotation.key, value: text))
  }

  /// The text of the annotation for a value of the policy, where numbers and lists are welcome.
  private static func text(of node: Node, _ annotation: LinkerdAnnotation) -> String? {
    switch node.kind {
    case .string, .boolean, .integer, .float: return node.text
    case .sequence where annotation.isList:
      var items: [String] = []
      for element in node.elements {
        guard element.kind == .string || element.kind == .integer else { return nil }
        items.append(element.text)
      }
      return items.joined(separator: ",")
    default: return nil
    }
  }
}
