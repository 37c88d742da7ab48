import Documents

/// Finds out how the author writes, so that what is inserted looks as if the author had written it.
struct StyleSurvey {
  private let context: RenderingContext
  private var overall: Habits?
  /// The quotes of all strings of the document, once they were asked for; see ``quotesOfAll()``.
  private var ofAll: YAMLStyle.Quotes??
  /// Styles that were asked for, so that many edits in one collection look at it once.
  private var known: [UInt32: YAMLStyle] = [:]

  /// What the document as a whole shows; `nil` for what it does not show.
  private struct Habits {
    var indentation: Int?
    var sequenceOffset: Int?
    var dashWidth: Int?
    var quotes: YAMLStyle.Quotes?
  }

  init(_ context: RenderingContext) {
    self.context = context
  }

  /// The style of what is written into a collection, or beside the node at its place.
  mutating func style(for container: UInt32?, parent: UInt32? = nil) -> YAMLStyle {
    if let container, let style = known[container] { return style }
    let habits = documentHabits()
    var style = YAMLStyle()
    style.indentation = habits.indentation ?? 2
    style.sequenceOffset = habits.sequenceOffset ?? 0
    style.dashWidth = habits.dashWidth ?? 2
    style.quotes = habits.quotes ?? .double
    guard let container, context.record(container).isContainer else {
      style.lineBreak = context.lines.lineBreak(near: context.lines.range.lowerBound)
      return style
    }
    let record = context.record(container)
    style.lineBreak = context.lines.lineBreak(near: Int(record.start))
    if context.isBlock(container) {
      takeLayout(of: container, parent, habits, into: &style)
    } else {
      takeSpacing(of: container, into: &style)
    }
    takeQuotes(of: container, into: &style)
    known[container] = style
    return style
  }
}

// MARK: - Layout

extension StyleSurvey {
  private func takeLayout(
    of container: UInt32, _ parent: UInt32?, _ habits: Habits, into style: inout YAMLStyle
  ) {
    let column = context.column(ofBlock: container)
    let record = context.record(container)
    if record.kind == .sequence {
      if let width = dashWidth(of: container, column) { style.dashWidth = width }
      if let last = lastElement(of: container), context.record(last).has(.flow),
        context.record(last).first > 0, !context.record(last).has(.aliasRoot)
      {
        style.elementsInFlow = true
        takeSpacing(of: last, into: &style)
      }
      return
    }
    if let parent, context.isBlock(parent), context.record(parent).kind == .mapping {
      let step = column - context.column(ofBlock: parent)
      if step > 0 { style.indentation = step }
    }
    var row = container + 1
    var looked = 0
    while row < record.second, looked < 64 {
      let value = context.next(after: row)
      if !context.record(row).has(.merged), context.isBlock(value) {
        let step = context.column(ofBlock: value) - column
        if context.record(value).kind == .sequence {
          style.sequenceOffset = max(step, 0)
        } else if step > 0 {
          style.indentation = step
        }
      }
      row = context.next(after: value)
      looked += 1
    }
  }

  /// Columns from the dash to the first element of a sequence in block style that stands beside it.
  private func dashWidth(of sequence: UInt32, _ column: Int) -> Int? {
    guard context.record(sequence).first > 0 else { return nil }
    let first = context.start(of: sequence + 1)
    let dash = Int(context.record(sequence).start)
    guard context.lines.line(of: first) == context.lines.line(of: dash) else { return nil }
    let width = context.lines.column(of: first) - column
    return width >= 2 ? width : nil
  }

  /// The habits of the first few hundred nodes, found once.
  private mutating func documentHabits() -> Habits {
    if let overall { return overall }
    var habits = Habits()
    var steps: [Int: Int] = [:]
    var offsets: [Int: Int] = [:]
    var widths: [Int: Int] = [:]
    var quotes = (single: 0, double: 0)
    var open: [(end: UInt32, column: Int, isBlockMapping: Bool)] = []
    var row: UInt32 = 0
    while row < context.document.records.count, row < 2_000 {
      while let last = open.last, last.end <= row { open.removeLast() }
      let record = context.record(row)
      if !record.flags.isDisjoint(with: [.aliasRoot, .aliased, .merged]) {
        row = context.next(after: row)
        continue
      }
      if record.isContainer {
        let isBlock = context.isBlock(row)
        let column = isBlock ? context.column(ofBlock: row) : 0
        if isBlock, record.kind == .sequence, let width = dashWidth(of: row, column) {
          widths[width, default: 0] += 1
        }
        if isBlock, let above = open.last, above.isBlockMapping {
          let step = column - above.column
          if record.kind == .mapping { steps[step, default: 0] += 1 }
          if record.kind == .sequence { offsets[step, default: 0] += 1 }
        }
        open.append((record.second, column, isBlock && record.kind == .mapping))
      } else if record.kind == .string {
        if context.lines.at(Int(record.start)) == .singleQuote { quotes.single += 1 }
        if context.lines.at(Int(record.start)) == .doubleQuote { quotes.double += 1 }
      }
      row += 1
    }
    habits.indentation = Self.mostFrequent(steps.filter { $0.key > 0 })
    habits.sequenceOffset = Self.mostFrequent(offsets.filter { $0.key >= 0 })
    habits.dashWidth = Self.mostFrequent(widths)
    if quotes.single > 0, quotes.double == 0 { habits.quotes = .single }
    overall = habits
    return habits
  }
}

extension StyleSurvey {
  /// Of equally frequent widths the smaller one, so that the answer does not depend on hashing.
  private static func mostFrequent(_ counts: [Int: Int]) -> Int? {
    counts.max { ($0.value, -$0.key) < ($1.value, -$1.key) }?.key
  }
}

// MARK: - Quotes and spaces

extension StyleSurvey {
  /// The author's quotes as the neighbours show them: those of strings, and whether even strings
  /// that need none have them. For a sequence of mappings the entries of the last one are asked.
  /// Where the neighbours show nothing, the document as a whole may: JSON in a file of YAML does.
  private mutating func takeQuotes(of container: UInt32, into style: inout YAMLStyle) {
    var mapping = container
    var record = context.record(container)
    if record.kind == .sequence {
      let last = lastElement(of: container)
      if let last, context.record(last).kind == .mapping {
        mapping = last
        record = context.record(last)
      }
    }
    var needless: YAMLStyle.Quotes?
    var plain = 0
    var keys = (quoted: 0, plain: 0)
    var row = mapping + 1
    var looked = 0
    while row < record.second, looked < 256 {
      looked += 1
      var value = row
      if record.kind == .mapping {
        value = context.next(after: row)
        if context.record(row).has(.merged) {
          row = context.next(after: value)
          continue
        }
        if let quotes = quotes(of: row), isPlain(row) {
          keys.quoted += 1
          style.keyQuotes = quotes
        } else {
          keys.plain += 1
        }
      }
      row = context.next(after: value)
      guard context.record(value).kind == .string else { continue }
      if let quotes = quotes(of: value) {
        style.quotes = quotes
        if isPlain(value) { needless = quotes }
      } else if isPlain(value) {
        plain += 1
      }
    }
    if plain == 0, let needless = needless ?? quotesOfAll() {
      style.quotes = needless
      style.quotesEverything = true
    }
    if keys.plain > 0 { style.keyQuotes = nil }
  }

  /// The quotes in which strings stand that need none, if every string does that is no key; of the
  /// first few hundred nodes. Mostly the first string answers.
  private mutating func quotesOfAll() -> YAMLStyle.Quotes? {
    if let ofAll { return ofAll }
    var found: YAMLStyle.Quotes?
    var open: [(end: UInt32, isMapping: Bool, children: Int)] = []
    var row: UInt32 = 0
    while row < context.document.records.count, row < 2_000 {
      while let last = open.last, last.end <= row { open.removeLast() }
      let isKey = open.last.map { $0.isMapping && $0.children.isMultiple(of: 2) } ?? false
      if !open.isEmpty { open[open.count - 1].children += 1 }
      let record = context.record(row)
      if !record.flags.isDisjoint(with: [.aliasRoot, .aliased, .merged]) {
        row = context.next(after: row)
        continue
      }
      if record.isContainer {
        open.append((record.second, record.kind == .mapping, 0))
      } else if record.kind == .string, !isKey {
        guard let quotes = quotes(of: row) else {
          found = nil
          break
        }
        if found == nil, isPlain(row) { found = quotes }
      }
      row += 1
    }
    ofAll = .some(found)
    return found
  }

  private func lastElement(of sequence: UInt32) -> UInt32? {
    var element = sequence + 1
    var last: UInt32?
    while element < context.record(sequence).second {
      last = element
      element = context.next(after: element)
    }
    return last
  }

  private func quotes(of row: UInt32) -> YAMLStyle.Quotes? {
    let record = context.record(row)
    guard !record.has(.aliased), !record.has(.aliasRoot) else { return nil }
    switch context.lines.at(Int(record.start)) {
    case .singleQuote: return .single
    case .doubleQuote: return .double
    default: return nil
    }
  }

  /// Whether a string could stand without quotes; long ones are not looked at.
  private func isPlain(_ row: UInt32) -> Bool {
    let record = context.record(row)
    guard record.second <= 200, !record.has(.aliased), !record.has(.aliasRoot) else { return false }
    let text = Node(document: context.document, index: row).text
    return ScalarStyle(Array(text.utf8)).isPlain(inFlow: false)
  }

  /// Whether the author leaves a space after `:` and `,` in a flow collection.
  private func takeSpacing(of container: UInt32, into style: inout YAMLStyle) {
    let record = context.record(container)
    guard record.first > 0 else { return }
    if record.kind == .mapping, let colon = context.afterColon(ofKey: container + 1) {
      style.spacesAfterColon = context.lines.at(colon).isBlank
    }
    var first = context.next(after: container + 1)
    if record.kind == .mapping { first = context.next(after: container + 2) }
    if record.first > 1, first < record.second {
      let before = record.kind == .mapping ? container + 2 : container + 1
      let comma = context.lines.skipToToken(context.end(of: before))
      if context.lines.at(comma) == .comma {
        style.spacesAfterComma = context.lines.at(comma + 1).isBlank
      }
    } else {
      style.spacesAfterComma = style.spacesAfterColon
    }
  }
}
