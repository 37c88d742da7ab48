import Documents

/// One check of a value against a program. It calls itself once per schema inside a schema, at most
/// ``SchemaLimits/maximumDepth`` deep whatever the input.
struct SchemaEvaluator {
  let schema: Schema
  /// Above 0 nobody wants to know why: the first thing that is wrong is the answer.
  var quiet: Int
  var violations: [SchemaViolation] = []
  private var steps = 0
  private var depth = 0
  /// The resources that the check came through, outermost first.
  private var scope: [Int] = []

  init(_ schema: Schema, isQuiet: Bool) {
    self.schema = schema
    quiet = isQuiet ? 1 : 0
  }

  /// Which properties or elements of the value at hand were judged, where somebody asks.
  struct Seen {
    var isWanted: Bool
    var all = false
    var marks: [Bool] = []

    static let nothing = Seen(isWanted: false)

    mutating func mark(_ place: Int) {
      guard isWanted else { return }
      while marks.count <= place { marks.append(false) }
      marks[place] = true
    }

    func has(_ place: Int) -> Bool { all || place < marks.count && marks[place] }

    mutating func merge(_ other: Seen) {
      guard isWanted else { return }
      if other.all { all = true }
      for (place, isMarked) in other.marks.enumerated() where isMarked { mark(place) }
    }
  }

  mutating func spend(_ count: Int) throws(SchemaHalt) {
    steps += count
    if steps > schema.limits.maximumSteps { throw .tooManySteps(schema.limits.maximumSteps) }
  }

  /// Holds a value against one schema; tells `seen` what was judged if the value is fine.
  mutating func check(
    _ number: Int, _ value: Node, _ seen: inout Seen
  ) throws(SchemaHalt) -> Bool {
    try spend(1)
    guard schema.nodes[number].accepts else {
      return report(number, "", value, .forbidden)
    }
    if let shortcut = schema.nodes[number].shortcut, depth < schema.limits.maximumDepth,
      shortcut.accepts(value)
    {
      try spend(shortcut.steps)
      return true
    }
    if schema.nodes[number].keywords.isEmpty { return true }
    depth += 1
    if depth > schema.limits.maximumDepth { throw .tooDeep(schema.limits.maximumDepth) }
    let resource = schema.nodes[number].resource
    let enters = scope.last != resource
    if enters { scope.append(resource) }
    var own = Seen(isWanted: seen.isWanted || schema.nodes[number].asksUnevaluated)
    var isFine = true
    for place in schema.nodes[number].keywords.indices {
      // What others did not judge is unknown where they failed.
      if !isFine, place > 0, Self.isLast(schema.nodes[number].keywords[place]) { break }
      if try !check(schema.nodes[number].keywords[place], number, value, &own) {
        isFine = false
        if quiet > 0 { break }
      }
    }
    if enters { scope.removeLast() }
    depth -= 1
    if isFine, seen.isWanted { seen.merge(own) }
    return isFine
  }

  private static func isLast(_ keyword: SchemaNode.Keyword) -> Bool {
    switch keyword {
    case .unevaluatedItems, .unevaluatedProperties: true
    default: false
    }
  }

  /// Holds a value against a schema without saying why it fails.
  mutating func accepts(
    _ number: Int, _ value: Node, _ seen: inout Seen
  ) throws(SchemaHalt) -> Bool {
    quiet += 1
    let isFine = try check(number, value, &seen)
    quiet -= 1
    return isFine
  }

  /// A value below: what is judged there is nobody's business here.
  mutating func below(_ number: Int, _ value: Node) throws(SchemaHalt) -> Bool {
    var seen = Seen.nothing
    return try check(number, value, &seen)
  }

  /// Keeps a violation, unless nobody wants to know; always false.
  func isKept() -> Bool { quiet == 0 && violations.count < schema.limits.maximumViolations }

  mutating func report(
    _ number: Int, _ keyword: String, _ value: Node,
    _ reason: @autoclosure () -> SchemaViolation.Reason
  ) -> Bool {
    guard isKept() else { return false }
    let node = schema.nodes[number]
    violations.append(
      SchemaViolation(
        value: value, document: node.document,
        schemaPointer: keyword.isEmpty ? node.pointer : node.pointer.appending(keyword),
        keyword: keyword, reason: reason(),
        ownWords: node.errorMessages[keyword] ?? node.errorMessages[""],
        description: node.description))
    return false
  }

  private mutating func check(
    _ keyword: SchemaNode.Keyword, _ number: Int, _ value: Node, _ seen: inout Seen
  ) throws(SchemaHalt) -> Bool {
    switch keyword {
    case .reference(let target): return try check(target, value, &seen)
    case .dynamicReference(let target, let anchor):
      let outermost = scope.first { schema.dynamicAnchors[$0][anchor] != nil }
      let found = outermost.flatMap { schema.dynamicAnchors[$0][anchor] } ?? target
      return try check(found, value, &seen)
    case .object(let part):
      return value.isMapping ? try checkObject(part, number, value, &seen) : true
    case .array(let prefix, let rest, _):
      return value.isSequence ? try checkArray(prefix, rest, value, &seen) : true
    case .allOf(let all):
      var isFine = true
      for other in all where isFine || quiet == 0 {
        if try !check(other, value, &seen) { isFine = false }
      }
      return isFine
    case .anyOf(let all): return try checkAny(all, number, value, &seen)
    case .oneOf(let all): return try checkOne(all, number, value, &seen)
    case .not(let other):
      var ignored = Seen.nothing
      guard try accepts(other, value, &ignored) else { return true }
      let forbidden = fixed(other)
      return report(number, "not", value, .isWhatItMustNot(forbidden))
    case .conditional(let condition, let then, let otherwise):
      let next = try accepts(condition, value, &seen) ? then : otherwise
      guard let next else { return true }
      return try check(next, value, &seen)
    case .dependentSchemas(let all):
      guard value.isMapping else { return true }
      var isFine = true
      for (key, other) in all where value[named: key] != nil {
        if try !check(other, value, &seen) { isFine = false }
      }
      return isFine
    case .propertyNames(let other):
      var isFine = true
      for entry in value.entries {
        if try !below(other, entry.key) { isFine = false }
      }
      return isFine
    case .contains(let other, let minimum, let maximum, let marks):
      return try checkContains(
        other, minimum...max(minimum, maximum), maximum, marks, number, value, &seen)
    case .comparisons(let all): return try compare(all, number, value)
    case .unevaluatedItems(let other):
      guard value.isSequence else { return true }
      return try checkUnevaluated(other, number, value, &seen)
    case .unevaluatedProperties(let other):
      guard value.isMapping else { return true }
      return try checkUnevaluated(other, number, value, &seen)
    default: return try judge(keyword, number, value)
    }
  }

  /// The one value that a schema allows, for a better sentence.
  private func fixed(_ number: Int) -> [Value] {
    guard schema.nodes[number].keywords.count == 1 else { return [] }
    switch schema.nodes[number].keywords[0] {
    case .constant(let value): return [value]
    case .enumeration(let values): return values
    default: return []
    }
  }
}

// MARK: - Several schemas for one value

extension SchemaEvaluator {
  private mutating func checkAny(
    _ all: [Int], _ number: Int, _ value: Node, _ seen: inout Seen
  ) throws(SchemaHalt) -> Bool {
    var isFine = false
    for other in all where !isFine || seen.isWanted {
      if try accepts(other, value, &seen) { isFine = true }
    }
    return isFine || report(number, "anyOf", value, .fitsNone(all.count))
  }

  private mutating func checkOne(
    _ all: [Int], _ number: Int, _ value: Node, _ seen: inout Seen
  ) throws(SchemaHalt) -> Bool {
    var count = 0
    var found = Seen(isWanted: seen.isWanted)
    for other in all where count < 2 {
      if try accepts(other, value, &found) { count += 1 }
    }
    if count == 1 {
      seen.merge(found)
      return true
    }
    return report(
      number, "oneOf", value, count == 0 ? .fitsNone(all.count) : .fitsSeveral(all.count))
  }
}

// MARK: - Properties and elements

extension SchemaEvaluator {
  private mutating func checkObject(
    _ part: SchemaNode.ObjectPart, _ number: Int, _ value: Node, _ seen: inout Seen
  ) throws(SchemaHalt) -> Bool {
    var isFine = true
    var place = 0
    for entry in value.entries {
      var isJudged = false
      if let known = entry.key.withText({ part.names.find($0) }) {
        isJudged = true
        if try !below(part.schemas[known], entry.value) { isFine = false }
      }
      for (pattern, other) in part.patterns {
        try spend(1 + entry.key.withText { $0.count } / 32)
        guard entry.key.withText({ pattern.matches($0) }) else { continue }
        isJudged = true
        if try !below(other, entry.value) { isFine = false }
      }
      if !isJudged, let additional = part.additional {
        isJudged = true
        if schema.nodes[additional].accepts {
          if try !below(additional, entry.value) { isFine = false }
        } else {
          isFine = report(
            number, "additionalProperties", entry.value,
            .unknownKey(known: part.names.keys, hasPatterns: !part.patterns.isEmpty))
        }
      }
      if isJudged { seen.mark(place) }
      if !isFine, quiet > 0 { return false }
      place += 1
    }
    return isFine
  }

  private mutating func checkArray(
    _ prefix: [Int], _ rest: Int?, _ value: Node, _ seen: inout Seen
  ) throws(SchemaHalt) -> Bool {
    var isFine = true
    var place = 0
    for element in value.elements {
      guard let other = place < prefix.count ? prefix[place] : rest else { break }
      if try !below(other, element) { isFine = false }
      if place < prefix.count { seen.mark(place) }
      if !isFine, quiet > 0 { return false }
      place += 1
    }
    if rest != nil, seen.isWanted { seen.all = true }
    return isFine
  }

  private mutating func checkContains(
    _ other: Int, _ wanted: ClosedRange<Int>, _ maximum: Int, _ marks: Bool, _ number: Int,
    _ value: Node, _ seen: inout Seen
  ) throws(SchemaHalt) -> Bool {
    guard value.isSequence else { return true }
    var count = 0
    var place = 0
    for element in value.elements {
      var ignored = Seen.nothing
      if try accepts(other, element, &ignored) {
        count += 1
        if marks { seen.mark(place) }
      }
      place += 1
    }
    if count < wanted.lowerBound {
      return report(
        number, wanted.lowerBound == 1 ? "contains" : "minContains", value,
        .containsTooFew(count, minimum: wanted.lowerBound))
    }
    if count > maximum {
      return report(
        number, "maxContains", value, .containsTooMany(count, maximum: maximum))
    }
    return true
  }

  private mutating func checkUnevaluated(
    _ other: Int, _ number: Int, _ value: Node, _ seen: inout Seen
  ) throws(SchemaHalt) -> Bool {
    var isFine = true
    var place = 0
    if seen.all { return true }
    for entry in value.entries {
      if !seen.has(place), try !checkLeft(other, number, "unevaluatedProperties", entry.value) {
        isFine = false
      }
      place += 1
    }
    for element in value.elements {
      if !seen.has(place), try !checkLeft(other, number, "unevaluatedItems", element) {
        isFine = false
      }
      place += 1
    }
    seen.all = true
    return isFine
  }

  private mutating func checkLeft(
    _ other: Int, _ number: Int, _ keyword: String, _ value: Node
  ) throws(SchemaHalt) -> Bool {
    if schema.nodes[other].accepts { return try below(other, value) }
    return report(number, keyword, value, .unknownKey(known: [], hasPatterns: true))
  }
}
