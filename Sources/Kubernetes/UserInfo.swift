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

  /// The groups that are strings.
  package var groups: [String] { node["groups"]?.elements.compactMap(\.string) ?? [] }
}
