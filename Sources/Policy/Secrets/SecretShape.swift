/// Secrets that are told by their form, whatever they are called.
///
/// The text is read once, from its beginning to its end; at each place a bounded number of bytes is
/// looked at. What is only an example (`ghp_xxxxxxxx`) is none.
enum SecretShape: Sendable, Equatable {
  /// A token of somebody who gives them a prefix; with whose it is.
  case token(String)
  /// A PEM block that holds a private key.
  case privateKey
  /// An address with a user's password in it.
  case connection

  /// For messages, with its article.
  var phrase: String {
    switch self {
    case .token(let name): name
    case .privateKey: "a private key"
    case .connection: "a connection string with a password"
    }
  }

  /// The first one in a text; `nil` where there is none.
  static func first(in text: Span<UInt8>) -> SecretShape? {
    var index = 0
    // Letters, digits and _ belong to one word.
    var isWord = false
    while index < text.count {
      let byte = text[index]
      if !isWord {
        if byte == UInt8(ascii: "-"), isPrivateKey(text, index) { return .privateKey }
        let candidates = TokenShape.byFirstByte[Int(byte)]
        for shape in candidates where shape.matches(text, at: index) { return .token(shape.name) }
      }
      if byte == UInt8(ascii: ":"), let (end, hasPassword) = Authority.read(text, colon: index) {
        if hasPassword { return .connection }
        index = end
        isWord = false
        continue
      }
      isWord = byte.isAlphanumeric || byte == UInt8(ascii: "_")
      index += 1
    }
    return nil
  }

  // RFC 7468 §2: `-----BEGIN label-----`, where the label of each private key ends alike. A block
  // of PGP says `PRIVATE KEY BLOCK`.
  private static func isPrivateKey(_ text: Span<UInt8>, _ start: Int) -> Bool {
    guard has(text, start, "-----BEGIN ") else { return false }
    let first = start + 11
    var index = first
    while index < text.count, index - first < 40, text[index] != UInt8(ascii: "-") {
      if has(text, index, "PRIVATE KEY") { return true }
      index += 1
    }
    return false
  }

  static func has(_ text: Span<UInt8>, _ start: Int, _ wanted: String) -> Bool {
    guard wanted.utf8.count <= text.count - start else { return false }
    var index = start
    for byte in wanted.utf8 {
      guard text[index] == byte else { return false }
      index += 1
    }
    return true
  }
}

/// The part of an address between `://` and the path: RFC 3986 §3.2.
private enum Authority {
  private static let maximumBytes = 512

  /// Where it ends, and whether it holds a password; `nil` where the colon begins none.
  static func read(_ text: Span<UInt8>, colon: Int) -> (end: Int, hasPassword: Bool)? {
    guard colon > 0, text[colon - 1].isAlphanumeric, SecretShape.has(text, colon, "://") else {
      return nil
    }
    let start = colon + 3
    var end = start
    var separator: Int?
    var at: Int?
    scan: while end < text.count, end - start < maximumBytes {
      switch text[end] {
      case UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"), UInt8(ascii: "\""),
        UInt8(ascii: "'"), UInt8(ascii: ","), UInt8(ascii: "`"), 0...0x20:
        break scan
      case UInt8(ascii: ":"): if separator == nil { separator = end }
      case UInt8(ascii: "@"): at = end
      default: break
      }
      end += 1
    }
    guard let separator, let at, separator < at else { return (end, false) }
    return (end, isLiteral(text.extracting(separator + 1..<at)))
  }

  /// Whether it stands for itself, and is not to be filled in or left out.
  private static func isLiteral(_ password: Span<UInt8>) -> Bool {
    guard password.count > 0 else { return false }
    var isHidden = true
    for index in 0..<password.count {
      switch password[index] {
      case UInt8(ascii: "$"), UInt8(ascii: "{"), UInt8(ascii: "<"), UInt8(ascii: "("),
        UInt8(ascii: "["), UInt8(ascii: "\\"):
        return false
      // A format's place, as in %s and %(password)s; percent encoding has two digits.
      case UInt8(ascii: "%"):
        guard index + 2 < password.count, password[index + 1].isHexDigit,
          password[index + 2].isHexDigit
        else { return false }
        isHidden = false
      case UInt8(ascii: "*"), UInt8(ascii: "x"), UInt8(ascii: "X"), UInt8(ascii: "."): break
      default: isHidden = false
      }
    }
    return !isHidden
  }
}
