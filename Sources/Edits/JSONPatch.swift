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
  /// elements of sequences come or go the operations go backwards through the document, so that
  /// each one finds the positions that it names.
  package init(_ edits: EditSet, below base: Node) {
    let document = edits.document
    let changes = edits.changes(in: base.index..<document.next(after: base.index))
    let movesElements = changes.contains { $0.movesElements }
    let ordered = movesElements ? Self.backwards(changes, document) : Array(changes)
    operations = ordered.map { change in
      let node = Node(document: document, index: change.row)
      var pointer = document.pointer(to: node, from: base)
      switch change.operation {
      case .replace(let value): return .replace(path: pointer, value: value)
      case .insertEntry(let key, let value):
        pointer.tokens.append(key)
        return .add(path: pointer, value: value)
      case .insertElement(let value, let position):
        pointer.tokens.append(String(position))
        return .add(path: pointer, value: value)
      case .removeEntry, .removeElement: return .remove(path: pointer)
      }
    }
  }

  /// The changes from the last row to the first, where an insertion counts as done at the row of
  /// the element before which it stands, after all that is done to that element.
  private static func backwards(_ changes: ArraySlice<Change>, _ document: Document) -> [Change] {
    var keyed: [(row: UInt32, isOther: Bool, arrival: Int, change: Change)] = []
    // Positions rise within a sequence, so that each one is walked through once.
    var walk: (sequence: UInt32, position: Int, row: UInt32) = (.max, 0, 0)
    for (arrival, change) in changes.enumerated() {
      switch change.operation {
      case .insertElement(_, let position):
        if walk.sequence != change.row { walk = (change.row, 0, change.row + 1) }
        while walk.position < position {
          walk.row = document.next(after: walk.row)
          walk.position += 1
        }
        // Of two for one place the later one is done first and then moved on by the other.
        keyed.append((walk.row, false, -arrival, change))
      default:
        keyed.append((change.row, true, arrival, change))
      }
    }
    keyed.sort {
      if $0.row != $1.row { return $0.row > $1.row }
      if $0.isOther != $1.isOther { return $0.isOther }
      return $0.arrival < $1.arrival
    }
    return keyed.map(\.change)
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
