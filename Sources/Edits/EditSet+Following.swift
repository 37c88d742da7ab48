import Documents

extension EditSet {
  /// One set that does to `base` what this one does and then what `later` does, which is a set of
  /// the document that ``applied(to:)`` gave for `base`.
  ///
  /// Each change has the origins of both sets: which of them wanted it first is not told.
  package func followed(by later: EditSet, at base: Node) throws(EditConflict) -> EditSet {
    if later.isEmpty { return self }
    var proposals = EditProposals(document)
    let result = Value(later.applied(to: Node(document: later.document, index: 0)))
    try proposals.change(base, to: result, by: "")
    let all = Origins(origins + later.origins)
    let changes = try proposals.merged().changes.map {
      Change(row: $0.row, operation: $0.operation, origins: all)
    }
    return EditSet(document: document, sorted: changes)
  }
}
