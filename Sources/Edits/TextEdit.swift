import Documents

/// A piece of the source and what stands there instead.
package struct TextEdit: Sendable, Equatable {
  /// What goes; empty for an insertion.
  package let range: SourceRange
  package let replacement: [UInt8]

  package init(range: SourceRange, replacement: [UInt8]) {
    self.range = range
    self.replacement = replacement
  }

  /// Writes a part of the source with the edits done. The edits lie in it, sorted and disjoint.
  package static func apply(
    _ edits: [TextEdit], to bytes: [UInt8], in range: SourceRange, into output: inout [UInt8]
  ) {
    var position = Int(range.start)
    for edit in edits {
      invariant(Int(edit.range.start) >= position, "text edits are sorted and disjoint")
      output.append(contentsOf: bytes[position..<Int(edit.range.start)])
      output.append(contentsOf: edit.replacement)
      position = Int(edit.range.end)
    }
    output.append(contentsOf: bytes[position..<Int(range.end)])
  }
}
