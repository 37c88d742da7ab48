import Documents

/// What mutators propose for one document: it says what the object should say, not how.
///
/// Proposals merge as they come in. Two that need the same missing parent create it once; two that
/// want the same thing are one; two that want different things there are an ``EditConflict``.
/// A proposal for what the document already says is none.
package struct EditProposals: Sendable {
  package let document: Document
  /// In the order of arrival; one for each place.
  private var pending: [Pending] = []
  /// Where in ``pending`` each place stands; empty while there are so few that to look through them
  /// costs less.
  private var places: [Place: Int] = [:]
  private static let fewPending = 16
  /// Places that the mutators of a policy want at an object, as a rule.
  private static let usualPending = 4
  /// Entries that somebody wants absent and that are, with the first who does.
  private var absences: [Place: String] = [:]

  package init(_ document: Document) {
    self.document = document
  }

  /// Whether nothing would change.
  package var isEmpty: Bool { !pending.contains { !$0.isKept } }

  private struct Place: Hashable {
    var row: UInt32
    var isInsertion = false
    /// The key of an entry that is inserted; empty and unused for everything else.
    var key = ""
  }

  private struct Pending {
    var place: Place
    var operation: Change.Operation
    var origins: Origins
    /// The value is a missing sequence that grows with each proposal to append.
    var appends = false
    /// The document says so already. No change comes of it, but who wants otherwise disagrees with
    /// who wanted this: else the two would take turns, run by run.
    var isKept = false

    /// Whether it is an element to insert, of which there may be several for one sequence.
    var isElement: Bool {
      if case .insertElement = operation { return true }
      return false
    }
  }
}

// MARK: - Proposing

extension EditProposals {
  /// The value at a path below a node shall be this one. Missing parents are made as mappings, and
  /// a parent that is null counts as missing.
  package mutating func set(
    _ value: Value, at path: [String], below node: Node, by origin: String
  ) throws(EditConflict) {
    let (deepest, rest) = descend(path, from: node)
    guard let first = rest.first else {
      try add(
        .replace(value), at: Place(row: deepest.index), origin,
        isKept: deepest.says(value))
      return
    }
    try insert(value, missing: first, rest.dropFirst(), in: deepest, origin, appends: false)
  }

  /// The same of an entry of a mapping, where that is at hand.
  package mutating func set(
    _ value: Value, entry key: String, of mapping: Node, by origin: String
  ) throws(EditConflict) {
    if let child = mapping[named: key] {
      try add(.replace(value), at: Place(row: child.index), origin, isKept: child.says(value))
    } else {
      try insert(value, missing: key, in: mapping, origin)
    }
  }

  /// The same of an entry that is known to be missing, so that it is not looked for.
  package mutating func set(
    _ value: Value, missingEntry key: String, of mapping: Node, by origin: String
  ) throws(EditConflict) {
    try insert(value, missing: key, in: mapping, origin)
  }

  /// There shall be nothing at a path below a node.
  package mutating func remove(
    at path: [String], below node: Node, by origin: String
  ) throws(EditConflict) {
    guard let last = path.last else { return }
    let (parent, rest) = descend(Array(path.dropLast()), from: node)
    guard rest.isEmpty else { return }
    switch parent.kind {
    case .mapping:
      guard let entry = parent.entry(last) else {
        let place = Place(row: parent.index, isInsertion: true, key: last)
        if let known = position(of: place) {
          throw conflict(
            .differentValues, at: parent, [last], Array(pending[known].origins) + [origin])
        }
        if absences[place] == nil { absences[place] = origin }
        return
      }
      try add(.removeEntry, at: Place(row: entry.key.index), origin)
    case .sequence:
      guard let position = JSONPointer.elementIndex(last),
        let element = parent[element: position]
      else { return }
      try add(.removeElement, at: Place(row: element.index), origin)
    default: return
    }
  }

  /// The sequence at a path below a node shall have this element after its others. It is made where
  /// it is missing.
  package mutating func append(
    _ value: Value, at path: [String], below node: Node, by origin: String
  ) throws(EditConflict) {
    let (deepest, rest) = descend(path, from: node)
    if let first = rest.first {
      try insert(
        .sequence([value]), missing: first, rest.dropFirst(), in: deepest, origin, appends: true)
    } else if deepest.isNull {
      let place = Place(row: deepest.index)
      try add(.replace(.sequence([value])), at: place, origin, appends: true)
    } else {
      try insert(value, position: deepest.count, at: [], below: deepest, by: origin)
    }
  }

  /// The sequence at a path below a node shall have this element before the one at `position`.
  package mutating func insert(
    _ value: Value, position: Int, at path: [String], below node: Node, by origin: String
  ) throws(EditConflict) {
    let (sequence, rest) = descend(path, from: node)
    guard rest.isEmpty, sequence.isSequence, position >= 0, position <= sequence.count else {
      throw conflict(.noSequence, at: sequence, rest, [origin])
    }
    // Elements have no names: equal ones are two elements, and order is that of arrival.
    append(
      Pending(
        place: Place(row: sequence.index, isInsertion: true),
        operation: .insertElement(value, position: position), origins: [origin]))
  }
}

// MARK: - Merging

extension EditProposals {
  private func descend(_ path: [String], from node: Node) -> (Node, ArraySlice<String>) {
    var node = node
    var rest = path[...]
    while let token = rest.first {
      switch node.kind {
      case .mapping:
        guard let child = node[named: token] else { return (node, rest) }
        node = child
      case .sequence:
        guard let position = JSONPointer.elementIndex(token), let child = node[element: position]
        else { return (node, rest) }
        node = child
      default:
        return (node, rest)
      }
      rest = rest.dropFirst()
    }
    return (node, rest)
  }

  /// Where in ``pending`` a place stands. Elements that are inserted stand for themselves.
  private func position(of place: Place) -> Int? {
    if pending.count > Self.fewPending { return places[place] }
    return pending.firstIndex { $0.place == place && !$0.isElement }
  }

  private mutating func append(_ new: Pending) {
    if pending.isEmpty { pending.reserveCapacity(Self.usualPending) }
    if pending.count == Self.fewPending {
      for (index, known) in pending.enumerated() where !known.isElement {
        places[known.place] = index
      }
    }
    if pending.count >= Self.fewPending, !new.isElement { places[new.place] = pending.count }
    pending.append(new)
  }

  private mutating func insert(
    _ value: Value, missing key: String, _ rest: ArraySlice<String> = [], in parent: Node,
    _ origin: String, appends: Bool = false
  ) throws(EditConflict) {
    let nested = rest.isEmpty ? value : rest.reversed().reduce(value) { .mapping([.init($1, $0)]) }
    switch parent.kind {
    case .mapping:
      let place = Place(row: parent.index, isInsertion: true, key: key)
      if !absences.isEmpty, let other = absences[place], other != origin {
        throw conflict(.differentValues, at: parent, [key], [other, origin])
      }
      try add(.insertEntry(key: key, value: nested), at: place, origin, appends: appends)
    case .null:
      let place = Place(row: parent.index)
      try add(.replace(.mapping([.init(key, nested)])), at: place, origin, appends: appends)
    case .sequence where key == "-" || JSONPointer.elementIndex(key) == parent.count:
      try insert(nested, position: parent.count, at: [], below: parent, by: origin)
    default:
      throw conflict(.parentIsNoMapping, at: parent, [key], [origin])
    }
  }

  private mutating func add(
    _ operation: Change.Operation, at place: Place, _ origin: String, appends: Bool = false,
    isKept: Bool = false
  ) throws(EditConflict) {
    guard let index = position(of: place) else {
      append(
        Pending(
          place: place, operation: operation, origins: Origins(origin), appends: appends,
          isKept: isKept))
      return
    }
    if extend(index, with: operation) {
      pending[index].origins.insert(origin)
      return
    }
    let node = Node(document: document, index: place.row)
    let both = appends && pending[index].appends
    let known = Array(pending[index].origins)
    func differs() -> EditConflict {
      conflict(.differentValues, at: node, [], Array(Origins(known + [origin])))
    }
    switch (pending[index].operation, operation) {
    case (.removeEntry, .removeEntry), (.removeElement, .removeElement): break
    case (.replace(let value), .replace(let other))
    where isKept || pending[index].isKept || !node.isNull:
      // Only what is missing can be put together from parts: a value that replaces another one, or
      // that is there already, was meant as it is.
      if value != other { throw differs() }
    case (.replace(var value), .replace(let other)):
      try merge(other, into: &value, appends: both, at: (node, []), known, origin)
      pending[index].operation = .replace(value)
    case (.insertEntry(let key, var value), .insertEntry(_, let other)):
      let path = [key]
      try merge(other, into: &value, appends: both, at: (node, path), known, origin)
      pending[index].operation = .insertEntry(key: key, value: value)
    default:
      throw differs()
    }
    pending[index].origins.insert(origin)
  }

  /// Adds the entries of a mapping to those of another one for the same place, if none has the key
  /// of another, as nearly always: then none of them is copied.
  private mutating func extend(_ index: Int, with operation: Change.Operation) -> Bool {
    guard case .insertEntry(_, .mapping(let others)) = operation,
      case .insertEntry(let key, .mapping(var entries)) = pending[index].operation,
      !others.contains(where: { other in entries.contains { $0.key.hasBytes(of: other.key) } })
    else { return false }
    // Whatever else holds the entries would have them copied.
    pending[index].operation = .removeEntry
    entries.append(contentsOf: others)
    pending[index].operation = .insertEntry(key: key, value: .mapping(entries))
    return true
  }

  /// Adds the entries of one value to another. The depth is that of the proposals, which is bounded
  /// by the mutators' own paths and by the policy's limits.
  private func merge(
    _ other: Value, into value: inout Value, appends: Bool, at place: (node: Node, path: [String]),
    _ origins: [String], _ origin: String
  ) throws(EditConflict) {
    switch (value, other) {
    case (.mapping(var entries), .mapping(let others)):
      for entry in others {
        let known = entries.firstIndex { $0.key.hasBytes(of: entry.key) }
        guard let known else {
          entries.append(entry)
          continue
        }
        try merge(
          entry.value, into: &entries[known].value, appends: appends,
          at: (place.node, place.path + [entry.key]), origins, origin)
      }
      value = .mapping(entries)
    case (.sequence(let elements), .sequence(let others)) where appends:
      value = .sequence(elements + others)
    default:
      guard value == other else {
        throw conflict(
          .differentValues, at: place.node, place.path[...],
          origins.contains(origin) ? origins : origins + [origin])
      }
    }
  }

  private func conflict(
    _ cause: EditConflict.Cause, at node: Node, _ rest: ArraySlice<String>, _ origins: [String]
  ) -> EditConflict {
    EditConflict(
      cause: cause, pointer: document.pointer(to: node).appending(Array(rest)), origins: origins)
  }
}

// MARK: - Resolving

extension EditProposals {
  /// All proposals as one set of changes, or why they cannot be one.
  package func merged() throws(EditConflict) -> EditSet {
    if let changes = insertions() { return EditSet(document: document, sorted: changes) }
    var changes = pending.map {
      Change(row: $0.place.row, operation: $0.operation, origins: $0.origins)
    }
    // Arrival breaks ties, so that entries and elements are written in the order of the proposals.
    let order = changes.indices.sorted {
      let left = changes[$0]
      let right = changes[$1]
      return (left.row, left.operation.rank, $0) < (right.row, right.operation.rank, $1)
    }
    var wholesale: (end: UInt32, change: Change)?
    for index in order {
      let change = changes[index]
      if let wholesale, change.row < wholesale.end {
        if pending[index].isKept, agrees(wholesale.change, with: change) { continue }
        let node = Node(document: document, index: change.row)
        throw conflict(
          .insideOfChanged, at: node, [],
          Array(Origins(Array(wholesale.change.origins) + Array(change.origins))))
      }
      if change.operation.isWholesale { wholesale = (end(of: change), change) }
    }
    changes = order.filter { !pending[$0].isKept }.map { changes[$0] }
    return EditSet(document: document, sorted: changes)
  }

  /// The changes in order where they are few insertions, of which none can be inside of another.
  private func insertions() -> [Change]? {
    guard pending.count <= Self.fewPending else { return nil }
    var changes: [Change] = []
    changes.reserveCapacity(pending.count)
    for new in pending {
      if new.operation.isWholesale { return nil }
      let row = new.place.row
      let rank = new.operation.rank
      changes.append(Change(row: row, operation: new.operation, origins: new.origins))
      var place = changes.count - 1
      while place > 0,
        row < changes[place - 1].row
          || row == changes[place - 1].row && rank < changes[place - 1].operation.rank
      {
        changes.swapAt(place, place - 1)
        place -= 1
      }
    }
    return changes
  }

  /// Whether what replaces a node says inside of it what somebody else wants there.
  private func agrees(_ wholesale: Change, with kept: Change) -> Bool {
    guard case .replace(let whole) = wholesale.operation, case .replace(let wanted) = kept.operation
    else { return false }
    let path = document.pointer(
      to: Node(document: document, index: kept.row),
      from: Node(document: document, index: wholesale.row))
    var value = whole
    for token in path.tokens {
      switch value {
      case .mapping:
        guard let child = value[token] else { return false }
        value = child
      case .sequence(let elements):
        guard let place = JSONPointer.elementIndex(token), place < elements.count
        else { return false }
        value = elements[place]
      default: return false
      }
    }
    return value == wanted
  }

  private func end(of change: Change) -> UInt32 {
    let end = document.next(after: change.row)
    if case .removeEntry = change.operation { return document.next(after: end) }
    return end
  }
}

extension Node {
  /// Whether the node already says this value.
  func says(_ value: Value) -> Bool {
    switch value {
    case .null: isNull
    case .boolean(let value): boolean == value
    case .string(let text): isString(text)
    case .number(let text):
      (kind == .integer || kind == .float) && DecimalText.equal(self.text, text)
    case .sequence, .mapping: isContainer && Value(self) == value
    }
  }
}
