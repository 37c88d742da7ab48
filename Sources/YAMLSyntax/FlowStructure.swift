import Documents

// Flow collections: YAML 1.2 §7.4. One step of the loop reads one indicator or one node.
extension YAMLParser {
  /// Reads the collection whose bracket is at the cursor, up to after its closing bracket. It is
  /// not reported as complete to the collection around it: it may be the key of a block mapping.
  mutating func flowCollection(
    _ bytes: Span<UInt8>, _ properties: Properties
  ) throws(SyntaxError) {
    flowStart = pos
    let depth = frames.count
    try openFlow(bytes, properties, indent: top.indent)
    while frames.count > depth {
      try skipFlowSpace(bytes)
      try flowStep(bytes, outermost: depth + 1)
    }
    flowStart = -1
  }

  private mutating func flowStep(
    _ bytes: Span<UInt8>, outermost: Int
  ) throws(SyntaxError) {
    let byte = bytes[pos]
    switch byte {
    case .comma:
      try endEntry(bytes)
      guard top.state == .done else { throw SyntaxError(.emptyFlowEntry, at: pos) }
      pos += 1
      awaitEntry()
    case .closeBracket, .closeBrace:
      try endEntry(bytes)
      guard top.kind == (byte == .closeBracket ? .flowSequence : .flowMapping) else {
        throw SyntaxError(.wrongBracket, at: pos, related: top.start)
      }
      pos += 1
      lastEnd = pos
      let isOutermost = frames.count == outermost
      let row = top.row
      try pop(end: pos)
      if !isOutermost {
        try completed(bytes)
        try flowNodeEnded(bytes, row: row, json: true)
      }
    case .colon where isFlowValue(bytes):
      try flowValue(bytes)
    case .question where endsFlowIndicator(bytes, pos):
      try flowExplicitKey(bytes)
    default:
      guard top.state != .done, top.state != .afterKey else {
        throw SyntaxError(.missingComma, at: pos, related: top.start)
      }
      try flowNode(bytes)
    }
  }

  /// Opens the collection whose bracket is at the cursor.
  private mutating func openFlow(
    _ bytes: Span<UInt8>, _ properties: Properties, indent: Int
  ) throws(SyntaxError) {
    let row = records.count
    let isSequence = bytes[pos] == .openBracket
    try push(
      isSequence ? .flowSequence : .flowMapping, state: .item, indent: indent, start: pos,
      line: lineStart)
    if !properties.isEmpty { attach(properties, to: row) }
    pos += 1
    awaitEntry()
  }

  /// After `[`, `{` or `,`.
  private mutating func awaitEntry() {
    top.state = top.kind == .flowSequence ? .item : .key
    top.nodeAt = pos
    top.entryRow = records.count
  }

  /// Supplies what an entry lacks where `,` or a closing bracket ends it: the value of `{a}`,
  /// `{a:}` and `[a:]`; and closes the mapping of one entry inside a sequence.
  private mutating func endEntry(_ bytes: Span<UInt8>) throws(SyntaxError) {
    if top.kind == .flowSequence || top.state == .done { return }
    switch top.state {
    case .explicitKey:
      try emptyNode(bytes)
      fallthrough
    case .afterKey:
      top.state = .value
      top.nodeAt = lastEnd
      try emptyNode(bytes)
    case .value:
      try emptyNode(bytes)
    case .key, .item, .done:
      // Before the closing brace, no entry is fine; before a comma it is not.
      return
    }
    try closePair(bytes)
  }

  /// Closes a mapping of one entry, which has no bracket of its own.
  private mutating func closePair(_ bytes: Span<UInt8>) throws(SyntaxError) {
    guard top.kind == .flowPair, top.state == .done else { return }
    try pop(end: lastEnd)
    try completed(bytes)
    // `[a: b: c]` must not take `a: b` for a key.
    top.entryLine = -1
  }

  // MARK: Keys and values

  /// Whether `:` at the cursor separates a key from its value: it is followed by white space or a
  /// flow indicator, or touches a key of JSON's kind (YAML 1.2 [153] c-ns-flow-map-adjacent-value).
  private func isFlowValue(_ bytes: Span<UInt8>) -> Bool {
    if endsFlowIndicator(bytes, pos) { return true }
    return top.jsonLike && (top.state == .afterKey || top.state == .done)
  }

  private func endsFlowIndicator(_ bytes: Span<UInt8>, _ offset: Int) -> Bool {
    let next = bytes.at(offset + 1)
    return next.isBlank || next.isFlowIndicator
  }

  /// Reads the `:` at the cursor.
  private mutating func flowValue(_ bytes: Span<UInt8>) throws(SyntaxError) {
    switch (top.kind, top.state) {
    case (.flowMapping, .afterKey), (.flowPair, .afterKey):
      break
    case (.flowMapping, .key), (_, .explicitKey):
      top.nodeAt = pos
      try emptyNode(bytes)
    case (.flowSequence, .item):
      // `[: value]`
      try openPair(start: pos, line: lineStart)
      top.nodeAt = pos
      try emptyNode(bytes)
    case (.flowSequence, .done):
      try makePair(bytes)
    default:
      throw SyntaxError(.mappingNotAllowed, at: pos)
    }
    pos += 1
    top.state = .value
    top.nodeAt = pos
  }

  /// Turns the element that was just read into the key of a mapping of one entry.
  private mutating func makePair(_ bytes: Span<UInt8>) throws(SyntaxError) {
    let (start, row) = (top.entryAt, top.entryRow)
    guard top.entryLine >= 0 else { throw SyntaxError(.mappingNotAllowed, at: pos) }
    guard top.entryLine == lineStart else {
      // An entry of the mapping around the sequence shows that its bracket is missing.
      if isIndented(bytes) { throw SyntaxError(.multilineKey, at: start, related: pos) }
      throw unclosed(at: pos)
    }
    guard pos - start <= Self.longestKey else { throw SyntaxError(.keyTooLong, at: start) }
    if records[row].isContainer, reading == .kubernetes {
      throw SyntaxError(.complexKey, at: start)
    }
    top.count -= 1
    top.state = .item
    try insertMapping(
      at: row, kind: .flowPair,
      Beginning(start: start, line: lineStart, column: top.indent, place: .inline))
    try finishKey(bytes, row + 1)
  }

  private mutating func openPair(start: Int, line: Int) throws(SyntaxError) {
    try push(.flowPair, state: .key, indent: top.indent, start: start, line: line)
    top.entryRow = records.count
  }

  /// Reads the `?` at the cursor.
  private mutating func flowExplicitKey(_ bytes: Span<UInt8>) throws(SyntaxError) {
    switch (top.kind, top.state) {
    case (.flowSequence, .item): try openPair(start: pos, line: lineStart)
    case (.flowMapping, .key): break
    default: throw SyntaxError(.missingComma, at: pos, related: top.start)
    }
    pos += 1
    top.state = .explicitKey
    top.nodeAt = pos
    top.entryRow = records.count
  }

  // MARK: Nodes

  /// Reads the node at the cursor, or opens it where it is a collection.
  private mutating func flowNode(_ bytes: Span<UInt8>) throws(SyntaxError) {
    let row = records.count
    top.entryAt = pos
    top.entryLine = lineStart
    var own = Properties()
    if bytes[pos] == .ampersand || bytes[pos] == .exclamation {
      own = try flowProperties(bytes)
      let byte = bytes[pos]
      // The node after the properties may be empty.
      let isEmpty =
        byte == .comma || byte == .closeBracket || byte == .closeBrace
        || byte == .colon && endsFlowIndicator(bytes, pos)
      if isEmpty {
        pending = own
        try emptyNode(bytes)
        return try flowNodeEnded(bytes, row: row, json: false)
      }
    }
    var json = false
    switch bytes[pos] {
    case .openBracket, .openBrace:
      try openFlow(bytes, own, indent: top.indent)
      return
    case .doubleQuote, .singleQuote:
      try quotedScalar(bytes, above: top.indent)
      try appendScalar(bytes, own)
      json = true
    case .asterisk:
      guard own.isEmpty else { throw SyntaxError(.aliasWithProperties, at: pos) }
      let name = try anchorName(bytes)
      try appendAlias(bytes, name)
    default:
      try flowPlainScalar(bytes)
      try appendScalar(bytes, own)
    }
    try completed(bytes)
    try flowNodeEnded(bytes, row: row, json: json)
  }

  /// A node inside a flow collection is complete; `:` may yet make it a key.
  private mutating func flowNodeEnded(
    _ bytes: Span<UInt8>, row: Int, json: Bool
  ) throws(SyntaxError) {
    top.jsonLike = json
    if top.kind == .flowSequence { top.entryRow = row }
    try closePair(bytes)
  }

  /// Properties in flow may be followed by line breaks and comments before their node.
  private mutating func flowProperties(_ bytes: Span<UInt8>) throws(SyntaxError) -> Properties {
    var result = Properties()
    while bytes.at(pos) == .ampersand || bytes.at(pos) == .exclamation {
      result = try joined(result, properties(bytes, inFlow: true))
      try skipFlowSpace(bytes)
    }
    return result
  }

  // MARK: White space

  /// Goes to the next byte of content inside a flow collection, past line breaks and comments.
  mutating func skipFlowSpace(_ bytes: Span<UInt8>) throws(SyntaxError) {
    var p = pos
    var crossed = false
    while p < bytes.count {
      let byte = bytes[p]
      if byte.isWhite {
        p += 1
      } else if byte.isBreak {
        p = afterBreak(bytes, p)
        lineStart = p
        crossed = true
        if isMarker(bytes, at: p) { throw unclosed(at: p) }
      } else if byte == .hash, p == lineStart || bytes[p - 1].isWhite {
        p = endOfLine(bytes, from: p)
      } else {
        pos = p
        if crossed { try checkFlowIndentation(bytes) }
        return
      }
    }
    throw unclosed(at: p)
  }

  /// The input or the document ends inside the collection on top.
  func unclosed(at offset: Int) -> SyntaxError {
    let isSequence = top.kind == .flowSequence || top.kind == .flowPair
    return SyntaxError(
      isSequence ? .unclosedSequence : .unclosedMapping, at: top.start, related: offset)
  }

  /// YAML 1.2 [69] s-flow-line-prefix: lines inside a flow collection are indented more than the
  /// block around it. Kubernetes' reader does not ask for it, and manifests rely on that.
  func checkFlowIndentation(_ bytes: Span<UInt8>) throws(SyntaxError) {
    guard reading == .core, !isIndented(bytes) else { return }
    throw SyntaxError(.flowIndentation, at: pos, related: top.start)
  }

  /// Whether the line of the cursor is indented more than the block around the flow collection.
  private func isIndented(_ bytes: Span<UInt8>) -> Bool {
    var spaces = 0
    while bytes.at(lineStart + spaces) == .space { spaces += 1 }
    return spaces > top.indent
  }
}
