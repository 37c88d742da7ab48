/// One parsed document: an immutable table of nodes over the bytes of its source.
///
/// JSON and YAML give the same table, and so does a document to which edits were applied. It holds
/// the object as Kubernetes reads it: aliases and merge keys are expanded, a key that stands twice
/// has its last value, keys are strings, numbers have their JSON text. How it was written is kept
/// in the ranges, the flags and the decorations, for the renderers.
@usableFromInline
package final class Document: Sendable {
  @usableFromInline package let source: Source
  /// The bytes of the source, within reach: every lookup looks at them.
  @usableFromInline package let bytes: [UInt8]
  /// The part of the source that belongs to this document: directives, `---`, comments and content
  /// up to where the next document begins. The ranges of all documents of a source cover it without
  /// gap or overlap.
  @usableFromInline package let range: SourceRange
  /// The place in its source, from 0.
  package let position: Int
  /// The node table; never empty, row 0 is the root. See ``NodeRecord`` for its order.
  @usableFromInline package let records: [NodeRecord]
  /// Texts of scalars that differ from the bytes of the source.
  @usableFromInline package let sideText: [UInt8]
  /// Anchors, tags, aliases and merge keys in the order of the source; empty for JSON.
  package let decorations: [Decoration]
  /// Oddities that are no errors, in the order of the source.
  package let remarks: [Remark]

  package init(
    source: Source, range: SourceRange, position: Int = 0, records: [NodeRecord],
    sideText: [UInt8] = [], decorations: [Decoration] = [], remarks: [Remark] = []
  ) {
    invariant(!records.isEmpty, "a document has a root")
    self.source = source
    self.bytes = source.bytes
    self.range = range
    self.position = position
    self.records = records
    self.sideText = sideText
    self.decorations = decorations
    self.remarks = remarks
  }

  @inlinable
  package var root: Node { Node(document: self, index: 0) }

  /// The row after a node and all that is below it.
  @inlinable
  package func next(after row: UInt32) -> UInt32 {
    records[Int(row)].next(after: row)
  }

  /// The row of the key of a mapping's entry; `word` is the key's ``Span/leadingWord``.
  @usableFromInline
  func findEntry(of mapping: UInt32, key: Span<UInt8>, _ word: UInt64) -> UInt32? {
    // A span borrows from a local, not from a property of a class; each is bound once, since every
    // binding counts a reference.
    let table = records
    let records = table.span
    let head = records[Int(mapping)]
    guard head.kind == .mapping else { return nil }
    let bytes = self.bytes
    let text = bytes.span
    let count = UInt32(truncatingIfNeeded: key.count)
    // One comparison of eight bytes tells nearly every key from the others of its length.
    let mask = ~(UInt64.max >> UInt64(8 * min(8, key.count)))
    var row = Int(mapping) + 1
    let end = Int(head.second)
    while row < end {
      let record = records[row]
      if !record.isContainer, record.second == count {
        let start = Int(record.first)
        let isEqual =
          if record.has(.sideText) || start + 8 > text.count {
            textEquals(record, key)
          } else {
            text.word(at: start) & mask == word && (count <= 8 || text.holds(key, at: start))
          }
        if isEqual { return UInt32(truncatingIfNeeded: row) }
      }
      row = record.next(after: row)
      let value = records[row]
      row = value.next(after: row)
    }
    return nil
  }

  /// Compares a scalar's text, whose length is known to be that of `wanted`.
  @usableFromInline
  package func textEquals(_ record: NodeRecord, _ wanted: Span<UInt8>) -> Bool {
    // Two branches, since to choose between two arrays is to count references.
    if record.has(.sideText) {
      let bytes = sideText
      return bytes.span.holds(wanted, at: Int(record.first))
    }
    let bytes = self.bytes
    return bytes.span.holds(wanted, at: Int(record.first))
  }
}

/// Something about how a node is written that its table row has no room for.
package struct Decoration: Sendable, Equatable {
  package enum Kind: UInt8, Sendable {
    /// `&name` before a node.
    case anchor
    /// `!tag` before a node.
    case tag
    /// `*name`, standing for a node; ``row`` is the first row of the copy.
    case alias
    /// An entry `<<: *name` or `<<: [*a, *b]` of the mapping ``row``; the range is the whole entry.
    /// It has no row of its own: what it brings in has the flag ``NodeRecord/Flags/merged``.
    case merge
  }

  package let kind: Kind
  /// The node it belongs to.
  package let row: UInt32
  /// For an alias, the row of the node that carries the anchor; else equal to ``row``.
  package let target: UInt32
  /// Its own bytes in the source.
  package let range: SourceRange

  package init(kind: Kind, row: UInt32, target: UInt32, range: SourceRange) {
    self.kind = kind
    self.row = row
    self.target = target
    self.range = range
  }
}

/// An oddity that a parser met and that is no error.
package struct Remark: Sendable, Equatable {
  package enum Kind: UInt8, Sendable {
    /// A YAML key that stands twice in one mapping; Kubernetes' reader takes the last one.
    case duplicateKey
  }

  package let kind: Kind
  /// Where it is.
  package let range: SourceRange
  /// What it refers to: for a duplicate key, the first one.
  package let related: SourceRange

  package init(kind: Kind, range: SourceRange, related: SourceRange) {
    self.kind = kind
    self.range = range
    self.related = related
  }
}
