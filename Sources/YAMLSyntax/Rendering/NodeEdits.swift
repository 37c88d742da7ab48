import Documents
import Edits

// A node gets another value.
extension TextRenderer {
  mutating func replace(
    _ row: UInt32, with value: Value, at site: EditPlan.Site, style given: YAMLStyle? = nil,
    spellings: [Spelling?] = []
  ) {
    let grandparent = site.parent.flatMap { plan.sites[$0]?.parent }
    var style = given ?? survey.style(for: site.parent, parent: grandparent)
    let record = context.record(row)
    style.lineBreak = lines.lineBreak(near: Int(record.end))
    style.spellings = spellings
    if site.isKey {
      replaceKey(row, with: value, style, site)
    } else if isInFlow(site) {
      replaceInFlow(row, with: value, style, site)
    } else {
      replaceInBlock(place(of: row, at: site, dropsTag: dropsTag(row, for: value)), value, style)
    }
  }

  /// An alias that is a key is written out.
  private mutating func replaceKey(
    _ row: UInt32, with value: Value, _ style: YAMLStyle, _ site: EditPlan.Site
  ) {
    guard case .string(let text) = value else { return }
    var writer = YAMLWriter(style)
    if let spelled = writer.takeSpelling()?.flowText {
      writer.output += spelled
    } else {
      writer.write(string: Array(text.utf8), inFlow: isInFlow(site))
    }
    edit(context.record(row).range.indices, writer.output, depth: site.depth)
  }

  private mutating func replaceInFlow(
    _ row: UInt32, with value: Value, _ style: YAMLStyle, _ site: EditPlan.Site
  ) {
    let dropsTag = dropsTag(row, for: value)
    if dropsTag { dropTag(of: row, depth: site.depth) }
    var writer = YAMLWriter(style)
    writer.write(flow: value, quotes: quotes(of: row))
    let record = context.record(row)
    guard record.range.isEmpty else {
      edit(record.range.indices, writer.output, depth: site.depth)
      return
    }
    // `{a: }` or `{a}` or `{a: &x }`.
    let colon = site.key.flatMap { context.afterColon(ofKey: $0) }
    let place = max(
      propertiesEnd(row, dropsTag: dropsTag) ?? 0,
      colon ?? site.key.map { context.end(of: $0) } ?? 0)
    let lead: [UInt8] = colon == nil ? [.colon, .space] : [.space]
    let tail: [UInt8] = lines.at(place) == .hash ? [.space] : []
    insert(lead + writer.output + tail, at: place, depth: Self.headDepth)
  }

  /// The quotes in which a string stands.
  private func quotes(of row: UInt32) -> YAMLStyle.Quotes? {
    let record = context.record(row)
    guard !record.isContainer, !record.range.isEmpty else { return nil }
    switch lines.at(Int(record.start)) {
    case .singleQuote: return .single
    case .doubleQuote: return .double
    default: return nil
    }
  }

  /// Where the anchor and the tag that stay end; `nil` where there is none.
  func propertiesEnd(_ row: UInt32, dropsTag: Bool) -> Int? {
    context.properties(of: row).filter { $0.kind == .anchor || !dropsTag }
      .map { Int($0.range.end) }.max()
  }

  /// Whether the tag of a node would make something else of its new value.
  private func dropsTag(_ row: UInt32, for value: Value) -> Bool {
    guard let tag = context.properties(of: row).first(where: { $0.kind == .tag }) else {
      return false
    }
    guard case .string = value else { return true }
    let text = lines.bytes[tag.range.indices]
    return !text.elementsEqual("!!str".utf8) && !text.elementsEqual("!".utf8)
  }

  /// Takes away the tag of a node and the white space that parts it from what follows or precedes.
  mutating func dropTag(of row: UInt32, depth: Int) {
    guard let tag = context.properties(of: row).first(where: { $0.kind == .tag }) else { return }
    let range = tag.range.indices
    let next = lines.skipWhite(range.upperBound)
    if next < lines.lineEnd(range.lowerBound), lines.at(next) != .hash {
      edit(range.lowerBound..<next, depth: depth)
    } else {
      var start = range.lowerBound
      while start > lines.range.lowerBound, lines.at(start - 1).isWhite { start -= 1 }
      edit(start..<range.upperBound, depth: depth)
    }
  }
}

// MARK: - In block style

extension TextRenderer {
  private mutating func replaceInBlock(_ place: NodePlace, _ value: Value, _ style: YAMLStyle) {
    if place.form == .empty, place.announced == nil, place.parent >= 0 {
      return writeExplicitValue(place, value, style)
    }
    if style.spellings.first??.form == .flow { return replaceWithScalar(place, value, style) }
    switch value {
    case .mapping(let entries) where !entries.isEmpty:
      replaceWithBlock(place, value, style, isMapping: true)
    case .sequence(let elements) where !elements.isEmpty:
      replaceWithBlock(place, value, style, isMapping: false)
    default:
      replaceWithScalar(place, value, style)
    }
  }

  /// Writes the value of a key `? key` that has none, not even a `:`.
  private mutating func writeExplicitValue(
    _ place: NodePlace, _ value: Value, _ style: YAMLStyle
  ) {
    let offset = lines.lineEnd(place.start)
    var style = style
    style.below = below(offset, deeperThan: place.parent)
    var writer = YAMLWriter(style)
    writer.newLine(column: place.parent)
    writer.append(": ")
    // A collection goes on right after the indicator.
    let column = place.parent + (value.isContainer ? 2 : style.indentation)
    writer.write(value, column: column, parent: place.parent)
    if writer.endsWithOpenLine, endsSource(offset) { writer.newLine(column: 0) }
    insert(writer.output, at: offset, depth: Self.headDepth)
  }

  /// Writes a scalar, or a collection that is empty or in flow style.
  private mutating func replaceWithScalar(
    _ place: NodePlace, _ value: Value, _ style: YAMLStyle
  ) {
    var style = style
    let old = quotes(of: place.row)
    if context.record(place.row).kind == .string, old == nil, place.form == .inline {
      style.quotesEverything = false
    }
    style.below = below(place.end, deeperThan: place.parent)
    var writer = YAMLWriter(style)
    let textColumn = self.textColumn(place, style)
    writer.write(
      inline: value, writer.takeSpelling(), textColumn: textColumn, parent: place.parent,
      quotes: old)
    let isBlank = place.form == .empty && place.announced == nil
    if writer.endsWithOpenLine, endsSource(place.end), !isBlank { writer.newLine(column: 0) }
    let (head, body) = split(writer.output, style)
    switch place.form {
    case .empty where place.announced == nil:
      insertIntoBlank(writer, place)
    case .empty:
      insertAnnounced(head, place)
      insert(body, at: lines.lineEnd(place.announced ?? place.start), depth: place.depth + 1)
    case .inline:
      edit(place.start..<place.end, head, depth: place.depth)
      insert(body, at: lines.lineEnd(place.end), depth: place.depth + 1)
    case .blockScalar:
      replaceBlockScalar(place, head, body)
    case .block:
      let items = context.items(of: place.row)
      guard let last = items.last else { return }
      let column = context.column(ofBlock: place.row)
      let end = context.ownEnd(of: last, column: column)
      if place.announced == nil || !lines.beginsLine(place.start) {
        let isOneLine = lines.line(of: place.start) == lines.line(of: last.end)
        edit(
          place.start..<(isOneLine && body.isEmpty ? last.end : end), head + body,
          depth: place.depth)
      } else if let announced = place.announced {
        insertAnnounced(head, place)
        // A comment above the first line would become part of a block scalar.
        let above =
          body.isEmpty ? context.endOfLineBefore(place.start) : lines.lineEnd(announced)
        edit((above ?? place.start)..<end, body, depth: place.depth + 1)
      }
    }
  }

  /// Where the lines of a block scalar stand: where they stood, else one step in.
  private func textColumn(_ place: NodePlace, _ style: YAMLStyle) -> Int {
    if place.form == .blockScalar, place.parent >= 0 {
      var line = lines.line(of: place.start) + 1
      let last = lines.line(of: place.end)
      while line <= last, line < lines.count {
        let content = lines.content(ofLine: line)
        if content < lines.end(ofLine: line) {
          let column = lines.column(of: content)
          if column > place.parent { return column }
        }
        line += 1
      }
    }
    if place.parent < 0 { return style.indentation }
    return place.parent + (place.isElement ? max(style.dashWidth, 2) : style.indentation)
  }

  private mutating func replaceBlockScalar(_ place: NodePlace, _ head: [UInt8], _ body: [UInt8]) {
    let lineEnd = lines.lineEnd(place.start)
    var headerEnd = place.start
    while headerEnd < lineEnd, !lines.at(headerEnd).isWhite { headerEnd += 1 }
    if head.isEmpty, let announced = place.announced {
      edit(announced..<headerEnd, depth: place.depth)
    } else {
      edit(place.start..<headerEnd, head, depth: place.depth)
    }
    edit(lineEnd..<max(place.end, lineEnd), body, depth: place.depth + 1)
  }

  /// Writes text after what announces the node, and takes the place of blanks that end the line.
  private mutating func insertAnnounced(_ text: [UInt8], _ place: NodePlace) {
    guard !text.isEmpty else { return }
    guard let announced = place.announced else { return }
    let blanksEnd = lines.skipWhite(announced)
    let end = blanksEnd == lines.lineEnd(announced) ? blanksEnd : announced
    edit(announced..<end, [.space] + text, depth: Self.headDepth)
  }

  /// Writes the content of a document that has none: before `...` or at the end, as a line.
  private mutating func insertIntoBlank(_ writer: YAMLWriter, _ place: NodePlace) {
    let text = writer.output
    let lineBreak = writer.style.lineBreak
    var line = 0
    while line < lines.count,
      !lines.bytes.has([.period, .period, .period], at: lines.start(ofLine: line))
    {
      line += 1
    }
    guard line == lines.count else {
      insert(text + lineBreak, at: lines.start(ofLine: line), depth: Self.headDepth)
      return
    }
    let end = lines.range.upperBound
    let isFree = end == lines.range.lowerBound || lines.at(end - 1).isBreak
    let tail = isFree || writer.endsWithOpenLine ? lineBreak : []
    insert((isFree ? [] : lineBreak) + text + tail, at: end, depth: Self.headDepth)
  }

  // MARK: With a collection

  private mutating func replaceWithBlock(
    _ place: NodePlace, _ value: Value, _ style: YAMLStyle, isMapping: Bool
  ) {
    switch place.form {
    case .block:
      replaceBlockWithBlock(place, value, style, isMapping: isMapping)
    case .inline
    where place.announced.map { lines.line(of: $0) != lines.line(of: place.start) } ?? true:
      replaceLine(place, value, style, isMapping: isMapping)
    case .inline where place.isElement && !place.isAnchored:
      let column = lines.column(of: place.start)
      if let announced = place.announced,
        lines.bytes[announced..<place.start].allSatisfy({ $0 == .space })
      {
        writeCompact(value, column, place, style, over: place.start..<place.end)
      } else {
        // A tab after the dash cannot stand before a block collection.
        let announced = place.announced ?? place.start
        insert([.space], at: announced, depth: Self.headDepth)
        writeCompact(
          value, place.parent + 2, place, style, over: announced..<place.end)
      }
    case .empty where place.isElement && !place.isAnchored:
      guard let announced = place.announced else { return }
      let width = max(style.dashWidth, 2)
      let blanksEnd = lines.skipWhite(announced)
      let end = blanksEnd == lines.lineEnd(announced) ? blanksEnd : announced
      let text = text(
        of: value, column: place.parent + width, parent: place.parent, style, at: announced)
      let (first, rest) = split(text, style)
      edit(
        announced..<end, Array(repeating: .space, count: width - 1) + first, depth: Self.headDepth)
      insert(rest, at: lines.lineEnd(announced), depth: place.depth + 1)
    case .empty where place.announced == nil:
      var writer = YAMLWriter(style)
      writer.write(value, column: 0, parent: -1)
      insertIntoBlank(writer, place)
    case .empty, .inline:
      let announced = place.announced
      if place.form == .inline, let announced {
        edit(announced..<place.end, depth: place.depth)
      } else if let announced, lines.skipWhite(announced) == lines.lineEnd(announced) {
        edit(announced..<lines.lineEnd(announced), depth: place.depth)
      }
      writeBelow(
        value, place, style, isMapping: isMapping,
        at: lines.lineEnd(place.form == .empty ? announced ?? place.end : place.end))
    case .blockScalar:
      let text = below(value, place, style, isMapping: isMapping)
      replaceBlockScalar(place, [], text)
    }
  }

  /// Writes a collection instead of a node that has a line of its own, whose column is good for the
  /// collection as well, unless it is made of tabs.
  private mutating func replaceLine(
    _ place: NodePlace, _ value: Value, _ style: YAMLStyle, isMapping: Bool
  ) {
    let line = lines.line(of: place.start)
    let lineStart = lines.textStart(ofLine: line)
    let content = lines.content(ofLine: line)
    let column = content - lineStart
    let isSpaces = lines.bytes[lineStart..<content].allSatisfy { $0 == .space }
    if isSpaces, column > place.parent {
      writeCompact(value, column, place, style, over: place.start..<place.end)
    } else {
      let below = childColumn(place, style, isMapping: isMapping)
      edit(lineStart..<place.start, Array(repeating: .space, count: below), depth: place.depth)
      writeCompact(value, below, place, style, over: place.start..<place.end)
    }
  }

  /// Writes a collection whose first line goes on where the node stood.
  private mutating func writeCompact(
    _ value: Value, _ column: Int, _ place: NodePlace, _ style: YAMLStyle, over range: Range<Int>
  ) {
    let text = text(of: value, column: column, parent: column, style, at: range.upperBound)
    let (first, rest) = split(text, style)
    edit(range, first, depth: place.depth)
    insert(rest, at: lines.lineEnd(range.upperBound), depth: place.depth + 1)
  }

  /// The column of a collection on lines below what announces it.
  private func childColumn(_ place: NodePlace, _ style: YAMLStyle, isMapping: Bool) -> Int {
    if place.parent < 0 { return 0 }
    if place.isElement { return place.parent + max(style.dashWidth, 2) }
    return place.parent + (isMapping ? style.indentation : style.sequenceOffset)
  }

  /// A collection on lines below what announces it.
  private func below(
    _ value: Value, _ place: NodePlace, _ style: YAMLStyle, isMapping: Bool
  ) -> [UInt8] {
    let column = childColumn(place, style, isMapping: isMapping)
    return lineStart(column: column, style)
      + text(
        of: value, column: column, parent: place.parent, style, at: place.end, beginsLine: true)
  }

  private mutating func writeBelow(
    _ value: Value, _ place: NodePlace, _ style: YAMLStyle, isMapping: Bool, at offset: Int
  ) {
    let text = below(value, place, style, isMapping: isMapping)
    insert(text, at: offset, depth: place.depth + 1)
  }

  private mutating func replaceBlockWithBlock(
    _ place: NodePlace, _ value: Value, _ style: YAMLStyle, isMapping: Bool
  ) {
    guard let last = context.items(of: place.row).last else { return }
    let column = context.column(ofBlock: place.row)
    let end = context.ownEnd(of: last, column: column)
    let wasMapping = context.record(place.row).kind == .mapping
    // The same kind stays where it was; another one may be indented otherwise.
    if wasMapping == isMapping || !lines.beginsLine(place.start) || place.announced == nil {
      let text = text(
        of: value, column: column, parent: place.parent, style, at: end,
        beginsLine: lines.beginsLine(place.start))
      edit(place.start..<end, text, depth: place.depth)
    } else {
      let start = context.endOfLineBefore(place.start) ?? place.start
      edit(start..<end, below(value, place, style, isMapping: isMapping), depth: place.depth)
    }
  }
}
