import Documents

extension EditProposals {
  /// The node shall say this value: proposes the few edits that make it so, so that what is the
  /// same keeps the bytes that its author wrote.
  ///
  /// Mappings are compared by key; their order does not matter, and new entries go to the end.
  /// Sequences are compared without what they have in common at both ends; of the rest, elements
  /// that are mappings of the same `name` are compared with one another, and so are those that are
  /// alike but for it; others by position, between those that stay the same.
  package mutating func change(
    _ node: Node, to value: Value, by origin: String
  ) throws(EditConflict) {
    // Pairs still to compare instead of recursion: depth comes from input.
    var pairs: [(Node, Value)] = [(node, value)]
    while let (node, value) = pairs.popLast() {
      switch value {
      case .mapping(let entries) where node.isMapping:
        try change(mapping: node, to: entries, origin, &pairs)
      case .sequence(let elements) where node.isSequence:
        try change(sequence: node, to: elements, origin, &pairs)
      default:
        // What stays is no wish of this origin: another one may want to change it.
        if !node.says(value) { try set(value, at: [], below: node, by: origin) }
      }
    }
  }

  private mutating func change(
    mapping node: Node, to entries: [Value.Entry], _ origin: String, _ pairs: inout [(Node, Value)]
  ) throws(EditConflict) {
    let places = KeyPlaces(entries.lazy.map(\.key), queries: node.count)
    var present = Array(repeating: false, count: entries.count)
    var expected = 0
    let start = pairs.count
    for entry in node.entries {
      // As a rule the entries stand in the same order, so that each one is found at once.
      var found: Int?
      if expected < entries.count, entry.key.textEquals(entries[expected].key) {
        found = expected
      } else {
        found = places.find(entry.key.text) { entries[$0].key }
      }
      guard let found else {
        try remove(at: [entry.key.text], below: node, by: origin)
        continue
      }
      expected = found + 1
      present[found] = true
      pairs.append((entry.value, entries[found].value))
    }
    // The pairs are taken from the end; this way they come in the order of the document.
    pairs[start...].reverse()
    for (place, entry) in entries.enumerated() where !present[place] {
      try set(entry.value, at: [entry.key], below: node, by: origin)
    }
  }

  private mutating func change(
    sequence node: Node, to elements: [Value], _ origin: String, _ pairs: inout [(Node, Value)]
  ) throws(EditConflict) {
    let nodes = Array(node.elements)
    if nodes.count == elements.count, !zip(nodes, elements).contains(where: Self.differInName) {
      // Nothing came or went as far as one can tell, so nothing needs to be looked for.
      for pair in zip(nodes, elements).reversed() { pairs.append(pair) }
      return
    }
    let shorter = min(nodes.count, elements.count)
    var head = 0
    while head < shorter, nodes[head].equals(elements[head]) { head += 1 }
    var tail = 0
    while tail < shorter - head,
      nodes[nodes.count - 1 - tail].equals(elements[elements.count - 1 - tail])
    { tail += 1 }
    let oldRest = head..<nodes.count - tail
    let partners = partners(of: elements[head..<elements.count - tail], among: nodes[oldRest])
    var next = oldRest.lowerBound
    var inner: [(Node, Value)] = []
    for (place, partner) in zip(head..., partners) {
      guard let partner else {
        try insert(elements[place], position: next, at: [], below: node, by: origin)
        continue
      }
      for gone in next..<partner { try remove(at: [String(gone)], below: node, by: origin) }
      inner.append((nodes[partner], elements[place]))
      next = partner + 1
    }
    for gone in next..<oldRest.upperBound {
      try remove(at: [String(gone)], below: node, by: origin)
    }
    pairs.append(contentsOf: inner.reversed())
  }

  private static func differInName(_ node: Node, _ value: Value) -> Bool {
    guard let old = node["name"], old.isString, case .string(let new)? = value["name"] else {
      return false
    }
    return !old.textEquals(new)
  }

  /// For each of the new elements the place of the old one that it comes from, in rising order;
  /// `nil` for one that is new.
  private func partners(of elements: ArraySlice<Value>, among nodes: ArraySlice<Node>) -> [Int?] {
    var places: [[UInt8]: Int] = [:]
    var named = true
    for (place, node) in zip(nodes.indices, nodes) {
      guard let name = node["name"]?.string else {
        named = false
        break
      }
      named = places.updateValue(place, forKey: Array(name.utf8)) == nil && named
    }
    guard named else { return partnersByPlace(of: elements, among: nodes) }
    var next = nodes.startIndex
    let partners: [Int?] = elements.map { element in
      guard case .string(let name)? = element["name"], let partner = places[Array(name.utf8)],
        partner >= next
      else { return nil }
      next = partner + 1
      return partner
    }
    return partnersOfRenamed(partners, of: elements, among: nodes)
  }

  /// Elements up to which each one is looked for: the cost grows with the product of the numbers.
  private static let mostCompared = 64

  /// The same for elements without names: what is the same stays what it is, and between two such
  /// elements it goes by their order.
  private func partnersByPlace(
    of elements: ArraySlice<Value>, among nodes: ArraySlice<Node>
  ) -> [Int?] {
    var partners = [Int?](repeating: nil, count: elements.count)
    if max(elements.count, nodes.count) <= Self.mostCompared {
      var next = nodes.startIndex
      for (place, element) in elements.enumerated() {
        guard let same = nodes[next...].firstIndex(where: { $0.equals(element) }) else { continue }
        partners[place] = same
        next = same + 1
      }
    }
    var ends = partners
    var end = nodes.endIndex
    for place in ends.indices.reversed() {
      end = partners[place] ?? end
      ends[place] = end
    }
    var next = nodes.startIndex
    for place in partners.indices {
      if partners[place] == nil, let end = ends[place], next < end { partners[place] = next }
      if let partner = partners[place] { next = partner + 1 }
    }
    return partners
  }

  /// The same with partners for what only got another name: it keeps its comments. Between two that
  /// have partners, what is left on both sides is compared in order.
  private func partnersOfRenamed(
    _ partners: [Int?], of elements: ArraySlice<Value>, among nodes: ArraySlice<Node>
  ) -> [Int?] {
    var partners = partners
    var old = nodes.startIndex
    var new = 0
    while new < partners.count {
      if let partner = partners[new] {
        old = partner + 1
        new += 1
        continue
      }
      let end = partners[new...].firstIndex { $0 != nil } ?? partners.count
      let oldEnd = end < partners.count ? partners[end] ?? nodes.endIndex : nodes.endIndex
      while new < end, old < oldEnd {
        let isAlike = nodes[old].isAlike(elements[elements.startIndex + new])
        if isAlike { partners[new] = old }
        // Where more is left on one side, something of it came or went.
        let surplus = (oldEnd - old) - (end - new)
        if isAlike || surplus >= 0 { old += 1 }
        if isAlike || surplus <= 0 { new += 1 }
      }
      new = end
    }
    return partners
  }
}

extension Node {
  /// Whether a mapping says the same as another one in at least half of its entries, apart from
  /// `name`.
  fileprivate func isAlike(_ value: Value) -> Bool {
    guard case .mapping(let entries) = value, isMapping else { return false }
    let places = KeyPlaces(entries.lazy.map(\.key), queries: count)
    var same = 0
    for entry in self.entries where !entry.key.textEquals("name") {
      guard let place = places.find(entry.key.text, key: { entries[$0].key }) else { continue }
      if entry.value.equals(entries[place].value) { same += 1 }
    }
    return 2 * same >= max(count, entries.count) - 1
  }
}

extension Node {
  /// Whether the node, with all below it, is this value: JSON equality, as ``Value`` defines it.
  package func equals(_ value: Value) -> Bool {
    var pairs: [(Node, Value)] = [(self, value)]
    while let (node, value) = pairs.popLast() {
      switch value {
      case .mapping(let entries):
        guard node.isMapping, node.count == entries.count else { return false }
        let places = KeyPlaces(entries.lazy.map(\.key), queries: node.count)
        var place = 0
        for entry in node.entries {
          var found: Int? = place
          if !entry.key.textEquals(entries[place].key) {
            found = places.find(entry.key.text) { entries[$0].key }
          }
          guard let found else { return false }
          pairs.append((entry.value, entries[found].value))
          place += 1
        }
      case .sequence(let elements):
        guard node.isSequence, node.count == elements.count else { return false }
        for pair in zip(node.elements, elements) { pairs.append(pair) }
      default:
        guard node.says(value) else { return false }
      }
    }
    return true
  }
}
