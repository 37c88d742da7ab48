import Documents

// Anchors and tags before a node, and the names of aliases: YAML 1.2 §6.9 and §7.1.
extension YAMLParser {
  /// Reads the properties at the cursor and the white space after them; in flow, reads one of them
  /// and no white space.
  mutating func properties(
    _ bytes: Span<UInt8>, inFlow: Bool
  ) throws(SyntaxError) -> Properties {
    var result = Properties()
    while true {
      var one = Properties()
      if bytes.at(pos) == .ampersand {
        let name = try anchorName(bytes)
        one.anchorStart = name.lowerBound
        one.anchorEnd = name.upperBound
      } else if bytes.at(pos) == .exclamation {
        one.tagStart = pos
        try tag(bytes)
        one.tagEnd = pos
      } else {
        return result
      }
      let next = bytes.at(pos)
      guard next.isBlank || inFlow && next.isFlowIndicator else {
        throw SyntaxError(one.hasTag ? .badTag : .badAnchor, at: pos)
      }
      result = try joined(result, one)
      if inFlow { return result }
      while bytes.at(pos).isWhite { pos += 1 }
    }
  }

  /// The properties of two lines that belong to one node, which has at most one of each.
  func joined(_ first: Properties, _ second: Properties) throws(SyntaxError) -> Properties {
    var result = first
    if second.hasAnchor {
      if first.hasAnchor {
        throw SyntaxError(
          .duplicateProperty, at: second.anchorStart, related: first.anchorStart)
      }
      result.anchorStart = second.anchorStart
      result.anchorEnd = second.anchorEnd
    }
    if second.hasTag {
      if first.hasTag {
        throw SyntaxError(.duplicateProperty, at: second.tagStart, related: first.tagStart)
      }
      result.tagStart = second.tagStart
      result.tagEnd = second.tagEnd
    }
    return result
  }

  /// Reads `&name` or `*name` at the cursor: its range, the indicator included.
  mutating func anchorName(_ bytes: Span<UInt8>) throws(SyntaxError) -> Range<Int> {
    let start = pos
    pos += 1
    // [102] ns-anchor-char: every character but white space and flow indicators.
    while !bytes.at(pos).isBlank, !bytes.at(pos).isFlowIndicator { pos += 1 }
    guard pos > start + 1 else { throw SyntaxError(.badAnchor, at: start) }
    return start..<pos
  }

  /// Reads the tag at the cursor: [97] c-ns-tag-property.
  private mutating func tag(_ bytes: Span<UInt8>) throws(SyntaxError) {
    let start = pos
    pos += 1
    if bytes.at(pos) == .less {
      // `!<tag:yaml.org,2002:str>`
      pos += 1
      let from = pos
      while try isURICharacter(bytes, start) { pos += 1 }
      guard bytes.at(pos) == .greater, pos > from else { throw SyntaxError(.badTag, at: start) }
      pos += 1
      return
    }
    // `!`, `!suffix`, `!!suffix` or `!handle!suffix`.
    var handleEnd = start + 1
    while true {
      if bytes.at(pos) == .exclamation {
        guard handleEnd == start + 1 else { throw SyntaxError(.badTag, at: start) }
        handleEnd = pos + 1
        pos += 1
      } else if !bytes.at(pos).isFlowIndicator, try isURICharacter(bytes, start) {
        pos += 1
      } else {
        break
      }
    }
    guard handleEnd > start + 1 else { return }
    guard pos > handleEnd else { throw SyntaxError(.badTag, at: start) }
    if handleEnd > start + 2 {
      for index in start + 1..<handleEnd - 1 where !bytes[index].isWord {
        throw SyntaxError(.badTag, at: start)
      }
      let handle = copy(bytes, start..<handleEnd)
      guard tagHandles[handle] != nil else { throw SyntaxError(.unknownTagHandle, at: start) }
    }
  }

  /// Whether the byte at the cursor belongs to [39] ns-uri-char; leaves the cursor on the last byte
  /// of an escape.
  private mutating func isURICharacter(
    _ bytes: Span<UInt8>, _ start: Int
  ) throws(SyntaxError) -> Bool {
    let byte = bytes.at(pos)
    if byte == .percent {
      guard bytes.at(pos + 1).hexadecimal != nil, bytes.at(pos + 2).hexadecimal != nil else {
        throw SyntaxError(.badTag, at: start)
      }
      pos += 2
      return true
    }
    return byte.isURICharacter
  }

  func copy(_ bytes: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(range.count)
    for index in range { result.append(bytes[index]) }
    return result
  }

  // MARK: Meaning

  /// What a tag asks of a scalar.
  enum TagMeaning {
    /// `!`: the scalar is a string, however it looks.
    case nonSpecific
    case string
    case integer
    case float
    case boolean
    case null
    case timestamp
    case binary
    case merge
    /// Any other: the scalar is a string.
    case other
  }

  /// The tag in full, with its handle replaced and its escapes decoded: `!!str` is
  /// `tag:yaml.org,2002:str`.
  func fullTag(_ bytes: Span<UInt8>, _ properties: Properties) -> [UInt8] {
    let (start, end) = (properties.tagStart, properties.tagEnd)
    if bytes.at(start + 1) == .less { return decoded(copy(bytes, start + 2..<end - 1)) }
    var handleEnd = start + 1
    var p = start + 1
    while p < end {
      if bytes[p] == .exclamation { handleEnd = p + 1 }
      p += 1
    }
    let handle = copy(bytes, start..<handleEnd)
    let suffix = decoded(copy(bytes, handleEnd..<end))
    if handle.count == 1, suffix.isEmpty { return handle }
    if let prefix = tagHandles[handle] { return prefix + suffix }
    return handle.count == 2 ? Array("tag:yaml.org,2002:".utf8) + suffix : handle + suffix
  }

  func tagMeaning(_ bytes: Span<UInt8>, _ properties: Properties) -> TagMeaning {
    let tag = String(decoding: fullTag(bytes, properties), as: UTF8.self)
    return switch tag {
    case "!": .nonSpecific
    case "tag:yaml.org,2002:str": .string
    case "tag:yaml.org,2002:int": .integer
    case "tag:yaml.org,2002:float": .float
    case "tag:yaml.org,2002:bool": .boolean
    case "tag:yaml.org,2002:null": .null
    case "tag:yaml.org,2002:timestamp": .timestamp
    case "tag:yaml.org,2002:binary": .binary
    case "tag:yaml.org,2002:merge": .merge
    default: .other
    }
  }

  /// Replaces `%41` by the byte that it stands for.
  private func decoded(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var index = 0
    while index < text.count {
      if text[index] == .percent, index + 2 < text.count,
        let high = text[index + 1].hexadecimal, let low = text[index + 2].hexadecimal
      {
        result.append(high << 4 | low)
        index += 3
      } else {
        result.append(text[index])
        index += 1
      }
    }
    return result
  }
}

extension UInt8 {
  /// YAML 1.2 [38] ns-word-char.
  var isWord: Bool {
    isDigit || self == .minus || self >= 0x41 && self <= 0x5A || self >= 0x61 && self <= 0x7A
  }

  /// A byte of [39] ns-uri-char other than `%`.
  var isURICharacter: Bool {
    if isWord { return true }
    switch self {
    case .hash, UInt8(ascii: ";"), .slash, .question, .colon, .at, .ampersand, UInt8(ascii: "="),
      .plus, UInt8(ascii: "$"), .comma, .underscore, .period, .exclamation, .tilde, .asterisk,
      .singleQuote, UInt8(ascii: "("), UInt8(ascii: ")"), .openBracket, .closeBracket:
      return true
    default:
      return false
    }
  }
}
