import Documents

// Block collections: YAML 1.2 chapter 8. One step of the loop reads one line, or what follows an
// indicator on a line, which is taken for a line that begins at its own column.
extension YAMLParser {
  /// Where a node begins, which decides what it may be.
  enum Place {
    /// At the beginning of a line, or after `-`, `?` or the `:` of an explicit key.
    case line
    /// After `key:` or `---` on the same line: no block collection can begin.
    case inline
    /// Where the block mapping on top waits for a key.
    case entry
  }

  /// Reads the content of a document up to a marker or the end of the input.
  mutating func blockNodes(_ bytes: Span<UInt8>) throws(SyntaxError) {
    while true {
      while indent < top.indent { try closeBlock(bytes) }
      switch top.kind {
      case .blockMapping:
        if indent == top.indent {
          try mappingLine(bytes)
        } else if top.state == .value || top.state == .explicitKey {
          try node(bytes, .line)
        } else {
          throw misplaced(bytes)
        }
      case .blockSequence:
        if indent == top.indent {
          try sequenceLine(bytes)
        } else if top.state == .item {
          try node(bytes, .line)
        } else {
          throw misplaced(bytes)
        }
      case .root:
        if indent < 0 { return }
        guard top.state == .item else { throw SyntaxError(.contentAfterRoot, at: pos) }
        try node(bytes, .line)
      case .flowSequence, .flowMapping, .flowPair:
        invariant(false, "a flow collection is closed before block structure goes on")
      }
    }
  }

  /// A line that is indented more than the entries of the collection to which it should belong.
  private func misplaced(_ bytes: Span<UInt8>) -> SyntaxError {
    SyntaxError(tabbed ? .tabIndentation : .badIndentation, at: pos)
  }

  /// A line at the indentation of the block mapping on top.
  private mutating func mappingLine(_ bytes: Span<UInt8>) throws(SyntaxError) {
    switch top.state {
    case .value, .explicitKey:
      // YAML 1.2 §8.2.3: a sequence may have the indentation of the mapping that it is a value of.
      if bytes[pos] == .minus, bytes.isSeparate(after: pos) {
        try node(bytes, .line)
      } else {
        try emptyNode(bytes)
      }
    case .afterKey:
      if bytes[pos] == .colon, bytes.isSeparate(after: pos) {
        guard !tabbed else { throw SyntaxError(.tabIndentation, at: pos) }
        pos += 1
        top.state = .value
        top.nodeAt = pos
        if skipInline(bytes) { indent = pos - lineStart }
      } else {
        top.state = .value
        top.nodeAt = lastEnd
        try emptyNode(bytes)
      }
    default:
      try entry(bytes)
    }
  }

  /// A line at the indentation of the block sequence on top.
  private mutating func sequenceLine(_ bytes: Span<UInt8>) throws(SyntaxError) {
    if top.state == .item { try emptyNode(bytes) }
    if bytes[pos] == .minus, bytes.isSeparate(after: pos) {
      guard !tabbed else { throw SyntaxError(.tabIndentation, at: pos) }
      pos += 1
      top.state = .item
      top.nodeAt = pos
      if skipInline(bytes) { indent = pos - lineStart }
      return
    }
    if let parent = frames.last, parent.kind == .blockMapping, parent.indent == top.indent {
      return try closeBlock(bytes)
    }
    throw SyntaxError(.expectedEntry, at: pos, related: top.start)
  }

  /// The next entry of the block mapping on top. Most lines of most manifests are a plain key and a
  /// plain value that ends with its line: those are read here, all others by ``node(_:_:)``.
  private mutating func entry(_ bytes: Span<UInt8>) throws(SyntaxError) {
    let start = pos
    guard bytes[start].startsPlain, !tabbed else { return try node(bytes, .entry) }
    let colon = plainEnd(bytes, from: start + 1)
    guard bytes.at(colon) == .colon, colon - start <= Self.longestKey else {
      return try node(bytes, .entry)
    }
    try plainEntry(bytes, start, colon)
  }

  /// Reads the rest of an entry whose plain key ends before a `:`.
  private mutating func plainEntry(
    _ bytes: Span<UInt8>, _ start: Int, _ colon: Int
  ) throws(SyntaxError) {
    try appendPlainKey(bytes, start, trimmed(bytes, start, colon))
    pos = colon
    var p = colon + 1
    while bytes.at(p) == .space { p += 1 }
    guard p < bytes.count, bytes[p].startsPlain else { return try inlineValue(bytes) }
    let stop = plainEnd(bytes, from: p + 1)
    if stop < bytes.count, bytes[stop] == .lineFeed, !top.merging {
      let line = stop + 1
      var next = line
      while bytes.at(next) == .space { next += 1 }
      let byte = bytes.at(next)
      // Deeper lines continue the scalar; comments, empty lines and markers need a closer look.
      if next - line <= top.indent, byte > .hash, next > line || byte != .minus && byte != .period {
        try appendPlain(bytes, p, trimmed(bytes, p, stop))
        top.count += 1
        top.state = .key
        pos = next
        lineStart = line
        indent = next - line
        return
      }
    }
    top.state = .value
    top.nodeAt = colon + 1
    pos = p
    guard bytes.at(stop) != .colon else { throw SyntaxError(.mappingNotAllowed, at: stop) }
    _ = try plainScalar(bytes, .inline, from: p, to: stop)
    try scalarNode(bytes, Properties())
  }

  /// YAML 1.2 §7.4.2: an implicit key has at most 1024 characters.
  static var longestKey: Int { 1_024 }

  /// The end of a range without the white space at its end.
  @inline(__always)
  func trimmed(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var end = end
    while end > start, bytes[end - 1].isWhite { end -= 1 }
    return end
  }
}

// MARK: - Nodes

extension YAMLParser {
  /// Reads the node that begins at the cursor, or the key with its `:` where it turns out to be
  /// one. The cursor is on the next line then, or after an indicator at the column of what follows
  /// it.
  mutating func node(_ bytes: Span<UInt8>, _ place: Place) throws(SyntaxError) {
    let begin = Beginning(start: pos, line: lineStart, column: indent, place: place)
    var own = Properties()
    if bytes[pos] == .ampersand || bytes[pos] == .exclamation {
      own = try properties(bytes, inFlow: false)
      if pos >= bytes.count || bytes[pos].isBreak || bytes[pos] == .hash {
        guard place != .entry else { throw SyntaxError(.expectedKey, at: begin.start) }
        pending = try joined(pending, own)
        return nextLine(bytes, from: pos)
      }
    }
    if bytes.isSeparate(after: pos), try blockIndicator(bytes, begin, own) { return }
    switch bytes[pos] {
    case .pipe, .greater:
      guard place != .entry else { throw SyntaxError(.expectedKey, at: pos) }
      try blockScalar(bytes, above: top.indent)
      try scalarNode(bytes, own)
    case .doubleQuote, .singleQuote:
      try quotedScalar(bytes, above: top.indent)
      if try isKey(bytes, begin) { return try scalarKey(bytes, begin, own) }
      try scalarNode(bytes, own)
      try finishLine(bytes)
    case .openBracket, .openBrace:
      try collectionNode(bytes, begin, own)
    case .asterisk:
      try aliasNode(bytes, begin, own)
    default:
      try checkFirst(bytes, inFlow: false)
      let stop = plainEnd(bytes, from: pos + 1)
      if place == .line, own.isEmpty, bytes.at(stop) == .colon, !tabbed,
        stop - pos <= Self.longestKey
      {
        try openBlock(.blockMapping, begin)
        return try plainEntry(bytes, begin.start, stop)
      }
      if try plainScalar(bytes, place, from: pos, to: stop), try isKey(bytes, begin) {
        return try scalarKey(bytes, begin, own)
      }
      guard place != .entry else { throw SyntaxError(.expectedKey, at: begin.start) }
      try scalarNode(bytes, own)
    }
  }

  /// Where a node began: needed once it is known whether it is a key.
  struct Beginning {
    let start: Int
    let line: Int
    let column: Int
    let place: Place
  }

  /// Reads `-`, `?` or `:` where it is an indicator; answers whether it was one.
  private mutating func blockIndicator(
    _ bytes: Span<UInt8>, _ begin: Beginning, _ own: Properties
  ) throws(SyntaxError) -> Bool {
    switch bytes[pos] {
    case .minus:
      guard begin.place == .line, own.isEmpty else {
        throw SyntaxError(begin.place == .entry ? .expectedKey : .sequenceNotAllowed, at: pos)
      }
      guard !tabbed else { throw SyntaxError(.tabIndentation, at: pos) }
      try openBlock(.blockSequence, begin)
      return true
    case .question:
      guard begin.place != .inline, own.isEmpty else {
        throw SyntaxError(.mappingNotAllowed, at: pos)
      }
      guard !tabbed else { throw SyntaxError(.tabIndentation, at: pos) }
      if begin.place == .line { try openBlock(.blockMapping, begin) }
      pos += 1
      top.state = .explicitKey
      top.nodeAt = pos
      top.entryRow = records.count
      if skipInline(bytes) { indent = pos - lineStart }
      return true
    case .colon:
      // An entry without a key; YAML 1.2 [193] ns-s-block-map-implicit-key may be empty.
      try allowMapping(begin)
      if begin.place == .line { try openBlock(.blockMapping, begin) }
      top.state = .explicitKey
      top.nodeAt = pos
      top.entryRow = records.count
      pending = own
      try emptyNode(bytes)
      try inlineValue(bytes)
      return true
    default:
      return false
    }
  }

  /// Whether the node that was just read is followed by `:` on its line and so is a key.
  private mutating func isKey(_ bytes: Span<UInt8>, _ begin: Beginning) throws(SyntaxError) -> Bool
  {
    var p = pos
    while p < bytes.count, bytes[p].isWhite { p += 1 }
    guard bytes.at(p) == .colon, bytes.isSeparate(after: p) else {
      guard begin.place != .entry else { throw SyntaxError(.expectedKey, at: begin.start) }
      return false
    }
    pos = p
    guard lineStart == begin.line else {
      throw SyntaxError(.multilineKey, at: begin.start, related: p)
    }
    guard p - begin.start <= Self.longestKey else {
      throw SyntaxError(.keyTooLong, at: begin.start)
    }
    try allowMapping(begin)
    return true
  }

  /// Refuses a mapping where none can begin.
  private func allowMapping(_ begin: Beginning) throws(SyntaxError) {
    guard begin.place != .inline else { throw SyntaxError(.mappingNotAllowed, at: pos) }
    guard !tabbed else { throw SyntaxError(.tabIndentation, at: begin.start) }
  }

  /// Makes the scalar that was just scanned a key and reads what follows its `:`.
  private mutating func scalarKey(
    _ bytes: Span<UInt8>, _ begin: Beginning, _ own: Properties
  ) throws(SyntaxError) {
    if begin.place == .line { try openBlock(.blockMapping, begin) }
    let row = records.count
    try appendScalar(bytes, own)
    try finishKey(bytes, row)
    try inlineValue(bytes)
  }

  /// Makes the scalar that was just scanned the node that the collection on top waits for.
  private mutating func scalarNode(_ bytes: Span<UInt8>, _ own: Properties) throws(SyntaxError) {
    let all = pending.isEmpty ? own : try joined(pending, own)
    pending = Properties()
    try appendScalar(bytes, all)
    try completed(bytes)
  }

  /// Reads what follows the `:` at the cursor on its line.
  private mutating func inlineValue(_ bytes: Span<UInt8>) throws(SyntaxError) {
    pos += 1
    top.state = .value
    top.nodeAt = pos
    if skipInline(bytes) { try node(bytes, .inline) }
  }

  private mutating func aliasNode(
    _ bytes: Span<UInt8>, _ begin: Beginning, _ own: Properties
  ) throws(SyntaxError) {
    guard own.isEmpty else { throw SyntaxError(.aliasWithProperties, at: pos) }
    let name = try anchorName(bytes)
    if try isKey(bytes, begin) {
      if begin.place == .line { try openBlock(.blockMapping, begin) }
      let row = records.count
      try appendAlias(bytes, name)
      try finishKey(bytes, row)
      return try inlineValue(bytes)
    }
    guard pending.isEmpty else { throw SyntaxError(.aliasWithProperties, at: begin.start) }
    try appendAlias(bytes, name)
    try completed(bytes)
    try finishLine(bytes)
  }

  /// A flow collection in block structure, which may turn out to be a key.
  private mutating func collectionNode(
    _ bytes: Span<UInt8>, _ begin: Beginning, _ own: Properties
  ) throws(SyntaxError) {
    let row = records.count
    let earlier = pending
    let marks = (decorations: decorations.count, anchors: anchors.count)
    pending = Properties()
    // The anchor has to be known inside. Whose it is shows only when the collection has ended.
    try flowCollection(bytes, own.isEmpty ? earlier : own)
    guard try isKey(bytes, begin) else {
      if !own.isEmpty, !earlier.isEmpty {
        _ = try joined(earlier, own)
        attach(earlier, to: row)
      }
      try completed(bytes)
      return try finishLine(bytes)
    }
    guard reading == .core else { throw SyntaxError(.complexKey, at: begin.start) }
    if begin.place == .line {
      try insertMapping(at: row, kind: .blockMapping, begin)
      if own.isEmpty {
        for index in marks.decorations..<decorations.count where decorations[index].row == row + 1 {
          moveDecoration(index, to: row)
        }
        for index in marks.anchors..<anchors.count where anchors[index].row == row + 1 {
          anchors[index].row = row
        }
      } else {
        attach(earlier, to: row)
      }
    }
    try finishKey(bytes, row)
    try inlineValue(bytes)
  }
}
