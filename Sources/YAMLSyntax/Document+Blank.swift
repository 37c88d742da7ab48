import Documents

extension Document {
  /// Whether nothing stands in this document but comments and markers. Kubernetes' tools skip such
  /// documents; their root is a null with an empty range.
  package var isBlank: Bool {
    root.isNull && root.range.isEmpty && decorations.isEmpty && records.count == 1
  }

  /// Whether this is no document at all: it is blank, and not even a line `---` announces it. So is
  /// the one document of a stream that is empty or holds nothing but comments; YAML counts none
  /// there (YAML 1.2.2 §9.2), while nothing after a `---` is a null.
  package var isAbsent: Bool {
    guard isBlank else { return false }
    let bytes = source.bytes
    var lineStart = Int(range.start)
    if bytes[lineStart...].starts(with: [0xEF, 0xBB, 0xBF]) { lineStart += 3 }
    while lineStart < range.end {
      let line = bytes[lineStart..<Int(range.end)]
      if line.starts(with: [UInt8](repeating: UInt8(ascii: "-"), count: 3)) { return false }
      guard let lineEnd = line.firstIndex(where: { $0 == 0x0A || $0 == 0x0D }) else { return true }
      lineStart = lineEnd + 1
    }
    return true
  }
}
