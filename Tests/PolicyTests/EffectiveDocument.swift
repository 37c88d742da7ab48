import Documents
import Policy

extension CompiledPolicy {
  /// The effective policy as a document of its own, made of what `kpatch policy show` prints.
  var effectiveDocument: Value {
    var sections: [Value.Entry] = []
    for setting in settings where !setting.isDerived {
      let path = setting.path.dropFirst()
      if path.count == 1, let section = path.first, Self.lists.contains(section) {
        let index = sections.firstIndex { $0.key == section }
        if let index, case .sequence(let elements) = sections[index].value {
          sections[index].value = .sequence(elements + [setting.value])
        } else {
          sections.append(.init(section, .sequence([setting.value])))
        }
      } else {
        Self.put(setting.value, at: path, in: &sections)
      }
    }
    return .mapping([
      .init("apiVersion", "kpatch.dev/v1alpha1"),
      .init("kind", "Policy"),
      .init("spec", .mapping(sections)),
    ])
  }

  /// Sections that are lists, of which ``settings`` has one row for each element.
  private static let lists: Set<String> = ["overrides", "exceptions", "podTemplates"]

  /// Puts a value at a path of keys. The depth is that of ``EffectiveSetting/path``, at most four.
  private static func put(
    _ value: Value, at path: ArraySlice<String>, in entries: inout [Value.Entry]
  ) {
    guard let key = path.first else { return }
    let index = entries.firstIndex { $0.key == key }
    if path.count == 1 {
      if index == nil { entries.append(.init(key, value)) }
      return
    }
    var children: [Value.Entry] = []
    if let index, case .mapping(let known) = entries[index].value { children = known }
    put(value, at: path.dropFirst(), in: &children)
    if let index {
      entries[index].value = .mapping(children)
    } else {
      entries.append(.init(key, .mapping(children)))
    }
  }
}
