extension StaticString {
  /// Gives `body` the bytes. Where it is inlined they are constants, and what is reckoned from them
  /// is one as well.
  @inlinable
  @inline(__always)
  package func withBytes<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
    // SAFETY: the bytes of a literal stay for as long as the program runs.
    withUTF8Buffer { unsafe body($0.span) }
  }
}

extension Span<UInt8> {
  /// Whether these are the bytes of a name.
  @_disfavoredOverload
  @inlinable
  package func says(_ name: String) -> Bool {
    let wanted = name.utf8Span.span
    return count == wanted.count && holds(wanted, at: 0)
  }

  /// The same for a name that is written where it is compared.
  @inlinable
  @inline(__always)
  package func says(_ name: StaticString) -> Bool {
    guard count == name.utf8CodeUnitCount else { return false }
    return name.withBytes { holds($0, at: 0) }
  }

  /// Whether the first bytes are those of a word.
  @_disfavoredOverload
  @inlinable
  package func begins(with word: String) -> Bool { holds(word.utf8Span.span, at: 0) }

  /// The same for a word that is written where it is compared.
  @inlinable
  @inline(__always)
  package func begins(with word: StaticString) -> Bool {
    word.withBytes { holds($0, at: 0) }
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

  /// ``leadingWord`` of a part, mostly without going through its bytes one by one.
  @inlinable
  @inline(__always)
  package func leadingWord(at offset: Int, count: Int) -> UInt64 {
    if offset + 8 > self.count { return extracting(offset..<offset + count).leadingWord }
    let word = word(at: offset)
    return count >= 8 ? word : word & ~(UInt64.max &>> UInt64(8 * count))
  }

  @inlinable
  package var shortWord: UInt64 {
    if count >= 4, count < 8 {
      // The last four bytes overlap the first four.
      return UInt64(halfWord(at: 0)) << 32
        | UInt64(halfWord(at: count - 4)) << UInt64(8 * (8 - count))
    }
    var word: UInt64 = 0
    for index in 0..<Swift.min(8, count) {
      word |= UInt64(self[index]) << UInt64(56 - 8 * index)
    }
    return word
  }

  /// The four bytes from an offset on as a number, the first one the highest.
  @inlinable
  @inline(__always)
  package func halfWord(at offset: Int) -> UInt32 {
    // SAFETY: every pattern of bits is a number, and the bounds are checked.
    unsafe UInt32(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self))
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
    if text.count >= 4 {
      return halfWord(at: offset) == text.halfWord(at: 0)
        && halfWord(at: offset + text.count - 4) == text.halfWord(at: text.count - 4)
    }
    while index < text.count {
      if self[offset + index] != text[index] { return false }
      index += 1
    }
    return true
  }
}

extension [UInt8] {
  /// Appends bytes at once. What the standard library does with a `String.UTF8View` takes twice as
  /// long for the few bytes that a name has.
  @inlinable
  package mutating func append(_ text: Span<UInt8>) {
    // SAFETY: the bytes are copied before the closure ends.
    unsafe text.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

extension OutputSpan<UInt8> {
  /// Appends some bytes, as many as there is room for: whoever calls has seen that there is.
  @inlinable
  @inline(__always)
  package mutating func append(copying bytes: Span<UInt8>) {
    let fitting = Swift.min(bytes.count, freeCapacity)
    // SAFETY: `fitting` bytes are there, and as many are free behind the initialised ones.
    unsafe withUnsafeMutableBufferPointer { buffer, count in
      unsafe bytes.withUnsafeBufferPointer { bytes in
        guard let target = buffer.baseAddress, let source = bytes.baseAddress else { return }
        unsafe (target + count).initialize(from: source, count: fitting)
        count += fitting
      }
    }
  }

  /// The same of a literal.
  @inlinable
  @inline(__always)
  package mutating func append(_ text: StaticString) {
    text.withBytes { append(copying: $0) }
  }

  /// Appends sixteen bytes, if there is room: whoever calls has seen that there is.
  @inlinable
  @inline(__always)
  package mutating func append(block: SIMD16<UInt8>) {
    guard freeCapacity >= 16 else { return }
    // SAFETY: sixteen bytes are free behind the initialised ones, and any bytes are a block.
    unsafe withUnsafeMutableBufferPointer { buffer, count in
      guard let start = buffer.baseAddress else { return }
      unsafe UnsafeMutableRawPointer(start + count).storeBytes(
        of: block, as: SIMD16<UInt8>.self)
      count += 16
    }
  }
}

extension String {
  /// Whether these are the same bytes: no Unicode equivalence is applied.
  @inlinable
  package func hasBytes(of other: String) -> Bool {
    utf8.count == other.utf8.count && utf8Span.span.says(other)
  }
}
