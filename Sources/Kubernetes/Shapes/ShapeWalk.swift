import Documents

/// Compares an object with the shape of its kind: one pass over its rows with a stack of its own.
/// Where nothing is wrong nothing is allocated but that stack.
package struct ShapeWalk {
  /// A container that is being walked.
  private struct Frame {
    enum Content {
      case fields(Int)
      case elements(APIShape)
      case values(APIShape)
    }

    let content: Content
    let row: UInt32
    let end: UInt32
    /// The row of the key, or the index of the element, that is being looked at.
    var place: UInt32 = 0
    /// Elements that have been looked at.
    var position: UInt32 = 0
    /// Fields that the API server insists on and that are there.
    var required: Int = 0

    var type: Int? {
      if case .fields(let type) = content { type } else { nil }
    }
  }

  /// The object, its spec or list, and that list's elements.
  private static let topLevels = 2

  private let shapes: APIShapes
  private let document: Document
  /// The document's, within reach: each row is looked at.
  private let records: [NodeRecord]
  private let minor: Int
  private var stack: [Frame] = []
  private var faults: [ShapeFault] = []
  /// Whether it is a part of an object, which a tool merges into the whole: it holds directives of
  /// a strategic merge patch, or nothing of what the API server insists on near its top.
  private var isPart = false

  private init(_ document: Document, _ shapes: APIShapes, _ minor: Int) {
    self.document = document
    records = document.records
    self.shapes = shapes
    self.minor = minor
  }

  /// The faults of an object of a kind, in the order of the object.
  package static func faults(
    in object: Node, kind: APIShapes.Kind, minor: Int, shapes: APIShapes = .known
  ) -> [ShapeFault] {
    // What sops encrypted is decrypted before a cluster sees it.
    if object["sops"]?.isMapping == true { return [] }
    var walk = ShapeWalk(object.document, shapes, minor)
    walk.run(object, .type(kind.type))
    if !walk.faults.isEmpty, walk.isPart || isFragment(object) {
      walk.faults.removeAll {
        if case .missing = $0.reason { true } else { false }
      }
    }
    return walk.faults
  }

  /// Whether it has metadata alone, or is a workload that says neither which pods are its own nor
  /// what labels they get: it is a part of an object, which a tool merges into the whole.
  private static func isFragment(_ object: Node) -> Bool {
    guard let spec = object["spec"] else {
      return object.entries.allSatisfy { key, _ in
        ["apiVersion", "kind", "metadata"].contains { key.textEquals($0) }
      }
    }
    guard let template = spec["template"], spec["selector"] == nil else { return false }
    return template["metadata", "labels"] == nil
  }

  private mutating func run(_ object: Node, _ shape: APIShape) {
    var row = enter(object.index, shape)
    while let frame = stack.last {
      guard row < frame.end else {
        leave(frame)
        continue
      }
      let top = stack.count - 1
      switch frame.content {
      case .fields(let type):
        stack[top].place = row
        let value = next(after: row)
        row = field(row, value, of: type, top)
      case .values(let shape):
        stack[top].place = row
        row = enter(next(after: row), shape)
      case .elements(let shape):
        stack[top].place = frame.position
        stack[top].position += 1
        row = enter(row, shape)
      }
    }
  }

  /// Looks at a value, and says which row comes next: its first child, where it has some that are
  /// described, else what follows it.
  private mutating func enter(_ row: UInt32, _ shape: APIShape) -> UInt32 {
    let record = records[Int(row)]
    let next = record.isContainer ? record.second : row + 1
    // The API takes null for a field that is not there.
    if record.kind == .null { return next }
    switch shape.wrapper {
    case .list:
      guard record.kind == .sequence else { return fault(.wrongType(shape), row, next) }
      stack.append(Frame(content: .elements(shape.inner), row: row, end: record.second))
      return row + 1
    case .map:
      guard record.kind == .mapping else { return fault(.wrongType(shape), row, next) }
      stack.append(Frame(content: .values(shape.inner), row: row, end: record.second))
      return row + 1
    case nil: break
    }
    if case .type(let type) = shape.base {
      guard record.kind == .mapping else { return fault(.wrongType(shape), row, next) }
      stack.append(Frame(content: .fields(type), row: row, end: record.second))
      return row + 1
    }
    if let reason = scalarFault(row, record, shape) { return fault(reason, row, next) }
    return next
  }

  /// The row after a node and all that is below it.
  private func next(after row: UInt32) -> UInt32 {
    let record = records[Int(row)]
    return record.isContainer ? record.second : row + 1
  }

  private func scalarFault(
    _ row: UInt32, _ record: NodeRecord, _ shape: APIShape
  ) -> ShapeFault.Reason? {
    var node: Node { Node(document: document, index: row) }
    let fits: Bool
    switch shape.base {
    case .anything, .type: return nil
    case .string, .time: fits = record.kind == .string
    case .boolean: fits = record.kind == .boolean
    case .number: fits = record.kind == .integer || record.kind == .float
    case .integerOrString: fits = record.kind == .integer || record.kind == .string
    case .integer32, .integer64:
      fits = record.kind == .integer
      if fits {
        guard let value = node.integer else { return .outOfRange }
        if shape.base == .integer32, Int32(exactly: value) == nil { return .outOfRange }
      }
    case .quantity:
      fits = record.kind == .integer || record.kind == .float || record.kind == .string
      if fits, record.kind == .string, !node.withText(Self.isQuantity) { return .noQuantity }
    case .base64:
      fits = record.kind == .string
      if fits, !node.withText({ Base64.isBase64($0) }) { return .noBase64 }
    }
    return fits ? nil : .wrongType(shape)
  }

  private static func isQuantity(_ text: Span<UInt8>) -> Bool {
    var range = 0..<text.count
    // The API trims what surrounds a quantity before it reads it (quantity.go, UnmarshalJSON).
    while let first = range.first, text[first] <= 0x20 { range.removeFirst() }
    while let last = range.last, text[last] <= 0x20 { range.removeLast() }
    if range.isEmpty { return false }
    return (try? Quantity(parsing: text.extracting(range))) != nil
  }
}

// MARK: - Fields

extension ShapeWalk {
  /// Looks at an entry of a mapping whose fields are known, and says which row comes next.
  private mutating func field(
    _ key: UInt32, _ value: UInt32, of type: Int, _ top: Int
  ) -> UInt32 {
    let node = Node(document: document, index: key)
    let found = node.withText { shapes.field($0, of: type) }
    guard let found else {
      let next = self.next(after: value)
      if node.withText({ $0.count > 0 && $0[0] == UInt8(ascii: "$") }) {
        // `$patch`, `$retainKeys` and the like are for whoever merges it.
        isPart = true
        return next
      }
      return fault(.unknownField, key, next)
    }
    guard found.versions.contains(minor) else {
      let reason: ShapeFault.Reason =
        minor < Int(found.versions.first)
        ? .notYet(Int(found.versions.first)) : .gone(Int(found.versions.last) + 1)
      return fault(reason, key, next(after: value))
    }
    if found.isRequired, records[Int(value)].kind != .null { stack[top].required += 1 }
    return enter(value, found.shape)
  }

  /// Ends a container, and says what it lacks.
  private mutating func leave(_ frame: Frame) {
    if case .fields(let type) = frame.content, frame.required < shapes.requiredCount(of: type) {
      let node = Node(document: document, index: frame.row)
      let types = stack.compactMap(\.type)
      stack.removeLast()
      let before = faults.count
      for (name, field) in shapes.fields(of: type)
      where field.isRequired && field.versions.contains(minor) && (node[name]?.isNull ?? true) {
        faults.append(
          ShapeFault(reason: .missing, path: path + [name], node: node, types: types))
      }
      // An element of a patch has the name by which it is found, and what changes.
      let named = node["name"] == nil ? 0 : 1
      if stack.count <= Self.topLevels, faults.count - before > 1,
        faults.count - before + named >= shapes.requiredCount(of: type)
      {
        isPart = true
      }
      return
    }
    stack.removeLast()
  }

  private mutating func fault(
    _ reason: ShapeFault.Reason, _ row: UInt32, _ next: UInt32
  ) -> UInt32 {
    faults.append(
      ShapeFault(
        reason: reason, path: path, node: Node(document: document, index: row),
        types: stack.compactMap(\.type)))
    return next
  }

  /// The way to what is being looked at.
  private var path: [String] {
    stack.map { frame in
      switch frame.content {
      case .fields, .values: Node(document: document, index: frame.place).text
      case .elements: String(frame.place)
      }
    }
  }
}
