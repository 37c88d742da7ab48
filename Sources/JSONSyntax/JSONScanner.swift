import Documents

/// One pass over the bytes of one value, row after row into a node table.
///
/// There is no stack: while a container is open, its own row holds what is needed to go on.
///
/// | field  | open                                        | closed                    |
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

  let limits: DocumentLimits
  /// Where the text ends that belongs to the value or follows it.
  let end: Int
  /// Whether equal keys are an error.
  let uniqueKeys: Bool
  /// The next byte.
  var at: Int
  /// Texts of strings with escapes.
  var sideText: [UInt8] = []
  private var parent = noRow
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
    _ bytes: Span<UInt8>, into rows: inout OutputSpan<NodeRecord>
  ) throws(SyntaxError) -> Bool {
    let end = end
    var at = at
    var parent = parent
    var inMapping = parent != Self.noRow && rows[Int(parent)].kind == .mapping
    while true {
      // A value begins here, in a mapping with its key.
      if rows.freeCapacity < Self.rowsPerTurn {
        self.at = at
        self.parent = parent
        return false
      }
      guard at < end else { throw unclosed(parent, rows.span) }
      if inMapping { at = try key(bytes, at, parent, &rows) }
      let byte = bytes[at]
      if byte == Ascii.quote {
        let stop = bytes.plainEnd(from: at &+ 1, to: end)
        if stop < end, bytes[stop] == Ascii.quote {
          rows.append(Self.plainString(at, stop))
          at = stop &+ 1
        } else {
          let record = try escapedString(bytes, from: at, plainTo: stop)
          rows.append(record)
          at = Int(record.end)
        }
      } else if byte == Ascii.openBrace || byte == Ascii.openBracket {
        if depth >= limits.maximumDepth { throw SyntaxError(.tooDeep, at: at) }
        depth &+= 1
        inMapping = byte == Ascii.openBrace
        let row = rows.count
        rows.append(
          NodeRecord(
            kind: inMapping ? .mapping : .sequence, flags: .flow, start: Self.offset(at), end: 0,
            first: 0, second: parent))
        parent = Self.offset(row)
        at = bytes.whitespaceEnd(from: at &+ 1, to: end)
        guard at < end else { throw unclosed(parent, rows.span) }
        if bytes[at] != (inMapping ? Ascii.closeBrace : Ascii.closeBracket) {
          if !inMapping { rows[Int(parent)].first = 1 }
          continue
        }
      } else {
        let record = try Self.bareScalar(bytes, from: at, to: end)
        rows.append(record)
        at = Int(record.end)
      }
      // A value ends here, and with it perhaps containers.
      while true {
        if parent == Self.noRow {
          self.at = at
          return true
        }
        at = bytes.whitespaceEnd(from: at, to: end)
        guard at < end else { throw unclosed(parent, rows.span) }
        let byte = bytes[at]
        if byte == Ascii.comma {
          at = bytes.whitespaceEnd(from: at &+ 1, to: end)
          if !inMapping { rows[Int(parent)].first &+= 1 }
          break
        }
        guard byte == (inMapping ? Ascii.closeBrace : Ascii.closeBracket) else {
          throw misplaced(bytes, at, parent, rows.span)
        }
        at &+= 1
        let row = Int(parent)
        if inMapping, uniqueKeys, rows[row].first > UInt32(Self.pairwiseKeys) {
          try checkManyKeys(bytes, of: row, rows.span)
        }
        parent = rows[row].second
        rows[row].end = Self.offset(at)
        rows[row].second = Self.offset(rows.count)
        depth &-= 1
        inMapping = parent != Self.noRow && rows[Int(parent)].kind == .mapping
      }
    }
  }
}
