import Documents

/// One thing that an ``EditSet`` does to its document, resolved against the node table.
///
/// All rows and positions are those of the original document, whatever other changes there are.
package struct Change: Sendable {
  package enum Operation: Sendable {
    /// The node ``Change/row`` gets this value. It is no key.
    case replace(Value)
    /// The mapping ``Change/row`` gets an entry, which it does not have, after its last one.
    /// Several for one mapping stand in the order in which they are to be written.
    case insertEntry(key: String, value: Value)
    /// The entry whose key is ``Change/row`` goes.
    case removeEntry
    /// The sequence ``Change/row`` gets an element before its element `position`, or after the last
    /// one where `position` is its count. Several for one position stand in their order.
    case insertElement(Value, position: Int)
    /// The element ``Change/row`` goes.
    case removeElement
  }

  /// The node that the operation names.
  package let row: UInt32
  package let operation: Operation
  /// Who wants it.
  package let origins: Origins

  package init(row: UInt32, operation: Operation, origins: Origins) {
    self.row = row
    self.operation = operation
    self.origins = origins
  }

  /// Whether positions of elements after it change.
  package var movesElements: Bool {
    switch operation {
    case .insertElement, .removeElement: true
    case .replace, .insertEntry, .removeEntry: false
    }
  }
}

extension Change.Operation {
  /// Where it stands among those of its row: what takes the row whole comes first, so that whatever
  /// else wants the row is seen to lie inside of it; then elements in order, then entries.
  var rank: Int {
    switch self {
    case .replace, .removeEntry, .removeElement: -1
    case .insertElement(_, let position): position
    case .insertEntry: 0
    }
  }

  /// Whether nothing below its row may have a change of its own.
  var isWholesale: Bool {
    switch self {
    case .replace, .removeEntry, .removeElement: true
    case .insertEntry, .insertElement: false
    }
  }
}
