import Documents
import Edits

/// Applies a patch to a value, slowly and plainly: what the tests compare everything else with.
enum ReferencePatch {
  static func apply(_ patch: JSONPatch, to value: Value) -> Value? {
    patch.operations.reduce(value) { value, operation in
      switch (value, operation) {
      case (nil, _): nil
      case (let value?, .add(let path, let new)): edit(value, path.tokens[...], .add(new))
      case (let value?, .replace(let path, let new)): edit(value, path.tokens[...], .replace(new))
      case (let value?, .remove(let path)): edit(value, path.tokens[...], .remove)
      default: nil
      }
    }
  }

  private enum Act {
    case add(Value)
    case replace(Value)
    case remove
  }

  private static func edit(_ value: Value, _ path: ArraySlice<String>, _ act: Act) -> Value? {
    guard let token = path.first else {
      if case .replace(let new) = act { return new }
      return nil
    }
    let rest = path.dropFirst()
    switch value {
    case .mapping(var entries):
      let place = entries.firstIndex { $0.key == token }
      if !rest.isEmpty {
        guard let place, let child = edit(entries[place].value, rest, act) else { return nil }
        entries[place].value = child
        return .mapping(entries)
      }
      switch (act, place) {
      case (.add(let new), nil): entries.append(.init(token, new))
      case (.replace(let new), let place?): entries[place].value = new
      case (.remove, let place?): entries.remove(at: place)
      default: return nil
      }
      return .mapping(entries)
    case .sequence(var elements):
      guard let place = JSONPointer.elementIndex(token), place <= elements.count else { return nil }
      if !rest.isEmpty {
        guard place < elements.count, let child = edit(elements[place], rest, act)
        else { return nil }
        elements[place] = child
        return .sequence(elements)
      }
      switch act {
      case .add(let new): elements.insert(new, at: place)
      case .replace(let new) where place < elements.count: elements[place] = new
      case .remove where place < elements.count: elements.remove(at: place)
      default: return nil
      }
      return .sequence(elements)
    default: return nil
    }
  }
}
