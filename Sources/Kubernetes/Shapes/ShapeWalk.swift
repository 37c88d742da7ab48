import Documents

/// Compares an object with the shape of its kind: one pass over its rows with a stack of its own.
/// Where nothing is wrong nothing is allocated but that stack.
package struct ShapeWalk {
  /// A container that is being walked.
  private struct Frame {
    enum Content {
      case fields, elements, values
    }

    let content: Content
    /// The type whose fields they are, or the shape of the elements or of the values.
    let shape: APIShape
    /// Where the fields of that type are searched.
    let fields: APIShapes.FieldTable
    let row: UInt32
    let end: UInt32
    /// The row of the key, or the index of the element, that is being looked at.
    var place: UInt32 = 0
    /// Elements that have been looked at.
    var position: UInt32 = 0
    /// Fields that the API server insists on and that are there.
    var required: Int32 = 0

    var type: Int? { content == .fields ? shape.typeIndex : nil }
  }

  /// The object, its spec or list, and that list's elements.
  private static let topLevels = 2

  private let shapes: APIShapes
  private let document: Document
  /// The document's, within reach: each row is looked at.
  private let records: [NodeRecord]
  private let bytes: [UInt8]
  private let minor: Int
  /// The version by whose demands something is missing; `nil` where nobody has named one.
  private let demanding: Int?
  /// The container that is being walked. Not on the stack, since every row changes it.
  private var current = Frame(
    content: .elements, shape: .type(0), fields: .empty, row: 0, end: 0)
  /// Those around it, the object first.
  private var stack: [Frame] = []
  private var faults: [ShapeFault] = []
  /// Whether it is a part of an object, which a tool merges into the whole: it holds directives of
  /// a strategic merge patch, or nothing of what the API server insists on near its top.
  private var isPart = false

  private init(_ document: Document, _ shapes: APIShapes, _ minor: Int, _ demanding: Int?) {
    self.document = document
    records = document.records
    bytes = document.bytes
    self.shapes = shapes
    self.minor = minor
    self.demanding = demanding
    // Most objects are not deeper.
    stack.reserveCapacity(16)
  }

  /// The faults of an object of a kind, in the order of the object.
  ///
  /// - Parameters:
  ///   - minor: the version whose fields there are.
  ///   - isAssumed: whether nobody has named that version, so that only what every version demands
  ///     is missing.
  ///   - isPatch: whether it is known to be a part of an object, so nothing is missing.
  package static func faults(
    in object: Node, kind: APIShapes.Kind, minor: Int, isAssumed: Bool = false,
    isPatch: Bool = false, shapes: APIShapes = .known
  ) -> [ShapeFault] {
    // What sops encrypted is decrypted before a cluster sees it.
    if object["sops"]?.isMapping == true { return [] }
    var walk = ShapeWalk(object.document, shapes, minor, isAssumed ? nil : minor)
    walk.run(object, kind.type)
    if !walk.faults.isEmpty, isPatch || walk.isPart || isFragment(object) {
      walk.faults.removeAll {
        if case .missing = $0.reason { true } else { false }
      }
    }
    return walk.faults
  }

  /// Whether it is a part of an object, which a tool merges into the whole: it has metadata alone
  /// and more of it than a name, which would change nothing, or is a workload that says neither
  /// which pods are its own nor what labels they get.
  private static func isFragment(_ object: Node) -> Bool {
    guard let spec = object["spec"] else {
      let naming = ["name", "namespace"]
      return object["metadata"]?.entries.contains { key, _ in !naming.contains(key.text) } == true
        && object.entries.allSatisfy { key, _ in
          ["apiVersion", "kind", "metadata"].contains { key.textEquals($0) }
        }
    }
    guard let template = spec["template"], spec["selector"] == nil else { return false }
    return template["metadata", "labels"] == nil
  }

  private mutating func run(_ object: Node, _ type: Int) {
    guard object.isMapping else { return }
    current = Frame(
      content: .fields, shape: .type(type), fields: shapes.fieldTable(of: type, at: demanding),
      row: object.index, end: object.record.second)
    var row = object.index + 1
    while true {
      guard row < current.end else {
        leave()
        guard let outer = stack.popLast() else { return }
        current = outer
        continue
      }
      switch current.content {
      case .fields:
        current.place = row
        row = field(row, next(after: row))
      case .values:
        current.place = row
        row = enter(next(after: row), current.shape)
      case .elements:
        current.place = current.position
        current.position += 1
        row = enter(row, current.shape)
      }
    }
  }

  /// Looks at a value, and says which row comes next: its first child, where it has some that are
  /// described, else what follows it.
  private mutating func enter(_ row: UInt32, _ shape: APIShape) -> UInt32 {
    let record = records[Int(row)]
    let next = record.isContainer ? record.second : row + 1
    // Most values: strings that may say anything.
    if record.kind == .string, shape.isPlainString { return next }
    // The API takes null for a field that is not there.
    if record.kind == .null { return next }
    switch shape.wrapper {
    case .list:
      guard record.kind == .sequence else { return misfit(.wrongType(shape), row, next) }
      begin(.elements, shape.inner, row, record)
      return row + 1
    case .map:
      guard record.kind == .mapping else { return misfit(.wrongType(shape), row, next) }
      begin(.values, shape.inner, row, record)
      return row + 1
    case nil: break
    }
    if shape.base == .type {
      guard record.kind == .mapping else { return misfit(.wrongType(shape), row, next) }
      begin(.fields, shape, row, record)
      return row + 1
    }
    if let reason = scalarFault(row, record, shape) { return misfit(reason, row, next) }
    return next
  }

  /// A value that does not fit its field, unless a tool puts another one in its place.
  private mutating func misfit(
    _ reason: ShapeFault.Reason, _ row: UInt32, _ next: UInt32
  ) -> UInt32 {
    let node = Node(document: document, index: row)
    if node.isString, node.withText(Self.isPlaceholder) { return next }
    return fault(reason, row, next)
  }

  /// Whether a text holds `${NAME}`, with whatever stands behind the name: envsubst, Flux and the
  /// like replace it before anything reads the manifest, so nobody knows here what it will be.
  private static func isPlaceholder(_ text: Span<UInt8>) -> Bool {
    var index = 0
    while index + 3 < text.count {
      if text[index] == UInt8(ascii: "$"), text[index + 1] == UInt8(ascii: "{"),
        text[index + 2] == UInt8(ascii: "_") || (text[index + 2] | 0x20).isLowercaseLetter
      {
        // One end is enough for all that begin before it, so a text is gone through once.
        var end = index + 3
        while end < text.count, text[end] != UInt8(ascii: "}") { end += 1 }
        return end < text.count
      }
      index += 1
    }
    return false
  }

  private mutating func begin(
    _ content: Frame.Content, _ shape: APIShape, _ row: UInt32, _ record: NodeRecord
  ) {
    stack.append(current)
    let fields: APIShapes.FieldTable =
      content == .fields ? shapes.fieldTable(of: shape.typeIndex, at: demanding) : .empty
    current = Frame(
      content: content, shape: shape, fields: fields, row: row, end: record.second)
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
    if isPlainQuantity(text) { return true }
    var range = 0..<text.count
    // The API trims what surrounds a quantity before it reads it (quantity.go, UnmarshalJSON).
    while let first = range.first, text[first] <= 0x20 { range.removeFirst() }
    while let last = range.last, text[last] <= 0x20 { range.removeLast() }
    if range.isEmpty { return false }
    return (try? Quantity(parsing: text.extracting(range))) != nil
  }

  /// Whether it is a few digits with a suffix, as nearly all quantities are.
  private static func isPlainQuantity(_ text: Span<UInt8>) -> Bool {
    var digits = 0
    while digits < text.count, digits < 9, text[digits].isDigit { digits += 1 }
    if digits == 0 { return false }
    switch text.count - digits {
    case 0: return true
    case 1: return text[digits] == UInt8(ascii: "m")
    case 2:
      return text[digits + 1] == UInt8(ascii: "i")
        && (text[digits] == UInt8(ascii: "M") || text[digits] == UInt8(ascii: "G"))
    default: return false
    }
  }
}

// MARK: - Fields

extension ShapeWalk {
  /// Looks at an entry of a mapping whose fields are known, and says which row comes next.
  private mutating func field(_ key: UInt32, _ value: UInt32) -> UInt32 {
    guard let found = knownField(key) else {
      let next = self.next(after: value)
      let node = Node(document: document, index: key)
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
    if found.isRequired(at: demanding), records[Int(value)].kind != .null {
      current.required += 1
    }
    return enter(value, found.shape)
  }

  private func knownField(_ key: UInt32) -> APIShapes.Field? {
    let record = records[Int(key)]
    // Nearly every key stands in the source as it is meant.
    guard !record.isContainer, !record.has(.sideText) else {
      return Node(document: document, index: key).withText { text in
        shapes.field(text, 0..<text.count, in: current.fields)
      }
    }
    let start = Int(record.first)
    return shapes.field(bytes.span, start..<start + Int(record.second), in: current.fields)
  }

  /// Says what the container that ends lacks.
  private mutating func leave() {
    guard let type = current.type, current.required < current.fields.required else { return }
    let node = Node(document: document, index: current.row)
    let types = stack.compactMap(\.type)
    let path = stack.map(token)
    let before = faults.count
    for (name, field) in shapes.fields(of: type)
    where field.isRequired(at: demanding) && (node[named: name]?.isNull ?? true) {
      faults.append(
        ShapeFault(reason: .missing, path: path + [name], node: node, types: types + [type]))
    }
    // An element of a patch has the name by which it is found, and what changes.
    let named = node["name"] == nil ? 0 : 1
    if stack.count <= Self.topLevels, faults.count - before > 1,
      faults.count - before + named >= Int(current.fields.required)
    {
      isPart = true
    }
  }

  private mutating func fault(
    _ reason: ShapeFault.Reason, _ row: UInt32, _ next: UInt32
  ) -> UInt32 {
    let way = stack + [current]
    faults.append(
      ShapeFault(
        reason: reason, path: way.map(token), node: Node(document: document, index: row),
        types: way.compactMap(\.type)))
    return next
  }

  /// What the way goes through in a container.
  private func token(_ frame: Frame) -> String {
    switch frame.content {
    case .fields, .values: Node(document: document, index: frame.place).text
    case .elements: String(frame.place)
    }
  }
}
