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
  private let minor: Int
  /// The version by whose demands something is missing; `nil` where nobody has named one.
  private let demanding: Int?
  /// The containers around the one that is being walked, the object first.
  private var stack: [Frame] = []
  private var faults: [ShapeFault] = []
  /// Whether it is a part of an object, which a tool merges into the whole: it holds directives of
  /// a strategic merge patch, or nothing of what the API server insists on near its top.
  private var isPart = false

  private init(_ document: Document, _ shapes: APIShapes, _ minor: Int, _ demanding: Int?) {
    self.document = document
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

  /// One loop over the rows, with what each of them needs in locals: 280 instructions a row, where
  /// a function for each step takes 430 (`engine-profile` of `Tests/Benchmarks`).
  private mutating func run(_ object: Node, _ type: Int) {
    guard object.isMapping else { return }
    let table = document.records
    let records = table.span
    let bytes = document.bytes
    let text = bytes.span
    let shapes = self.shapes
    let entries = shapes.entries
    let search = entries.span
    let root = APIShape.type(type)
    var frame = Frame(
      content: .fields, shape: root, fields: shapes.fieldTable(of: type, at: demanding),
      row: object.index, end: object.record.second)
    var row = object.index + 1
    while true {
      guard row < frame.end else {
        if frame.required < frame.fields.required { leave(frame) }
        guard let outer = stack.popLast() else { return }
        frame = outer
        continue
      }
      var shape = frame.shape
      switch frame.content {
      case .fields:
        frame.place = row
        let key = records[Int(row)]
        row = key.next(after: row)
        let place =
          key.isContainer || key.has(.sideText)
          ? rareField(frame)
          : shapes.fieldPlace(
            text, Int(key.first), count: Int(key.second), in: frame.fields, search)
        guard place >= 0, search[place].field.versions.contains(minor) else {
          unknown(place < 0 ? nil : search[place].field, frame)
          row = records[Int(row)].next(after: row)
          continue
        }
        shape = search[place].field.shape
        if frame.fields.required > 0, search[place].field.isRequired(at: demanding),
          records[Int(row)].kind != .null
        {
          frame.required += 1
        }
      case .values:
        frame.place = row
        row = records[Int(row)].next(after: row)
      case .elements:
        frame.place = frame.position
        frame.position += 1
      }
      let record = records[Int(row)]
      guard let content = content(of: row, record, shape, frame) else {
        row = record.next(after: row)
        continue
      }
      let inner = content == .fields ? shape : shape.inner
      stack.append(frame)
      frame = Frame(
        content: content, shape: inner,
        fields: content == .fields ? shapes.fieldTable(of: shape.typeIndex, at: demanding) : .empty,
        row: row, end: record.second)
      row += 1
    }
  }

  /// Looks at a value, and says what is to be walked in it; `nil` where that is nothing.
  @inline(__always)
  private mutating func content(
    of row: UInt32, _ record: NodeRecord, _ shape: APIShape, _ frame: Frame
  ) -> Frame.Content? {
    let kind = record.kind
    // Most values: strings that may say anything. The API takes null for a field that is not there.
    if kind == .string && shape.isPlainString || kind == .null { return nil }
    switch shape.wrapper {
    case .list where kind == .sequence: return .elements
    case .map where kind == .mapping: return .values
    case nil where shape.base == .type && kind == .mapping: return .fields
    case nil where shape.base != .type:
      if let reason = scalarFault(row, record, shape) { misfit(reason, row, frame) }
      return nil
    default:
      misfit(.wrongType(shape), row, frame)
      return nil
    }
  }

  /// A value that does not fit its field, unless a tool puts another one in its place.
  @inline(never)
  private mutating func misfit(_ reason: ShapeFault.Reason, _ row: UInt32, _ frame: Frame) {
    let node = Node(document: document, index: row)
    if node.hasPlaceholder { return }
    fault(reason, row, frame)
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
      // Nine characters are no number that is too large.
      if fits, record.second > 9 {
        guard let value = node.integer else { return .outOfRange }
        if shape.base == .integer32, Int32(exactly: value) == nil { return .outOfRange }
      }
    case .quantity:
      fits = record.kind == .integer || record.kind == .float || record.kind == .string
      if fits, record.kind == .string, (try? Quantity(node)) == nil { return .noQuantity }
    case .base64:
      fits = record.kind == .string
      if fits, !node.withText({ Base64.isBase64($0) }) { return .noBase64 }
    }
    return fits ? nil : .wrongType(shape)
  }
}

// MARK: - Fields

extension ShapeWalk {
  /// The field of a key that does not stand in the source as it is meant.
  @inline(never)
  private func rareField(_ frame: Frame) -> Int {
    let entries = shapes.entries
    return Node(document: document, index: frame.place).withText { text in
      shapes.fieldPlace(text, 0, count: text.count, in: frame.fields, entries.span)
    }
  }

  /// Says that a key names no field, or only one of other versions.
  @inline(never)
  private mutating func unknown(_ found: APIShapes.Field?, _ frame: Frame) {
    guard let found else {
      let key = Node(document: document, index: frame.place)
      if key.withText({ $0.count > 0 && $0[0] == UInt8(ascii: "$") }) {
        // `$patch`, `$retainKeys` and the like are for whoever merges it.
        isPart = true
      } else {
        fault(.unknownField, frame.place, frame)
      }
      return
    }
    let reason: ShapeFault.Reason =
      minor < Int(found.versions.first)
      ? .notYet(Int(found.versions.first)) : .gone(Int(found.versions.last) + 1)
    fault(reason, frame.place, frame)
  }

  /// Says what the container that ends lacks.
  @inline(never)
  private mutating func leave(_ frame: Frame) {
    guard let type = frame.type else { return }
    let node = Node(document: document, index: frame.row)
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
      faults.count - before + named >= Int(frame.fields.required)
    {
      isPart = true
    }
  }

  private mutating func fault(_ reason: ShapeFault.Reason, _ row: UInt32, _ frame: Frame) {
    let way = stack + [frame]
    faults.append(
      ShapeFault(
        reason: reason, path: way.map(token), node: Node(document: document, index: row),
        types: way.compactMap(\.type)))
  }

  /// What the way goes through in a container.
  private func token(_ frame: Frame) -> String {
    switch frame.content {
    case .fields, .values: Node(document: document, index: frame.place).text
    case .elements: String(frame.place)
    }
  }
}
