/// One row of a document's node table: 20 bytes, in depth-first order, parents before children.
///
/// A mapping's children alternate key, value, key, value. Worked example, `{"a": [1, "x\n"]}`:
///
/// | row | kind     | start | end | first          | second                |
/// |-----|----------|-------|-----|----------------|-----------------------|
/// | 0   | mapping  | 0     | 17  | 1 (entries)    | 5 (row after it)      |
/// | 1   | string   | 1     | 4   | 2 (text at)    | 1 (text bytes)        |
/// | 2   | sequence | 6     | 16  | 2 (elements)   | 5 (row after it)      |
/// | 3   | integer  | 7     | 8   | 7 (text at)    | 1                     |
/// | 4   | string   | 10    | 15  | 0 (side text)  | 2 (`x` and newline)   |
///
/// A scalar's text is what it means, not how it is written: a string without quotes and escapes, a
/// number as JSON writes it (`0x1F` in YAML has the text `31`), `true`, `false` or `null` for
/// those. It is a slice of the source where the two are the same bytes, else a slice of the
/// document's side text, and ``Flags/sideText`` says which.
@usableFromInline
package struct NodeRecord: Sendable, Equatable {
  @usableFromInline
  package struct Flags: OptionSet, Sendable, Equatable {
    @usableFromInline package let rawValue: UInt32

    @inlinable
    package init(rawValue: UInt32) {
      self.rawValue = rawValue
    }

    /// The text lies in the document's side text, not in its source.
    @inlinable package static var sideText: Flags { Flags(rawValue: 1 << 8) }
    /// Made by an edit: the range is the place in the source where it belongs, and is not its text.
    @inlinable package static var synthetic: Flags { Flags(rawValue: 1 << 9) }
    /// Written as an alias (`*name`): the range is the alias itself, the rows below are a copy of
    /// what the anchor holds, each marked ``aliased``.
    @inlinable package static var aliasRoot: Flags { Flags(rawValue: 1 << 10) }
    /// Below an alias or a merge key: the range is where the anchored original stands.
    @inlinable package static var aliased: Flags { Flags(rawValue: 1 << 11) }
    /// An entry (key and value alike) that a merge key (`<<`) brought into this mapping.
    @inlinable package static var merged: Flags { Flags(rawValue: 1 << 12) }
    /// Carries an anchor that at least one alias or merge key of the document refers to.
    @inlinable package static var anchored: Flags { Flags(rawValue: 1 << 13) }
    /// Written in flow style (`{}` or `[]`); never set on scalars. All JSON containers have it.
    @inlinable package static var flow: Flags { Flags(rawValue: 1 << 14) }
    /// YAML 1.2 reads this plain scalar as another type than Kubernetes does (`on`, `0777`,
    /// `1_000`).
    @inlinable package static var ambiguous: Flags { Flags(rawValue: 1 << 15) }
  }

  /// Kind in bits 0 to 3, ``Flags`` in bits 8 to 31.
  @usableFromInline package var head: UInt32
  /// Source range of the node itself, without its anchor and tag.
  @usableFromInline package var start: UInt32
  @usableFromInline package var end: UInt32
  /// Scalar: offset of its text. Mapping: number of entries. Sequence: number of elements.
  @usableFromInline package var first: UInt32
  /// Scalar: bytes of its text. Container: index of the row after its last descendant.
  @usableFromInline package var second: UInt32

  @inlinable
  package init(
    kind: Node.Kind, flags: Flags = [], start: UInt32, end: UInt32, first: UInt32, second: UInt32
  ) {
    self.head = UInt32(kind.rawValue) | flags.rawValue
    self.start = start
    self.end = end
    self.first = first
    self.second = second
  }

  @inlinable
  package var kind: Node.Kind {
    @inline(__always)
    get { Node.Kind(rawValue: UInt8(truncatingIfNeeded: head & 0xF)) ?? .null }
    set { head = head & ~0xF | UInt32(newValue.rawValue) }
  }

  @inlinable
  package var flags: Flags {
    get { Flags(rawValue: head & 0xFFFF_FF00) }
    set { head = head & 0xFF | newValue.rawValue }
  }

  @inlinable
  package func has(_ flag: Flags) -> Bool { head & flag.rawValue != 0 }

  @inlinable
  package var isContainer: Bool { head & 0xF >= UInt32(Node.Kind.sequence.rawValue) }

  /// The row after this node, which is in `row`, and all that is below it.
  @inlinable
  @inline(__always)
  package func next<Row: FixedWidthInteger>(after row: Row) -> Row {
    isContainer ? Row(truncatingIfNeeded: second) : row + 1
  }

  @inlinable
  package var range: SourceRange { SourceRange(start: start, end: end) }
}
