import Documents

// Rows of scalars whose kind or text takes more than a look at their first byte.
extension YAMLParser {
  /// Appends a plain scalar without a tag.
  mutating func appendResolved(
    _ bytes: Span<UInt8>, _ start: Int, _ end: Int, _ textStart: Int, _ textCount: Int, side: Bool
  ) throws(SyntaxError) {
    scan = ScannedScalar(
      start: start, end: end, textStart: textStart, textCount: textCount, side: side, plain: true)
    // A text of several lines holds white space, and no constant does.
    if side { return try appendText(.string, []) }
    let text = bytes.extracting(textStart..<textStart + textCount)
    guard textCount == 0 || !Resolution.isString(first: text[0], count: textCount) else {
      return try appendText(.string, [])
    }
    let resolution = reading == .kubernetes ? Resolution.kubernetes(text) : Resolution.core(text)
    let flags: NodeRecord.Flags =
      reading == .kubernetes && isAmbiguous(text, resolution) ? .ambiguous : []
    try append(resolution, flags)
  }

  /// Whether YAML 1.2 reads a plain scalar as something else.
  private func isAmbiguous(_ text: Span<UInt8>, _ resolution: Resolution) -> Bool {
    switch resolution {
    case .null, .integerAsWritten, .floatAsWritten, .notFinite, .bigInteger: false
    case .boolean(let value):
      // `true` and `false` are longer than any word of YAML 1.1 for them.
      text.count < (value ? 4 : 5)
    case .integer(let negative, let magnitude):
      switch Resolution.core(text) {
      case .integerAsWritten: false
      case .integer(let otherSign, let other): otherSign != negative || other != magnitude
      case .bigInteger(let digits, let otherSign):
        otherSign != negative || digits != Array(String(magnitude).utf8)
      default: true
      }
    case .float, .string:
      switch Resolution.core(text) {
      case .string: resolution != .string
      case .float(let value): resolution != .float(value)
      case .bigInteger: resolution == .string
      default: true
      }
    }
  }

  /// Appends the scalar that was just scanned as what it resolves to.
  private mutating func append(
    _ resolution: Resolution, _ flags: NodeRecord.Flags
  ) throws(SyntaxError) {
    switch resolution {
    case .string: try appendText(.string, flags)
    case .integerAsWritten: try appendText(.integer, flags)
    case .floatAsWritten: try appendText(.float, flags)
    case .null:
      if scan.textCount == 4, !scan.side, isLower { return try appendText(.null, flags) }
      constants.null = constant(constants.null, "null")
      try appendSideText(.null, flags, constants.null, 4)
    case .boolean(true):
      if scan.textCount == 4, !scan.side, isLower { return try appendText(.boolean, flags) }
      constants.yes = constant(constants.yes, "true")
      try appendSideText(.boolean, flags, constants.yes, 4)
    case .boolean(false):
      if scan.textCount == 5, !scan.side, isLower { return try appendText(.boolean, flags) }
      constants.no = constant(constants.no, "false")
      try appendSideText(.boolean, flags, constants.no, 5)
    case .integer(let negative, let magnitude):
      try appendNumber((negative ? [.minus] : []) + Array(String(magnitude).utf8), flags)
    case .bigInteger(let digits, let negative):
      try appendNumber((negative ? [.minus] : []) + digits, flags)
    case .float(let value):
      try appendNumber(Numbers.json(value), flags)
    case .notFinite:
      guard reading == .core else { throw SyntaxError(.notANumber, at: scan.start) }
      try appendText(.string, flags)
    }
  }

  /// Whether the scanned scalar, a word of at least four letters, is written in lower case.
  private var isLower: Bool {
    source.bytes[scan.textStart] >= 0x61 && source.bytes[scan.textStart + 1] >= 0x61
  }

  private mutating func constant(_ offset: Int, _ text: StaticString) -> Int {
    if offset >= 0 { return offset }
    let start = sideText.count
    text.withUTF8Buffer { buffer in
      unsafe sideText.append(contentsOf: buffer)
    }
    return start
  }

  private mutating func appendNumber(
    _ text: [UInt8], _ flags: NodeRecord.Flags
  ) throws(SyntaxError) {
    let isInteger = text.allSatisfy { $0.isDigit || $0 == .minus }
    let start = sideText.count
    sideText += text
    try appendSideText(isInteger ? .integer : .float, flags, start, text.count)
  }

  private mutating func appendSideText(
    _ kind: Node.Kind, _ flags: NodeRecord.Flags, _ start: Int, _ count: Int
  ) throws(SyntaxError) {
    scan.side = true
    scan.textStart = start
    scan.textCount = count
    try appendText(kind, flags)
  }

  // MARK: Tags

  /// Appends the scalar that was just scanned as what its tag says.
  mutating func appendTagged(
    _ bytes: Span<UInt8>, _ properties: Properties
  ) throws(SyntaxError) {
    let meaning = tagMeaning(bytes, properties)
    let text = scannedText(bytes)
    let resolution =
      reading == .kubernetes ? Resolution.kubernetes(text.span) : Resolution.core(text.span)
    switch (meaning, resolution) {
    case (.string, _), (.other, _), (.merge, _), (.nonSpecific, _):
      try appendText(.string, [])
    case (.integer, .integer), (.integer, .bigInteger), (.integer, .integerAsWritten),
      (.float, .float), (.float, .floatAsWritten), (.float, .notFinite),
      (.boolean, .boolean), (.null, .null):
      try append(resolution, [])
    case (.float, .integer), (.float, .bigInteger), (.float, .integerAsWritten):
      let value = Double(String(decoding: text, as: UTF8.self)) ?? integerValue(resolution)
      try append(.float(value), [])
    case (.null, _) where reading == .core && text.isEmpty:
      try append(.null, [])
    case (.timestamp, .string):
      try appendText(.string, [])
    case (.binary, _):
      try appendBinary(text, properties)
    default:
      guard reading == .core else {
        throw SyntaxError(.notResolvable, at: scan.start, related: properties.tagStart)
      }
      try appendText(.string, [])
    }
  }

  private func integerValue(_ resolution: Resolution) -> Double {
    guard case .integer(let negative, let magnitude) = resolution else { return 0 }
    return negative ? -Double(magnitude) : Double(magnitude)
  }

  private func scannedText(_ bytes: Span<UInt8>) -> [UInt8] {
    let range = scan.textStart..<scan.textStart + scan.textCount
    return scan.side ? Array(sideText[range]) : copy(bytes, range)
  }

  /// `!!binary`: the bytes that base64 stands for, which must be text; what is not UTF-8 among them
  /// becomes U+FFFD, as in Kubernetes' JSON.
  private mutating func appendBinary(
    _ text: [UInt8], _ properties: Properties
  ) throws(SyntaxError) {
    guard reading == .kubernetes else { return try appendText(.string, []) }
    guard let data = Base64.decode(text) else {
      throw SyntaxError(.notResolvable, at: scan.start, related: properties.tagStart)
    }
    let start = sideText.count
    sideText += Array(String(decoding: data, as: UTF8.self).utf8)
    try appendSideText(.string, [], start, sideText.count - start)
  }

  // MARK: Keys

  /// Makes a key that is no string one, as Kubernetes' reader does.
  mutating func makeString(_ bytes: Span<UInt8>, _ row: Int) throws(SyntaxError) {
    let record = records[row]
    if record.kind == .null { throw SyntaxError(.nullKey, at: Int(record.start)) }
    records[row].kind = .string
    guard record.kind != .boolean else { return }
    let range = Int(record.first)..<Int(record.first) + Int(record.second)
    var value: Double?
    if record.kind == .float {
      let text = record.has(.sideText) ? Array(sideText[range]) : copy(bytes, range)
      value = Double(String(decoding: text, as: UTF8.self))
    } else if record.has(.sideText), !record.has(.aliasRoot), record.end > record.start {
      // `1e3` is an integer in JSON and still a float as a key.
      let written = bytes.extracting(Int(record.start)..<Int(record.end))
      if case .float(let float) = Resolution.kubernetes(written) { value = float }
    }
    guard let value else { return }
    let start = sideText.count
    sideText += Numbers.key(value)
    records[row].flags.insert(.sideText)
    records[row].first = UInt32(truncatingIfNeeded: start)
    records[row].second = UInt32(truncatingIfNeeded: sideText.count - start)
  }
}
