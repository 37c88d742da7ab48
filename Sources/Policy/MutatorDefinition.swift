import Documents

/// A mutator as a value: what it says of itself, and how to make it from its settings.
///
/// It lives in `Mutators/` beside the mutator itself and is listed in ``MutatorCatalogue``.
package struct MutatorDefinition: Sendable {
  /// The name in the policy: `prometheus`.
  package let id: String
  /// What it does, one sentence with a full stop.
  package let summary: String
  /// The JSON Schema of its settings (2020-12), without `match` and `exclude`.
  /// Made when it is asked for: most runs need none.
  package var schema: Value { makeSchema() }
  private let makeSchema: @Sendable () -> Value
  /// Makes the mutator from its settings, which are a mapping unless ``acceptsSequence``; `nil`,
  /// with at least one error reported to the reader, where they are wrong. Every key that is not
  /// known must be reported by ``SettingsReader/keys(of:known:in:optional:)`` with
  /// ``SettingsReader/scopeKeys`` as optional: `match` and `exclude` are read by the policy, which
  /// does not ask the mutator about other objects.
  package let make: @Sendable (Node, inout SettingsReader) -> (any Mutator)?
  /// Whether the settings may be a sequence, as for a list of patches.
  package let acceptsSequence: Bool
  /// Whether it can be switched on without settings, as `--mutate` does.
  package let hasDefaults: Bool

  package init(
    id: String, summary: String, schema: @autoclosure @escaping @Sendable () -> Value,
    acceptsSequence: Bool = false, hasDefaults: Bool = true,
    make: @escaping @Sendable (Node, inout SettingsReader) -> (any Mutator)?
  ) {
    self.id = id
    self.summary = summary
    makeSchema = schema
    self.acceptsSequence = acceptsSequence
    self.hasDefaults = hasDefaults
    self.make = make
  }
}

/// All mutators, in the order in which their proposals are asked for.
package enum MutatorCatalogue {
  package static let all: [MutatorDefinition] = [
    .prometheus, .linkerd, .irsa, .labels, .annotations, .patches,
  ]

  package static func mutator(_ id: String) -> MutatorDefinition? { all.first { $0.id == id } }
}
