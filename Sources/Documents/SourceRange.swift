/// A half-open range of byte offsets into the source of a document.
///
/// Offsets are 32 bits wide: an input is at most ``DocumentLimits/maximumBytes`` bytes long, which
/// is far below 4 GiB.
@usableFromInline
package struct SourceRange: Equatable, Hashable, Sendable {
  /// Offset of the first byte.
  @usableFromInline package let start: UInt32
  /// Offset one past the last byte; never below ``start``.
  @usableFromInline package let end: UInt32

  @inlinable
  package init(start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }

  /// The empty range at an offset.
  @inlinable
  package init(at offset: UInt32) {
    self.init(start: offset, end: offset)
  }

  @inlinable
  package var count: Int { Int(end) - Int(start) }

  @inlinable
  package var isEmpty: Bool { start == end }

  /// The same range for slicing an array of bytes.
  @inlinable
  package var indices: Range<Int> { Int(start)..<Int(end) }

  /// Whether every byte of `other` lies in this range.
  @inlinable
  package func contains(_ other: SourceRange) -> Bool {
    start <= other.start && other.end <= end
  }
}
