/// Addresses of schemas and how a reference is resolved against one: RFC 3986 §5.2, on text.
struct URIReference {
  var scheme: Substring?
  var authority: Substring?
  var path: String
  var query: Substring?
  var fragment: Substring?

  /// The parts by RFC 3986 appendix B; every text has them.
  init(_ text: String) {
    var rest = text[...]
    if let mark = rest.firstIndex(of: "#") {
      fragment = rest[rest.index(after: mark)...]
      rest = rest[..<mark]
    }
    if let mark = rest.firstIndex(of: "?") {
      query = rest[rest.index(after: mark)...]
      rest = rest[..<mark]
    }
    if let colon = rest.firstIndex(where: { $0 == ":" || $0 == "/" }), rest[colon] == ":",
      colon > rest.startIndex
    {
      scheme = rest[..<colon]
      rest = rest[rest.index(after: colon)...]
    }
    if rest.hasPrefix("//") {
      rest = rest.dropFirst(2)
      let end = rest.firstIndex(of: "/") ?? rest.endIndex
      authority = rest[..<end]
      rest = rest[end...]
    }
    path = String(rest)
  }

  /// The text without the fragment.
  var address: String {
    var text = ""
    if let scheme { text += "\(scheme):" }
    if let authority { text += "//\(authority)" }
    text += path
    if let query { text += "?\(query)" }
    return text
  }

  /// The address that a reference means where `base` is the address of what it stands in.
  static func resolve(_ reference: String, against base: String) -> URIReference {
    var reference = URIReference(reference)
    if reference.scheme != nil { return reference }
    let base = URIReference(base)
    reference.scheme = base.scheme
    if reference.authority != nil { return reference }
    reference.authority = base.authority
    if reference.path.isEmpty {
      reference.path = base.path
      if reference.query == nil { reference.query = base.query }
      return reference
    }
    if !reference.path.hasPrefix("/") {
      let folder = base.path.lastIndex(of: "/").map { base.path[...$0] } ?? ""
      let hasRoot = base.authority != nil && base.path.isEmpty
      reference.path = (hasRoot ? "/" : "") + folder + reference.path
    }
    reference.path = withoutDots(reference.path)
    return reference
  }

  /// RFC 3986 §5.2.4.
  private static func withoutDots(_ path: String) -> String {
    guard path.contains(".") else { return path }
    let isAbsolute = path.hasPrefix("/")
    var kept: [Substring] = []
    let segments = path.split(separator: "/", omittingEmptySubsequences: false)
    for (place, segment) in segments.enumerated() {
      let isLast = place == segments.count - 1
      if segment == "." || segment == ".." {
        if segment == "..", kept.count > (isAbsolute ? 1 : 0) { kept.removeLast() }
        if isLast { kept.append("") }
      } else {
        kept.append(segment)
      }
    }
    return kept.joined(separator: "/")
  }

  /// The fragment with `%41` read as `A`; `nil` where a `%` is not followed by two hex digits.
  var decodedFragment: String? {
    guard let fragment else { return "" }
    var bytes: [UInt8] = []
    var rest = Array(fragment.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        bytes.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(Self.hex),
        let low = rest.popFirst().flatMap(Self.hex)
      else { return nil }
      bytes.append(high << 4 | low)
    }
    return String(validating: bytes, as: UTF8.self)
  }

  private static func hex(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
