import Documents

/// A path of the node that a pod has as a volume, in the forms that patterns are held against.
///
/// `/var/run` is a link to `/run` on every node that Kubernetes runs on, so either spelling means
/// both. Pipes of Windows are written with backslashes or slashes.
struct HostPath {
  /// With single slashes and none at the end.
  let path: String
  /// The other spelling of a path in `/run`; `nil` elsewhere.
  let other: String?

  init(_ text: String) {
    var path = ""
    let isSeparator = { (byte: UInt8) in byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }
    for part in text.utf8.split(whereSeparator: isSeparator) {
      // A way back is refused by the API server; it stays as it is.
      if part.elementsEqual(".".utf8) { continue }
      path += "/"
      path += String(decoding: part, as: UTF8.self)
    }
    self.path = path.isEmpty ? "/" : path
    other =
      Self.replacing("/var/run", in: path, with: "/run")
      ?? Self.replacing("/run", in: path, with: "/var/run")
  }

  /// Whether one of its spellings is such a path.
  func matches(where condition: (String) -> Bool) -> Bool {
    condition(path) || other.map(condition) == true
  }

  private static func replacing(_ start: String, in path: String, with new: String) -> String? {
    guard path.utf8.starts(with: start.utf8) else { return nil }
    let rest = path.utf8.dropFirst(start.utf8.count)
    guard rest.isEmpty || rest.first == UInt8(ascii: "/") else { return nil }
    return new + String(decoding: rest, as: UTF8.self)
  }
}

extension PodScope {
  /// Calls for each volume that is a path of the node: its position, the volume, and the path.
  func forEachHostPath(_ body: (Int, Node, Node) -> Void) {
    guard let volumes else { return }
    for (position, volume) in volumes.elements.enumerated() {
      guard let source = volume["hostPath"], let path = source["path"], path.isString else {
        continue
      }
      body(position, volume, path)
    }
  }
}
