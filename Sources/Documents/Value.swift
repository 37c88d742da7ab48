/// A JSON value that is not tied to a source: what an edit puts into a document, what a patch
/// holds.
///
/// Its depth is bounded by ``DocumentLimits/maximumDepth`` wherever it comes from input.
package enum Value: Sendable {
  case null
  case boolean(Bool)
  /// A number by its JSON text, which is kept as it is: `1e400` and 2^63 survive.
  case number(String)
  case string(String)
  case sequence([Value])
  /// Entries in their order; keys are unique.
  case mapping([Entry])

  package struct Entry: Sendable {
    package var key: String
    package var value: Value

    package init(_ key: String, _ value: Value) {
      self.key = key
      self.value = value
    }
  }
}

extension Value: ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByIntegerLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral text: String) { self = .string(text) }
  package init(booleanLiteral value: Bool) { self = .boolean(value) }
  package init(integerLiteral value: Int) { self = .number(String(value)) }
  package init(arrayLiteral elements: Value...) { self = .sequence(elements) }
  package init(dictionaryLiteral elements: (String, Value)...) {
    self = .mapping(elements.map { Entry($0.0, $0.1) })
  }
}

extension Value {
  /// A whole number.
  package static func integer(_ value: some BinaryInteger) -> Value { .number(String(value)) }

  /// The entry's value; `nil` where there is none or this is no mapping.
  package subscript(key: String) -> Value? {
    guard case .mapping(let entries) = self else { return nil }
    return entries.first { $0.key.utf8.elementsEqual(key.utf8) }?.value
  }

  /// The characters of a string; `nil` for every other kind.
  package var string: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  package var isContainer: Bool {
    switch self {
    case .sequence, .mapping: true
    default: false
    }
  }
}

// MARK: - From nodes

extension Value {
  /// A copy of a node and all below it.
  package init(_ node: Node) {
    // A stack of open containers instead of recursion: depth comes from input.
    var open: [Frame] = []
    var row = node.index
    let document = node.document
    while true {
      let record = document.records[Int(row)]
      var finished: Value
      if record.isContainer {
        if record.first > 0 {
          open.append(Frame(kind: record.kind, end: record.second))
          row += 1
          if record.kind == .mapping {
            open[open.count - 1].key = Node(document: document, index: row).text
            row = document.next(after: row)
          }
          continue
        }
        finished = record.kind == .mapping ? .mapping([]) : .sequence([])
        row = record.second
      } else {
        finished = Value(scalar: Node(document: document, index: row))
        row += 1
      }
      // Hand the value up through every container that it completes.
      while true {
        guard var frame = open.popLast() else {
          self = finished
          return
        }
        frame.take(finished)
        guard row == frame.end else {
          if frame.kind == .mapping {
            frame.key = Node(document: document, index: row).text
            row = document.next(after: row)
          }
          open.append(frame)
          break
        }
        finished = frame.kind == .mapping ? .mapping(frame.entries) : .sequence(frame.elements)
      }
    }
  }

  private struct Frame {
    let kind: Node.Kind
    let end: UInt32
    var key = ""
    var entries: [Entry] = []
    var elements: [Value] = []

    init(kind: Node.Kind, end: UInt32) {
      self.kind = kind
      self.end = end
    }

    mutating func take(_ value: Value) {
      if kind == .mapping {
        entries.append(Entry(key, value))
      } else {
        elements.append(value)
      }
    }
  }

  private init(scalar node: Node) {
    switch node.kind {
    case .null, .sequence, .mapping: self = .null
    case .boolean: self = .boolean(node.boolean ?? false)
    case .integer, .float: self = .number(node.text)
    case .string: self = .string(node.text)
    }
  }
}

// MARK: - Equality

extension Value: Equatable {
  /// JSON equality as RFC 6902 §4.6 defines it for `test`: mappings regardless of order, numbers by
  /// what they are worth (`1`, `1.0` and `10e-1` are equal), strings by their code points.
  package static func == (left: Value, right: Value) -> Bool {
    var pairs: [(Value, Value)] = [(left, right)]
    while let (left, right) = pairs.popLast() {
      switch (left, right) {
      case (.null, .null): continue
      case (.boolean(let left), .boolean(let right)):
        if left != right { return false }
      case (.number(let left), .number(let right)):
        if !DecimalText.equal(left, right) { return false }
      case (.string(let left), .string(let right)):
        if !left.utf8.elementsEqual(right.utf8) { return false }
      case (.sequence(let left), .sequence(let right)):
        guard left.count == right.count else { return false }
        pairs.append(contentsOf: zip(left, right))
      case (.mapping(let left), .mapping(let right)):
        guard left.count == right.count else { return false }
        let byKey = Dictionary(
          right.map { (Array($0.key.utf8), $0.value) }, uniquingKeysWith: { first, _ in first })
        for entry in left {
          guard let other = byKey[Array(entry.key.utf8)] else { return false }
          pairs.append((entry.value, other))
        }
      default: return false
      }
    }
    return true
  }
}
