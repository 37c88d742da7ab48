import Documents

/// A `securityContext` as checks see it, of a pod or of a container: its fields are found in one
/// pass, since a dozen rules ask for them. Where there is none, or what is there is no mapping,
/// every field is missing.
package struct SecurityContextScope: Sendable {
  /// The mapping; `nil` where there is none.
  package let node: Node?
  /// The row of the value of each field, by the field's number; 0 where it is missing or null.
  private let rows: [16 of UInt32]

  /// The fields that are looked up by number.
  package enum Field: Int, Sendable, CaseIterable {
    case privileged, allowPrivilegeEscalation, capabilities, readOnlyRootFilesystem, runAsNonRoot
    case runAsUser, runAsGroup, seccompProfile, appArmorProfile, seLinuxOptions, procMount
    case windowsOptions, sysctls, fsGroup, supplementalGroups
  }

  init(_ node: Node?) {
    var rows = [16 of UInt32](repeating: 0)
    guard let node, node.isMapping else {
      self.node = nil
      self.rows = rows
      return
    }
    node.forEachEntry { key, value in
      if let field = Self.field(key), !value.isNull { rows[field.rawValue] = value.index }
    }
    self.node = node
    self.rows = rows
  }

  /// The value of a field; `nil` where it is missing or null, which is the same to the API server.
  package subscript(field: Field) -> Node? {
    let row = rows[field.rawValue]
    guard row != 0, let node else { return nil }
    return Node(document: node.document, index: row)
  }

  private static func field(_ key: Span<UInt8>) -> Field? {
    switch key.count {
    case 7:
      if key.says("sysctls") { return .sysctls }
      return key.says("fsGroup") ? .fsGroup : nil
    case 9:
      if key.says("runAsUser") { return .runAsUser }
      return key.says("procMount") ? .procMount : nil
    case 10:
      if key.says("privileged") { return .privileged }
      return key.says("runAsGroup") ? .runAsGroup : nil
    case 12:
      if key.says("capabilities") { return .capabilities }
      return key.says("runAsNonRoot") ? .runAsNonRoot : nil
    case 14:
      if key.says("seccompProfile") { return .seccompProfile }
      if key.says("seLinuxOptions") { return .seLinuxOptions }
      return key.says("windowsOptions") ? .windowsOptions : nil
    case 15: return key.says("appArmorProfile") ? .appArmorProfile : nil
    case 18: return key.says("supplementalGroups") ? .supplementalGroups : nil
    case 22: return key.says("readOnlyRootFilesystem") ? .readOnlyRootFilesystem : nil
    case 24: return key.says("allowPrivilegeEscalation") ? .allowPrivilegeEscalation : nil
    default: return nil
    }
  }
}
