import Documents

/// A JSON Merge Patch: RFC 7386.
package struct MergePatch: Sendable, Equatable {
  /// The patch itself: any value; a null in a mapping removes the entry.
  package let value: Value

  package init(_ value: Value) {
    self.value = value
  }

  /// The target with the patch applied. Every patch applies to every target, and the result is no
  /// deeper than the deeper one of the two. The cost is linear in both.
  package func applied(to target: Value) -> Value {
    // RFC 7386 §2 defines this with a recursion. Here the mappings that are being merged wait on a
    // stack, since depth comes from input.
    var open: [Merge] = []
    var target: Value? = target
    var patch = value
    while true {
      var finished: Value
      if case .mapping(let entries) = patch {
        open.append(Merge(of: target, with: entries))
        finished = .null
      } else {
        finished = patch
        if open.isEmpty { return finished }
        open[open.count - 1].take(finished)
      }
      // Go on with the next entry of the innermost mapping that has one left.
      while true {
        if let next = open[open.count - 1].next() {
          target = next.target
          patch = next.patch
          break
        }
        finished = open.removeLast().result
        if open.isEmpty { return finished }
        open[open.count - 1].take(finished)
      }
    }
  }
}

extension EditProposals {
  /// The node, which is a mapping, shall say what the patch makes of it. What it says already is no
  /// edit.
  package mutating func merge(
    _ patch: MergePatch, into node: Node, by origin: String
  ) throws(EditConflict) {
    var open: [(Node, Value)] = [(node, patch.value)]
    while let (node, patch) = open.popLast() {
      guard case .mapping(let entries) = patch, node.isMapping else {
        // RFC 7386 §2: what takes the place of another value has no null in its mappings.
        try set(MergePatch(patch).applied(to: .null), at: [], below: node, by: origin)
        continue
      }
      var children: [(Node, Value)] = []
      for entry in entries {
        if case .null = entry.value {
          try remove(at: [entry.key], below: node, by: origin)
        } else if let child = node[named: entry.key] {
          children.append((child, entry.value))
        } else {
          let value = MergePatch(entry.value).applied(to: .null)
          try set(value, at: [entry.key], below: node, by: origin)
        }
      }
      // From the end, so that pairs are taken in the order of the patch.
      open.append(contentsOf: children.reversed())
    }
  }
}

/// A mapping of a target while the entries of a patch go into it.
private struct Merge {
  /// `nil` where the patch removed the entry.
  private var entries: [Value.Entry?]
  private var places: KeyPlaces
  private let patch: [Value.Entry]
  private var position = 0

  init(of target: Value?, with patch: [Value.Entry]) {
    // RFC 7386 §2: "If the target is not an object, it is replaced with an empty one."
    if case .mapping(let entries)? = target { self.entries = entries } else { entries = [] }
    places = KeyPlaces(entries.lazy.map { $0?.key ?? "" }, queries: patch.count)
    self.patch = patch
  }

  /// The next pair to merge; entries that the patch removes are done on the way.
  mutating func next() -> (target: Value?, patch: Value)? {
    while position < patch.count {
      let entry = patch[position]
      let known = places.find(entry.key) { entries[$0]?.key }
      guard case .null = entry.value else {
        guard let known else { return (nil, entry.value) }
        let target = entries[known]?.value
        // The entry's old value has one owner from here on, so that it is changed where it is.
        entries[known]?.value = .null
        return (target, entry.value)
      }
      if let known { entries[known] = nil }
      position += 1
    }
    return nil
  }

  /// Puts the merged value of the current entry into its place, a new one after the others.
  mutating func take(_ value: Value) {
    let key = patch[position].key
    position += 1
    if let known = places.find(key, key: { entries[$0]?.key }) {
      entries[known]?.value = value
    } else {
      // The keys of the patch differ from one another, so nobody looks for this one again.
      entries.append(Value.Entry(key, value))
    }
  }

  var result: Value { .mapping(entries.compactMap { $0 }) }
}

/// Finds keys in a list: one after the other where few are asked for or there are few, else by a
/// table, so that the cost stays linear.
struct KeyPlaces {
  private let table: [[UInt8]: Int]?
  private let count: Int

  init(_ keys: some Collection<String>, queries: Int) {
    count = keys.count
    guard count > 16, queries > 4 else {
      table = nil
      return
    }
    var table: [[UInt8]: Int] = Dictionary(minimumCapacity: count)
    for (place, key) in keys.enumerated() { table[Array(key.utf8)] = place }
    self.table = table
  }

  /// The place of a key. `key` gives the key at a place, `nil` where there is none any more.
  func find(_ wanted: String, key: (Int) -> String?) -> Int? {
    if let table {
      guard let place = table[Array(wanted.utf8)], key(place) != nil else { return nil }
      return place
    }
    return (0..<count).first { key($0)?.utf8.elementsEqual(wanted.utf8) == true }
  }
}
