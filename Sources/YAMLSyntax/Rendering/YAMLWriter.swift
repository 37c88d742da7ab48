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
    var open: [BlockFrame] = []
    if let frame = begin(value, column: column, parent: parent) { open.append(frame) }
    while let innermost = open.indices.last {
      guard open[innermost].index < open[innermost].count else {
        open.removeLast()
        continue
      }
      let frame = open[innermost]
      open[innermost].index += 1
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
  }

  /// Writes a scalar or an empty collection where the cursor stands, or opens a frame.
  private mutating func begin(_ value: Value, column: Int, parent: Int) -> BlockFrame? {
    switch value {
    case .mapping(let entries) where !entries.isEmpty:
      return BlockFrame(value: value, column: column, count: entries.count)
    case .sequence(let elements) where !elements.isEmpty:
      return BlockFrame(value: value, column: column, count: elements.count)
    default:
      write(inline: value, textColumn: parent < 0 ? style.indentation : column, parent: parent)
      return nil
    }
  }

  /// Writes the next entry or element up to where a collection opens below it.
  private mutating func writeItem(of frame: BlockFrame, isOutermost: Bool) -> BlockFrame? {
    switch frame.value {
    case .mapping(let entries):
      let entry = entries[frame.index]
      write(key: entry.key, column: frame.column)
      return writeEntryValue(entry.value, column: frame.column)
    case .sequence(let elements):
      let width = max(style.dashWidth, 2)
      output.append(.minus)
      spaces(width - 1)
      if isOutermost, style.elementsInFlow, elements[frame.index].isContainer {
        write(flow: elements[frame.index])
        return nil
      }
      return begin(elements[frame.index], column: frame.column + width, parent: frame.column)
    default:
      return nil
    }
  }

  private mutating func writeEntryValue(_ value: Value, column: Int) -> BlockFrame? {
    switch value {
    case .mapping(let entries) where !entries.isEmpty:
      let below = column + style.indentation
      newLine(column: below)
      return BlockFrame(value: value, column: below, count: entries.count)
    case .sequence(let elements) where !elements.isEmpty:
      let below = column + style.sequenceOffset
      newLine(column: below)
      return BlockFrame(value: value, column: below, count: elements.count)
    default:
      output.append(.space)
      write(inline: value, textColumn: column + style.indentation, parent: column)
      return nil
    }
  }

  /// Writes a key with its colon. One that is too long for a simple key gets a `?`.
  mutating func write(key: String, column: Int) {
    endsWithOpenLine = false
    let start = output.count
    write(simpleKey: key, inFlow: false)
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

  /// Writes a scalar or an empty collection where the cursor stands. Text of several lines becomes
  /// a block scalar whose lines stand at `textColumn`.
  mutating func write(
    inline value: Value, textColumn: Int, parent: Int, quotes: YAMLStyle.Quotes? = nil
  ) {
    endsWithOpenLine = false
    if case .string(let string) = value {
      let bytes = Array(string.utf8)
      if write(literal: bytes, column: textColumn, parent: parent) { return }
      write(string: bytes, inFlow: false, quotes: quotes)
    } else {
      write(flow: value)
    }
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
    endsWithOpenLine = false
    var steps: [FlowStep] = [.value(value)]
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
        output.append(.openBrace)
        steps.append(.close(.closeBrace))
        for (index, entry) in entries.enumerated().reversed() {
          steps.append(.value(entry.value))
          steps.append(.key(entry.key))
          if index > 0 { steps.append(.comma) }
        }
      case .value(.sequence(let elements)):
        output.append(.openBracket)
        steps.append(.close(.closeBracket))
        for (index, element) in elements.enumerated().reversed() {
          steps.append(.value(element))
          if index > 0 { steps.append(.comma) }
        }
      case .value(let scalar):
        write(flowScalar: scalar, quotes: quotes)
      }
    }
  }

  mutating func write(flowKey key: String) {
    let start = output.count
    write(simpleKey: key, inFlow: true)
    let isQuoted = output.indices.contains(start) && output[start] != key.utf8.first
    if output.count - start > 1_000 { output.insert(contentsOf: [.question, .space], at: start) }
    output.append(.colon)
    // Only after a quoted key may the value follow at once.
    if style.spacesAfterColon || !isQuoted { output.append(.space) }
  }

  private mutating func write(flowScalar scalar: Value, quotes: YAMLStyle.Quotes?) {
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
