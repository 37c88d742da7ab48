/// The API server's rules for names, keys and label values: apimachinery pkg/util/validation.
package enum NameRule: Sendable, Equatable {
  /// Namespaces, Services, containers and volumes: `my-name`.
  case dns1123Label
  /// Most objects: `my.name`.
  case dns1123Subdomain
  /// As ``dns1123Label``, but beginning with a letter: Services before 1.34.
  case dns1035Label
  /// Keys of labels and annotations: `example.com/MyName`. The name may have capitals, the prefix
  /// may not.
  case qualifiedName
  /// Keys of annotations, of which the whole is compared in lower case.
  case annotationKey
  /// Values of labels; may be empty.
  case labelValue
  /// Keys of ConfigMaps and Secrets: also file names.
  case configMapKey
  /// Names of ports.
  case portName

  /// The first thing that is wrong with a text; `nil` where nothing is.
  package func problem(in text: Span<UInt8>) -> NameProblem? {
    switch self {
    case .dns1123Label:
      if text.count > APILimits.labelBytes { return .tooLong(APILimits.labelBytes) }
      return Self.isLabel(text, 0..<text.count) ? nil : .dns1123Label
    case .dns1123Subdomain:
      if text.count > APILimits.subdomainBytes { return .tooLong(APILimits.subdomainBytes) }
      return Self.isSubdomain(text, 0..<text.count) ? nil : .dns1123Subdomain
    case .dns1035Label:
      if text.count > APILimits.labelBytes { return .tooLong(APILimits.labelBytes) }
      return Self.isLabel(text, 0..<text.count) && text[0].isLowercaseLetter ? nil : .dns1035Label
    case .qualifiedName: return Self.qualifiedNameProblem(text, foldsCase: false)
    case .annotationKey: return Self.qualifiedNameProblem(text, foldsCase: true)
    case .labelValue:
      if text.count > APILimits.labelValueBytes { return .tooLong(APILimits.labelValueBytes) }
      return text.count == 0 || Self.isName(text, 0..<text.count) ? nil : .labelValue
    case .configMapKey: return Self.configMapKeyProblem(text)
    case .portName: return Self.portNameProblem(text)
    }
  }

  package func problem(in text: String) -> NameProblem? { problem(in: text.utf8Span.span) }

  package func allows(_ text: String) -> Bool { problem(in: text) == nil }
}

// MARK: - The rules

extension NameRule {
  /// `[a-z0-9]([-a-z0-9]*[a-z0-9])?`
  private static func isLabel(
    _ text: Span<UInt8>, _ range: Range<Int>, foldsCase: Bool = false
  ) -> Bool {
    guard let first = range.first, let last = range.last, text[first] != UInt8(ascii: "-"),
      text[last] != UInt8(ascii: "-")
    else { return false }
    for index in range {
      let byte = text[index]
      let isLetter = byte.isLowercaseLetter || foldsCase && byte.isUppercaseLetter
      guard isLetter || byte.isDigit || byte == UInt8(ascii: "-") else { return false }
    }
    return true
  }

  /// Labels with dots between them; each may be longer than 63 bytes here, as in Kubernetes' code.
  private static func isSubdomain(
    _ text: Span<UInt8>, _ range: Range<Int>, foldsCase: Bool = false
  ) -> Bool {
    var start = range.lowerBound
    for index in range where text[index] == UInt8(ascii: ".") {
      guard isLabel(text, start..<index, foldsCase: foldsCase) else { return false }
      start = index + 1
    }
    return isLabel(text, start..<range.upperBound, foldsCase: foldsCase)
  }

  /// `([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]`
  private static func isName(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    guard let first = range.first, let last = range.last, isAlphanumeric(text[first]),
      isAlphanumeric(text[last])
    else { return false }
    for index in range where !isAlphanumeric(text[index]) && !isInner(text[index]) { return false }
    return true
  }

  private static func qualifiedNameProblem(
    _ text: Span<UInt8>, foldsCase: Bool
  ) -> NameProblem? {
    var slash: Int?
    for index in 0..<text.count where text[index] == UInt8(ascii: "/") {
      guard slash == nil else { return .qualifiedName }
      slash = index
    }
    if let slash {
      if slash == 0 { return .prefixEmpty }
      if slash > APILimits.subdomainBytes { return .prefixTooLong(APILimits.subdomainBytes) }
      guard isSubdomain(text, 0..<slash, foldsCase: foldsCase) else { return .prefix }
    }
    let name = (slash.map { $0 + 1 } ?? 0)..<text.count
    if name.isEmpty { return .nameEmpty }
    if name.count > APILimits.qualifiedNameBytes {
      return .nameTooLong(APILimits.qualifiedNameBytes)
    }
    return isName(text, name) ? nil : .name
  }

  private static func configMapKeyProblem(_ text: Span<UInt8>) -> NameProblem? {
    if text.count > APILimits.configMapKeyBytes { return .tooLong(APILimits.configMapKeyBytes) }
    guard text.count > 0 else { return .configMapKey }
    for index in 0..<text.count where !isAlphanumeric(text[index]) && !isInner(text[index]) {
      return .configMapKey
    }
    let dot = UInt8(ascii: ".")
    if text.count == 1, text[0] == dot { return .singleDot }
    guard text.count >= 2, text[0] == dot, text[1] == dot else { return nil }
    return text.count == 2 ? .doubleDot : .leadingDots
  }

  private static func portNameProblem(_ text: Span<UInt8>) -> NameProblem? {
    if text.count > APILimits.portNameBytes { return .tooLong(APILimits.portNameBytes) }
    let hyphen = UInt8(ascii: "-")
    var hasLetter = false
    var hasDoubleHyphen = false
    for index in 0..<text.count {
      let byte = text[index]
      guard byte.isLowercaseLetter || byte.isDigit || byte == hyphen else { return .portCharacters }
      if byte.isLowercaseLetter { hasLetter = true }
      if byte == hyphen, index > 0, text[index - 1] == hyphen { hasDoubleHyphen = true }
    }
    guard text.count > 0 else { return .portCharacters }
    if !hasLetter { return .portLetter }
    if hasDoubleHyphen { return .portDoubleHyphen }
    return text[0] == hyphen || text[text.count - 1] == hyphen ? .portEdges : nil
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.isLowercaseLetter || byte.isUppercaseLetter
  }

  private static func isInner(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
  }
}

/// What is wrong with a name.
package enum NameProblem: Error, Equatable, Sendable {
  case dns1123Label
  case dns1123Subdomain
  case dns1035Label
  case labelValue
  case configMapKey
  /// The key `.`.
  case singleDot
  /// The key `..`.
  case doubleDot
  /// A key that begins with `..`.
  case leadingDots
  /// More than one slash.
  case qualifiedName
  /// The part before the slash of a qualified name.
  case prefix
  case prefixEmpty
  case prefixTooLong(Int)
  /// The part after it.
  case name
  case nameEmpty
  case nameTooLong(Int)
  case portCharacters
  case portLetter
  case portDoubleHyphen
  case portEdges
  /// More bytes than these.
  case tooLong(Int)

  /// A clause without a capital and without a full stop, worded as Kubernetes words it, save for
  /// the regular expressions.
  package var message: String {
    let ends = "and must start and end with an alphanumeric character"
    let subdomain =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, "
      + "'-' or '.', \(ends) (e.g. 'example.com')"
    return switch self {
    case .dns1123Label:
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
        + "\(ends) (e.g. 'my-name')"
    case .dns1123Subdomain: subdomain
    case .dns1035Label:
      "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
        + "alphabetic character, and end with an alphanumeric character (e.g. 'my-name')"
    case .labelValue:
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or "
        + "'.', \(ends) (e.g. 'MyValue')"
    case .configMapKey:
      "a valid config key must consist of alphanumeric characters, '-', '_' or '.' "
        + "(e.g. 'key.name')"
    case .singleDot: "must not be '.'"
    case .doubleDot: "must not be '..'"
    case .leadingDots: "must not start with '..'"
    case .qualifiedName:
      "a qualified name must consist of alphanumeric characters, '-', '_' or '.', \(ends) with an "
        + "optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
    case .prefix: "prefix part \(subdomain)"
    case .prefixEmpty: "prefix part must be non-empty"
    case .prefixTooLong(let limit): "prefix part must be no more than \(limit) characters"
    case .name:
      "name part must consist of alphanumeric characters, '-', '_' or '.', \(ends) "
        + "(e.g. 'MyName')"
    case .nameEmpty: "name part must be non-empty"
    case .nameTooLong(let limit): "name part must be no more than \(limit) characters"
    case .portCharacters:
      "must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)"
    case .portLetter: "must contain at least one letter (a-z)"
    case .portDoubleHyphen: "must not contain consecutive hyphens"
    case .portEdges: "must not begin or end with a hyphen"
    case .tooLong(let limit): "must be no more than \(limit) characters"
    }
  }
}
