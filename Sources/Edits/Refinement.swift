import Documents

extension EditSet {
  /// The same edits with each replacement of a collection by one of its kind taken apart, so that
  /// what stays the same is not touched.
  package func refined() -> EditSet {
    var refined: [Change] = []
    for change in changes {
      let node = Node(document: document, index: change.row)
      guard case .replace(let value) = change.operation, value.isSameCollection(as: node) else {
        refined.append(change)
        continue
      }
      var proposals = EditProposals(document)
      do throws(EditConflict) {
        try proposals.change(node, to: value, by: "")
        // All of them lie in the rows of the node, so that the order stays.
        for part in try proposals.merged().changes {
          refined.append(
            Change(row: part.row, operation: part.operation, origins: change.origins))
        }
      } catch {
        refined.append(change)
      }
    }
    return EditSet(document: document, sorted: refined)
  }
}

extension Value {
  fileprivate func isSameCollection(as node: Node) -> Bool {
    switch self {
    case .mapping: node.isMapping
    case .sequence: node.isSequence
    default: false
    }
  }
}
