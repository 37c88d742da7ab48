import Documents

/// Reads a YAML 1.2 stream, one document at a time.
///
/// A single pass over the bytes writes the node table directly; there are no tokens and no events.
/// Open collections lie on a stack of their own, so that depth costs memory and never the call
/// stack. The methods are grouped by what they read: `BlockStructure`, `FlowStructure`,
/// `PlainScalar`, `QuotedScalar`, `BlockScalar`, `Properties`, `Directives`; what they produce is
/// put into the table by `TableBuilding`, `Keys`, `Aliases` and `Resolution`.
package struct YAMLParser {
  /// How plain scalars get their type, and how strict the indentation is.
  package enum Reading: Sendable {
    /// As `sigs.k8s.io/yaml` reads, which kubectl, Helm and the API server use: YAML 1.1 booleans
    /// and integers, merge keys, string keys; the last of equal keys counts.
    case kubernetes
    /// The core schema of YAML 1.2 (§10.3): every key is allowed, nothing is merged.
    case core
  }

  let source: Source
  let reading: Reading
  let limits: DocumentLimits

  // Stream
  var position = 0
  var finished = false
  var checked = false
  var directivesAllowed = true
  var documentStart = 0

  // Cursor. In block structure a line is entered with `pos` on its first byte of content and
  // `indent` as its column; -1 says that the document ends here, and `marker` says why.
  var pos = 0
  var lineStart = 0
  var indent = 0
  /// Whether a tab stands before the content, which forbids a block collection here.
  var tabbed = false
  var marker = Marker.none

  // Structure
  var top = Frame(
    kind: .root, state: .item, indent: -1, row: 0, keyBase: 0, nodeAt: 0, start: 0, line: 0)
  var frames: [Frame] = []
  /// Properties that stand on a line before their node.
  var pending = Properties()
  var scan = ScannedScalar()
  /// Where the outermost open flow collection begins; -1 outside of flow.
  var flowStart = -1

  // Table
  var records: [NodeRecord] = []
  var sideText: [UInt8] = []
  var decorations: [Decoration] = []
  var remarks: [Remark] = []
  /// One past the last byte of the node that was completed last.
  var lastEnd = 0
  /// Whether a row is marked as dropped and the table is to be compacted.
  var hasDropped = false
  var constants = ConstantTexts()

  // Keys and anchors
  /// The keys of the open mappings, each after those of the mapping around it. Only the first
  /// ``keyCount`` count: the buffer keeps its size.
  var keys: [KeyMark] = []
  var keyCount = 0
  var keyIndexes: [KeyIndex] = []
  var anchors: [Anchor] = []
  var anchorNames: [[UInt8]: Int] = [:]
  /// Rows of the table that aliases and merge keys made, and rows that were looked at for them.
  var aliasNodes = 0
  var aliasWork = 0
  var tagHandles: [[UInt8]: [UInt8]] = [:]

  enum Marker {
    case none
    /// A line `---`.
    case start
    /// A line `...`.
    case end
    case endOfInput
  }

  package init(
    _ source: Source, reading: Reading = .kubernetes, limits: DocumentLimits = .standard
  ) {
    self.source = source
    self.reading = reading
    self.limits = limits
  }

  /// All documents of a stream; at least one, which may be empty (``Documents/Document/isBlank``).
  package static func parse(
    _ source: Source, reading: Reading = .kubernetes, limits: DocumentLimits = .standard
  ) throws(SyntaxError) -> [Document] {
    var parser = YAMLParser(source, reading: reading, limits: limits)
    var documents: [Document] = []
    while let document = try parser.next() { documents.append(document) }
    return documents
  }

  /// The next document; `nil` at the end of the stream and after an error.
  ///
  /// The ranges of the documents cover the source without gap or overlap: a document ends where a
  /// line `---` begins, or after a line `...`; comments between two documents belong to the earlier
  /// one unless `...` has ended it. A stream without any content is one blank document.
  ///
  /// The first call checks the encoding of the whole source. Throws with the byte offset of what
  /// cannot be; see `YAMLReasons`.
  package mutating func next() throws(SyntaxError) -> Document? {
    guard !finished else { return nil }
    // A span borrows from a local, not from a property of a class.
    let array = source.bytes
    let bytes = array.span
    do throws(SyntaxError) {
      if !checked {
        if bytes.count > limits.maximumBytes { throw SyntaxError(.tooLarge, at: 0) }
        try TextCheck.check(bytes)
        checked = true
      }
      return try document(bytes)
    } catch {
      finished = true
      if checked, let start = templateAction(bytes, near: error) {
        throw SyntaxError(.helmTemplate, at: start)
      }
      if checked, let mark = byteOrderMark(bytes, near: error) {
        throw SyntaxError(.byteOrderMark, at: mark)
      }
      throw error
    }
  }
}

// MARK: - Documents of the stream

extension YAMLParser {
  private mutating func document(_ bytes: Span<UInt8>) throws(SyntaxError) -> Document {
    reset()
    let hasContent = try prologue(bytes)
    if hasContent {
      try blockNodes(bytes)
    } else {
      top.nodeAt = bytes.count
    }
    if top.state == .item { try emptyNode(bytes) }
    let end = try epilogue(bytes)
    // Offsets into the side text have 32 bits. `1e20` takes 4 bytes and becomes 21.
    guard sideText.count <= Int(UInt32.max) else { throw SyntaxError(.tooLarge, at: documentStart) }
    if hasDropped { compact() }
    sortDecorations()
    let document = Document(
      source: source,
      range: SourceRange(start: UInt32(truncatingIfNeeded: documentStart), end: end),
      position: position, records: records, sideText: sideText, decorations: decorations,
      remarks: remarks)
    documentStart = Int(end)
    position += 1
    return document
  }

  /// Forgets the document before; its buffers belong to its `Document` now.
  private mutating func reset() {
    let expected = records.count
    records = []
    // The documents of a stream are mostly alike.
    records.reserveCapacity(min(expected + expected / 8 + 8, 4_096))
    sideText = []
    decorations = []
    remarks = []
    lastEnd = pos
    hasDropped = false
    constants = ConstantTexts()
    keyCount = 0
    keyIndexes.removeAll()
    anchors.removeAll()
    anchorNames.removeAll()
    aliasNodes = 0
    aliasWork = 0
    tagHandles.removeAll()
    frames.removeAll(keepingCapacity: true)
    pending = Properties()
    flowStart = -1
    top = Frame(
      kind: .root, state: .item, indent: -1, row: 0, keyBase: 0, nodeAt: pos, start: pos,
      line: lineStart)
  }

  /// Reads what stands before the content: comments, directives, `---`. Answers whether a document
  /// follows; only an input without any content has none.
  private mutating func prologue(_ bytes: Span<UInt8>) throws(SyntaxError) -> Bool {
    var directives = DirectivesSeen()
    while true {
      // YAML 1.2 [202] l-document-prefix: a byte order mark may stand before each document.
      if isByteOrderMark(bytes) { pos += 3 }
      enterLine(bytes, from: pos)
      switch marker {
      case .endOfInput:
        if let first = directives.first { throw SyntaxError(.missingDocumentStart, at: first) }
        return false
      case .end:
        if let first = directives.first { throw SyntaxError(.missingDocumentStart, at: first) }
        try skipMarkerLine(bytes)
        directivesAllowed = true
      case .start:
        try documentStartLine(bytes)
        return true
      case .none:
        if isByteOrderMark(bytes), indent == 0, !tabbed { continue }
        if bytes[pos] == .percent, indent == 0, !tabbed, directivesAllowed {
          try directive(bytes, &directives)
          continue
        }
        if let first = directives.first { throw SyntaxError(.missingDocumentStart, at: first) }
        return true
      }
    }
  }

  private func isByteOrderMark(_ bytes: Span<UInt8>) -> Bool {
    bytes.at(pos) == 0xEF && bytes.at(pos + 1) == 0xBB && bytes.at(pos + 2) == 0xBF
  }

  /// Where a byte order mark stands that explains an error: at the error itself, or before the
  /// `---` of its line, as where a file was put behind another one. Looked for only once parsing
  /// has failed.
  private func byteOrderMark(_ bytes: Span<UInt8>, near error: SyntaxError) -> Int? {
    var start = min(error.offset, bytes.count)
    while start > 0, !bytes[start - 1].isBreak { start -= 1 }
    guard bytes.at(start) == 0xEF, bytes.at(start + 1) == 0xBB, bytes.at(start + 2) == 0xBF else {
      return nil
    }
    let isBeforeMarker = (3...5).allSatisfy { bytes.at(start + $0) == .minus }
    return error.offset == start || isBeforeMarker ? start : nil
  }

  /// Reads `---` and what may follow it on its line: a scalar or flow collection, no block
  /// collection (YAML 1.2 [208] l-explicit-document).
  private mutating func documentStartLine(_ bytes: Span<UInt8>) throws(SyntaxError) {
    pos += 3
    top.nodeAt = pos
    lastEnd = pos
    if skipInline(bytes) {
      indent = pos - lineStart
      marker = .none
      try node(bytes, .inline)
    } else {
      // Kubernetes' tools part the stream first and read each document by itself, so its text may
      // begin with a byte order mark: that of the file that was put there.
      while marker == .none, indent == 0, !tabbed, isByteOrderMark(bytes) {
        enterLine(bytes, from: pos + 3)
      }
    }
  }

  /// Finds where the document ends, and skips `...`.
  private mutating func epilogue(_ bytes: Span<UInt8>) throws(SyntaxError) -> UInt32 {
    switch marker {
    case .start:
      directivesAllowed = false
      pos = lineStart
      return UInt32(truncatingIfNeeded: pos)
    case .end:
      try skipMarkerLine(bytes)
      directivesAllowed = true
      // What follows the last document belongs to it, if there is no further one.
      let end = pos
      while true {
        enterLine(bytes, from: pos)
        guard marker == .end else { break }
        try skipMarkerLine(bytes)
      }
      guard marker != .endOfInput else { break }
      pos = end
      return UInt32(truncatingIfNeeded: end)
    case .none, .endOfInput:
      break
    }
    finished = true
    return UInt32(truncatingIfNeeded: bytes.count)
  }

  /// Reads a line `...`, which only a comment may follow; the cursor is on the next line then.
  private mutating func skipMarkerLine(_ bytes: Span<UInt8>) throws(SyntaxError) {
    pos += 3
    while bytes.at(pos).isWhite { pos += 1 }
    if bytes.at(pos) == .hash { pos = endOfLine(bytes, from: pos) }
    guard pos < bytes.count else { return }
    guard bytes[pos].isBreak else { throw SyntaxError(.unexpectedContent, at: pos) }
    pos = afterBreak(bytes, pos)
  }
}
