import Documents
import Edits

/// Changes to a JSON document as the text edits that make them, with no byte changed besides.
///
/// What is inserted follows its surroundings: it stands on a line of its own where its siblings do,
/// with their indentation and line ending, else on their line with their spacing after colon and
/// comma. A value that was on one line stays on one line.
package enum JSONRenderer {
  /// The edits in the order of the source, disjoint. Applied to the source of the document they
  /// give a text whose tree is ``EditSet/applied(to:)``; a removal takes its comma along.
  ///
  /// The document must come from ``JSONParser``. The cost is linear in it and in what is inserted.
  package static func textEdits(for edits: EditSet) -> [TextEdit] {
    guard let first = edits.changes.first else { return [] }
    if case .replace(let value) = first.operation, first.row == 0 {
      var text: [UInt8] = []
      let style = JSONStyle(of: edits.document)
      let lines = JSONText(edits.document).isOnLines(container: 0)
      JSONWriter.append(value, to: &text, layout: style.layout(lines ? [] : nil))
      return [TextEdit(range: edits.document.root.range, replacement: text)]
    }
    var renderer = ContainerRenderer(edits)
    while let row = renderer.pending.popLast() { renderer.render(row) }
    return renderer.output.sorted {
      ($0.range.start, $0.range.end) < ($1.range.start, $1.range.end)
    }
  }
}

extension JSONStyle {
  /// How a value is written whose line has this indentation, or that stays on one line.
  func layout(_ indentation: [UInt8]?) -> JSONLayout {
    JSONLayout(
      lineBreak: indentation.map { newline + $0 } ?? [], unit: unit, colon: colon,
      comma: indentation == nil ? comma : [Ascii.comma])
  }
}

extension JSONText {
  /// Whether a container has each child on a line, or, being empty, its bracket.
  func isOnLines(container row: Int) -> Bool {
    let record = document.records[row]
    guard record.isContainer else { return false }
    let inside = record.first > 0 ? document.records[row + 1].start : record.end - 1
    return lineBefore(Int(inside)) != nil
  }
}

/// Renders the changes of one container after the other.
private struct ContainerRenderer {
  private let document: Document
  private let changes: [Change]
  private let text: JSONText
  private let style: JSONStyle
  /// Containers with changes in them, and how each one's own line is indented where it has one.
  var pending: [Container]
  var output: [TextEdit] = []

  /// A container with changes in it.
  struct Container {
    var row: Int
    /// Its changes and those of its descendants.
    var changes: Range<Int>
    /// The indentation of the line on which the container's entry or element begins; `nil` where
    /// that begins no line.
    var indentation: [UInt8]?
  }

  /// An entry or element of the container at hand.
  private struct Child {
    var start: UInt32
    var end: UInt32
    var isRemoved: Bool
  }

  /// An entry or element that comes in.
  private struct Arrival {
    var key: String?
    var value: Value
    /// Before which child.
    var position: Int
  }

  init(_ edits: EditSet) {
    document = edits.document
    changes = edits.changes
    text = JSONText(document)
    style = JSONStyle(of: document)
    pending = [Container(row: 0, changes: 0..<edits.changes.count, indentation: [])]
  }

  mutating func render(_ container: Container) {
    let record = document.records[container.row]
    guard record.isContainer else { return }
    var next = container.changes.lowerBound
    var arrivals: [Arrival] = []
    while next < container.changes.upperBound, Int(changes[next].row) == container.row {
      switch changes[next].operation {
      case .insertEntry(let key, let value):
        arrivals.append(Arrival(key: key, value: value, position: Int(record.first)))
      case .insertElement(let value, let position):
        arrivals.append(Arrival(key: nil, value: value, position: position))
      case .replace, .removeEntry, .removeElement: break
      }
      next += 1
    }
    var children: [Child] = []
    children.reserveCapacity(Int(record.first))
    var removes = false
    var row = container.row + 1
    while row < Int(record.second) {
      let value = record.kind == .mapping ? row + 1 : row
      let end = Int(document.next(after: UInt32(truncatingIfNeeded: value)))
      let first = next
      while next < container.changes.upperBound, Int(changes[next].row) < end { next += 1 }
      let isRemoved = first < next && render(child: row, value, changes: first..<next)
      removes = removes || isRemoved
      children.append(
        Child(
          start: document.records[row].start, end: document.records[value].end,
          isRemoved: isRemoved))
      row = end
    }
    if !arrivals.isEmpty || removes { rearrange(container, children, arrivals) }
  }

  /// Does what changes say about one entry or element, or puts its value off; whether it goes.
  private mutating func render(child row: Int, _ value: Int, changes: Range<Int>) -> Bool {
    let change = self.changes[changes.lowerBound]
    let line = text.lineBefore(Int(document.records[row].start))
    switch change.operation {
    case .removeEntry where Int(change.row) == row && row < value: return true
    case .removeElement where Int(change.row) == value: return true
    case .replace(let new) where Int(change.row) == value:
      let old = document.records[value]
      // A container that was on one line stays so.
      let lines =
        line != nil && (!old.isContainer || old.first == 0 || text.isOnLines(container: value))
      var replacement: [UInt8] = []
      JSONWriter.append(
        new, to: &replacement, layout: style.layout(lines ? line?.indentation : nil))
      output.append(TextEdit(range: old.range, replacement: replacement))
    default:
      pending.append(Container(row: value, changes: changes, indentation: line?.indentation))
    }
    return false
  }

  /// Takes children out and puts others in. What stays is not touched, nor what stands between two
  /// neighbours that both stay.
  private mutating func rearrange(
    _ container: Container, _ children: [Child], _ arrivals: [Arrival]
  ) {
    guard let last = children.lastIndex(where: { !$0.isRemoved }) else {
      refill(container, children, arrivals)
      return
    }
    let spacing = spacing(container, children)
    var next = 0
    for (index, child) in children[...last].enumerated() {
      var replacement: [UInt8] = []
      while next < arrivals.count, arrivals[next].position <= index {
        append(arrivals[next], spacing, container, to: &replacement)
        replacement += spacing.separator
        next += 1
      }
      // A child that goes takes its comma along and all up to the next child.
      let end = child.isRemoved ? children[index + 1].start : child.start
      if !replacement.isEmpty || child.isRemoved {
        output.append(
          TextEdit(
            range: SourceRange(start: child.start, end: end), replacement: replacement))
      }
    }
    var replacement: [UInt8] = []
    for arrival in arrivals[next...] {
      replacement += spacing.separator
      append(arrival, spacing, container, to: &replacement)
    }
    let end = children[children.count - 1].end
    if !replacement.isEmpty || end > children[last].end {
      output.append(
        TextEdit(
          range: SourceRange(start: children[last].end, end: end), replacement: replacement))
    }
  }

  /// Writes the inside of a container of which nothing stays.
  private mutating func refill(
    _ container: Container, _ children: [Child], _ arrivals: [Arrival]
  ) {
    let record = document.records[container.row]
    let inside = SourceRange(start: record.start + 1, end: record.end - 1)
    guard !arrivals.isEmpty else {
      output.append(TextEdit(range: inside, replacement: []))
      return
    }
    let spacing = spacing(container, children)
    var replacement: [UInt8] = []
    for (index, arrival) in arrivals.enumerated() {
      if index > 0 { replacement += spacing.separator }
      append(arrival, spacing, container, to: &replacement)
    }
    if let first = children.first, let last = children.last {
      output.append(
        TextEdit(range: SourceRange(start: first.start, end: last.end), replacement: replacement))
    } else {
      output.append(
        TextEdit(range: inside, replacement: spacing.open + replacement + spacing.close))
    }
  }

  /// The white space of a container's children.
  private struct Spacing {
    /// What stands between two of them, from the comma on.
    var separator: [UInt8]
    /// What stands between a key and its value.
    var colon: [UInt8]
    /// The indentation of their lines; `nil` where they are on one line.
    var indentation: [UInt8]?
    /// What stands behind the opening bracket of a container that was empty.
    var open: [UInt8] = []
    /// What stands before the closing bracket of a container that was empty.
    var close: [UInt8] = []
  }

  private func spacing(_ container: Container, _ children: [Child]) -> Spacing {
    let record = document.records[container.row]
    var spacing = Spacing(separator: style.comma, colon: style.colon, indentation: nil)
    if record.kind == .mapping, record.first > 0, let own = text.colon(after: container.row + 1) {
      spacing.colon = own
    }
    if let child = children.last {
      if let line = text.lineBefore(Int(child.start)) {
        spacing.separator = [Ascii.comma] + line.newline + line.indentation
        spacing.indentation = line.indentation
      } else if children.count > 1, let gap = text.gap(before: Int(child.start)) {
        spacing.separator = [Ascii.comma] + gap
      }
      return spacing
    }
    // An empty container: its bracket's line tells, or the line on which it stands.
    let line = text.lineBefore(Int(record.end) - 1)
    guard let outer = line?.indentation ?? container.indentation, container.row > 0 || line != nil
    else { return spacing }
    let inner = outer + style.unit
    spacing.open = style.newline + inner
    spacing.separator = [Ascii.comma] + spacing.open
    spacing.close = style.newline + outer
    spacing.indentation = inner
    return spacing
  }

  private func append(
    _ arrival: Arrival, _ spacing: Spacing, _ container: Container, to output: inout [UInt8]
  ) {
    if let key = arrival.key {
      JSONWriter.appendString(key, to: &output)
      output += spacing.colon
    }
    var layout = style.layout(spacing.indentation)
    layout.colon = spacing.colon
    JSONWriter.append(arrival.value, to: &output, layout: layout)
  }
}
