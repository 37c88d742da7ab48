import Documents

/// A document in the making, whose mappings may grow in any order; at its end a node table.
struct TreeTable {
  struct Item {
    var kind: Node.Kind
    var start: Int
    var end: Int
    /// Text of a scalar.
    var first = 0
    var count = 0
    var flags: NodeRecord.Flags = []
    /// Keys and values in turn, or elements.
    var children: [Int] = []
  }

  /// What stands for a child that another one has replaced.
  private static let dropped = -1

  private struct Key: Hashable {
    let mapping: Int
    let text: [UInt8]
  }

  let source: Source
  private let limits: DocumentLimits
  private(set) var items: [Item] = []
  var sideText: [UInt8] = []
  /// The place of the value of each key among the children of its mapping.
  private var places: [Key: Int] = [:]

  /// With the root, an empty mapping, as item 0.
  init(_ source: Source, _ limits: DocumentLimits) throws(SyntaxError) {
    self.source = source
    self.limits = limits
    if source.count > limits.maximumBytes { throw SyntaxError(.tooLarge, at: 0) }
    items.append(Item(kind: .mapping, start: 0, end: source.count))
    let array = source.bytes
    let bytes = array.span
    for index in bytes.indices {
      let byte = bytes[index]
      if byte < 0x20 && byte != 0x09 && byte != 0x0A && byte != 0x0D || byte == 0x7F {
        throw SyntaxError(.embeddedControl, at: index)
      }
    }
    if let offset = Self.malformed(bytes) { throw SyntaxError(.invalidUTF8, at: offset) }
  }

  /// Where the bytes cease to be UTF-8.
  private static func malformed(_ bytes: Span<UInt8>) -> Int? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }

  mutating func add(_ item: Item) throws(SyntaxError) -> Int {
    guard items.count < limits.maximumNodes else {
      throw SyntaxError(.tooManyNodes, at: item.start)
    }
    items.append(item)
    return items.count - 1
  }

  /// A scalar whose text is as it is written.
  mutating func addScalar(
    _ kind: Node.Kind, _ range: Range<Int>, text: Range<Int>
  ) throws(SyntaxError) -> Int {
    try add(
      Item(
        kind: kind, start: range.lowerBound, end: range.upperBound, first: text.lowerBound,
        count: text.count))
  }

  /// A scalar whose text is the side text from an offset on.
  mutating func addScalar(
    _ kind: Node.Kind, _ range: Range<Int>, sideFrom first: Int
  ) throws(SyntaxError) -> Int {
    try add(
      Item(
        kind: kind, start: range.lowerBound, end: range.upperBound, first: first,
        count: sideText.count - first, flags: .sideText))
  }

  func text(of item: Int) -> [UInt8] {
    let range = items[item].first..<items[item].first + items[item].count
    return Array(
      items[item].flags.contains(.sideText) ? sideText[range] : source.bytes[range])
  }

  func value(of key: Int, in mapping: Int) -> Int? {
    places[Key(mapping: mapping, text: text(of: key))].map { items[mapping].children[$0] }
  }

  /// Adds an entry; false where the key is there already, and nothing is done then.
  mutating func append(_ key: Int, _ value: Int, to mapping: Int) -> Bool {
    let name = Key(mapping: mapping, text: text(of: key))
    if places[name] != nil { return false }
    places[name] = items[mapping].children.count + 1
    items[mapping].children.append(key)
    items[mapping].children.append(value)
    return true
  }

  /// Gives a key another value; the entry stands where it was written last, so that rows keep the
  /// order of the source.
  mutating func replace(_ key: Int, with value: Int, in mapping: Int) {
    let name = Key(mapping: mapping, text: text(of: key))
    guard let place = places[name] else { return }
    items[mapping].children[place - 1] = Self.dropped
    items[mapping].children[place] = Self.dropped
    places[name] = items[mapping].children.count + 1
    items[mapping].children.append(key)
    items[mapping].children.append(value)
  }

  mutating func append(element: Int, to sequence: Int) {
    items[sequence].children.append(element)
  }

  mutating func close(_ item: Int, at end: Int) { items[item].end = end }

  /// The table, depth first.
  func document() throws(SyntaxError) -> Document {
    var records: [NodeRecord] = []
    records.reserveCapacity(items.count)
    var open: [(item: Int, next: Int, row: Int)] = [(0, 0, 0)]
    append(0, to: &records)
    while let top = open.last {
      let children = items[top.item].children
      guard top.next < children.count else {
        records[top.row].second = UInt32(truncatingIfNeeded: records.count)
        open.removeLast()
        continue
      }
      open[open.count - 1].next += 1
      let child = children[top.next]
      if child == Self.dropped { continue }
      if items[child].kind == .mapping || items[child].kind == .sequence {
        guard open.count < limits.maximumDepth else {
          throw SyntaxError(.tooDeep, at: items[child].start)
        }
        open.append((child, 0, records.count))
      }
      append(child, to: &records)
    }
    return Document(
      source: source, range: SourceRange(start: 0, end: UInt32(truncatingIfNeeded: source.count)),
      records: records, sideText: sideText)
  }

  private func append(_ number: Int, to records: inout [NodeRecord]) {
    let item = items[number]
    let isMapping = item.kind == .mapping
    let isContainer = isMapping || item.kind == .sequence
    let kept = isContainer ? item.children.count { $0 != Self.dropped } : 0
    let first = isContainer ? kept / (isMapping ? 2 : 1) : item.first
    records.append(
      NodeRecord(
        kind: item.kind, flags: item.flags, start: UInt32(truncatingIfNeeded: item.start),
        end: UInt32(truncatingIfNeeded: item.end), first: UInt32(truncatingIfNeeded: first),
        second: UInt32(truncatingIfNeeded: item.count)))
  }
}
