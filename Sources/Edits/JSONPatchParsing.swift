import Documents

extension JSONPatch {
  /// What `op` can be: RFC 6902 §4.
  package static let operationNames = ["add", "remove", "replace", "move", "copy", "test"]

  /// Reads a patch from the sequence that RFC 6902 §3 describes. Members that an operation does not
  /// define are ignored, as §4 demands.
  package init(parsing node: Node) throws(JSONPatchSyntaxError) {
    guard node.isSequence else { throw JSONPatchSyntaxError(.noSequence, at: JSONPointer()) }
    var operations: [Operation] = []
    operations.reserveCapacity(node.count)
    for element in node.elements {
      operations.append(try Operation(parsing: element, position: operations.count))
    }
    self.init(operations)
  }
}

extension JSONPatch.Operation {
  /// Reads one operation; `position` is its place in the patch, for errors.
  fileprivate init(parsing node: Node, position: Int) throws(JSONPatchSyntaxError) {
    let place = JSONPointer([String(position)])
    guard node.isMapping else { throw JSONPatchSyntaxError(.noMapping, at: place) }
    let name = try Self.string("op", of: node, place)
    switch name {
    case "add":
      self = .add(
        path: try Self.pointer("path", of: node, place), value: try Self.value(of: node, place))
    case "remove":
      self = .remove(path: try Self.pointer("path", of: node, place))
    case "replace":
      self = .replace(
        path: try Self.pointer("path", of: node, place), value: try Self.value(of: node, place))
    case "move":
      self = .move(
        from: try Self.pointer("from", of: node, place),
        path: try Self.pointer("path", of: node, place))
    case "copy":
      self = .copy(
        from: try Self.pointer("from", of: node, place),
        path: try Self.pointer("path", of: node, place))
    case "test":
      self = .test(
        path: try Self.pointer("path", of: node, place), value: try Self.value(of: node, place))
    default:
      throw JSONPatchSyntaxError(.unknownOperation, at: place.appending("op"))
    }
  }

  private static func string(
    _ member: String, of node: Node, _ place: JSONPointer
  ) throws(JSONPatchSyntaxError) -> String {
    guard let child = node[named: member] else {
      throw JSONPatchSyntaxError(.missing(member: member), at: place)
    }
    guard let text = child.string else {
      throw JSONPatchSyntaxError(.noString, at: place.appending(member))
    }
    return text
  }

  private static func pointer(
    _ member: String, of node: Node, _ place: JSONPointer
  ) throws(JSONPatchSyntaxError) -> JSONPointer {
    let text = try string(member, of: node, place)
    guard let pointer = JSONPointer(parsing: text) else {
      throw JSONPatchSyntaxError(.noPointer, at: place.appending(member))
    }
    return pointer
  }

  private static func value(
    of node: Node, _ place: JSONPointer
  ) throws(JSONPatchSyntaxError) -> Value {
    guard let child = node["value"] else {
      throw JSONPatchSyntaxError(.missing(member: "value"), at: place)
    }
    return Value(child)
  }
}
