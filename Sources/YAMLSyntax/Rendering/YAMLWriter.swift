import Documents

/// Writes values as YAML: block style for collections that are not empty, quotes where a string
/// could be taken for something else by YAML 1.2 or by Kubernetes, literal blocks for text of
/// several lines. The same value gives the same bytes.
package struct YAMLWriter {
  var style: YAMLStyle
  /// What was written so far.
  package internal(set) var output: [UInt8] = []
  /// Whether what was written last needs a line break after it to mean what it shall: a block
  /// scalar that ends with one.
  var endsWithOpenLine = false
  /// The spelling of the node that is written next.
  private var nextSpelling = 0

  package init(_ style: YAMLStyle = YAMLStyle()) {
    self.style = style
  }

  /// A value as a document of its own, with a line break at its end.
  package static func document(_ value: Value, style: YAMLStyle = YAMLStyle()) -> [UInt8] {
    var writer = YAMLWriter(style)
    writer.write(value, column: 0, parent: -1)
    writer.output.append(contentsOf: style.lineBreak)
    return writer.output
  }

  /// Writes a value in block style. The cursor stands where its first line begins, which is at
  /// `column`; `parent` is the column of the collection around it, -1 at the root. There is no line
  /// break at the end.
  package mutating func write(_ value: Value, column: Int, parent: Int) {
    write(value, column: column, parent: parent, beginsLine: false)
  }

  /// - Parameter beginsLine: whether nothing stands before it on its line, so that comments may.
  mutating func write(_ value: Value, column: Int, parent: Int, beginsLine: Bool) {
    var open: [BlockFrame] = []
    if var frame = begin(value, column: column, parent: parent) {
      frame.beginsLine = beginsLine
      open.append(frame)
    }
    while let innermost = open.indices.last {
      guard open[innermost].index < open[innermost].count else {
        open.removeLast()
        continue
      }
      let frame = open[innermost]
      open[innermost].index += 1
      open[innermost].beginsLine = true
      if frame.index > 0 { newLine(column: frame.column) }
      if let child = writeItem(of: frame, isOutermost: innermost == 0) { open.append(child) }
    }
  }

  /// A block collection that is being written.
  private struct BlockFrame {
    let value: Value
    let column: Int
    let count: Int
    var index = 0
    /// Whether the next entry or element stands first on its line.
    var beginsLine = false
  }

  /// Writes a value that ends where it begins, or opens a frame.
  private mutating func begin(_ value: Value, column: Int, parent: Int) -> BlockFrame? {
    let textColumn = parent < 0 ? style.indentation : column
    return begin(value, takeSpelling(), column: column, textColumn: textColumn, parent: parent)
  }

  private mutating func begin(
    _ value: Value, _ spelling: Spelling?, column: Int, textColumn: Int, parent: Int
  ) -> BlockFrame? {
    if spelling?.form != .flow {
      switch value {
      case .mapping(let entries) where !entries.isEmpty:
        return BlockFrame(value: value, column: column, count: entries.count)
      case .sequence(let elements) where !elements.isEmpty:
        return BlockFrame(value: value, column: column, count: elements.count)
      default: break
      }
    }
    write(inline: value, spelling, textColumn: textColumn, parent: parent)
    if !endsWithOpenLine, spelling?.isBlock != true { output += spelling?.comment ?? [] }
    return nil
  }

  /// Writes the next entry or element up to where a collection opens below it.
  private mutating func writeItem(of frame: BlockFrame, isOutermost: Bool) -> BlockFrame? {
    switch frame.value {
    case .mapping(let entries):
      let entry = entries[frame.index]
      let spelling = takeSpelling()
      write(above: spelling, frame)
      write(key: entry.key, spelling, column: frame.column)
      return writeEntryValue(entry.value, keyComment: spelling?.comment ?? [], frame.column)
    case .sequence(let elements):
      let element = elements[frame.index]
      let width = max(style.dashWidth, 2)
      write(above: peekSpelling(), frame)
      output.append(.minus)
      if isOutermost, style.elementsInFlow, element.isContainer {
        spaces(width - 1)
        write(flow: element)
        return nil
      }
      if peekSpelling()?.form != .inline([]) { spaces(width - 1) }
      var child = begin(element, column: frame.column + width, parent: frame.column)
      child?.beginsLine = false
      return child
    default:
      return nil
    }
  }

  /// Writes the comments that stand above an entry or element in the source.
  private mutating func write(above spelling: Spelling?, _ frame: BlockFrame) {
    guard frame.beginsLine, let spelling else { return }
    for comment in spelling.above {
      output += comment
      newLine(column: frame.column)
    }
  }

  private mutating func writeEntryValue(
    _ value: Value, keyComment: [UInt8], _ column: Int
  ) -> BlockFrame? {
    let spelling = takeSpelling()
    let isBlock = spelling?.form != .flow
    switch value {
    case .mapping(let entries) where !entries.isEmpty && isBlock:
      return open(value, entries.count, keyComment, spelling, column + style.indentation)
    case .sequence(let elements) where !elements.isEmpty && isBlock:
      return open(value, elements.count, keyComment, spelling, column + style.sequenceOffset)
    default:
      if spelling?.form != .inline([]) { output.append(.space) }
      return begin(
        value, spelling, column: column, textColumn: column + style.indentation, parent: column)
    }
  }

  /// Opens a collection on the lines below its key.
  private mutating func open(
    _ value: Value, _ count: Int, _ keyComment: [UInt8], _ spelling: Spelling?, _ column: Int
  ) -> BlockFrame {
    output += keyComment.isEmpty ? spelling?.comment ?? [] : keyComment
    newLine(column: column)
    return BlockFrame(value: value, column: column, count: count, beginsLine: true)
  }

  /// Writes a key with its colon. One that is too long for a simple key gets a `?`.
  private mutating func write(key: String, _ spelling: Spelling?, column: Int) {
    endsWithOpenLine = false
    let start = output.count
    if case .inline(let text) = spelling?.form, !text.isEmpty {
      output += text
    } else {
      write(simpleKey: key, inFlow: false)
    }
    // YAML 1.2 §7.4.2: at most 1024 characters.
    if output.count - start > 1_000 {
      output.insert(contentsOf: [.question, .space], at: start)
      newLine(column: column)
    }
    output.append(.colon)
  }

  private mutating func write(simpleKey key: String, inFlow: Bool) {
    let everything = style.quotesEverything
    style.quotesEverything = false
    write(string: Array(key.utf8), inFlow: inFlow, quotes: style.keyQuotes)
    style.quotesEverything = everything
  }

  /// Writes a scalar, or a collection that is empty or in flow style, where the cursor stands. Text
  /// of several lines becomes a block scalar whose lines stand at `textColumn`.
  mutating func write(
    inline value: Value, _ spelling: Spelling?, textColumn: Int, parent: Int,
    quotes: YAMLStyle.Quotes? = nil
  ) {
    endsWithOpenLine = false
    if let spelling, write(spelling, column: textColumn, parent: parent) { return }
    if case .string(let string) = value {
      let bytes = Array(string.utf8)
      if write(literal: bytes, column: textColumn, parent: parent) { return }
      write(string: bytes, inFlow: false, quotes: quotes)
    } else {
      write(flow: value, spelling)
    }
  }

  // MARK: Copies

  mutating func takeSpelling() -> Spelling? {
    defer { nextSpelling += 1 }
    return peekSpelling()
  }

  private func peekSpelling() -> Spelling? {
    nextSpelling < style.spellings.count ? style.spellings[nextSpelling] : nil
  }
}

// MARK: - Flow style

extension YAMLWriter {
  private enum FlowStep {
    case value(Value)
    case key(String)
    case comma
    case close(UInt8)
  }

  /// Writes a value on one line.
  mutating func write(flow value: Value, quotes: YAMLStyle.Quotes? = nil) {
    write(flow: value, takeSpelling(), quotes: quotes)
  }

  private mutating func write(
    flow value: Value, _ spelling: Spelling?, quotes: YAMLStyle.Quotes? = nil
  ) {
    endsWithOpenLine = false
    var steps: [FlowStep] = [.value(value)]
    var first: Spelling?? = .some(spelling)
    while let step = steps.popLast() {
      switch step {
      case .comma:
        output.append(.comma)
        if style.spacesAfterComma { output.append(.space) }
      case .close(let bracket):
        output.append(bracket)
      case .key(let key):
        write(flowKey: key)
      case .value(.mapping(let entries)):
        if first.take() == nil { _ = takeSpelling() }
        output.append(.openBrace)
        steps.append(.close(.closeBrace))
        for (index, entry) in entries.enumerated().reversed() {
          steps.append(.value(entry.value))
          steps.append(.key(entry.key))
          if index > 0 { steps.append(.comma) }
        }
      case .value(.sequence(let elements)):
        if first.take() == nil { _ = takeSpelling() }
        output.append(.openBracket)
        steps.append(.close(.closeBracket))
        for (index, element) in elements.enumerated().reversed() {
          steps.append(.value(element))
          if index > 0 { steps.append(.comma) }
        }
      case .value(let scalar):
        write(flowScalar: scalar, first.take() ?? takeSpelling(), quotes: quotes)
      }
    }
  }

  mutating func write(flowKey key: String) {
    let start = output.count
    if let text = takeSpelling()?.flowText {
      output += text
    } else {
      write(simpleKey: key, inFlow: true)
    }
    let isQuoted = output.indices.contains(start) && output[start] != key.utf8.first
    if output.count - start > 1_000 { output.insert(contentsOf: [.question, .space], at: start) }
    output.append(.colon)
    // Only after a quoted key may the value follow at once.
    if style.spacesAfterColon || !isQuoted { output.append(.space) }
  }

  private mutating func write(
    flowScalar scalar: Value, _ spelling: Spelling?, quotes: YAMLStyle.Quotes?
  ) {
    if let text = spelling?.flowText {
      output += text
      return
    }
    switch scalar {
    case .string(let string): write(string: Array(string.utf8), inFlow: true, quotes: quotes)
    case .number(let number): append(number)
    case .boolean(let value): append(value ? "true" : "false")
    case .null, .sequence, .mapping: append("null")
    }
  }
}

// MARK: - Bytes

extension YAMLWriter {
  mutating func append(_ text: String) { output.append(contentsOf: text.utf8) }

  mutating func spaces(_ count: Int) {
    output.append(contentsOf: repeatElement(.space, count: max(count, 0)))
  }

  mutating func newLine(column: Int) {
    output.append(contentsOf: style.lineBreak)
    spaces(column)
  }
}
