import Documents

/// One pass over the bytes of one value, row after row into a node table.
///
/// There is no stack: what is known of a container around the innermost open one is kept in the
/// container's own row.
///
/// | field  | around the innermost open one               | closed                    |
/// |--------|---------------------------------------------|---------------------------|
/// | end    | mapping: which fingerprints its keys have   | offset behind the bracket |
/// | first  | entries or elements so far                  | entries or elements       |
/// | second | row of the container around it, or `noRow`  | row after the last child  |
struct JSONScanner {
  static let noRow = UInt32.max
  /// A mapping with more keys than this is checked for equal ones by hash, when it is closed.
  static let pairwiseKeys = 16
  /// Free rows that a turn of the loop needs: a key's and its value's.
  static let rowsPerTurn = 2

  /// The innermost open container.
  struct Open {
    /// Its row, or ``JSONScanner/noRow`` where nothing is open.
    var row = JSONScanner.noRow
    var isMapping = false
    /// Entries or elements so far.
    var children: UInt32 = 0
    /// Which fingerprints the keys of a mapping have.
    var seen: UInt32 = 0
  }

  let limits: DocumentLimits
  /// Where the text ends that belongs to the value or follows it.
  let end: Int
  /// Whether equal keys are an error.
  let uniqueKeys: Bool
  /// The next byte.
  var at: Int
  /// Texts of strings with escapes.
  var sideText: [UInt8] = []
  private var open = Open()
  private var depth = 0

  init(from start: Int, to end: Int, limits: DocumentLimits, uniqueKeys: Bool) {
    self.at = start
    self.end = end
    self.limits = limits
    self.uniqueKeys = uniqueKeys
  }

  /// Scans until the value is complete (`true`) or `rows` is full (`false`); then it goes on where
  /// it stopped, with the same rows in a larger table. At the start ``at`` must be behind white
  /// space.
  mutating func run(
    _ text: Span<UInt8>, into rows: inout OutputSpan<NodeRecord>
  ) throws(SyntaxError) -> Bool {
    // Nothing behind the end is within reach: to be in bounds is to be before it, so that asking
    // for the one is all that the other costs.
    let bytes = text.extracting(0..<end)
    var at = at
    var open = open
    while true {
      // A value begins here, in a mapping with its key.
      if rows.freeCapacity < Self.rowsPerTurn {
        self.at = at
        self.open = open
        return false
      }
      if open.isMapping { at = try key(bytes, at, &open, &rows) }
      guard bytes.has(at) else { throw unclosed(open.row, rows.span) }
      open.children &+= 1
      let byte = bytes[at]
      if byte == Ascii.quote {
        let stop = bytes.plainEnd(from: at &+ 1)
        if bytes.has(stop), bytes[stop] == Ascii.quote {
          rows.append(Self.plainString(at, stop))
          at = stop &+ 1
        } else {
          let record = try escapedString(bytes, from: at, plainTo: stop)
          rows.append(record)
          at = Int(record.end)
        }
      } else if byte == Ascii.openBrace || byte == Ascii.openBracket {
        if depth >= limits.maximumDepth { throw SyntaxError(.tooDeep, at: at) }
        let start = at
        at = bytes.whitespaceEnd(from: at &+ 1)
        guard bytes.has(at) else { throw unclosed(from: start) }
        if bytes[at] != byte &+ Ascii.bracketDistance {
          begin(byte, at: start, &open, &rows)
          continue
        }
        at &+= 1
        rows.append(Self.empty(byte == Ascii.openBrace, start, at, row: rows.count))
      } else {
        let record = try Self.bareScalar(bytes, from: at)
        rows.append(record)
        at = Int(record.end)
      }
      // A value ends here, and with it perhaps containers.
      while true {
        if open.row == Self.noRow {
          self.at = at
          return true
        }
        at = bytes.whitespaceEnd(from: at)
        guard bytes.has(at) else { throw unclosed(open.row, rows.span) }
        let byte = bytes[at]
        at &+= 1
        if byte == Ascii.comma { break }
        guard byte == (open.isMapping ? Ascii.closeBrace : Ascii.closeBracket) else {
          throw misplaced(bytes, at &- 1, open.row, rows.span)
        }
        try close(bytes, at, &open, &rows)
      }
      at = bytes.whitespaceEnd(from: at)
    }
  }

  /// Begins a container that has something in it.
  @inline(__always)
  private mutating func begin(
    _ bracket: UInt8, at start: Int, _ open: inout Open, _ rows: inout OutputSpan<NodeRecord>
  ) {
    depth &+= 1
    if open.row != Self.noRow {
      rows[Int(open.row)].end = open.seen
      rows[Int(open.row)].first = open.children
    }
    let row = Self.offset(rows.count)
    let isMapping = bracket == Ascii.openBrace
    rows.append(
      NodeRecord(
        kind: isMapping ? .mapping : .sequence, flags: .flow, start: Self.offset(start), end: 0,
        first: 0, second: open.row))
    open = Open(row: row, isMapping: isMapping)
  }

  /// Closes the innermost container, whose bracket ends before `at`.
  @inline(__always)
  private mutating func close(
    _ bytes: Span<UInt8>, _ at: Int, _ open: inout Open, _ rows: inout OutputSpan<NodeRecord>
  ) throws(SyntaxError) {
    let row = Int(open.row)
    let around = rows[row].second
    rows[row].end = Self.offset(at)
    rows[row].first = open.children
    rows[row].second = Self.offset(rows.count)
    if open.isMapping, uniqueKeys, open.children > UInt32(Self.pairwiseKeys) {
      try checkManyKeys(bytes, of: row, rows.span)
    }
    depth &-= 1
    open.row = around
    guard around != Self.noRow else { return }
    let record = rows[Int(around)]
    open.isMapping = record.kind == .mapping
    open.children = record.first
    open.seen = record.end
  }

  /// The row of a container with nothing in it.
  @inline(__always)
  private static func empty(
    _ isMapping: Bool, _ start: Int, _ end: Int, row: Int
  ) -> NodeRecord {
    NodeRecord(
      kind: isMapping ? .mapping : .sequence, flags: .flow, start: offset(start),
      end: offset(end), first: 0, second: offset(row &+ 1))
  }
}
