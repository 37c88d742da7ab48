/// A path into a document: RFC 6901.
package struct JSONPointer: Equatable, Hashable, Sendable, CustomStringConvertible {
  /// The reference tokens, unescaped.
  package var tokens: [String]

  package init(_ tokens: [String] = []) {
    self.tokens = tokens
  }

  /// Reads the string form. `nil` where it is not one: it must be empty or begin with `/`, and `~`
  /// must be followed by `0` or `1` (RFC 6901 §3).
  package init?(parsing text: String) {
    guard !text.isEmpty else {
      self.init()
      return
    }
    var tokens: [String] = []
    var token: [UInt8] = []
    var tilde = false
    var first = true
    for byte in text.utf8 {
      if first {
        guard byte == UInt8(ascii: "/") else { return nil }
        first = false
      } else if tilde {
        guard byte == UInt8(ascii: "0") || byte == UInt8(ascii: "1") else { return nil }
        token.append(byte == UInt8(ascii: "0") ? UInt8(ascii: "~") : UInt8(ascii: "/"))
        tilde = false
      } else if byte == UInt8(ascii: "~") {
        tilde = true
      } else if byte == UInt8(ascii: "/") {
        tokens.append(String(decoding: token, as: UTF8.self))
        token.removeAll(keepingCapacity: true)
      } else {
        token.append(byte)
      }
    }
    guard !tilde else { return nil }
    tokens.append(String(decoding: token, as: UTF8.self))
    self.init(tokens)
  }

  /// The string form, with `~` and `/` in tokens escaped (RFC 6901 §3).
  package var description: String {
    var text: [UInt8] = []
    append(to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the string form, in UTF-8.
  package func append(to output: inout [UInt8]) {
    Self.append(tokens: tokens, to: &output)
  }

  /// Appends the string form of some tokens.
  package static func append(tokens: [String], to output: inout [UInt8]) {
    let room = tokens.reduce(0) { $0 + 1 + $1.utf8.count * 2 }
    output.append(addingCapacity: room) {
      for token in tokens { append(token: token.utf8Span.span, to: &$0) }
    }
  }

  /// Appends a slash and a token, escaped.
  package static func append(token: Span<UInt8>, to output: inout [UInt8]) {
    output.append(addingCapacity: room(token)) { append(token: token, to: &$0) }
  }

  /// Bytes that a token takes at most, with its slash: where each character is escaped.
  package static func room(_ token: Span<UInt8>) -> Int { 1 + token.count * 2 }

  /// The same where there is ``room(_:)``.
  package static func append(token: Span<UInt8>, to output: inout OutputSpan<UInt8>) {
    output.append(UInt8(ascii: "/"))
    if isPlain(token) {
      output.append(copying: token)
      return
    }
    for index in token.indices {
      let byte = token[index]
      if byte == UInt8(ascii: "~") || byte == UInt8(ascii: "/") {
        output.append(UInt8(ascii: "~"))
        output.append(byte == UInt8(ascii: "~") ? UInt8(ascii: "0") : UInt8(ascii: "1"))
      } else {
        output.append(byte)
      }
    }
  }

  /// Whether nothing of a token is escaped, as of nearly every name of a field.
  private static func isPlain(_ token: Span<UInt8>) -> Bool {
    var index = 0
    while index + 8 <= token.count {
      if Self.mayBeEscaped(token.word(at: index)) { return false }
      index += 8
    }
    // The last eight overlap what has been looked at.
    if index > 0 {
      return index == token.count || !Self.mayBeEscaped(token.word(at: token.count - 8))
    }
    while index < token.count {
      if token[index] == UInt8(ascii: "~") || token[index] == UInt8(ascii: "/") { return false }
      index += 1
    }
    return true
  }

  /// Whether one of eight bytes may be a tilde or a slash. `false` is certain.
  @inline(__always)
  private static func mayBeEscaped(_ word: UInt64) -> Bool {
    let each: UInt64 = 0x0101_0101_0101_0101
    let tilde = word ^ (each &* UInt64(UInt8(ascii: "~")))
    let slash = word ^ (each &* UInt64(UInt8(ascii: "/")))
    // The highest bit of a byte is set where it became 0, and perhaps in the one before that.
    return ((tilde &- each) & ~tilde | (slash &- each) & ~slash) & (each &* 0x80) != 0
  }

  /// The pointer to a child.
  package func appending(_ token: String) -> JSONPointer { JSONPointer(tokens + [token]) }

  /// The pointer to a descendant.
  package func appending(_ path: [String]) -> JSONPointer { JSONPointer(tokens + path) }

  /// The place of an element that a token names: digits without leading zeros (RFC 6901 §4).
  package static func elementIndex(_ token: String) -> Int? {
    let digits = token.utf8
    guard let first = digits.first, digits.count <= 9 else { return nil }
    if first == UInt8(ascii: "0") && digits.count > 1 { return nil }
    var value = 0
    for digit in digits {
      guard digit >= UInt8(ascii: "0"), digit <= UInt8(ascii: "9") else { return nil }
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
    }
    return value
  }
}

extension Node {
  /// The node at a pointer below this one; `nil` where there is none.
  package func at(_ pointer: JSONPointer) -> Node? { at(pointer.tokens[...]) }

  /// The node at a path of tokens below this one; `nil` where there is none.
  package func at(_ tokens: ArraySlice<String>) -> Node? {
    var node = self
    for token in tokens {
      guard let child = node.child(token) else { return nil }
      node = child
    }
    return node
  }

  /// The value of an entry, or the element of a sequence, that a token names.
  package func child(_ token: String) -> Node? {
    switch kind {
    case .mapping: self[named: token]
    case .sequence: JSONPointer.elementIndex(token).flatMap { self[element: $0] }
    default: nil
    }
  }

  /// The node at a pointer below this one, or the last one on the way to it.
  package func nearest(to pointer: JSONPointer) -> Node { nearest(along: pointer.tokens).node }

  /// The same for a path of tokens, and how many of them lead there.
  package func nearest(along path: [String]) -> (node: Node, depth: Int) {
    var row = index
    var depth = 0
    while depth < path.count, let next = document.child(of: row, path[depth]) {
      row = next
      depth += 1
    }
    return (Node(document: document, index: row), depth)
  }
}

extension Document {
  /// The row of ``Node/child(_:)``.
  fileprivate func child(of row: UInt32, _ token: String) -> UInt32? {
    guard records[Int(row)].kind == .mapping else {
      return Node(document: self, index: row).child(token)?.index
    }
    let key = token.utf8Span.span
    return findEntry(of: row, key: key, key.leadingWord).map { next(after: $0) }
  }
}

extension Document {
  /// The pointer from the root, or from a node above, to a node; the cost grows with the siblings
  /// on the way to it. For a key it is the pointer to the key's value.
  package func pointer(to target: Node, from base: Node? = nil) -> JSONPointer {
    var tokens: [String] = []
    // Most places of an object are not deeper.
    tokens.reserveCapacity(8)
    let table = self.records
    let records = table.span
    var row = Int(base?.index ?? 0)
    while row < Int(target.index) {
      let step = Self.step(from: row, to: Int(target.index), records)
      row = step.next
      if let key = step.key {
        tokens.append(Node(document: self, index: UInt32(truncatingIfNeeded: key)).text)
      } else {
        tokens.append(String(step.place))
      }
    }
    return JSONPointer(tokens)
  }

  /// Appends the string form of ``pointer(to:from:)``, in UTF-8, without making the pointer.
  /// `false` where there is not room enough.
  package func appendPointer(
    to target: Node, from base: Node, to output: inout OutputSpan<UInt8>
  ) -> Bool {
    // Each is bound once, since every binding counts a reference.
    let table = self.records
    let records = table.span
    let texts = self.bytes
    let source = texts.span
    let side = sideText
    var row = Int(base.index)
    while row < Int(target.index) {
      let step = Self.step(from: row, to: Int(target.index), records)
      row = step.next
      guard let key = step.key else {
        guard Self.append(String(step.place).utf8Span.span, to: &output) else { return false }
        continue
      }
      let record = records[key]
      let range = Int(record.first)..<Int(record.first) + Int(record.second)
      let fits =
        record.has(.sideText)
        ? Self.append(side.span.extracting(range), to: &output)
        : Self.append(source.extracting(range), to: &output)
      guard fits else { return false }
    }
    return true
  }

  private static func append(_ token: Span<UInt8>, to output: inout OutputSpan<UInt8>) -> Bool {
    guard JSONPointer.room(token) <= output.freeCapacity else { return false }
    JSONPointer.append(token: token, to: &output)
    return true
  }

  /// The next step on the way from a row to another one below it: the row of the key or the place
  /// of the element, and the row that it leads to.
  @inline(__always)
  private static func step(
    from row: Int, to wanted: Int, _ records: Span<NodeRecord>
  ) -> (key: Int?, place: Int, next: Int) {
    let isMapping = records[row].kind == .mapping
    var child = row + 1
    var place = 0
    while true {
      let value = isMapping ? records[child].next(after: child) : child
      let next = records[value].next(after: value)
      if wanted < next {
        return (isMapping ? child : nil, place, wanted < value ? wanted : value)
      }
      child = next
      place += 1
    }
  }
}
