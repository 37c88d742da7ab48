import Documents
import Edits

/// Turns a plan into text edits: walks through what shall happen, collection by collection, and
/// collects pieces of text, which are sorted and joined at the end.
struct TextRenderer {
  /// A text edit and how deep in the document it was made.
  private struct Piece {
    let range: Range<Int>
    let replacement: [UInt8]
    let depth: Int
  }

  /// The depth of what goes on where a node is announced: nothing at that place comes before it.
  static let headDepth = Int.max

  let context: RenderingContext
  let edits: EditSet
  let plan: EditPlan
  var survey: StyleSurvey
  private var spellings: SpellingReader?
  /// Whether something is written as it stands elsewhere in the source.
  private(set) var usesSpelling = false
  private var pieces: [Piece] = []

  /// - Parameter keepsSpelling: whether copies look like their originals.
  init(
    _ plan: EditPlan, _ edits: EditSet, _ context: RenderingContext, keepsSpelling: Bool
  ) {
    self.context = context
    self.edits = edits
    self.plan = plan
    survey = StyleSurvey(context)
    spellings = keepsSpelling ? SpellingReader(context) : nil
  }

  var lines: TextLines { context.lines }

  /// The text edits; `nil` where two of them came to overlap.
  mutating func render() -> [TextEdit]? {
    var settled: UInt32 = 0
    for row in plan.rows where row >= settled {
      let site = plan.sites[row] ?? EditPlan.Site()
      if let value = plan.replacements[row] {
        replace(row, with: value, at: site, spellings: spellingsOfCopy(row))
        // A key has its value after it, to which something may happen as well.
        settled = context.next(after: row)
      } else if let collection = plan.collections[row] {
        if isBarePair(row) {
          // `[a: b]`: a mapping without braces has room for one entry only.
          let value = Value(edits.applied(to: Node(document: context.document, index: row)))
          replace(row, with: value, at: site, spellings: spellings(of: row))
          settled = context.next(after: row)
        } else if context.record(row).has(.flow) {
          editFlow(row, collection, at: site)
        } else {
          editBlock(row, collection, at: site)
        }
      }
    }
    return joined()
  }

  private func isBarePair(_ row: UInt32) -> Bool {
    let record = context.record(row)
    guard record.has(.flow), record.kind == .mapping else { return false }
    return lines.at(Int(record.start)) != .openBrace
  }

  /// Whether a row stands inside of a flow collection.
  func isInFlow(_ site: EditPlan.Site) -> Bool {
    site.parent.map { context.record($0).has(.flow) } ?? false
  }

  // MARK: Pieces

  mutating func edit(_ range: Range<Int>, _ replacement: [UInt8] = [], depth: Int) {
    if range.isEmpty, replacement.isEmpty { return }
    pieces.append(Piece(range: range, replacement: replacement, depth: depth))
  }

  mutating func insert(_ text: [UInt8], at offset: Int, depth: Int) {
    edit(offset..<offset, text, depth: depth)
  }

  /// Sorts the pieces and joins those that touch. At one place the text of the inner collection
  /// comes first, since the outer one goes on after it; what is inserted stands before what goes.
  private func joined() -> [TextEdit]? {
    // A local, so that sorting does not hold on to all of the renderer.
    let pieces = pieces
    let order = pieces.indices.sorted {
      let left = pieces[$0]
      let right = pieces[$1]
      return (left.range.lowerBound, left.range.isEmpty ? 0 : 1, -left.depth, $0)
        < (right.range.lowerBound, right.range.isEmpty ? 0 : 1, -right.depth, $1)
    }
    var result: [Piece] = []
    for index in order {
      let piece = pieces[index]
      guard let last = result.last else {
        result.append(piece)
        continue
      }
      if piece.range.lowerBound < last.range.upperBound {
        // What goes inside of what goes is gone already.
        guard piece.replacement.isEmpty, piece.range.upperBound <= last.range.upperBound
        else { return nil }
      } else if piece.range.lowerBound == last.range.upperBound {
        var replacement = last.replacement
        // The last line of the source got a line break for the sake of its text, and another line.
        if endsSource(piece.range.upperBound), piece.replacement.first?.isBreak == true,
          replacement.last?.isBreak == true
        {
          replacement.removeLast(
            replacement.has([.carriageReturn, .lineFeed], at: replacement.count - 2) ? 2 : 1)
        }
        result[result.count - 1] = Piece(
          range: last.range.lowerBound..<piece.range.upperBound,
          replacement: replacement + piece.replacement, depth: 0)
      } else {
        result.append(piece)
      }
    }
    return result.map {
      TextEdit(
        range: SourceRange(
          start: UInt32(truncatingIfNeeded: $0.range.lowerBound),
          end: UInt32(truncatingIfNeeded: $0.range.upperBound)),
        replacement: $0.replacement)
    }
  }
}

// MARK: - Spellings

extension TextRenderer {
  /// How the nodes of a value stand in the source that is written in place of a row; none where an
  /// edit gives the value.
  private mutating func spellingsOfCopy(_ row: UInt32) -> [Spelling?] {
    let isGiven = edits.changes(in: row..<row + 1).contains {
      if case .replace = $0.operation { return true }
      return false
    }
    return isGiven ? [] : spellings(of: row)
  }

  /// How a node and all below it stand in the source, once all is done.
  private mutating func spellings(of row: UInt32) -> [Spelling?] {
    guard spellings != nil else { return [] }
    usesSpelling = true
    let node = Node(document: context.document, index: row)
    return spellings?.spellings(of: edits.applied(to: node)) ?? []
  }

  /// How a mapping of entries is written.
  mutating func spellings(of entries: [EditPlan.Entry]) -> [Spelling?] {
    // The mapping itself is none of the source.
    var all: [Spelling?] = [nil]
    for entry in entries {
      guard let key = entry.original else {
        all += repeatElement(nil, count: 1 + entry.value.nodeCount)
        continue
      }
      usesSpelling = true
      let value = Node(document: context.document, index: context.next(after: key))
      all +=
        spellings?.spellings(
          ofKey: Node(document: context.document, index: key), value: edits.applied(to: value))
        ?? Array(repeating: nil, count: 1 + entry.value.nodeCount)
    }
    return all
  }
}

extension Value {
  /// The value itself and all values and keys inside of it.
  fileprivate var nodeCount: Int {
    var count = 0
    var rest = [self]
    while let value = rest.popLast() {
      count += 1
      switch value {
      case .mapping(let entries):
        count += entries.count
        rest += entries.map(\.value)
      case .sequence(let elements): rest += elements
      default: break
      }
    }
    return count
  }
}

// MARK: - Text

extension TextRenderer {
  /// A value in block style whose first line begins at `column`; with a line break at the end if it
  /// needs one and the line that it is put after has none.
  func text(
    of value: Value, column: Int, parent: Int, _ style: YAMLStyle, at offset: Int,
    beginsLine: Bool = false
  ) -> [UInt8] {
    var style = style
    style.below = below(offset, deeperThan: parent)
    var writer = YAMLWriter(style)
    writer.write(value, column: column, parent: parent, beginsLine: beginsLine)
    if writer.endsWithOpenLine, endsSource(offset) { writer.newLine(column: 0) }
    return writer.output
  }

  /// Whether the line of an offset is the last of the source and has no line break.
  func endsSource(_ offset: Int) -> Bool {
    lines.lineBreak(ofLine: lines.line(of: offset)).isEmpty
  }

  /// What a block scalar that ends at the line of an offset would find below it, in a collection at
  /// a column.
  func below(_ offset: Int, deeperThan column: Int) -> YAMLStyle.Below {
    var line = lines.line(of: offset) + 1
    var below = YAMLStyle.Below.content
    while line < lines.count, isBlank(line) {
      if lines.start(ofLine: line) < lines.end(ofLine: line) { return .indented }
      below = .emptyLines
      line += 1
    }
    guard line < lines.count else { return below }
    let content = lines.content(ofLine: line)
    let isDeep = lines.at(content) == .hash && lines.column(of: content) > max(column, 0)
    return isDeep ? .indented : below
  }

  /// Whether the line after that of an offset is blank.
  func isBlank(after offset: Int) -> Bool {
    let line = lines.line(of: offset) + 1
    return line < lines.count && isBlank(line)
  }

  /// Whether nothing but white space stands on a line.
  func isBlank(_ line: Int) -> Bool { lines.content(ofLine: line) == lines.end(ofLine: line) }

  /// A line break and the indentation of the next line.
  func lineStart(column: Int, _ style: YAMLStyle) -> [UInt8] {
    style.lineBreak + Array(repeating: .space, count: max(column, 0))
  }

  /// The first line of a text, and the rest with the line break before it.
  func split(_ text: [UInt8], _ style: YAMLStyle) -> (first: [UInt8], rest: [UInt8]) {
    guard let end = text.firstIndex(where: \.isBreak) else { return (text, []) }
    return (Array(text[..<end]), Array(text[end...]))
  }
}
