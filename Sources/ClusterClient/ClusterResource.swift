/// One object of the API, or all of a kind.
package struct ClusterResource: Sendable, Hashable {
  /// Empty for the core group.
  package let group: String
  package let version: String
  /// `secrets`
  package let plural: String
  /// `nil` for what is in no namespace.
  package let namespace: String?
  /// `nil` for all of them.
  package let name: String?

  package init(
    group: String = "", version: String = "v1", _ plural: String, namespace: String? = nil,
    name: String? = nil
  ) {
    self.group = group
    self.version = version
    self.plural = plural
    self.namespace = namespace
    self.name = name
  }

  package static func secret(namespace: String, name: String) -> ClusterResource {
    ClusterResource("secrets", namespace: namespace, name: name)
  }

  /// Where it is, as a path of the API.
  /// - Parameter action: to create something is to ask for all of its kind.
  func path(for action: ClusterAction) -> String {
    var parts = group.isEmpty ? ["api", version] : ["apis", group, version]
    if let namespace { parts += ["namespaces", namespace] }
    parts.append(plural)
    if let name, action != .create, action != .list { parts.append(name) }
    return parts.map { "/\(Self.escaped($0))" }.joined()
  }

  /// Names of objects need no escapes; whatever else is given here stays one step of a path.
  private static func escaped(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var result: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"):
        result.append(byte)
      default:
        result += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// `secrets/kpatch-tls in namespace kpatch`
  package var words: String {
    let place = namespace.map { " in namespace \($0)" } ?? ""
    return plural + (name.map { "/\($0)" } ?? "") + place
  }

  /// The resource as a role names it: `secrets`, `mutatingwebhookconfigurations of the group ...`.
  private var roleWords: String {
    group.isEmpty ? plural : "\(plural) of the group \(group)"
  }

  /// What a role has to allow.
  func permission(_ action: ClusterAction) -> String {
    let kind = namespace == nil ? "a ClusterRole" : "a Role in namespace \(namespace ?? "")"
    // A role cannot name what does not exist yet.
    let named = action == .get || action == .update ? name : nil
    return "\(kind) has to allow the verb \(action.rawValue) for \(roleWords)"
      + (named.map { " named \($0)" } ?? "")
  }
}
