/// What applying a JSON Patch may cost at most. Beyond a limit the patch fails as a whole.
package struct JSONPatchLimits: Sendable, Equatable {
  /// Operations of one patch. The API server takes as many.
  package var maximumOperations: Int
  /// Bytes of JSON text that all `copy` operations of one patch make together: a few of them double
  /// a document each. The API server allows 3 MiB.
  package var maximumCopyBytes: Int
  /// Containers inside one another in the result and in every step on the way to it.
  package var maximumDepth: Int

  package init(
    maximumOperations: Int = 10_000, maximumCopyBytes: Int = 3 << 20, maximumDepth: Int = 1_000
  ) {
    self.maximumOperations = maximumOperations
    self.maximumCopyBytes = maximumCopyBytes
    self.maximumDepth = maximumDepth
  }

  package static let standard = JSONPatchLimits()
}
