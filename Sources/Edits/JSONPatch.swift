import Documents

/// A JSON Patch: RFC 6902.
package struct JSONPatch: Sendable {
  /// One operation of RFC 6902 §4.
  package enum Operation: Sendable {
    case add(path: JSONPointer, value: Value)
    case remove(path: JSONPointer)
    case replace(path: JSONPointer, value: Value)
    case move(from: JSONPointer, path: JSONPointer)
    case copy(from: JSONPointer, path: JSONPointer)
    case test(path: JSONPointer, value: Value)
  }

  package var operations: [Operation]

  package init(_ operations: [Operation] = []) {
    self.operations = operations
  }
}

// MARK: - From an edit set

extension JSONPatch {
  /// The changes below `base` as a patch of the object at `base`.
  ///
  /// It holds `add`, `replace` and `remove` only, and creates parents with what they hold. Where
  /// elements of sequences come or go the operations stand in reverse order of the document, so
  /// that each one finds the positions that it names.
  package init(_ edits: EditSet, below base: Node) {
    let document = edits.document
    let end = document.next(after: base.index)
    var changes = edits.changes.filter { $0.row >= base.index && $0.row < end }
    let movesElements = changes.contains { $0.movesElements }
    if movesElements { changes = Self.lastFirst(changes, in: document) }
    var operations: [Operation] = []
    operations.reserveCapacity(changes.count)
    for change in changes {
      let node = Node(document: document, index: change.row)
      let pointer = document.pointer(to: node, from: base)
      switch change.operation {
      case .replace(let value): operations.append(.replace(path: pointer, value: value))
      case .insertEntry(let key, let value):
        operations.append(.add(path: pointer.appending(key), value: value))
      case .removeEntry: operations.append(.remove(path: pointer))
      case .insertElement(let value, let position):
        operations.append(.add(path: pointer.appending(String(position)), value: value))
      case .removeElement: operations.append(.remove(path: pointer))
      }
    }
    self.operations = operations
  }

  /// The changes from the end of the document to its start. An insertion stands where the element is
  /// before which it goes, and comes after all that is done to that element.
  private static func lastFirst(_ changes: [Change], in document: Document) -> [Change] {
    let rows = changes.map { change in
      guard case .insertElement(_, let position) = change.operation else { return change.row }
      let sequence = Node(document: document, index: change.row)
      return sequence[element: position]?.index ?? document.next(after: change.row)
    }
    // At one row insertions stand first already: their sequence has a lower row than its elements.
    return changes.indices.sorted { (rows[$0], $0) > (rows[$1], $1) }.map { changes[$0] }
  }
}

// MARK: - As JSON

extension JSONPatch {
  /// The patch as the JSON document that RFC 6902 §3 describes.
  package var value: Value { .sequence(operations.map(\.value)) }
}

extension JSONPatch.Operation {
  /// The operation as a JSON object: `op`, `path`, then `from` or `value`.
  package var value: Value {
    switch self {
    case .add(let path, let value): Self.object("add", path, "value", value)
    case .remove(let path): Self.object("remove", path)
    case .replace(let path, let value): Self.object("replace", path, "value", value)
    case .move(let from, let path): Self.object("move", path, "from", .string(from.description))
    case .copy(let from, let path): Self.object("copy", path, "from", .string(from.description))
    case .test(let path, let value): Self.object("test", path, "value", value)
    }
  }

  private static func object(_ name: String, _ path: JSONPointer) -> Value {
    .mapping([.init("op", .string(name)), .init("path", .string(path.description))])
  }

  private static func object(
    _ name: String, _ path: JSONPointer, _ member: String, _ value: Value
  ) -> Value {
    .mapping([
      .init("op", .string(name)), .init("path", .string(path.description)), .init(member, value),
    ])
  }
}
