import Documents
import Patterns

/// What the rules about secrets in the wrong place have in common: their parameters, and the answer
/// to what a named value is.
struct SecretFinder: Sendable {
  static let parameters = [
    Parameter(
      "names", .patterns, default: nil,
      "Further names whose values are secrets, whatever they look like."),
    Parameter(
      "ignoredNames", .patterns, default: nil,
      "Names whose values are none, though they look like it."),
    Parameter(
      "entropy", .boolean, default: true,
      "Whether a value that looks random is a secret where its name leaves that open."),
  ]

  private let names: [Glob]
  private let ignoredNames: [Glob]
  private let entropy: Bool

  init(_ parameters: Parameters) {
    names = parameters.globs("names")
    ignoredNames = parameters.globs("ignoredNames")
    entropy = parameters.boolean("entropy")
  }

  /// What a name says of its value; `nil` where the policy wants it left alone.
  func meaning(of name: Node) -> SecretName.Meaning? {
    if ignoredNames.contains(where: { $0.matches(name) }) { return nil }
    if names.contains(where: { $0.matches(name) }) { return .password }
    return SecretName.meaning(of: name)
  }

  /// Why the value is a secret; `nil` where it is none.
  func reason(for value: Node, named name: Node) -> SecretValue.Reason? {
    guard !value.isContainer, !value.isNull, let meaning = meaning(of: name) else { return nil }
    return value.withText {
      SecretValue.reason($0.extracting(0..<SecretText.end(of: $0)), meaning, entropy: entropy)
    }
  }
}

enum SecretText {
  /// Where a text ends without the line breaks and blanks that block scalars of YAML leave behind.
  static func end(of text: Span<UInt8>) -> Int {
    var end = text.count
    while end > 0, text[end - 1] <= 0x20 { end -= 1 }
    return end
  }
}
