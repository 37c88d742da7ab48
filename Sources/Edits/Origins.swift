/// Who wants a change: ids of mutators or rules, without duplicates. Nearly always it is one, for
/// whom no list is made.
package struct Origins: Sendable, Equatable {
  private var first: String?
  private var others: [String] = []

  package init(_ origin: String) {
    first = origin
  }

  /// Adds one, unless it is there.
  mutating func insert(_ origin: String) {
    if first == nil {
      first = origin
    } else if !contains(origin) {
      others.append(origin)
    }
  }

  package func contains(_ origin: String) -> Bool {
    first == origin || !others.isEmpty && others.contains(origin)
  }
}

extension Origins: Sequence, ExpressibleByArrayLiteral {
  package init(arrayLiteral origins: String...) { self.init(origins) }

  package init(_ origins: some Sequence<String>) {
    for origin in origins { insert(origin) }
  }

  /// In the order in which they came.
  package func makeIterator() -> Iterator { Iterator(origins: self) }

  package struct Iterator: IteratorProtocol {
    private let first: String?
    private let others: [String]
    private var position = -1

    fileprivate init(origins: Origins) {
      first = origins.first
      others = origins.others
    }

    package mutating func next() -> String? {
      defer { position += 1 }
      if position < 0 { return first }
      return position < others.count ? others[position] : nil
    }
  }
}
