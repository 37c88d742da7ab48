import Documents

/// One source of settings: a policy file, or what the command line says. Later layers override.
package struct PolicyLayer: Sendable {
  /// How origins and problems call it.
  package let name: String
  let content: Content

  enum Content: Sendable {
    case document(Document)
    case commandLine(CommandLineSettings)
  }

  /// A policy document; the door has parsed it and says what it is called.
  package init(document: Document, name: String) {
    self.name = name
    content = .document(document)
  }

  /// What the command line says.
  package init(commandLine settings: CommandLineSettings) {
    name = "command line"
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
