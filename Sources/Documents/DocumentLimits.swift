/// What a parser accepts at most. Beyond a limit it answers with an error, never with a stall or a
/// crash; each limit is tested at its value and one above.
package struct DocumentLimits: Sendable, Equatable {
  /// Bytes of one input. The default is 512 MiB; the ceiling is 2 GiB, since offsets have 32 bits.
  package var maximumBytes: Int
  /// Containers inside one another. A document that is a scalar has depth 0, `[]` has depth 1.
  package var maximumDepth: Int
  /// Nodes of one document, keys included, and after aliases are expanded.
  package var maximumNodes: Int
  /// Nodes of one document that come from expanding aliases and merge keys.
  package var maximumAliasNodes: Int

  package init(
    maximumBytes: Int = 512 << 20,
    maximumDepth: Int = 1_000,
    maximumNodes: Int = 64_000_000,
    maximumAliasNodes: Int = 100_000
  ) {
    self.maximumBytes = min(maximumBytes, 2 << 30 - 1)
    self.maximumDepth = maximumDepth
    self.maximumNodes = maximumNodes
    self.maximumAliasNodes = maximumAliasNodes
  }

  package static let standard = DocumentLimits()
}
