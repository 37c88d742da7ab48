import Documents
import Policy

/// An environment as reports speak of it.
package struct ReportedEnvironment: Sendable {
  package let name: String
  /// As the user named it; `-` for standard input.
  package let path: String
  /// What the files of the sources are called.
  private let files: [ObjectIdentifier: String]

  package init(name: String, path: String, files: [(source: Source, name: String)]) {
    self.name = name
    self.path = path
    self.files = Dictionary(
      files.map { (ObjectIdentifier($0.source), $0.name) }, uniquingKeysWith: { $1 })
  }

  /// The file as the user named it or as it was found.
  func file(_ source: Source) -> String { files[ObjectIdentifier(source)] ?? path }

  /// The file as it is called in the environment's folder.
  func shortFile(_ source: Source) -> String {
    let file = file(source)
    let folder = path.hasSuffix("/") ? path : path + "/"
    if file.utf8.starts(with: folder.utf8) {
      return String(decoding: file.utf8.dropFirst(folder.utf8.count), as: UTF8.self)
    }
    let name = file.utf8.split(separator: UInt8(ascii: "/")).last
    return file == path && !file.hasSuffix("/") ? name.map { String($0) ?? file } ?? file : file
  }
}

/// In what environments are not in step, as a table for people.
///
/// Objects have a heading each and differences a line, with a column for each environment. Where
/// the columns do not fit, environments stand below one another.
package struct ParityReport {
  private let layout: TextLayout
  private let environments: [ReportedEnvironment]
  private var lines = ParityLines()

  package init(_ layout: TextLayout = TextLayout(), _ environments: [ReportedEnvironment]) {
    self.layout = layout
    self.environments = environments
  }

  /// The table of what nothing allows, and the summary.
  ///
  /// - Parameter origins: what the places of the policy's `parity.allow` are called.
  package mutating func text(
    _ parity: Parity, _ policy: CompiledPolicy, origins: [String]
  ) -> String {
    let blocks = blocks(of: parity)
    var text = ""
    let shared = columns(for: blocks)
    for block in blocks {
      if let columns = shared ?? columns(for: [block]) {
        append(block, columns, to: &text)
      } else {
        appendStacked(block, to: &text)
      }
      text += "\n"
    }
    return text + legend(blocks) + summary(parity, blocks.count)
      + allowed(parity, policy, origins)
  }
}

// MARK: - Cells

extension ParityReport {
  /// An object and its differences.
  private struct Block {
    let title: String
    var rows: [Row] = []
  }

  private struct Row {
    let subject: String
    let cells: [Cell]
  }

  /// What it is in one environment.
  private struct Cell {
    let value: String
    let place: String
    /// With the file as it was named.
    let fullPlace: String
    let isMissing: Bool
  }

  /// Columns of a table.
  private struct Columns {
    let subject: Int
    let values: [Int]
    /// Where places stand beside values; below them otherwise.
    let places: [Int]?
  }

  private mutating func blocks(of parity: Parity) -> [Block] {
    var blocks: [Block] = []
    var last: ObjectReference?
    for difference in parity.drift {
      if difference.object != last {
        blocks.append(Block(title: LogLine.escaped(difference.object.title)))
        last = difference.object
      }
      let values = ParityCells.values(of: difference)
      let cells = difference.sides.enumerated().map { number, side in
        cell(side, values[number], environments[number])
      }
      blocks[blocks.count - 1].rows.append(Row(subject: Self.subject(difference), cells: cells))
    }
    return blocks
  }

  private mutating func cell(
    _ side: ParityDifference.Side?, _ value: String, _ environment: ReportedEnvironment
  ) -> Cell {
    guard let side else { return Cell(value: value, place: "", fullPlace: "", isMissing: false) }
    var place = ""
    var fullPlace = ""
    if let found = side.place {
      let line = lines.position(found).line
      place = LogLine.escaped("\(environment.shortFile(found.source)):\(line)")
      fullPlace = LogLine.escaped("\(environment.file(found.source)):\(line)")
    }
    return Cell(
      value: value, place: place, fullPlace: fullPlace, isMissing: side.isMissing)
  }

  /// `web: limits.memory`, `container web`.
  static func subject(_ difference: ParityDifference) -> String {
    let subject = LogLine.escaped(ParityCells.shortened(difference.subject, to: 60))
    guard let container = difference.container.map(LogLine.escaped) else { return subject }
    return difference.sort == .container ? "\(subject) \(container)" : "\(container): \(subject)"
  }
}

// MARK: - Table

extension ParityReport {
  private static let margin = 2

  /// The widths of the columns, with places beside values or else below; `nil` where neither fits.
  private func columns(for blocks: [Block]) -> Columns? {
    var subject = 0
    var values = environments.map { LogLine.escaped($0.name).unicodeScalars.count }
    var places = Array(repeating: 0, count: values.count)
    for block in blocks {
      subject = max(subject, block.title.unicodeScalars.count)
      for row in block.rows {
        subject = max(subject, Self.margin + row.subject.unicodeScalars.count)
        for (number, cell) in row.cells.enumerated() {
          values[number] = max(values[number], cell.value.unicodeScalars.count)
          places[number] = max(places[number], cell.place.unicodeScalars.count)
        }
      }
    }
    let beside = zip(values, places).reduce(subject) { $0 + $1.0 + $1.1 + 2 * Self.margin }
    if beside <= layout.width {
      return Columns(subject: subject, values: values, places: places)
    }
    let both = zip(values, places).map { max($0, $1) }
    let below = both.reduce(subject) { $0 + $1 + Self.margin }
    return below <= layout.width ? Columns(subject: subject, values: both, places: nil) : nil
  }

  /// A line of cells, each with its width and its looks.
  private func line(_ cells: [(text: String, width: Int, tint: TextLayout.Tint?)]) -> String {
    var line = ""
    var gap = 0
    for cell in cells {
      if !cell.text.isEmpty {
        line += String(repeating: " ", count: gap)
        line += cell.tint.map { layout.tinted(cell.text, $0) } ?? cell.text
        gap = 0
      }
      gap += cell.width - cell.text.unicodeScalars.count + Self.margin
    }
    return line + "\n"
  }

  private func append(_ block: Block, _ columns: Columns, to text: inout String) {
    var heading = [(block.title, columns.subject, TextLayout.Tint.bold as TextLayout.Tint?)]
    for (number, environment) in environments.enumerated() {
      heading.append((LogLine.escaped(environment.name), columns.values[number], .bold))
      if let places = columns.places { heading.append(("", places[number], nil)) }
    }
    text += line(heading)
    for row in block.rows {
      let subject = String(repeating: " ", count: Self.margin) + row.subject
      var values = [(subject, columns.subject, nil as TextLayout.Tint?)]
      var below = [("", columns.subject, nil as TextLayout.Tint?)]
      for (number, cell) in row.cells.enumerated() {
        values.append((cell.value, columns.values[number], Self.tint(cell)))
        if let places = columns.places {
          values.append((cell.place, places[number], .faint))
        } else {
          below.append((cell.place, columns.values[number], .faint))
        }
      }
      text += line(values)
      if columns.places == nil { text += line(below) }
    }
  }

  private static func tint(_ cell: Cell) -> TextLayout.Tint? {
    cell.isMissing ? .boldRed : cell.place.isEmpty ? nil : .yellow
  }

  private func appendStacked(_ block: Block, to text: inout String) {
    text += layout.tinted(block.title, .bold) + "\n"
    let names = environments.map { LogLine.escaped($0.name) }
    let nameWidth = names.map(\.unicodeScalars.count).max() ?? 0
    for row in block.rows {
      // A long subject is broken between its words.
      let subject = layout.paragraph(row.subject, indent: 3 * Self.margin)
      text += subject.dropFirst(2 * Self.margin)
      let width = row.cells.map(\.value.unicodeScalars.count).max() ?? 0
      let place = row.cells.map(\.fullPlace.unicodeScalars.count).max() ?? 0
      let margins = [2 * Self.margin, nameWidth, Self.margin, width, Self.margin, place]
      let isNameAlone = margins[..<4].reduce(0, +) > layout.width
      let isPlaceBelow = isNameAlone || margins.reduce(0, +) > layout.width
      for (name, cell) in zip(names, row.cells) {
        appendStacked(
          cell, name, isNameAlone ? nil : nameWidth, isPlaceBelow ? nil : width, to: &text)
      }
    }
  }

  /// Writes what it is in one environment: with a name, a value and a place on a line, or where
  /// these have no width on lines below one another.
  private func appendStacked(
    _ cell: Cell, _ name: String, _ nameWidth: Int?, _ width: Int?, to text: inout String
  ) {
    let margin = String(repeating: " ", count: 2 * Self.margin)
    var below = margin
    if let nameWidth {
      below += String(repeating: " ", count: nameWidth + Self.margin)
      // A long place needs the whole line.
      if below.utf8.count + cell.fullPlace.unicodeScalars.count > layout.width {
        below = margin + "  "
      }
    } else {
      text += margin + name + "\n"
      below += "  "
    }
    text += nameWidth == nil ? below : margin
    var line = nameWidth.map { [(text: name, width: $0, tint: nil as TextLayout.Tint?)] } ?? []
    line.append((cell.value, width ?? 0, Self.tint(cell)))
    if width != nil { line.append((cell.fullPlace, 0, .faint)) }
    text += self.line(line)
    if width == nil, !cell.fullPlace.isEmpty {
      text += below + layout.tinted(cell.fullPlace, .faint) + "\n"
    }
  }
}

// MARK: - Summary

extension ParityReport {
  /// Where the environments are, unless their names say so.
  private func legend(_ blocks: [Block]) -> String {
    let others = environments.filter { $0.name != $0.path }
    if blocks.isEmpty || others.isEmpty { return "" }
    return others.map { environment in
      let name = LogLine.escaped(environment.name)
      let path = environment.path == "-" ? "standard input" : LogLine.escaped(environment.path)
      let isLong = name.unicodeScalars.count + path.unicodeScalars.count + 5 > layout.width
      return "\(name)\(isLong ? "\n  " : " ")is \(path).\n"
    }.joined()
  }

  private func summary(_ parity: Parity, _ drifting: Int) -> String {
    let objects = TextLayout.counted(parity.objectCount, "object")
    let environments = TextLayout.counted(self.environments.count, "environment")
    let count = parity.driftCount
    var text: String
    if count == 0 {
      text = layout.tinted("In step", .green) + ": \(objects) of \(environments)."
    } else {
      text = layout.tinted(TextLayout.counted(count, "difference"), .boldRed)
      text += " in \(drifting) of \(objects) of \(environments)."
    }
    let excluded = parity.counts.reduce(0) { $0 + $1.excluded }
    if excluded > 0 {
      text += " \(TextLayout.counted(excluded, "object"))"
      text += excluded == 1 ? " is excluded." : " are excluded."
    }
    return text + "\n"
  }

  /// How many differences the policy allows, and which of its entries do.
  private func allowed(_ parity: Parity, _ policy: CompiledPolicy, _ origins: [String]) -> String {
    let count = parity.differences.count - parity.driftCount
    if count == 0 { return "" }
    var text = TextLayout.counted(count, "difference")
    text += count == 1 ? " is allowed:\n" : " are allowed:\n"
    for (number, use) in parity.uses.enumerated() where use.count > 0 {
      let head = String(repeating: " ", count: Self.margin) + "\(use.count)"
      let words =
        "by \(LogLine.escaped(origins[number])): "
        + LogLine.escaped(policy.parity[number].reason)
      text += layout.paragraph(words, indent: head.utf8.count + 1, head: head)
    }
    return text
  }
}

/// Lines of places in many sources, which come in no order.
struct ParityLines {
  private var tables: [ObjectIdentifier: LineTable] = [:]

  mutating func position(_ place: ParityDifference.Place) -> LineTable.Position {
    let key = ObjectIdentifier(place.source)
    let table = tables[key] ?? LineTable(place.source)
    tables[key] = table
    return table.position(of: Int(place.range.start))
  }
}
