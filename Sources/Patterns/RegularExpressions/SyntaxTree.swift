/// What a regular expression says, as a table: a node comes after its children, so that a loop
/// over the table meets children first and nothing recurses.
struct SyntaxTree {
  enum Node {
    case empty
    case scalar(UInt32)
    /// A place in ``sets``.
    case set(Int)
    case assertion(Assertion)
    case group(Int, number: Int)
    case sequence([Int])
    case choice([Int])
    /// `maximum` is `nil` where there is none.
    case repetition(Int, minimum: Int, maximum: Int?, isLazy: Bool)
  }

  /// What holds between two characters.
  enum Assertion: Equatable, Sendable {
    case textStart
    case textEnd
    case lineStart
    case lineEnd
    case wordBoundary
    case noWordBoundary
  }

  /// What is summed up of a node when it is added.
  struct Facts {
    /// Instructions that it compiles to, at most `Int32.max`.
    var size: Int
    /// Whether it matches without consuming.
    var isNullable: Bool
    /// The highest product of counts of repetitions in each other.
    var repetitions: Int
    /// Groups and repetitions in each other.
    var height: Int
  }

  private(set) var nodes: [Node] = []
  private(set) var facts: [Facts] = []
  private(set) var sets: [ScalarSet] = []
  private(set) var rangeCount = 0

  mutating func add(_ node: Node) -> Int {
    facts.append(facts(of: node))
    nodes.append(node)
    return nodes.count - 1
  }

  /// Adds a set of characters, or the character that it consists of.
  mutating func add(_ set: ScalarSet) -> Int {
    if let single = set.single { return add(.scalar(single)) }
    rangeCount += set.ranges.count
    sets.append(set)
    return add(.set(sets.count - 1))
  }

  private func facts(of node: Node) -> Facts {
    switch node {
    case .empty:
      return Facts(size: 0, isNullable: true, repetitions: 1, height: 0)
    case .scalar, .set:
      return Facts(size: 1, isNullable: false, repetitions: 1, height: 0)
    case .assertion:
      return Facts(size: 1, isNullable: true, repetitions: 1, height: 0)
    case .group(let child, _):
      var facts = self.facts[child]
      facts.size += 2
      facts.height += 1
      return facts
    case .sequence(let children):
      return joined(children, startingAs: true, perChild: 0) { $0 && $1 }
    case .choice(let children):
      return joined(children, startingAs: false, perChild: 2) { $0 || $1 }
    case .repetition(let child, let minimum, let maximum, _):
      var facts = self.facts[child]
      let count = maximum ?? minimum
      // Each copy with its split; an unbounded one with two splits and a jump.
      facts.size = Self.bounded((facts.size + 1) * max(count, 1) + 3)
      facts.isNullable = facts.isNullable || minimum == 0
      facts.repetitions = maximum == 0 ? 1 : facts.repetitions * max(count, 1)
      facts.height += 1
      return facts
    }
  }

  private func joined(
    _ children: [Int], startingAs start: Bool, perChild: Int, _ join: (Bool, Bool) -> Bool
  ) -> Facts {
    var result = Facts(size: 0, isNullable: start, repetitions: 1, height: 0)
    for child in children {
      let facts = self.facts[child]
      result.size = Self.bounded(result.size + facts.size + perChild)
      result.isNullable = join(result.isNullable, facts.isNullable)
      result.repetitions = max(result.repetitions, facts.repetitions)
      result.height = max(result.height, facts.height)
    }
    return result
  }

  private static func bounded(_ size: Int) -> Int { min(size, Int(Int32.max)) }
}
