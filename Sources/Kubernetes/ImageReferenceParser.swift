/// Finds the parts of an image reference and checks each; one pass over each part.
struct ImageReferenceParser {
  private(set) var domain: Range<Int>?
  private(set) var path = 0..<0
  private(set) var tag: Range<Int>?
  private(set) var digest: Range<Int>?

  init(_ text: Span<UInt8>) throws(ImageReferenceError) {
    guard text.count > 0 else { throw ImageReferenceError(reason: .empty, offset: 0) }
    if text[0] <= UInt8(ascii: " ") { throw ImageReferenceError(reason: .blanks, offset: 0) }
    if text[text.count - 1] <= UInt8(ascii: " ") {
      throw ImageReferenceError(reason: .blanks, offset: text.count - 1)
    }
    if Self.isIdentifier(text) { throw ImageReferenceError(reason: .identifier, offset: 0) }
    var start = 0
    if let slash = Self.first(UInt8(ascii: "/"), text, 0..<text.count),
      Self.isDomain(text, 0..<slash)
    {
      try Self.checkDomain(text, 0..<slash)
      domain = 0..<slash
      start = slash + 1
    }
    let at = Self.first(UInt8(ascii: "@"), text, start..<text.count) ?? text.count
    let colon = Self.first(UInt8(ascii: ":"), text, start..<at) ?? at
    path = start..<colon
    try Self.checkPath(text, path)
    if colon < at {
      tag = colon + 1..<at
      try Self.checkTag(text, colon + 1..<at)
    }
    if at < text.count {
      digest = at + 1..<text.count
      try Self.checkDigest(text, at + 1..<text.count)
    }
  }

  // MARK: Registry

  /// Whether what stands before the first slash is a registry and not part of the path
  /// (`splitDockerDomain`).
  private static func isDomain(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    for index in range {
      let byte = text[index]
      if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":") || byte.isUppercaseLetter {
        return true
      }
    }
    return Bytes.equal(text.extracting(range), "localhost".utf8Span.span)
  }

  private static func checkDomain(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(ImageReferenceError) {
    var index = range.lowerBound
    if text[index] == UInt8(ascii: "[") {
      index += 1
      let start = index
      while index < range.upperBound, isHexadecimal(text[index]) || text[index] == UInt8(ascii: ":")
      {
        index += 1
      }
      guard index > start, index < range.upperBound, text[index] == UInt8(ascii: "]") else {
        throw ImageReferenceError(reason: .domain, offset: index)
      }
      index += 1
    } else {
      index = try checkHost(text, range)
    }
    guard index < range.upperBound else { return }
    guard text[index] == UInt8(ascii: ":") else {
      throw ImageReferenceError(reason: .domain, offset: index)
    }
    index += 1
    guard index < range.upperBound else {
      throw ImageReferenceError(reason: .port, offset: index)
    }
    for place in index..<range.upperBound where !text[place].isDigit {
      throw ImageReferenceError(reason: .port, offset: place)
    }
  }

  /// Components of letters, digits and inner hyphens, with dots between them; returns where the
  /// host ends.
  private static func checkHost(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(ImageReferenceError) -> Int {
    var index = range.lowerBound
    var start = index
    while true {
      let isAtEnd = index == range.upperBound || text[index] == UInt8(ascii: ":")
      if isAtEnd || text[index] == UInt8(ascii: ".") {
        guard index > start, text[start] != UInt8(ascii: "-"),
          text[index - 1] != UInt8(ascii: "-")
        else { throw ImageReferenceError(reason: .domain, offset: start) }
        if isAtEnd { return index }
        start = index + 1
      } else if !isAlphanumeric(text[index]), text[index] != UInt8(ascii: "-") {
        throw ImageReferenceError(reason: .domain, offset: index)
      }
      index += 1
    }
  }

  // MARK: Path

  /// Components of lower-case letters and digits with `.`, `_`, `__` or hyphens inside.
  private static func checkPath(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(ImageReferenceError) {
    for index in range where text[index].isUppercaseLetter {
      throw ImageReferenceError(reason: .uppercase, offset: index)
    }
    guard !range.isEmpty else {
      throw ImageReferenceError(reason: .path, offset: range.lowerBound)
    }
    var index = range.lowerBound
    while index < range.upperBound {
      let start = index
      while index < range.upperBound, text[index].isLowercaseLetter || text[index].isDigit {
        index += 1
      }
      // Each separator, and the end, stands behind at least one letter or digit.
      guard index > start else { throw ImageReferenceError(reason: .path, offset: index) }
      guard index < range.upperBound else { break }
      let separator = index
      switch text[index] {
      case UInt8(ascii: "/"), UInt8(ascii: "."):
        index += 1
      case UInt8(ascii: "_"):
        index += 1
        if index < range.upperBound, text[index] == UInt8(ascii: "_") { index += 1 }
      case UInt8(ascii: "-"):
        while index < range.upperBound, text[index] == UInt8(ascii: "-") { index += 1 }
      default:
        throw ImageReferenceError(reason: .path, offset: index)
      }
      guard index < range.upperBound else {
        throw ImageReferenceError(reason: .path, offset: separator)
      }
    }
    guard range.count <= ImageReference.Limits.pathBytes else {
      throw ImageReferenceError(reason: .pathTooLong, offset: range.lowerBound)
    }
  }

  // MARK: Tag and digest

  private static func checkTag(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(ImageReferenceError) {
    guard let first = range.first else {
      throw ImageReferenceError(reason: .tag, offset: range.lowerBound)
    }
    for index in range {
      let byte = text[index]
      let isPunctuation = byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
      guard
        isAlphanumeric(byte) || byte == UInt8(ascii: "_") || isPunctuation && index > first
      else { throw ImageReferenceError(reason: .tag, offset: index) }
    }
    guard range.count <= ImageReference.Limits.tagBytes else {
      throw ImageReferenceError(reason: .tagTooLong, offset: first)
    }
  }

  /// Only the algorithms that are registered with the reference implementation are valid there.
  private static func checkDigest(
    _ text: Span<UInt8>, _ range: Range<Int>
  ) throws(ImageReferenceError) {
    guard let colon = first(UInt8(ascii: ":"), text, range), colon > range.lowerBound else {
      throw ImageReferenceError(reason: .digest, offset: range.lowerBound)
    }
    let algorithm = text.extracting(range.lowerBound..<colon)
    let length: Int
    if Bytes.equal(algorithm, "sha256".utf8Span.span) {
      length = 64
    } else if Bytes.equal(algorithm, "sha384".utf8Span.span) {
      length = 96
    } else if Bytes.equal(algorithm, "sha512".utf8Span.span) {
      length = 128
    } else {
      throw ImageReferenceError(reason: .digestAlgorithm, offset: range.lowerBound)
    }
    let digits = colon + 1..<range.upperBound
    for index in digits where !isHexadecimal(text[index]) || text[index].isUppercaseLetter {
      throw ImageReferenceError(reason: .digestDigits, offset: index)
    }
    guard digits.count == length else {
      throw ImageReferenceError(reason: .digestDigits, offset: digits.lowerBound)
    }
  }

  // MARK: Bytes

  private static func isIdentifier(_ text: Span<UInt8>) -> Bool {
    guard text.count == 64 else { return false }
    for index in 0..<64 where !isHexadecimal(text[index]) || text[index].isUppercaseLetter {
      return false
    }
    return true
  }

  private static func first(
    _ byte: UInt8, _ text: Span<UInt8>, _ range: Range<Int>
  ) -> Int? {
    for index in range where text[index] == byte { return index }
    return nil
  }

  private static func isHexadecimal(_ byte: UInt8) -> Bool {
    byte.isDigit || (byte | 0x20) &- UInt8(ascii: "a") < 6
  }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.isLowercaseLetter || byte.isUppercaseLetter
  }
}
