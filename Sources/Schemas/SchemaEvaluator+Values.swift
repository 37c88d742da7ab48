import Documents

// MARK: - Keywords that judge a value alone

extension SchemaEvaluator {
  mutating func judge(
    _ keyword: SchemaNode.Keyword, _ number: Int, _ value: Node
  ) throws(SchemaHalt) -> Bool {
    switch keyword {
    case .types(let types):
      return types.holds(value) || report(number, "type", value, .wrongType(types))
    case .constant(let wanted):
      try spendSize(of: value)
      return Self.equal(value, wanted) || report(number, "const", value, .notAmong([wanted]))
    case .enumeration(let allowed):
      try spendSize(of: value)
      try spend(allowed.count / 8)
      for wanted in allowed where Self.equal(value, wanted) { return true }
      return report(number, "enum", value, .notAmong(allowed))
    case .bound, .multipleOf: return try judgeNumber(keyword, number, value)
    case .length, .pattern, .format: return try judgeText(keyword, number, value)
    case .items, .uniqueItems: return try judgeElements(keyword, number, value)
    default: return judgeKeys(keyword, number, value)
    }
  }

  private mutating func spendSize(of value: Node) throws(SchemaHalt) {
    guard value.isContainer else { return }
    try spend(Int(value.record.second - value.index))
  }

  /// Equality as JSON Schema defines it: `1` and `1.0` are equal.
  static func equal(_ node: Node, _ value: Value) -> Bool {
    switch (node.kind, value) {
    case (.null, .null): true
    case (.boolean, .boolean(let wanted)): node.boolean == wanted
    case (.string, .string(let wanted)): node.textEquals(wanted)
    case (.integer, .number(let wanted)), (.float, .number(let wanted)):
      node.textEquals(wanted) || DecimalText.equal(node.text, wanted)
    case (.sequence, .sequence), (.mapping, .mapping): Value(node) == value
    default: false
    }
  }

  private mutating func judgeNumber(
    _ keyword: SchemaNode.Keyword, _ number: Int, _ value: Node
  ) throws(SchemaHalt) -> Bool {
    guard value.kind == .integer || value.kind == .float else { return true }
    try spend(value.withText { $0.count } / 16)
    guard let worth = ExactNumber(value) else { return true }
    switch keyword {
    case .bound(let bound):
      return bound.holds(worth)
        || report(
          number, bound.keyword, value,
          .outOfBounds(
            isMaximum: bound.isMaximum, isExclusive: bound.isExclusive, limit: bound.text))
    case .multipleOf(let unit, let text):
      return worth.isMultiple(of: unit) || report(number, "multipleOf", value, .noMultiple(text))
    default: return true
    }
  }

  private mutating func judgeText(
    _ keyword: SchemaNode.Keyword, _ number: Int, _ value: Node
  ) throws(SchemaHalt) -> Bool {
    guard value.isString else { return true }
    try spend(value.withText { $0.count } / 32)
    switch keyword {
    case .length(let minimum, let maximum):
      let count = value.withText { $0.characterCount }
      if count < minimum { return report(number, "minLength", value, .tooShort(count, minimum)) }
      return count <= maximum || report(number, "maxLength", value, .tooLong(count, maximum))
    case .pattern(let pattern):
      return value.withText { pattern.matches($0) }
        || report(number, "pattern", value, .noMatch(pattern.text))
    case .format(let format):
      return value.withText { format.holds($0) }
        || report(number, "format", value, .wrongFormat(format))
    default: return true
    }
  }

  private mutating func judgeElements(
    _ keyword: SchemaNode.Keyword, _ number: Int, _ value: Node
  ) throws(SchemaHalt) -> Bool {
    guard value.isSequence else { return true }
    guard case .items(let minimum, let maximum) = keyword else {
      return try judgeUnique(number, value)
    }
    if value.count < minimum {
      return report(number, "minItems", value, .tooFewElements(value.count, minimum))
    }
    return value.count <= maximum
      || report(number, "maxItems", value, .tooManyElements(value.count, maximum))
  }

  private mutating func judgeUnique(_ number: Int, _ value: Node) throws(SchemaHalt) -> Bool {
    guard value.count > 1 else { return true }
    try spendSize(of: value)
    // Elements by their hash; those with equal hashes are compared.
    var known: [UInt64: [(place: Int, node: Node)]] = [:]
    var place = 0
    for element in value.elements {
      let hash = NodeHash.hash(element)
      for (first, other) in known[hash] ?? [] where Self.equal(other, Value(element)) {
        return report(number, "uniqueItems", element, .isTwice(first: first, second: place))
      }
      known[hash, default: []].append((place, element))
      place += 1
    }
    return true
  }

  private mutating func judgeKeys(
    _ keyword: SchemaNode.Keyword, _ number: Int, _ value: Node
  ) -> Bool {
    guard value.isMapping else { return true }
    switch keyword {
    case .properties(let minimum, let maximum):
      if value.count < minimum {
        return report(number, "minProperties", value, .tooFewKeys(value.count, minimum))
      }
      return value.count <= maximum
        || report(number, "maxProperties", value, .tooManyKeys(value.count, maximum))
    case .required(let table): return judgeRequired(table, number, value)
    case .dependentRequired(let all):
      var isFine = true
      for (key, wanted) in all where value[named: key] != nil {
        for other in wanted where value[named: other] == nil {
          isFine = report(
            number, "dependentRequired", value, .missing(other, because: key))
        }
      }
      return isFine
    default: return true
    }
  }

  /// For many keys one pass over the mapping, which a lookup for each would make a square of.
  private mutating func judgeRequired(_ table: KeyTable, _ number: Int, _ value: Node) -> Bool {
    var isFine = true
    if table.keys.count <= 4 {
      for key in table.keys where value[named: key] == nil {
        isFine = report(number, "required", value, .missing(key, because: nil))
      }
      return isFine
    }
    var found = [Bool](repeating: false, count: table.keys.count)
    for entry in value.entries {
      if let place = entry.key.withText({ table.find($0) }) { found[place] = true }
    }
    for (place, key) in table.keys.enumerated() where !found[place] {
      isFine = report(number, "required", value, .missing(key, because: nil))
    }
    return isFine
  }

  mutating func compare(
    _ all: [Comparison], _ number: Int, _ value: Node
  ) throws(SchemaHalt) -> Bool {
    guard value.isMapping else { return true }
    var isFine = true
    for comparison in all {
      try spend(Comparison.maximumSteps)
      let node = value.at(comparison.firstKey[...]) ?? value
      switch comparison.check(value) {
      case .holds, .incomparable: continue
      case .fails(let left, let right):
        isFine = report(
          number, "x-comparisons", node,
          .unequal(comparison.text, left: left.words, right: right.words))
      case .beyondReach:
        isFine = report(number, "x-comparisons", node, .incomparable(comparison.text))
      }
    }
    return isFine
  }
}
