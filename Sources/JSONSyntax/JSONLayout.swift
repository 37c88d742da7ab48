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
    guard var container = OpenValue(writing: value, to: &output) else { return }
    // The containers around it.
    var open: [OpenValue] = []
    while true {
      if let child = container.next(to: &output, layout, depth: open.count + 1) {
        guard let inner = OpenValue(writing: child, to: &output) else { continue }
        open.append(container)
        container = inner
      } else {
        container.close(to: &output, layout, depth: open.count)
        guard let outer = open.popLast() else { return }
        container = outer
      }
    }
  }

  /// A container of a value that is being written.
  private struct OpenValue {
    private var elements: [Value] = []
    private var entries: [Value.Entry] = []
    private let isMapping: Bool
    private var written = 0

    /// Writes a scalar, or the opening bracket of a container; `nil` for a scalar.
    init?(writing value: Value, to output: inout [UInt8]) {
      switch value {
      case .null: JSONWriter.append("null", to: &output)
      case .boolean(let value): JSONWriter.append(value ? "true" : "false", to: &output)
      case .number(let text): JSONWriter.append(text, to: &output)
      case .string(let text): JSONWriter.appendString(text, to: &output)
      case .sequence(let elements):
        output.append(Ascii.openBracket)
        self.elements = elements
        isMapping = false
        return
      case .mapping(let entries):
        output.append(Ascii.openBrace)
        self.entries = entries
        isMapping = true
        return
      }
      return nil
    }

    /// Writes what stands before the next child and gives that child.
    mutating func next(
      to output: inout [UInt8], _ layout: JSONLayout, depth: Int
    ) -> Value? {
      guard written < (isMapping ? entries.count : elements.count) else { return nil }
      if written > 0 { for byte in layout.comma { output.append(byte) } }
      layout.breakLine(depth, to: &output)
      written += 1
      guard isMapping else { return elements[written - 1] }
      let entry = entries[written - 1]
      JSONWriter.appendString(entry.key, to: &output)
      for byte in layout.colon { output.append(byte) }
      return entry.value
    }

    func close(to output: inout [UInt8], _ layout: JSONLayout, depth: Int) {
      if written > 0 { layout.breakLine(depth, to: &output) }
      output.append(isMapping ? Ascii.closeBrace : Ascii.closeBracket)
    }
  }
}
