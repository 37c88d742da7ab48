import Documents

@testable import YAMLSyntax

/// Writes documents as yaml-test-suite writes events. Everything is taken from the table, so that
/// it shows that the table keeps anchors, tags, aliases, styles and markers.
struct EventDump {
  private var lines = ["+STR"]

  static func dump(_ documents: [Document]) -> String {
    var dump = EventDump()
    for document in documents {
      // The parser answers an input without content with one blank document; the suite with none.
      if documents.count == 1, document.isBlank, !Markers(document).hasStart { continue }
      dump.append(document)
    }
    dump.lines.append("-STR")
    return dump.lines.joined(separator: "\n") + "\n"
  }

  private mutating func append(_ document: Document) {
    let markers = Markers(document)
    lines.append(markers.hasStart ? "+DOC ---" : "+DOC")
    let writer = Writer(document, markers)
    var row = 0
    var open: [(end: Int, kind: Node.Kind)] = []
    while row < document.records.count {
      let record = document.records[row]
      if record.has(.aliasRoot) {
        lines.append("=ALI " + document.source.text(of: record.range))
        row = Int(document.next(after: UInt32(row)))
      } else if record.isContainer {
        let name = record.kind == .sequence ? "+SEQ" : "+MAP"
        let flow = record.has(.flow) ? record.kind == .sequence ? " []" : " {}" : ""
        lines.append(name + flow + writer.properties(row))
        open.append((Int(record.second), record.kind))
        row += 1
      } else {
        lines.append("=VAL" + writer.properties(row) + " " + writer.scalar(row))
        row += 1
      }
      while let last = open.last, last.end == row {
        lines.append(last.kind == .sequence ? "-SEQ" : "-MAP")
        open.removeLast()
      }
    }
    lines.append(markers.hasEnd ? "-DOC ..." : "-DOC")
  }
}

/// The markers and the %TAG directives of a document, found in its source.
private struct Markers {
  var hasStart = false
  var hasEnd = false
  var handles: [String: String] = ["!!": "tag:yaml.org,2002:", "!": "!"]

  init(_ document: Document) {
    let table = LineTable(document.source)
    let first = document.decorations.map(\.range.start).min() ?? .max
    let contentStart = min(document.records[0].start, first)
    let isBlank = document.isBlank
    for number in 1...table.count {
      let range = table.range(ofLine: number)
      guard range.start >= document.range.start || range.end > document.range.start,
        range.start < document.range.end
      else { continue }
      var line = Substring(document.source.text(of: range))
      if line.unicodeScalars.first == "\u{FEFF}" { line = line.dropFirst() }
      let beforeContent = isBlank ? !hasStart : range.start <= contentStart && !hasStart
      if beforeContent, line.hasPrefix("%TAG") {
        let words = line.split { $0 == " " || $0 == "\t" }
        handles[String(words[1])] = String(words[2])
      }
      if beforeContent, Self.isMarker(line, "---") { hasStart = true }
      let afterContent = range.start >= document.records[0].end
      if afterContent, Self.isMarker(line, "..."), hasStart || !isBlank { hasEnd = true }
    }
  }

  private static func isMarker(_ line: Substring, _ marker: String) -> Bool {
    guard line.hasPrefix(marker) else { return false }
    let rest = line.dropFirst(3)
    return rest.isEmpty || rest.first == " " || rest.first == "\t"
  }
}

private struct Writer {
  let document: Document
  let markers: Markers
  let decorations: [UInt32: [Decoration]]

  init(_ document: Document, _ markers: Markers) {
    self.document = document
    self.markers = markers
    decorations = Dictionary(grouping: document.decorations, by: \.row)
  }

  func properties(_ row: Int) -> String {
    var anchor = ""
    var tag = ""
    for decoration in decorations[UInt32(row)] ?? [] {
      let text = document.source.text(of: decoration.range)
      if decoration.kind == .anchor { anchor = " " + text }
      if decoration.kind == .tag { tag = " <" + full(text) + ">" }
    }
    return anchor + tag
  }

  private func full(_ tag: String) -> String {
    if tag.hasPrefix("!<") { return String(tag.dropFirst(2).dropLast()) }
    if tag == "!" { return "!" }
    let split = tag.lastIndex(of: "!").map { tag.index(after: $0) } ?? tag.startIndex
    let prefix = markers.handles[String(tag[..<split])] ?? String(tag[..<split])
    return prefix + unescaped(tag[split...])
  }

  private func unescaped(_ text: Substring) -> String {
    var bytes: [UInt8] = []
    let source = Array(text.utf8)
    var index = 0
    while index < source.count {
      if source[index] == UInt8(ascii: "%"), let value = hex(source, index + 1) {
        bytes.append(value)
        index += 3
      } else {
        bytes.append(source[index])
        index += 1
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func hex(_ bytes: [UInt8], _ index: Int) -> UInt8? {
    guard index + 1 < bytes.count else { return nil }
    return UInt8(String(decoding: bytes[index...index + 1], as: UTF8.self), radix: 16)
  }

  func scalar(_ row: Int) -> String {
    let record = document.records[row]
    let source = document.source.bytes
    let first = record.start < record.end ? source[Int(record.start)] : 0
    let styles: [UInt8: String] = [
      UInt8(ascii: "\""): "\"", UInt8(ascii: "'"): "'", UInt8(ascii: "|"): "|",
      UInt8(ascii: ">"): ">",
    ]
    let style = styles[first] ?? ":"
    // The table holds what a plain scalar means; the suite wants what is written.
    let isString = record.kind == .string
    let text =
      isString
      ? Node(document: document, index: UInt32(row)).text : document.source.text(of: record.range)
    return style
      + (style == ":" || isString ? escaped(text) : escaped(String(text.dropFirst().dropLast())))
  }

  private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\u{8}": result += "\\b"
      case "\0": result += "\\0"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
