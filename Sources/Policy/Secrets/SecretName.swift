import Documents

/// What the name of a variable or of a key says of its value.
///
/// A name is taken apart into words: `DB_PASSWORD`, `db-password`, `dbPassword` and `db.password`
/// are the same. The last word decides what is named, so `TOKEN_URL` and `PASSWORD_FILE` are no
/// secrets. Nothing is allocated.
enum SecretName {
  /// What is said of the value.
  enum Meaning: Sendable, Equatable {
    /// Nothing.
    case nothing
    /// It may be a secret: what looks random is one.
    case maybe
    /// It is a token, a key or a secret, or the name of an object that holds one.
    case token
    /// It is a password.
    case password
  }

  /// Bytes of a name that are looked at; keys have 253 at most.
  private static let maximumBytes = 256

  private enum Word {
    case password, secret, token
    /// A key of a sort that is kept secret: `apikey`.
    case secretKey
    case key
    /// What makes a secret of a key: `api`, `signing`.
    case qualifier
    /// Something that may well be one: `auth`, `salt`.
    case hint
    /// Says which one, and nothing of what it is: `prod`, `old`.
    case neutral
    /// Something about a secret: `file`, `url`, `length`.
    case about
    /// Never a secret: `public`, and `ALLOW_EMPTY_PASSWORD`.
    case open
    case other
  }

  static func meaning(of node: Node) -> Meaning { node.withText { meaning(of: $0) } }

  static func meaning(of name: Span<UInt8>) -> Meaning {
    var meaning = Meaning.nothing
    var last = Word.other
    var isQualified = false
    let end = min(name.count, maximumBytes)
    var start = 0
    while start < end {
      let stop = wordEnd(name, start, end)
      guard stop > start else {
        start += 1
        continue
      }
      let word = word(name, start..<stop)
      start = stop
      switch word {
      case .open: return .nothing
      case .neutral: continue
      case .password: meaning = .password
      case .secret, .token, .secretKey: if meaning != .password { meaning = .token }
      case .key: meaning = max(meaning, isQualified || meaning == .token ? .token : .maybe)
      case .hint: meaning = max(meaning, .maybe)
      case .qualifier, .about, .other: break
      }
      if word == .qualifier { isQualified = true }
      last = word
    }
    switch last {
    case .about: return .nothing
    // `TOKEN_SERVICE` is a service.
    case .other, .qualifier: return meaning == .nothing ? .nothing : .maybe
    default: return meaning
    }
  }

  private static func max(_ left: Meaning, _ right: Meaning) -> Meaning {
    switch (left, right) {
    case (.password, _), (_, .password): .password
    case (.token, _), (_, .token): .token
    case (.maybe, _), (_, .maybe): .maybe
    default: .nothing
    }
  }

  // MARK: Words

  /// Where the word that begins here ends: before what is no letter or digit, and before a capital
  /// behind a small letter. `start` itself where no word begins.
  private static func wordEnd(_ name: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var index = start
    while index < end, name[index].isAlphanumeric {
      if index > start, name[index].isUppercaseLetter, name[index - 1].isLowercaseLetter { break }
      index += 1
    }
    return index
  }

  private static func word(_ name: Span<UInt8>, _ range: Range<Int>) -> Word {
    if let word = words.word(of: key(name, range)) { return word }
    // `dbpassword`, `clientsecret`: written as one.
    if let last = range.last, lastLetters & letter(name[last]) != 0 {
      for (ending, word) in endings where range.count > ending.utf8.count {
        if endsWith(name, range, ending) { return word }
      }
    }
    return range.allSatisfy { name[$0].isDigit } ? .neutral : .other
  }

  private static let endings: [(String, Word)] = [
    ("password", .password), ("passwd", .password), ("secret", .secret), ("token", .token),
    ("apikey", .secretKey), ("secretkey", .secretKey), ("privatekey", .secretKey),
  ]

  /// The letters that they end with: few words do, and all keys of a document are asked.
  private static let lastLetters = endings.reduce(0) { letters, ending in
    ending.0.utf8.last.map { letters | letter($0) } ?? letters
  }

  /// A bit for each letter, whether small or capital. Other bytes share them.
  private static func letter(_ byte: UInt8) -> UInt32 { 1 << UInt32(byte & 31) }

  private static func endsWith(_ name: Span<UInt8>, _ range: Range<Int>, _ ending: String) -> Bool {
    var index = range.upperBound - ending.utf8.count
    for byte in ending.utf8 {
      guard name[index] | 0x20 == byte else { return false }
      index += 1
    }
    return true
  }

  /// The first eight letters in lower case, by which words are told apart.
  private static func key(_ name: Span<UInt8>, _ range: Range<Int>) -> UInt64 {
    var key: UInt64 = 0
    for index in range.prefix(8) { key = key << 8 | UInt64(name[index] | 0x20) }
    return key
  }

  /// Words by their keys, in slots of which less than half are taken. No dictionary: its type alone
  /// took longer to make, when a process sees its first name, than all these words.
  private struct WordTable {
    private static let bits = 9
    private var keys = [UInt64](repeating: 0, count: 1 << bits)
    private var words = [Word](repeating: .other, count: 1 << bits)

    /// The slot of a key, or the empty one where it would stand. No key is 0: words have letters.
    private func slot(of key: UInt64) -> Int {
      // 2⁶⁴ divided by the golden ratio spreads keys over the highest bits.
      var slot = Int((key &* 0x9E37_79B9_7F4A_7C15) >> UInt64(64 - Self.bits))
      while keys[slot] != key, keys[slot] != 0 { slot = (slot + 1) & (1 << Self.bits - 1) }
      return slot
    }

    mutating func set(_ key: UInt64, _ word: Word) {
      let slot = slot(of: key)
      keys[slot] = key
      words[slot] = word
    }

    func word(of key: UInt64) -> Word? {
      let slot = slot(of: key)
      return keys[slot] == 0 ? nil : words[slot]
    }
  }

  private static let words: WordTable = {
    var table = WordTable()
    func add(_ word: Word, _ names: String) {
      // Not by parts of the string: the first name that a process sees paid for all of them.
      let text = names.utf8Span.span
      var start = 0
      while start < text.count {
        var end = start
        while end < text.count, text[end] != UInt8(ascii: " ") { end += 1 }
        table.set(key(text, start..<end), word)
        start = end + 1
      }
    }
    add(.password, "password passwd passphrase passcode pword pwd pass pw")
    add(.secret, "secret")
    add(.token, "token")
    add(.secretKey, "apikey secretkey accesskey privatekey signingkey encryptionkey authkey")
    add(.key, "key")
    add(
      .qualifier,
      "api access private encryption encrypt signing sign signature jwt master auth hmac aes rsa "
        + "ssh gpg pgp license account storage shared client session cookie deploy service app "
        + "admin root")
    add(.hint, "salt pepper seed bearer credential credentials authorization hash")
    add(
      .neutral,
      "prod production staging stage dev development test testing old new current previous "
        + "primary secondary value base raw base64 b64 string plain default local")
    add(
      .about,
      "file files filename path paths dir directory folder name names url urls uri uris endpoint "
        + "endpoints host hostname port ttl expiry expires expire expiration expiration lifetime "
        + "duration timeout interval period age length size min max minimum maximum count limit "
        + "enabled enable disabled disable type types kind format encoding algorithm alg header "
        + "headers prefix suffix issuer audience id ids ref refs reference version policy policies "
        + "rotation provider source store backend namespace location mount mountpath field fields "
        + "claim claims scope scopes regex pattern required method mode strategy arn hint reset "
        + "check validation username user users resolver review reviewer cache threads workers "
        + "attempts retries tokens label labels annotation annotations selector key_id class "
        + "manager generator operator controller server proxy")
    add(.open, "public pub allow require")
    return table
  }()
}

extension SecretName {
  /// Whether a name says of its value that it is a password or a token.
  static func isSecret(_ name: Span<UInt8>) -> Bool {
    switch meaning(of: name) {
    case .password, .token: true
    case .maybe, .nothing: false
    }
  }
}
