/// The bytes of one input, shared by all documents that were parsed from it.
///
/// It holds no file name: nothing above the parsers knows where its input came from.
@usableFromInline
package final class Source: Sendable {
  /// All bytes, as they were read.
  @usableFromInline package let bytes: [UInt8]

  package init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  package convenience init(_ text: String) {
    self.init(Array(text.utf8))
  }

  @inlinable
  package var count: Int { bytes.count }

  /// The bytes of a range, as text; malformed UTF-8 is replaced by U+FFFD.
  package func text(of range: SourceRange) -> String {
    String(decoding: bytes[range.indices], as: UTF8.self)
  }
}
