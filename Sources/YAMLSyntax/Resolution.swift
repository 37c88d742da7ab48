import Documents

/// What a plain scalar says.
enum Resolution: Equatable {
  case string
  case null
  case boolean(Bool)
  /// An integer whose text is one of JSON already.
  case integerAsWritten
  case integer(negative: Bool, magnitude: UInt64)
  /// An integer of the core schema that is too large for 64 bits.
  case bigInteger(digits: [UInt8], negative: Bool)
  /// A number whose text is the shortest one of JSON already.
  case floatAsWritten
  case float(Double)
  /// Infinity or NaN, which JSON does not have.
  case notFinite

  /// Whether a plain scalar is a string, judged by its first byte and length: no constant that
  /// begins with a letter is longer than `false`. `false` says that it takes a closer look.
  @inline(__always)
  static func isString(first: UInt8, count: Int) -> Bool {
    // Digits, + - . ~, and the first letters of n, null, no, t, true, f, false, y, yes, on, off.
    let low: UInt64 = 0x03FF_6800_0000_0000
    let high: UInt64 = 0x4210_C040_0210_C040
    if first >= 0x80 { return true }
    if first < 0x40 { return low >> UInt64(first) & 1 == 0 }
    return high >> UInt64(first & 0x3F) & 1 == 0 || count > 5
  }

  // MARK: Kubernetes

  /// As `sigs.k8s.io/yaml` decides, by the rules of Go's YAML 1.1 reader.
  static func kubernetes(_ text: Span<UInt8>) -> Resolution {
    if let word = yaml11Word(text) { return word }
    let first = text.at(0)
    guard first.isDigit || first == .plus || first == .minus || first == .period else {
      return .string
    }
    if let quick = Numbers.quick(text) { return quick }
    return Numbers.go(text)
  }

  private static func yaml11Word(_ text: Span<UInt8>) -> Resolution? {
    if let word = coreWord(text) { return word }
    switch text.count {
    case 1:
      switch text[0] {
      case UInt8(ascii: "y"), UInt8(ascii: "Y"): return .boolean(true)
      case UInt8(ascii: "n"), UInt8(ascii: "N"): return .boolean(false)
      default: return nil
      }
    case 2:
      if isWord(text, "on") { return .boolean(true) }
      return isWord(text, "no") ? .boolean(false) : nil
    case 3:
      if isWord(text, "yes") { return .boolean(true) }
      return isWord(text, "off") ? .boolean(false) : nil
    default: return nil
    }
  }

  // MARK: Core schema

  /// YAML 1.2 §10.3.2.
  static func core(_ text: Span<UInt8>) -> Resolution {
    if let word = coreWord(text) { return word }
    let first = text.at(0)
    guard first.isDigit || first == .plus || first == .minus || first == .period else {
      return .string
    }
    if let quick = Numbers.quick(text) { return quick }
    return Numbers.core(text)
  }

  /// The constants that both readings share.
  private static func coreWord(_ text: Span<UInt8>) -> Resolution? {
    switch text.count {
    case 0: return .null
    case 1: return text[0] == .tilde ? .null : nil
    case 4:
      if isWord(text, "true") { return .boolean(true) }
      if isWord(text, "null") { return .null }
      if text[0] == .period, isWord(text.extracting(1..<4), "inf") { return .notFinite }
      let isNaN =
        isExactly(text, ".nan") || isExactly(text, ".NaN") || isExactly(text, ".NAN")
      return isNaN ? .notFinite : nil
    case 5:
      if isWord(text, "false") { return .boolean(false) }
      let isSigned = text[0] == .plus || text[0] == .minus
      return isSigned && text[1] == .period && isWord(text.extracting(2..<5), "inf")
        ? .notFinite : nil
    default: return nil
    }
  }

  /// Whether a text, as long as a word, is that word in lower case, in upper case, or with a
  /// capital.
  private static func isWord(_ text: Span<UInt8>, _ word: StaticString) -> Bool {
    let isLower = text[1] >= 0x61
    // `nULL` and `NuLL` are strings.
    if !isLower, text[0] >= 0x61 { return false }
    for index in 0..<text.count {
      let wanted = unsafe word.utf8Start[index]  // The callers compare the lengths.
      let isCapital = index == 0 ? text[0] < 0x61 : !isLower
      if text[index] != (isCapital ? wanted & 0xDF : wanted) { return false }
    }
    return true
  }

  private static func isExactly(_ text: Span<UInt8>, _ word: StaticString) -> Bool {
    for index in 0..<text.count where unsafe text[index] != word.utf8Start[index] { return false }
    return true
  }
}
