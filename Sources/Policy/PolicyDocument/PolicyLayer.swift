import Documents

/// One source of settings: a policy file, or what the command line says. Later layers override.
package struct PolicyLayer: Sendable {
  /// How origins and problems call it.
  package let name: String
  let content: Content

  static let commandLineName = "command line"

  enum Content: Sendable {
    /// The root of a policy; what is around it belongs to somebody else.
    case document(Node)
    case functionConfig(Node)
    case commandLine(CommandLineSettings)
  }

  /// A policy document; the door has parsed it and says what it is called.
  package init(document: Document, name: String) {
    self.name = name
    content = .document(document.root)
  }

  /// The `functionConfig` of a KRM function: a policy, or a ConfigMap whose `data` has the names of
  /// the command line's options. Its place is that in the document around it.
  package init(functionConfig node: Node, name: String) {
    self.name = name
    content = FunctionConfigReader.isConfigMap(node) ? .functionConfig(node) : .document(node)
  }

  /// What the command line says.
  package init(commandLine settings: CommandLineSettings) {
    name = Self.commandLineName
    content = .commandLine(settings)
  }
}

/// The policy's settings that the command line can give.
package struct CommandLineSettings: Sendable {
  /// `--preset NAME`.
  package var preset: String?
  /// `--rule ID=ACTION`, as they were written.
  package var rules: [String]
  /// `--mutate NAME,NAME`, split.
  package var mutators: [String]
  /// `--kubernetes-version 1.34`.
  package var kubernetesVersion: String?

  package init(
    preset: String? = nil, rules: [String] = [], mutators: [String] = [],
    kubernetesVersion: String? = nil
  ) {
    self.preset = preset
    self.rules = rules
    self.mutators = mutators
    self.kubernetesVersion = kubernetesVersion
  }
}
