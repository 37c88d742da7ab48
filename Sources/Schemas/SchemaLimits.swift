/// What compiling and checking may cost at most; beyond a limit they end with an error that says
/// which.
package struct SchemaLimits: Sendable, Equatable {
  /// Schemas in one program, those of referenced documents included.
  package var maximumSchemas: Int
  /// Times that a schema is held against a value, longer texts and lists counting more. It bounds
  /// `anyOf` within `anyOf`, which would otherwise double with every level.
  package var maximumSteps: Int
  /// Schemas inside one another during a check, references counted. It bounds the stack, and ends
  /// a schema that refers to itself.
  package var maximumDepth: Int
  /// Violations that are kept.
  package var maximumViolations: Int

  package init(
    maximumSchemas: Int = 50_000, maximumSteps: Int = 2_000_000, maximumDepth: Int = 400,
    maximumViolations: Int = 100
  ) {
    self.maximumSchemas = maximumSchemas
    self.maximumSteps = maximumSteps
    self.maximumDepth = maximumDepth
    self.maximumViolations = maximumViolations
  }

  package static let standard = SchemaLimits()
}
