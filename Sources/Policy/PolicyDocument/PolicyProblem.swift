import Documents

/// Something that is wrong with a policy, or worth knowing about it.
package struct PolicyProblem: Error, Sendable, Equatable {
  package enum Kind: UInt8, Sendable {
    /// The policy cannot be used.
    case error
    /// The policy can be used; an exception has expired, a setting has no effect.
    case note
  }

  package let kind: Kind
  /// The layer that it is in: a file's name as the door gave it, or `command line`.
  package let layer: String
  /// Where in the source of that layer; `nil` for the command line.
  package let range: SourceRange?
  /// From the root of that layer's document; empty for the command line.
  package let pointer: JSONPointer
  /// What is wrong, without a capital and without a full stop.
  package let message: String
  /// What was expected, or the word that was probably meant; likewise, and empty where there is
  /// nothing to say.
  package let remedy: String

  package init(
    kind: Kind = .error, layer: String, range: SourceRange?, pointer: JSONPointer = JSONPointer(),
    message: String, remedy: String = ""
  ) {
    self.kind = kind
    self.layer = layer
    self.range = range
    self.pointer = pointer
    self.message = message
    self.remedy = remedy
  }

  /// Message and remedy in one line: `unknown key "presett" in spec; did you mean "preset"?`.
  package var text: String { remedy.isEmpty ? message : "\(message); \(remedy)" }
}
