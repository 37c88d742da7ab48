import Documents

/// A comparison between keys of one object, the keyword `x-comparisons`:
/// `DB_MAX_OVERFLOW <= DB_POOL_SIZE / 2`.
///
///     comparison = sum ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum
///     sum        = product { ( "+" | "-" ) product }
///     product    = factor { ( "*" | "/" ) factor }
///     factor     = number | key | "(" sum ")"
///     key        = letter { letter | digit | "_" | "." } | "`" any "`"
///
/// A dot in a key leads into the object below, unless it is between back quotes. Numbers are exact
/// fractions. Where a key is missing or is no number there is nothing to compare: `required` and
/// `type` are for that.
struct Comparison: Sendable {
  /// As it was written.
  let text: String
  private let relation: Relation
  /// Reverse Polish notation.
  private let left: [Step]
  private let right: [Step]

  private enum Relation: String {
    case below = "<"
    case atMost = "<="
    case above = ">"
    case atLeast = ">="
    case equal = "=="
    case unequal = "!="
  }

  private enum Step: Sendable {
    case number(Fraction)
    case key([String])
    case operation(UInt8)
  }

  /// Numbers, keys and operators of one comparison.
  static let maximumSteps = 64

  enum Answer {
    case holds
    /// What is on either side, and the first key on the left.
    case fails(left: Fraction, right: Fraction)
    case incomparable
    /// The numbers have too many digits to be compared, or one is divided by 0.
    case beyondReach
  }

  /// The first key that is named, where a finding points at.
  var firstKey: [String] {
    for case .key(let path) in left + right { return path }
    return []
  }

  func check(_ object: Node) -> Answer {
    switch (Self.value(left, object), Self.value(right, object)) {
    case (.missing, _), (_, .missing): return .incomparable
    case (.value(let left), .value(let right)):
      guard let order = left.order(right) else { return .beyondReach }
      return holds(order) ? .holds : .fails(left: left, right: right)
    default: return .beyondReach
    }
  }

  private func holds(_ order: Int) -> Bool {
    switch relation {
    case .below: order < 0
    case .atMost: order <= 0
    case .above: order > 0
    case .atLeast: order >= 0
    case .equal: order == 0
    case .unequal: order != 0
    }
  }

  private enum Outcome {
    case value(Fraction)
    case missing
    case beyondReach
  }

  private static func value(_ steps: [Step], _ object: Node) -> Outcome {
    var stack: [Fraction] = []
    for step in steps {
      switch step {
      case .number(let number): stack.append(number)
      case .key(let path):
        guard let node = object.at(path[...]), node.kind == .integer || node.kind == .float else {
          return .missing
        }
        guard let number = Fraction(node.text) else { return .beyondReach }
        stack.append(number)
      case .operation(let sign):
        guard let right = stack.popLast(), let left = stack.popLast(),
          let result = left.combined(with: right, sign)
        else { return .beyondReach }
        stack.append(result)
      }
    }
    return stack.last.map { .value($0) } ?? .beyondReach
  }
}

// MARK: - Reading

extension Comparison {
  struct Problem: Error {
    let message: String
  }

  init(parsing text: String) throws(Problem) {
    self.text = text
    let bytes = Array(text.utf8)
    guard let (place, relation) = Self.relation(in: bytes) else {
      throw Problem(
        message: "`\(text)` compares nothing: write it as `A <= B / 2`, with <, <=, >, >=, == or !="
      )
    }
    self.relation = relation
    left = try Self.steps(bytes[..<place], text)
    right = try Self.steps(bytes[(place + relation.rawValue.utf8.count)...], text)
    if firstKey.isEmpty { throw Problem(message: "`\(text)` names no key") }
  }

  private static func relation(in bytes: [UInt8]) -> (Int, Relation)? {
    var isQuoted = false
    for (index, byte) in bytes.enumerated() {
      if byte == UInt8(ascii: "`") { isQuoted.toggle() }
      if isQuoted { continue }
      switch byte {
      case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "="), UInt8(ascii: "!"):
        let both = String(decoding: bytes[index..<min(index + 2, bytes.count)], as: UTF8.self)
        let one = String(both.prefix(1))
        return (Relation(rawValue: both) ?? Relation(rawValue: one)).map { (index, $0) }
      default: continue
      }
    }
    return nil
  }

  /// Dijkstra's shunting yard: no recursion, whatever the brackets.
  private static func steps(_ bytes: ArraySlice<UInt8>, _ text: String) throws(Problem) -> [Step] {
    var output: [Step] = []
    var operators: [UInt8] = []
    var wantsValue = true
    var at = bytes.startIndex
    func rank(_ sign: UInt8) -> Int {
      sign == UInt8(ascii: "(") ? 0 : sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") ? 1 : 2
    }
    while at < bytes.endIndex {
      let byte = bytes[at]
      if byte == 0x20 || byte == 0x09 {
        at += 1
        continue
      }
      guard output.count + operators.count < maximumSteps else {
        throw Problem(message: "`\(text)` has more than \(maximumSteps) parts")
      }
      switch byte {
      case UInt8(ascii: "(") where wantsValue:
        operators.append(byte)
        at += 1
      case UInt8(ascii: ")") where !wantsValue:
        while let last = operators.last, last != UInt8(ascii: "(") {
          output.append(.operation(last))
          operators.removeLast()
        }
        guard operators.popLast() != nil else {
          throw Problem(message: "`\(text)` closes a bracket that is not open")
        }
        at += 1
      case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "/"):
        guard !wantsValue else { throw Problem(message: "`\(text)` lacks a value before a sign") }
        while let last = operators.last, rank(last) >= rank(byte) {
          output.append(.operation(last))
          operators.removeLast()
        }
        operators.append(byte)
        wantsValue = true
        at += 1
      default:
        guard wantsValue, let step = value(bytes, &at) else {
          throw Problem(message: "`\(text)` has something that is no key, number or sign")
        }
        output.append(step)
        wantsValue = false
      }
    }
    if wantsValue { throw Problem(message: "`\(text)` lacks a value on one of its sides") }
    for sign in operators.reversed() {
      if sign == UInt8(ascii: "(") {
        throw Problem(message: "`\(text)` opens a bracket and never closes it")
      }
      output.append(.operation(sign))
    }
    return output
  }

  private static func value(_ bytes: ArraySlice<UInt8>, _ at: inout Int) -> Step? {
    let start = at
    if bytes[at] == UInt8(ascii: "`") {
      guard let end = bytes[(at + 1)...].firstIndex(of: UInt8(ascii: "`")) else { return nil }
      at = end + 1
      return .key([String(decoding: bytes[start + 1..<end], as: UTF8.self)])
    }
    func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    func isLetter(_ byte: UInt8) -> Bool {
      (byte | 0x20) >= 97 && (byte | 0x20) <= 122 || byte == UInt8(ascii: "_")
    }
    let isNumber = isDigit(bytes[at])
    guard isNumber || isLetter(bytes[at]) else { return nil }
    while at < bytes.endIndex,
      isDigit(bytes[at]) || bytes[at] == UInt8(ascii: ".")
        || !isNumber && isLetter(bytes[at])
    {
      at += 1
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    if isNumber { return Fraction(text).map { .number($0) } }
    let path = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    if path.contains(where: \.isEmpty) { return nil }
    return .key(path.map { String(decoding: $0, as: UTF8.self) })
  }
}

/// An exact fraction; what does not fit is no fraction.
struct Fraction: Sendable {
  private let over: Int128
  /// Above 0.
  private let under: Int128

  private init?(_ over: Int128, _ under: Int128) {
    guard under != 0, over != .min, under != .min else { return nil }
    var (a, b) = (over.magnitude, under.magnitude)
    while b != 0 { (a, b) = (b, a % b) }
    guard let common = Int128(exactly: max(a, 1)) else { return nil }
    self.over = over / common * (under < 0 ? -1 : 1)
    self.under = (under < 0 ? -under : under) / common
  }

  /// Reads the text of a JSON number.
  init?(_ text: String) {
    guard let number = ExactNumber(text), number.digits.count <= 30,
      abs(number.exponent) <= 30
    else { return nil }
    var over: Int128 = 0
    for digit in number.digits { over = over * 10 + Int128(digit) }
    if number.isNegative { over = -over }
    var power: Int128 = 1
    for _ in 0..<abs(number.exponent) { power *= 10 }
    if number.exponent < 0 {
      self.init(over, power)
    } else {
      let (product, overflow) = over.multipliedReportingOverflow(by: power)
      if overflow { return nil }
      self.init(product, 1)
    }
  }

  func combined(with other: Fraction, _ sign: UInt8) -> Fraction? {
    func times(_ left: Int128, _ right: Int128) -> Int128? {
      let (product, overflow) = left.multipliedReportingOverflow(by: right)
      return overflow ? nil : product
    }
    switch sign {
    case UInt8(ascii: "*"):
      guard let over = times(over, other.over), let under = times(under, other.under) else {
        return nil
      }
      return Fraction(over, under)
    case UInt8(ascii: "/"):
      guard let over = times(over, other.under), let under = times(under, other.over) else {
        return nil
      }
      return Fraction(over, under)
    default:
      guard let left = times(over, other.under), let right = times(other.over, under),
        let below = times(under, other.under)
      else { return nil }
      let (sum, overflow) =
        sign == UInt8(ascii: "+")
        ? left.addingReportingOverflow(right) : left.subtractingReportingOverflow(right)
      return overflow ? nil : Fraction(sum, below)
    }
  }

  /// Below 0, 0 or above 0 as this one is less than, equal to or more than the other; `nil` where
  /// that cannot be found out.
  func order(_ other: Fraction) -> Int? {
    guard let difference = combined(with: other, UInt8(ascii: "-")) else { return nil }
    return difference.over < 0 ? -1 : difference.over > 0 ? 1 : 0
  }

  /// As people write it: decimal where it ends, else rounded to three places.
  var words: String {
    if under == 1 { return String(over) }
    let whole = over / under
    var rest = (over % under).magnitude
    var text = over < 0 && whole == 0 ? "-0." : "\(whole)."
    var places = 0
    while rest != 0, places < 3 {
      rest *= 10
      text += String(rest / under.magnitude)
      rest %= under.magnitude
      places += 1
    }
    return rest == 0 ? text : "about \(text)"
  }
}
