/// A handle to one node of a document: the document and a row of its table, 12 bytes.
///
/// All questions about an object are asked through nodes. A node knows neither its format nor its
/// parent; ``Document/pointer(to:)`` finds the way to it when something is to be shown.
@usableFromInline
package struct Node: Sendable {
  @usableFromInline
  package enum Kind: UInt8, Sendable {
    case null = 0
    case boolean = 1
    /// A number whose text has neither fraction nor exponent.
    case integer = 2
    /// Any other number.
    case float = 3
    case string = 4
    case sequence = 5
    case mapping = 6
  }

  @usableFromInline package let document: Document
  @usableFromInline package let index: UInt32

  @inlinable
  package init(document: Document, index: UInt32) {
    self.document = document
    self.index = index
  }

  @inlinable
  package var record: NodeRecord { document.records[Int(index)] }

  @inlinable
  package var kind: Kind { record.kind }

  /// Where the node is written. For a node that an edit made, the place where it would be written.
  @inlinable
  package var range: SourceRange { record.range }

  @inlinable package var isNull: Bool { kind == .null }
  @inlinable package var isString: Bool { kind == .string }
  @inlinable package var isMapping: Bool { kind == .mapping }
  @inlinable package var isSequence: Bool { kind == .sequence }
  @inlinable package var isContainer: Bool { record.isContainer }

  /// Entries of a mapping, elements of a sequence; 0 for scalars.
  @inlinable
  package var count: Int {
    let record = record
    return record.isContainer ? Int(record.first) : 0
  }
}

// MARK: - Scalars

extension Node {
  /// Gives `body` the bytes of a scalar's text; an empty span for a container.
  @inlinable
  package func withText<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    let record = record
    let start = record.isContainer ? 0 : Int(record.first)
    let range = start..<start + (record.isContainer ? 0 : Int(record.second))
    // Two branches, since to choose between two arrays is to count references.
    if record.has(.sideText) {
      let bytes = document.sideText
      return body(bytes.span.extracting(range))
    }
    let bytes = document.bytes
    return body(bytes.span.extracting(range))
  }

  /// A scalar's text: a string's characters, a number as JSON writes it, `true`, `false`, `null`.
  /// Empty for a container.
  package var text: String {
    let record = record
    guard !record.isContainer else { return "" }
    let range = Int(record.first)..<Int(record.first) + Int(record.second)
    return record.has(.sideText)
      ? String(decoding: document.sideText[range], as: UTF8.self)
      : String(decoding: document.bytes[range], as: UTF8.self)
  }

  /// The bytes of ``text``, where they are in the document.
  package var textBytes: ArraySlice<UInt8> {
    let record = record
    guard !record.isContainer else { return [] }
    let range = Int(record.first)..<Int(record.first) + Int(record.second)
    return record.has(.sideText) ? document.sideText[range] : document.bytes[range]
  }

  /// The characters of a string; `nil` for every other kind.
  package var string: String? { kind == .string ? text : nil }

  /// The value of a boolean; `nil` for every other kind.
  @inlinable
  package var boolean: Bool? {
    let record = record
    guard record.kind == .boolean else { return nil }
    return record.second == 4  // `true` has four bytes, `false` five.
  }

  /// The value of an integer that fits; `nil` for every other node.
  package var integer: Int64? {
    guard kind == .integer else { return nil }
    return withText { text in
      var index = 0
      let negative = text.count > 0 && text[0] == UInt8(ascii: "-")
      if negative { index = 1 }
      var value: Int64 = 0
      while index < text.count {
        let digit = Int64(text[index]) - 48
        let (product, overflow) = value.multipliedReportingOverflow(by: 10)
        let (sum, carry) =
          negative
          ? product.subtractingReportingOverflow(digit) : product.addingReportingOverflow(digit)
        if overflow || carry { return nil }
        value = sum
        index += 1
      }
      return value
    }
  }

  /// Whether this is a string with exactly these bytes.
  @_disfavoredOverload
  @inlinable
  package func isString(_ text: String) -> Bool {
    kind == .string && textEquals(text)
  }

  /// The same for a text that is written where it is compared.
  @inlinable
  package func isString(_ text: StaticString) -> Bool {
    kind == .string && textEquals(text)
  }

  /// Whether a scalar's text has exactly these bytes; no Unicode equivalence is applied.
  @_disfavoredOverload
  @inlinable
  package func textEquals(_ text: String) -> Bool { hasText(text.utf8Span.span) }

  /// The same for a text that is written where it is compared.
  @inlinable
  package func textEquals(_ text: StaticString) -> Bool {
    // Nearly all are told apart by their length.
    let record = record
    guard !record.isContainer, Int(record.second) == text.utf8CodeUnitCount else { return false }
    return text.withBytes { document.textEquals(record, $0) }
  }
}

extension Node {
  /// Whether a scalar's text has exactly these bytes.
  @usableFromInline
  package func hasText(_ wanted: Span<UInt8>) -> Bool {
    let record = record
    guard !record.isContainer, Int(record.second) == wanted.count else { return false }
    return document.textEquals(record, wanted)
  }
}

// MARK: - Children

extension Node {
  /// The value of a mapping's entry; `nil` where there is none or this is no mapping.
  ///
  /// For a key that is written where it is asked for, as nearly all are: what it is compared by is
  /// a constant then, while to get at the bytes of a `String` takes as long as to look for them.
  @inlinable
  @inline(__always)
  package subscript(key: StaticString) -> Node? {
    key.withBytes { value(of: $0, $0.leadingWord) }
  }

  /// The same for a key that is known only when it is asked for.
  package subscript(named key: String) -> Node? {
    let key = key.utf8Span.span
    return value(of: key, key.leadingWord)
  }

  /// The value at a path of keys.
  package subscript(first: StaticString, rest: StaticString...) -> Node? {
    var node = self[first]
    for key in rest {
      guard let next = node?[key] else { return nil }
      node = next
    }
    return node
  }

  /// `word` is the key's ``Span/leadingWord``.
  @usableFromInline
  func value(of key: Span<UInt8>, _ word: UInt64) -> Node? {
    guard let row = document.findEntry(of: index, key: key, word) else { return nil }
    return Node(document: document, index: document.next(after: row))
  }

  /// A mapping's entry, key and value.
  package func entry(_ key: String) -> (key: Node, value: Node)? {
    let key = key.utf8Span.span
    guard let row = document.findEntry(of: index, key: key, key.leadingWord) else { return nil }
    return (
      Node(document: document, index: row),
      Node(document: document, index: document.next(after: row))
    )
  }

  /// An element of a sequence; `nil` outside its bounds or where this is no sequence.
  package subscript(element position: Int) -> Node? {
    let record = record
    guard record.kind == .sequence, position >= 0, position < Int(record.first) else { return nil }
    var row = index + 1
    for _ in 0..<position { row = document.next(after: row) }
    return Node(document: document, index: row)
  }

  /// A mapping's entries in the order of the source; empty where this is no mapping.
  @inlinable
  package var entries: Entries {
    let record = record
    return record.kind == .mapping
      ? Entries(document: document, row: index + 1, end: record.second)
      : Entries(document: document, row: 0, end: 0)
  }

  /// A sequence's elements; empty where this is no sequence.
  @inlinable
  package var elements: Elements {
    let record = record
    return record.kind == .sequence
      ? Elements(document: document, row: index + 1, end: record.second)
      : Elements(document: document, row: 0, end: 0)
  }

  @usableFromInline
  package struct Entries: Sequence, IteratorProtocol, Sendable {
    @usableFromInline let document: Document
    @usableFromInline var row: UInt32
    @usableFromInline let end: UInt32

    @inlinable
    init(document: Document, row: UInt32, end: UInt32) {
      self.document = document
      self.row = row
      self.end = end
    }

    @inlinable
    package mutating func next() -> (key: Node, value: Node)? {
      guard row < end else { return nil }
      let value = document.next(after: row)
      defer { row = document.next(after: value) }
      return (Node(document: document, index: row), Node(document: document, index: value))
    }
  }

  @usableFromInline
  package struct Elements: Sequence, IteratorProtocol, Sendable {
    @usableFromInline let document: Document
    @usableFromInline var row: UInt32
    @usableFromInline let end: UInt32

    @inlinable
    init(document: Document, row: UInt32, end: UInt32) {
      self.document = document
      self.row = row
      self.end = end
    }

    @inlinable
    package mutating func next() -> Node? {
      guard row < end else { return nil }
      defer { row = document.next(after: row) }
      return Node(document: document, index: row)
    }
  }
}

extension Node {
  /// Calls `body` for each entry of a mapping with the text of its key and its value. Where many
  /// keys are told apart this costs a fraction of ``entries``, since buffers are bound once.
  @inlinable
  package func forEachEntry(_ body: (Span<UInt8>, Node) -> Void) {
    goThroughEntries { text, _, value in
      body(text, Node(document: document, index: UInt32(truncatingIfNeeded: value)))
      return true
    }
  }

  /// The first key of a mapping that is as it should be; `nil` where there is none.
  @inlinable
  package func firstKey(where isWanted: (Span<UInt8>) -> Bool) -> Node? {
    var found: Node?
    goThroughEntries { text, key, _ in
      if !isWanted(text) { return true }
      found = Node(document: document, index: UInt32(truncatingIfNeeded: key))
      return false
    }
    return found
  }

  /// Calls `body` for each entry of a mapping, with the text of its key and the rows of its key and
  /// its value, until `body` says that it wants no more.
  @inlinable
  @inline(__always)
  func goThroughEntries(_ body: (Span<UInt8>, _ key: Int, _ value: Int) -> Bool) {
    let table = document.records
    let records = table.span
    let head = records[Int(index)]
    guard head.kind == .mapping else { return }
    let bytes = document.bytes
    let source = bytes.span
    let side = document.sideText
    var row = Int(index) + 1
    while row < Int(head.second) {
      let key = records[row]
      let value = key.next(after: row)
      let start = key.isContainer ? 0 : Int(key.first)
      let end = key.isContainer ? 0 : start + Int(key.second)
      let goesOn =
        key.has(.sideText)
        ? body(side.span.extracting(start..<end), row, value)
        : body(source.extracting(start..<end), row, value)
      guard goesOn else { return }
      row = records[value].next(after: value)
    }
  }

  /// Whether the rows of a mapping's values, or of a sequence's elements, all are as they should
  /// be; true for a scalar.
  @inlinable
  package func everyChild(_ isFine: (NodeRecord) -> Bool) -> Bool {
    let table = document.records
    let records = table.span
    let head = records[Int(index)]
    guard head.isContainer else { return true }
    var row = Int(index) + 1
    while row < Int(head.second) {
      if head.kind == .mapping {
        let key = records[row]
        row = key.next(after: row)
      }
      let record = records[row]
      if !isFine(record) { return false }
      row = record.next(after: row)
    }
    return true
  }
}
