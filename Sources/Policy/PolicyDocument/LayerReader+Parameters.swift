import Documents
import Kubernetes

// The parameters whose values are more than plain texts and numbers.

extension LayerReader {
  /// A mapping that is not empty, entry by entry; `nil` after a problem.
  mutating func readEntries(
    _ node: Node, _ name: String,
    _ read: (inout SettingsReader, _ key: Node, _ value: Node) -> Value.Entry?
  ) -> Value? {
    guard reader.isMapping(node, name) else { return nil }
    if node.count == 0 {
      reader.fail(node, "\(name) is empty", "name something or remove it")
      return nil
    }
    var entries: [Value.Entry] = []
    for (key, value) in node.entries {
      if let entry = read(&reader, key, value) { entries.append(entry) }
    }
    return .mapping(entries)
  }

  mutating func readRepositories(_ node: Node, _ name: String) -> Value? {
    guard let texts = reader.strings(node, name) else { return nil }
    if texts.isEmpty {
      reader.fail(node, "\(name) is empty", "name something or remove it")
      return nil
    }
    for (text, element) in zip(texts, node.elements) {
      do {
        _ = try RepositoryPattern(text)
      } catch {
        reader.fail(
          element, error.message,
          "write registry.example.com, registry.example.com/team or registry.example.com/team/*")
      }
    }
    return .sequence(texts.map { .string($0) })
  }

  mutating func readQuantities(_ node: Node, _ name: String) -> Value? {
    readEntries(node, name) { reader, key, value in
      if !value.isNull, let amount = try? Quantity(value), amount.sign > 0 {
        return .init(key.text, .string(value.text))
      }
      reader.fail(
        value, "each value of \(name) must be a quantity above 0",
        "write it as in 500m, 2 or 1.5Gi")
      return nil
    }
  }

  mutating func readResourceRanges(_ node: Node, _ name: String) -> Value? {
    readEntries(node, name) { reader, key, value in
      let field = key.text
      if !["requests.", "limits."].contains(where: { field.hasPrefix($0) && field != $0 }) {
        reader.fail(
          key, "each key of \(name) must be requests or limits of a resource",
          "write it as in requests.cpu or limits.memory")
        return nil
      }
      if let text = value.string, QuantityRange(text) != nil { return .init(field, .string(text)) }
      reader.fail(
        value, "each value of \(name) must be a range of quantities",
        "write it as in 10m..2, ..8Gi or 64Mi..")
      return nil
    }
  }
}
