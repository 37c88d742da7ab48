import Documents

/// How a node stands in the source, so that a copy of it can look the same.
struct Spelling: Sendable, Equatable {
  enum Form: Sendable, Equatable {
    /// As the style says.
    case fresh
    /// A scalar on one line, with its tag; empty for a null that is not written.
    case inline([UInt8])
    /// A scalar in quotes or without, over several lines, none of which has its indentation.
    case folded([[UInt8]])
    /// A block scalar: `|-`, and its lines without their indentation. Its comment follows `|-`.
    case block(header: [UInt8], lines: [[UInt8]])
    /// A flow collection; its nodes come next.
    case flow
  }

  var form = Form.fresh
  /// The comments on lines of their own directly above.
  var above: [[UInt8]] = []
  /// The comment on the same line, with the white space before it.
  var comment: [UInt8] = []

  var isBlock: Bool {
    if case .block = form { return true }
    return false
  }

  /// The text as it may stand in a flow collection; `nil` where it may not.
  var flowText: [UInt8]? {
    guard case .inline(let text) = form, let first = text.first else { return nil }
    if first == .singleQuote || first == .doubleQuote { return text }
    return text.contains(where: \.isFlowIndicator) || text.last == .colon ? nil : text
  }
}

/// Finds out how the nodes of a value stand in the source: those of an alias where its anchor is,
/// those of a merge key where the mapping is that it names.
struct SpellingReader {
  private let context: RenderingContext
  /// The row of the node that an alias stands for, by where the alias begins.
  private var targets: [UInt32: UInt32] = [:]
  /// Tags by where the scalar begins that they are for.
  private var tags: [UInt32: SourceRange] = [:]
  /// Bytes of comments that may still be copied: a comment costs no node, and aliases may repeat
  /// it as often as they like.
  private var commentBytes = 1 << 16

  /// Of a block's comments above an entry, those that are copied.
  private static let maximumLines = 16

  init(_ context: RenderingContext) {
    self.context = context
    let uses = context.document.decorations.contains { $0.kind == .alias || $0.kind == .merge }
    guard uses else { return }
    for decoration in context.document.decorations {
      switch decoration.kind {
      case .alias: targets[decoration.range.start] = decoration.target
      case .tag: tags[context.record(decoration.row).start] = decoration.range
      case .anchor, .merge: break
      }
    }
  }

  /// The spellings of a node and all below it, one for each row. The node is of the document or of
  /// the document with edits done.
  mutating func spellings(of node: Node) -> [Spelling?] {
    var spellings: [Spelling?] = []
    append(node, comment: false, to: &spellings)
    return spellings
  }

  /// Those of an entry: its key, and its value with edits done.
  mutating func spellings(ofKey key: Node, value: Node) -> [Spelling?] {
    var spellings: [Spelling?] = [
      spelling(ofKey: key, value: value.document.records[Int(value.index)])
    ]
    append(value, comment: true, to: &spellings)
    return spellings
  }

  /// - Parameter comment: whether what follows the node on its line is copied as well.
  private mutating func append(_ node: Node, comment: Bool, to spellings: inout [Spelling?]) {
    let document = node.document
    var open: [(end: UInt32, isMapping: Bool, isKey: Bool)] = []
    let end = document.next(after: node.index)
    for row in node.index..<end {
      while let last = open.last, last.end <= row { open.removeLast() }
      let parent = open.last
      if let last = open.indices.last { open[last].isKey.toggle() }
      let record = document.records[Int(row)]
      let child = Node(document: document, index: row)
      if let parent, parent.isMapping, parent.isKey {
        spellings.append(spelling(ofKey: child, value: document.records[Int(row) + 1]))
        continue
      }
      var spelling = Spelling(form: form(of: child, record, isKey: false))
      if parent?.isMapping == false, !record.has(.synthetic) {
        spelling.above = above(Int(record.start), isElement: true)
      }
      if comment || row > node.index, hasCommentAfter(record) {
        spelling.comment = self.comment(after: commentPlace(of: record, spelling.form))
      }
      spellings.append(spelling)
      if record.isContainer {
        let isMapping = record.kind == .mapping
        open.append((record.second, isMapping, isMapping))
      }
    }
  }

  private mutating func spelling(ofKey key: Node, value: NodeRecord) -> Spelling {
    let record = key.document.records[Int(key.index)]
    var spelling = Spelling(form: form(of: key, record, isKey: true))
    guard !record.has(.synthetic) else { return spelling }
    spelling.above = above(Int(record.start), isElement: false)
    if value.isContainer { spelling.comment = commentAfterColon(ofKey: record) }
    return spelling
  }

  // MARK: Forms

  private func form(of node: Node, _ record: NodeRecord, isKey: Bool) -> Spelling.Form {
    if record.has(.synthetic) { return .fresh }
    var range = record.range
    if record.has(.aliasRoot) {
      guard let target = targets[record.start] else { return .fresh }
      range = context.record(target).range
    }
    if record.isContainer {
      let isFlow = record.has(.flow) && context.lines.lineEnd(Int(range.start)) >= Int(range.end)
      return isFlow ? .flow : .fresh
    }
    // What is longer than what it says is not to be repeated as often as aliases like.
    guard range.indices.count <= node.text.utf8.count * 4 + 64 else { return .fresh }
    let text = Array(context.lines.bytes[range.indices])
    if text.first == .pipe || text.first == .greater { return Self.block(text) }
    let lines = Self.lines(text)
    let tag = tags[range.start]
    if lines.count > 1 { return isKey || tag != nil ? .fresh : .folded(lines) }
    guard let tag else { return .inline(text) }
    if isKey || text.isEmpty { return .fresh }
    return .inline(context.lines.bytes[tag.indices] + [.space] + text)
  }

  /// Splits at line breaks; the lines but the first lose the white space before them, which means
  /// nothing.
  private static func lines(_ text: [UInt8]) -> [[UInt8]] {
    var lines = breakLines(text)
    for index in lines.indices.dropFirst() {
      lines[index] = Array(lines[index].drop(while: \.isWhite))
    }
    return lines
  }

  private static func breakLines(_ text: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    var before: UInt8 = 0
    for byte in text {
      if byte == .lineFeed, before == .carriageReturn {
        before = byte
        continue
      }
      before = byte
      if byte.isBreak { lines.append([]) } else { lines[lines.count - 1].append(byte) }
    }
    return lines
  }

  /// A block scalar whose header says neither its indentation nor that it keeps what comes after.
  private static func block(_ text: [UInt8]) -> Spelling.Form {
    var lines = breakLines(text)
    let header = Array(lines.removeFirst().prefix { !$0.isWhite })
    guard header.count == 1 || header == [header[0], .minus] else { return .fresh }
    while let last = lines.last, last.allSatisfy(\.isWhite) { lines.removeLast() }
    guard let first = lines.first(where: { !$0.allSatisfy(\.isWhite) }) else { return .fresh }
    let indentation = first.prefix { $0 == .space }.count
    for index in lines.indices {
      let white = lines[index].prefix { $0 == .space }.count
      guard white >= indentation || lines[index].count == white else { return .fresh }
      lines[index].removeFirst(min(white, indentation))
    }
    return .block(header: header, lines: lines)
  }

  // MARK: Comments

  /// The comment that follows on the same line.
  private mutating func comment(after offset: Int) -> [UInt8] {
    let lines = context.lines
    guard offset > lines.range.lowerBound, !lines.at(offset - 1).isBreak else { return [] }
    let start = lines.skipWhite(offset)
    guard start > offset, lines.at(start) == .hash else { return [] }
    return take(offset..<lines.lineEnd(offset))
  }

  /// Where a node's text on its line ends: that of a block scalar with its header.
  private func commentPlace(of record: NodeRecord, _ form: Spelling.Form) -> Int {
    guard case .block(let header, _) = form, !record.has(.aliasRoot) else { return Int(record.end) }
    return Int(record.start) + header.count
  }

  /// Whether a comment on the line on which a value ends is the value's. What an edit put in place
  /// of a scalar has the scalar's.
  private func hasCommentAfter(_ record: NodeRecord) -> Bool {
    if record.has(.synthetic) {
      return !record.range.isEmpty
        && context.lines.lineEnd(Int(record.start)) >= Int(record.end)
    }
    return !record.isContainer || record.has(.flow) || record.has(.aliasRoot)
  }

  /// The comment after a key's colon, and after the anchor and the tag of its value.
  private mutating func commentAfterColon(ofKey record: NodeRecord) -> [UInt8] {
    let lines = context.lines
    let colon = lines.skipWhite(Int(record.end))
    guard lines.at(colon) == .colon else { return [] }
    var end = colon + 1
    for _ in 0..<2 {
      let start = lines.skipWhite(end)
      guard lines.at(start) == .ampersand || lines.at(start) == .exclamation else { break }
      end = start
      while end < lines.range.upperBound, !lines.at(end).isWhite, !lines.at(end).isBreak {
        end += 1
      }
    }
    return comment(after: end)
  }

  /// The comments above an entry or element that begins its line, in its column.
  private mutating func above(_ start: Int, isElement: Bool) -> [[UInt8]] {
    let lines = context.lines
    var place = start
    if isElement {
      place -= 1
      while place > lines.range.lowerBound, lines.at(place).isWhite { place -= 1 }
      guard lines.at(place) == .minus else { return [] }
    }
    var line = lines.line(of: place)
    guard lines.content(ofLine: line) == place else { return [] }
    let column = place - lines.textStart(ofLine: line)
    var comments: [[UInt8]] = []
    while line > 0, comments.count < Self.maximumLines {
      line -= 1
      let content = lines.content(ofLine: line)
      guard lines.at(content) == .hash, content - lines.textStart(ofLine: line) == column else {
        break
      }
      let comment = take(content..<lines.end(ofLine: line))
      if comment.isEmpty { break }
      comments.append(comment)
    }
    return comments.reversed()
  }

  private mutating func take(_ range: Range<Int>) -> [UInt8] {
    guard range.count <= commentBytes else { return [] }
    commentBytes -= range.count
    return Array(context.lines.bytes[range])
  }
}
