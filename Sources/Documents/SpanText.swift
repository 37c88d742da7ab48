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

extension Span<UInt8> {
  /// The first eight bytes as a number, with zeros where it is shorter: where the numbers of two
  /// texts differ, they are in the order of the texts.
  @inlinable
  @inline(__always)
  package var leadingWord: UInt64 { count >= 8 ? word(at: 0) : shortWord }

  /// The eight bytes from an offset on as a number, the first one the highest.
  @inlinable
  @inline(__always)
  package func word(at offset: Int) -> UInt64 {
    // SAFETY: every pattern of bits is a number, and the bounds are checked.
    unsafe UInt64(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  @inlinable
  package var shortWord: UInt64 {
    var word: UInt64 = 0
    for index in 0..<Swift.min(8, count) {
      word |= UInt64(self[index]) << UInt64(56 - 8 * index)
    }
    return word
  }

  /// Whether the bytes from an offset on begin with those of a text. Eight at a time, which takes
  /// half of what single bytes take for the names of fields.
  @inlinable
  @inline(__always)
  package func holds(_ text: Span<UInt8>, at offset: Int) -> Bool {
    guard offset + text.count <= count else { return false }
    var index = 0
    while index + 8 <= text.count {
      if word(at: offset + index) != text.word(at: index) { return false }
      index += 8
    }
    if index > 0 {
      if index == text.count { return true }
      // The last eight overlap what has been compared.
      return word(at: offset + text.count - 8) == text.word(at: text.count - 8)
    }
    while index < text.count {
      if self[offset + index] != text[index] { return false }
      index += 1
    }
    return true
  }
}
