/// What may be said of the texts of a probe, any of which may hold a secret.
///
/// What is hidden is an ellipsis. More is hidden than is secret: what is not said does no harm.
enum ParityWords {
  static let hidden = "…"

  // MARK: Addresses

  /// A host, a port, a scheme or the name of a service; `nil` where it may be a secret.
  static func host(_ text: String) -> String? { isTame(text, isShort: false) ? text : nil }

  /// A path with its query, of which only those values are said whose names are no secret's.
  static func path(_ text: String) -> String {
    let parts = text.utf8.split(
      separator: UInt8(ascii: "?"), maxSplits: 1, omittingEmptySubsequences: false)
    let segments = split(parts[0], at: "/").map { segment in
      // What stands behind a semicolon are parameters (RFC 3986, section 3.3): `;jsessionid=...`.
      let words = split(segment[...].utf8, at: ";")
      let shown = isTame(words[0], isShort: false) ? words[0] : hidden
      return words.count == 1 ? shown : shown + ";" + hidden
    }
    let path = segments.joined(separator: "/")
    guard parts.count > 1 else { return path }
    let query = split(parts[1], at: "&").map { pair in
      guard let sign = pair.utf8.firstIndex(of: UInt8(ascii: "=")) else {
        return isTame(pair) ? pair : hidden
      }
      let name = String(pair[..<sign])
      let value = String(pair[pair.utf8.index(after: sign)...])
      return (isTame(name) ? name : hidden) + "="
        + (ConfigWords.mayShow(text: value, of: name) && isTame(value) ? value : hidden)
    }
    return path + "?" + query.joined(separator: "&")
  }

  /// The values of a header; `nil` where one may be a secret.
  static func values(_ texts: [String], of name: String) -> String? {
    let isOpen = texts.allSatisfy { ConfigWords.mayShow(text: $0, of: name) && isTame($0) }
    // `Cookie: session=...` is a secret in whichever word.
    guard isOpen, !secretHeaders.contains(name) else { return nil }
    return texts.map { $0.isEmpty ? "empty" : $0 }.joined(separator: ", ")
  }

  private static let secretHeaders: Set<String> = ["cookie", "set-cookie"]

  /// An address of which user, password and query are hidden as elsewhere.
  private static func address(_ word: String) -> String {
    let bytes = word.utf8
    guard isTame(word, isShort: false), let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else {
      return hidden
    }
    return String(word[...colon]) + path(String(word[bytes.index(after: colon)...]))
  }

  // MARK: Commands

  /// What may be a secret for the sake of what stands before it.
  private enum Pending {
    case nothing
    case next
    /// The next one, unless it is a number: a port.
    case nextUnlessPort
    /// All up to this quote.
    case until(UInt8)
  }

  /// The words of a command, without those that follow the name of a secret or look like one.
  static func command(_ arguments: [String]) -> String {
    var shown: [String] = []
    var pending = Pending.nothing
    for argument in arguments {
      // A script is an argument of many words, and a header one of several.
      let words = split(argument.utf8[...]) { $0 <= 0x20 }.filter { !$0.isEmpty }
      if case .next = pending, words.count > 1 {
        shown.append(hidden)
        pending = .nothing
        continue
      }
      for word in words { shown.append(self.word(word, &pending)) }
      if case .until = pending { pending = .nothing }
    }
    return shown.joined(separator: " ")
  }

  private static func word(_ word: String, _ pending: inout Pending) -> String {
    let before = pending
    pending = .nothing
    switch before {
    case .until(let quote):
      pending = rest(of: word, quote)
      return hidden
    case .nextUnlessPort where isPort(word[...]): return word
    // What begins with two hyphens is the next option.
    case .next where !word.hasPrefix("--"), .nextUnlessPort where !word.hasPrefix("--"):
      pending = rest(of: word)
      // `Authorization: Bearer abc`: a scheme stands between the name and the secret.
      let letters = word.lowercased().filter { $0.isLetter }
      if schemes.contains(letters) { pending = .next }
      return hidden
    default: return open(word, &pending)
    }
  }

  /// What of a value is still to come, as a shell reads it: all up to the end of an open quote, or
  /// the next word behind an escaped blank.
  private static func rest(of value: String, _ open: UInt8? = nil) -> Pending {
    let single = UInt8(ascii: "'")
    var quote = open
    var isEscaped = false
    for byte in value.utf8 {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\"), quote != single {
        isEscaped = true
      } else if quote == byte {
        quote = nil
      } else if quote == nil, byte == single || byte == UInt8(ascii: "\"") {
        quote = byte
      }
    }
    return quote.map { .until($0) } ?? (isEscaped ? .next : .nothing)
  }

  /// A word of which nothing before it says that it is a secret.
  private static func open(_ word: String, _ pending: inout Pending) -> String {
    let bytes = word.utf8
    // `NAME=http://...` is a pair.
    let scheme = bytes.prefix { $0 != UInt8(ascii: ":") }
    if word.contains("://"), !scheme.contains(UInt8(ascii: "=")) { return address(word) }
    if bytes.count > 1, bytes.first == UInt8(ascii: "-"), let letter = bytes.dropFirst().first,
      secretFlags.contains(letter)
    {
      // `mysqladmin -pSECRET`, `redis-cli -a SECRET`, `curl -u USER:SECRET`.
      if bytes.count > 2 {
        pending = rest(of: word)
        return String(decoding: bytes.prefix(2), as: UTF8.self) + hidden
      }
      pending = letter == UInt8(ascii: "p") ? .nextUnlessPort : .next
      return word
    }
    if let sign = bytes.firstIndex(where: { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ":") }),
      sign > bytes.startIndex, bytes.index(after: sign) < bytes.endIndex
    {
      return pair(word, sign, &pending)
    }
    if isName(word) { pending = .next }
    return isTame(word, isShort: false) ? word : hidden
  }

  /// `NAME=value`, `name:value`, `host:port`.
  private static func pair(
    _ word: String, _ sign: String.Index, _ pending: inout Pending
  ) -> String {
    let value = word[word.utf8.index(after: sign)...]
    let name = String(word[..<sign])
    let text = String(value)
    let isOpen =
      word.utf8[sign] == UInt8(ascii: ":")
      ? isPort(value) : ConfigWords.mayShow(text: text, of: name) && isTame(text)
    if isOpen, !isName(name), isTame(name) { return word }
    pending = rest(of: text)
    return (isTame(name) ? name : hidden) + String(word[sign]) + hidden
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.utf8.count <= 5 && text.utf8.allSatisfy(\.isDigit)
  }

  /// Whether a word is the name of something that may be a secret.
  private static func isName(_ word: String) -> Bool {
    let name = String(decoding: word.utf8.drop { $0 == UInt8(ascii: "-") }, as: UTF8.self)
    return secretOptions.contains(name) || !ConfigWords.mayShow(text: "", of: name)
  }

  /// Letters of options after which usual clients take a password, a user with one, or a header.
  private static let secretFlags: Set<UInt8> = Set("pPaAuUwWkbH".utf8)
  private static let secretOptions: Set<String> = [
    "user", "proxy-user", "header", "cookie", "data", "userpass",
  ]
  private static let schemes: Set<String> = ["bearer", "basic", "token", "digest"]

  // MARK: Parts

  /// Whether a text has neither the form of a secret nor looks random.
  private static func isTame(_ text: String, isShort: Bool = true) -> Bool {
    let isOpen = ConfigWords.mayShow(text: text, of: "")
    if !isOpen, isShort { return false }
    let bytes = text.utf8Span.span
    if SecretShape.first(in: bytes) != nil || text.utf8.contains(UInt8(ascii: "@")) { return false }
    return !Entropy.isRandom(bytes)
  }

  private static func split(_ text: Substring.UTF8View, at separator: Unicode.Scalar) -> [String] {
    split(text, isBreak: { $0 == UInt8(ascii: separator) })
  }

  private static func split(
    _ text: Substring.UTF8View, isBreak: (UInt8) -> Bool
  ) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: isBreak).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
