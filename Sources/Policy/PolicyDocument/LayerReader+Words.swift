import Documents

// Words of YAML 1.1 in schemas. A property called `on` without quotes is one called `true` to
// Kubernetes' reader, so that the schema would say nothing of what its author means.

extension LayerReader {
  /// Keywords whose values are names or texts of the data.
  private static let textKeywords = ["enum", "const", "required"]

  /// Reports each key in a schema or an example that is read as something else than it is written,
  /// and each such text among those of ``textKeywords``. Whether there was none.
  mutating func checkWords(_ schema: Node) -> Bool {
    let before = reader.problems.count
    var open = [schema]
    // What an alias stands for is written once.
    var seen: Set<UInt32> = []
    while let node = open.popLast() {
      for (key, value) in node.entries {
        if seen.insert(key.range.start).inserted { checkWord(key, "the key") }
        if Self.textKeywords.contains(where: key.textEquals), !value.isMapping {
          let texts = value.isSequence ? value.elements.map(\.self) : [value]
          for text in texts where seen.insert(text.range.start).inserted && text.boolean != nil {
            checkWord(text, "the value")
          }
        }
        if value.isContainer { open.append(value) }
      }
      for element in node.elements where element.isContainer { open.append(element) }
    }
    return reader.problems.count == before
  }

  private mutating func checkWord(_ node: Node, _ what: String) {
    if node.isContainer || node.record.has(.synthetic) { return }
    let written = node.document.source.text(of: node.range)
    let text = node.text
    guard !written.utf8.elementsEqual(text.utf8), let first = written.utf8.first,
      first != UInt8(ascii: "\""), first != UInt8(ascii: "'"), first != UInt8(ascii: "*")
    else { return }
    reader.fail(
      node, "\(what) \(printable(written)) is \(printable(text)) to Kubernetes' reader of YAML",
      "quote it: \"\(printable(written))\"")
  }
}
