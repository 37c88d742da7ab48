import Documents

/// The white space with which a value is written.
struct JSONLayout {
  /// A line break and the indentation of the line where the value begins; empty for a value that
  /// stays on one line.
  var lineBreak: [UInt8]
  /// What each level adds to the indentation.
  var unit: [UInt8]
  /// A colon, with the white space around it.
  var colon: [UInt8]
  /// A comma, with the white space behind it. It is followed by a line break where there are lines.
  var comma: [UInt8]

  /// One line without white space, as Kubernetes writes it.
  static let compact = JSONLayout(
    lineBreak: [], unit: [], colon: [Ascii.colon], comma: [Ascii.comma])
  /// Two spaces a level.
  static let pretty = JSONLayout(
    lineBreak: [Ascii.newline], unit: [Ascii.space, Ascii.space],
    colon: [Ascii.colon, Ascii.space], comma: [Ascii.comma])

  /// Goes to a new line, so many levels deeper than the value; does nothing on one line.
  func breakLine(_ depth: Int, to output: inout [UInt8]) {
    guard !lineBreak.isEmpty else { return }
    output.append(contentsOf: lineBreak)
    for _ in 0..<depth { output.append(contentsOf: unit) }
  }
}

extension JSONWriter {
  /// Appends a value and all below it.
  static func append(_ value: Value, to output: inout [UInt8], layout: JSONLayout) {
    var open: [OpenValue] = []
    var next = value
    while true {
      switch next {
      case .null: append("null", to: &output)
      case .boolean(let value): append(value ? "true" : "false", to: &output)
      case .number(let text): append(text, to: &output)
      case .string(let text): appendString(text, to: &output)
      case .sequence(let elements):
        output.append(Ascii.openBracket)
        open.append(OpenValue(elements: elements))
      case .mapping(let entries):
        output.append(Ascii.openBrace)
        open.append(OpenValue(entries: entries))
      }
      while true {
        guard var container = open.popLast() else { return }
        guard let child = container.next(to: &output, layout, depth: open.count + 1) else {
          container.close(to: &output, layout, depth: open.count)
          continue
        }
        open.append(container)
        next = child
        break
      }
    }
  }

  /// A container of a value that is being written.
  private struct OpenValue {
    private var elements: [Value] = []
    private var entries: [Value.Entry] = []
    private let isMapping: Bool
    private var written = 0

    init(elements: [Value]) {
      self.elements = elements
      isMapping = false
    }

    init(entries: [Value.Entry]) {
      self.entries = entries
      isMapping = true
    }

    /// Writes what stands before the next child and gives that child.
    mutating func next(
      to output: inout [UInt8], _ layout: JSONLayout, depth: Int
    ) -> Value? {
      guard written < (isMapping ? entries.count : elements.count) else { return nil }
      if written > 0 { output.append(contentsOf: layout.comma) }
      layout.breakLine(depth, to: &output)
      written += 1
      guard isMapping else { return elements[written - 1] }
      let entry = entries[written - 1]
      JSONWriter.appendString(entry.key, to: &output)
      output.append(contentsOf: layout.colon)
      return entry.value
    }

    func close(to output: inout [UInt8], _ layout: JSONLayout, depth: Int) {
      if written > 0 { layout.breakLine(depth, to: &output) }
      output.append(isMapping ? Ascii.closeBrace : Ascii.closeBracket)
    }
  }
}
