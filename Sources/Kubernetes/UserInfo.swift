import Documents

/// Who asks: a view of `userInfo` of an admission request (`authentication.k8s.io/v1` UserInfo).
/// Texts are made when they are asked for: few rules do.
package struct UserInfo: Sendable {
  package let node: Node

  package init(_ node: Node) {
    self.node = node
  }

  /// `nil` where it is missing or no string.
  package var name: String? { node["username"]?.string }

  /// The bytes of ``name``; none where that is `nil`.
  package var nameBytes: ArraySlice<UInt8> {
    guard let node = node["username"], node.isString else { return [] }
    return node.textBytes
  }

  /// The bytes of ``groups``.
  package var groupBytes: [ArraySlice<UInt8>] {
    guard let groups = node["groups"] else { return [] }
    var texts: [ArraySlice<UInt8>] = []
    texts.reserveCapacity(groups.isSequence ? groups.count : 0)
    for group in groups.elements where group.isString { texts.append(group.textBytes) }
    return texts
  }

  /// The groups that are strings.
  package var groups: [String] { node["groups"]?.elements.compactMap(\.string) ?? [] }
}
