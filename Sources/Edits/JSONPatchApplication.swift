import Documents

extension JSONPatch {
  /// The document with all operations done in their order, or why one of them cannot be done.
  ///
  /// RFC 6902 §5: a patch is applied as a whole or not at all. Each operation costs what there is
  /// to look through on the way of its path, and never the whole document.
  ///
  /// With `addingOnce` an `add` of an element does nothing where its sequence has an equal one, so
  /// that a patch that appends gives the same when it is applied again. RFC 6902 has no such thing.
  package func applied(
    to document: Value, limits: JSONPatchLimits = .standard, addingOnce: Bool = false
  ) throws(JSONPatchError) -> Value {
    guard operations.count <= limits.maximumOperations else {
      throw JSONPatchError(
        .tooManyOperations, operation: limits.maximumOperations, at: JSONPointer())
    }
    var target = PatchTarget(document, limits, addingOnce: addingOnce)
    for (position, operation) in operations.enumerated() {
      target.operation = position
      try target.perform(operation)
    }
    return target.root
  }
}

/// A document while a patch changes it.
private struct PatchTarget {
  private(set) var root: Value
  /// The position of the operation that is being done.
  var operation = 0
  private let limits: JSONPatchLimits
  private let addsOnce: Bool
  private var copied = 0
  /// Not below the depth of ``root``. Operations raise it by what they could have added at most; it
  /// is measured anew only where it passes the limit.
  private var depthBound: Int

  init(_ root: Value, _ limits: JSONPatchLimits, addingOnce: Bool) {
    self.root = root
    self.limits = limits
    addsOnce = addingOnce
    depthBound = root.depth
  }

  mutating func perform(_ operation: JSONPatch.Operation) throws(JSONPatchError) {
    switch operation {
    case .add(let path, let value):
      try admit(depth: path.tokens.count + value.depth, at: path)
      try add(value, at: path)
    case .remove(let path):
      try remove(path)
    case .replace(let path, let value):
      try admit(depth: path.tokens.count + value.depth, at: path)
      try replace(path, with: value)
    case .move(let from, let path):
      try move(from, to: path)
    case .copy(let from, let path):
      let value = try find(from)
      guard let size = value.jsonSize(atMost: limits.maximumCopyBytes - copied) else {
        throw error(.copiesTooLarge, path)
      }
      copied += size
      try admit(depth: path.tokens.count + value.depth, at: path)
      try add(value, at: path)
    case .test(let path, let value):
      guard try find(path) == value else { throw error(.testFailed, path) }
    }
  }

  // MARK: Operations

  private mutating func add(_ value: Value, at path: JSONPointer) throws(JSONPatchError) {
    guard let last = path.tokens.last else {
      root = value
      return
    }
    var opened = try open(path, count: path.tokens.count - 1)
    switch opened.leaf {
    case .mapping(var entries):
      opened.leaf = .null
      // RFC 6902 §4.1: "If the target location specifies an object member that does exist, that
      // member's value is replaced."
      if let known = Value.place(of: last, in: entries) {
        entries[known].value = value
      } else {
        entries.append(Value.Entry(last, value))
      }
      opened.leaf = .mapping(entries)
    case .sequence(var elements):
      opened.leaf = .null
      let position = last == "-" ? elements.count : JSONPointer.elementIndex(last)
      guard let position else { throw error(.noPosition, path) }
      // RFC 6902 §4.1: "The specified index MUST NOT be greater than the number of elements".
      guard position <= elements.count else { throw error(.outOfRange, path) }
      if !addsOnce || !elements.contains(value) { elements.insert(value, at: position) }
      opened.leaf = .sequence(elements)
    default:
      throw error(.noContainer, JSONPointer(path.tokens.dropLast()))
    }
    root = opened.closed()
  }

  @discardableResult
  private mutating func remove(_ path: JSONPointer) throws(JSONPatchError) -> Value {
    guard let last = path.tokens.last else { throw error(.rootRemoved, path) }
    var opened = try open(path, count: path.tokens.count - 1)
    let removed: Value
    switch opened.leaf {
    case .mapping(var entries):
      opened.leaf = .null
      guard let known = Value.place(of: last, in: entries) else { throw error(.missing, path) }
      removed = entries.remove(at: known).value
      opened.leaf = .mapping(entries)
    case .sequence(var elements):
      opened.leaf = .null
      let position = try place(of: last, in: elements.count, path)
      removed = elements.remove(at: position)
      opened.leaf = .sequence(elements)
    default:
      throw error(.noContainer, JSONPointer(path.tokens.dropLast()))
    }
    root = opened.closed()
    return removed
  }

  private mutating func replace(
    _ path: JSONPointer, with value: Value
  ) throws(JSONPatchError) {
    var opened = try open(path, count: path.tokens.count)
    opened.leaf = value
    root = opened.closed()
  }

  private mutating func move(
    _ from: JSONPointer, to path: JSONPointer
  ) throws(JSONPatchError) {
    let inside = path.tokens.starts(with: from.tokens) { $0.utf8.elementsEqual($1.utf8) }
    if inside {
      guard path.tokens.count == from.tokens.count else {
        // RFC 6902 §4.4: "The "from" location MUST NOT be a proper prefix of the "path" location".
        throw error(.intoItself, path)
      }
      _ = try find(from)
      return
    }
    if path.tokens.count + depthBound - from.tokens.count > limits.maximumDepth {
      try admit(depth: path.tokens.count + find(from).depth, at: path)
    } else {
      depthBound = max(depthBound, path.tokens.count + depthBound - from.tokens.count)
    }
    try add(try remove(from), at: path)
  }

  // MARK: Finding the way

  private func find(_ path: JSONPointer) throws(JSONPatchError) -> Value {
    var value = root
    for (place, token) in path.tokens.enumerated() {
      switch value {
      case .mapping(let entries):
        guard let known = Value.place(of: token, in: entries) else {
          throw error(.missing, JSONPointer(Array(path.tokens[...place])))
        }
        value = entries[known].value
      case .sequence(let elements):
        let prefix = JSONPointer(Array(path.tokens[...place]))
        value = elements[try self.place(of: token, in: elements.count, prefix)]
      default:
        throw error(.noContainer, JSONPointer(Array(path.tokens[..<place])))
      }
    }
    return value
  }

  /// The document taken apart along the first tokens of a path. The document is empty until it is
  /// closed, so that each array on the way has one owner and is changed where it is.
  private mutating func open(
    _ path: JSONPointer, count: Int
  ) throws(JSONPatchError) -> OpenedValue {
    var opened = OpenedValue(leaf: root)
    root = .null
    for (place, token) in path.tokens[..<count].enumerated() {
      switch opened.leaf {
      case .mapping(var entries):
        opened.leaf = .null
        guard let known = Value.place(of: token, in: entries) else {
          throw error(.missing, JSONPointer(Array(path.tokens[...place])))
        }
        opened.leaf = entries[known].value
        entries[known].value = .null
        opened.levels.append(.mapping(entries, known))
      case .sequence(var elements):
        opened.leaf = .null
        let prefix = JSONPointer(Array(path.tokens[...place]))
        let position = try self.place(of: token, in: elements.count, prefix)
        opened.leaf = elements[position]
        elements[position] = .null
        opened.levels.append(.sequence(elements, position))
      default:
        throw error(.noContainer, JSONPointer(Array(path.tokens[..<place])))
      }
    }
    return opened
  }

  private func place(
    of token: String, in count: Int, _ path: JSONPointer
  ) throws(JSONPatchError) -> Int {
    guard let position = JSONPointer.elementIndex(token) else {
      // RFC 6901 §4: `-` names the element after the last one, which does not exist.
      throw error(token == "-" ? .outOfRange : .noPosition, path)
    }
    guard position < count else { throw error(.outOfRange, path) }
    return position
  }

  // MARK: Limits and errors

  private mutating func admit(depth: Int, at path: JSONPointer) throws(JSONPatchError) {
    guard depth <= limits.maximumDepth else { throw error(.tooDeep, path) }
    depthBound = max(depthBound, depth)
  }

  private func error(_ cause: JSONPatchError.Cause, _ pointer: JSONPointer) -> JSONPatchError {
    JSONPatchError(cause, operation: operation, at: pointer)
  }
}

/// A value taken apart along a path, to be put together again.
private struct OpenedValue {
  enum Level {
    case mapping([Value.Entry], Int)
    case sequence([Value], Int)
  }

  var levels: [Level] = []
  var leaf: Value

  init(leaf: Value) {
    self.leaf = leaf
  }

  /// The whole, with ``leaf`` in its place.
  consuming func closed() -> Value {
    var value = leaf
    while let level = levels.popLast() {
      switch level {
      case .mapping(var entries, let place):
        entries[place].value = value
        value = .mapping(entries)
      case .sequence(var elements, let place):
        elements[place] = value
        value = .sequence(elements)
      }
    }
    return value
  }
}

extension Value {
  /// The place of a key, by its bytes.
  static func place(of key: String, in entries: [Entry]) -> Int? {
    entries.firstIndex { $0.key.utf8.elementsEqual(key.utf8) }
  }

  /// Containers inside one another: 0 for a scalar, 1 for `[]`.
  var depth: Int {
    var deepest = 0
    var open: [(value: Value, depth: Int)] = [(self, 0)]
    while let (value, depth) = open.popLast() {
      switch value {
      case .mapping(let entries):
        deepest = max(deepest, depth + 1)
        for entry in entries where entry.value.isContainer { open.append((entry.value, depth + 1)) }
      case .sequence(let elements):
        deepest = max(deepest, depth + 1)
        for element in elements where element.isContainer { open.append((element, depth + 1)) }
      default: break
      }
    }
    return deepest
  }

  /// Bytes of its shortest JSON text, escapes not counted; `nil` where they are more than `limit`.
  func jsonSize(atMost limit: Int) -> Int? {
    var size = 0
    var open: [Value] = [self]
    while let value = open.popLast() {
      switch value {
      case .null: size += 4
      case .boolean(let value): size += value ? 4 : 5
      case .number(let text): size += text.utf8.count
      case .string(let text): size += text.utf8.count + 2
      case .sequence(let elements):
        // Brackets and commas.
        size += 1 + max(1, elements.count)
        open.append(contentsOf: elements)
      case .mapping(let entries):
        // Braces and commas, then quotes and a colon for each key.
        size += 1 + max(1, entries.count)
        for entry in entries {
          size += entry.key.utf8.count + 3
          open.append(entry.value)
        }
      }
      if size > limit { return nil }
    }
    return size
  }
}
