extension Span<UInt8> {
  /// Whether these are the bytes of a name.
  @inlinable
  @inline(__always)
  package func says(_ name: String) -> Bool {
    let wanted = name.utf8Span.span
    guard count == wanted.count else { return false }
    for index in 0..<count where self[index] != wanted[index] { return false }
    return true
  }

  /// Whether the first bytes are those of a word.
  @inlinable
  @inline(__always)
  package func begins(with word: String) -> Bool {
    let wanted = word.utf8Span.span
    guard count >= wanted.count else { return false }
    for index in 0..<wanted.count where self[index] != wanted[index] { return false }
    return true
  }
}
