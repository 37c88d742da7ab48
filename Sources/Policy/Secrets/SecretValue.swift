/// Whether a value can be a secret, where its name says that it is one.
enum SecretValue {
  /// Bytes of a value with a name; longer ones are files, and are searched for shapes only.
  private static let maximumBytes = 1024

  /// What makes a secret of a value.
  enum Reason: Sendable {
    case name, randomness
    case shape(SecretShape)

    /// Behind `holds a secret in plain text: `.
    var clause: String {
      switch self {
      case .name: "its name says so"
      case .randomness: "its name and its randomness say so"
      case .shape(let shape): "it has \(shape.phrase)"
      }
    }
  }

  /// Why this is a secret in plain text; `nil` where it is none.
  static func reason(
    _ value: Span<UInt8>, _ meaning: SecretName.Meaning, entropy: Bool
  ) -> Reason? {
    if let shape = SecretShape.first(in: value) { return .shape(shape) }
    switch meaning {
    case .nothing: return nil
    case .password: return isLiteral(value) ? .name : nil
    case .token:
      guard isLiteral(value) else { return nil }
      if !canBeName(value) || Placeholder.matches(value, isNamed: true) { return .name }
      return entropy && Entropy.isRandom(value) ? .randomness : nil
    case .maybe: return entropy && isLiteral(value) && Entropy.isRandom(value) ? .randomness : nil
    }
  }

  /// Whether it stands for itself: not a setting, a reference, a path or an address.
  static func isLiteral(_ value: Span<UInt8>) -> Bool {
    guard value.count >= 3, value.count <= maximumBytes else { return false }
    for word in settings where equalsFolded(value, word) { return false }
    for prefix in references where SecretShape.has(value, 0, prefix) { return false }
    var isAbove = true
    for index in 0..<value.count {
      let byte = value[index]
      if byte < 0x20 { return false }
      if byte == UInt8(ascii: "{"), index > 0, value[index - 1] == UInt8(ascii: "{") {
        return false
      }
      if byte == UInt8(ascii: "("), index > 0, value[index - 1] == UInt8(ascii: "$") {
        return false
      }
      if byte == UInt8(ascii: "{"), index > 0, value[index - 1] == UInt8(ascii: "$") {
        return false
      }
      if byte == UInt8(ascii: ":"), SecretShape.has(value, index, "://") { return false }
      if byte != UInt8(ascii: "*") { isAbove = false }
    }
    return !isAbove
  }

  /// Whether it may be the name of an object or a number rather than a secret: what is called
  /// `*_SECRET` or `*_TOKEN` is often only where to find one.
  private static func canBeName(_ value: Span<UInt8>) -> Bool {
    var hasSeparator = false
    var isNumber = true
    for index in 0..<value.count {
      let byte = value[index]
      if byte <= 0x20 { return true }
      if byte == UInt8(ascii: "-") || byte == UInt8(ascii: ".") {
        hasSeparator = true
      } else if !byte.isLowercaseLetter && !byte.isDigit {
        return false
      }
      if !byte.isDigit { isNumber = false }
    }
    return isNumber || hasSeparator
  }

  private static let settings = [
    "true", "false", "yes", "off", "none", "null", "nil", "enabled", "disabled", "required",
    "optional", "auto", "default", "undefined", "redacted", "hidden",
  ]

  private static let references = [
    "/", "./", "~/", "file:", "vault:", "op:", "ref+", "arn:", "ssm:", "sm:", "projects/", "ENC[",
    "env:", "env.", "secret:", "secrets/", "$", "%(", "@", "keyvault:", "kv/", "aws:", "gcp:",
  ]

  static func equalsFolded(_ text: Span<UInt8>, _ word: String) -> Bool {
    guard text.count == word.utf8.count else { return false }
    var index = 0
    for byte in word.utf8 {
      guard (text[index].isUppercaseLetter ? text[index] | 0x20 : text[index]) == byte else {
        return false
      }
      index += 1
    }
    return true
  }
}
