import Documents

extension Document {
  /// Whether nothing stands in this document but comments and markers. Kubernetes' tools skip such
  /// documents; their root is a null with an empty range.
  package var isBlank: Bool {
    root.isNull && root.range.isEmpty && decorations.isEmpty && records.count == 1
  }
}
