/// Classes of bytes and comparisons, on ASCII only.
enum ASCII {
  static let tab: UInt8 = 0x09
  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let space: UInt8 = 0x20
  static let colon: UInt8 = 0x3A
  static let semicolon: UInt8 = 0x3B
  static let equals: UInt8 = 0x3D
  static let quote: UInt8 = 0x22
  static let backslash: UInt8 = 0x5C
  static let comma: UInt8 = 0x2C
  static let slash: UInt8 = 0x2F
  static let question: UInt8 = 0x3F
  static let percent: UInt8 = 0x25

  /// A set of the 128 ASCII characters, as two words.
  struct Set {
    private let low: UInt64
    private let high: UInt64

    init(_ text: StaticString, alphanumeric: Bool = true) {
      var low: UInt64 = 0
      var high: UInt64 = 0
      func insert(_ byte: UInt8) {
        if byte < 64 { low |= 1 << UInt64(byte) } else { high |= 1 << UInt64(byte & 63) }
      }
      text.withUTF8Buffer { bytes in
        for index in 0..<bytes.count { unsafe insert(bytes[index]) }
      }
      if alphanumeric {
        for byte in UInt8(ascii: "0")...UInt8(ascii: "9") { insert(byte) }
        for byte in UInt8(ascii: "A")...UInt8(ascii: "Z") { insert(byte) }
        for byte in UInt8(ascii: "a")...UInt8(ascii: "z") { insert(byte) }
      }
      self.low = low
      self.high = high
    }

    @inline(__always)
    func contains(_ byte: UInt8) -> Bool {
      let word = byte < 64 ? low : high
      return byte < 128 && (word >> UInt64(byte & 63)) & 1 == 1
    }

    /// The first byte from `start` on that is not in the set; the end where there is none.
    func end(in bytes: Span<UInt8>, from start: Int) -> Int {
      var at = start
      while at < bytes.count, contains(bytes[at]) { at += 1 }
      return at
    }
  }

  /// tchar (RFC 9110 section 5.6.2).
  static let token = Set("!#$%&'*+-.^_`|~")
  /// pchar, "/", "?" and brackets (RFC 3986 section 3.3); what follows "%", and that brackets stand
  /// around an address only, is checked apart.
  static let target = Set("-._~!$&'()*+,;=:@/?%[]")
  /// Those of them that are neither checked apart nor may end the path.
  static let path = Set("-._~!$&'()*+,;=:@/")
  /// What the name of a host is made of. Narrower than reg-name (RFC 3986 section 3.2.2), whose
  /// commas and percent signs two programs may read differently.
  static let host = Set("-._~")
  /// What stands between the brackets of an IPv6 address.
  static let address = Set(":.")

  @inline(__always)
  static func lowercased(_ byte: UInt8) -> UInt8 {
    byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte
  }

  private static let ones: UInt64 = 0x0101_0101_0101_0101
  private static let tops: UInt64 = 0x8080_8080_8080_8080

  /// The top bit of each of eight bytes that is a control character. The lowest bit is right; those
  /// above it may be set for other bytes, to which a byte that was found has borrowed.
  @inline(__always)
  static func controls(in word: UInt64) -> UInt64 {
    let deletes = word ^ ones &* 0x7F
    return ((word &- ones &* 0x20) & ~word | (deletes &- ones) & ~deletes) & tops
  }

  /// Eight bytes, with upper case letters made lower case.
  @inline(__always)
  static func lowercased(_ word: UInt64) -> UInt64 {
    // In seven bits, so that nothing is carried from byte to byte: from 0x41 on, and from 0x5B on.
    let low = word & ~tops
    let upper = (low &+ ones &* 0x3F) & ~(low &+ ones &* 0x25) & ~word & tops
    return word | upper >> 2
  }

  /// The value of a hexadecimal digit.
  @inline(__always)
  static func hexadecimal(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
  }

  @inline(__always)
  static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  @inline(__always)
  static func isSpace(_ byte: UInt8) -> Bool { byte == space || byte == tab }
}

extension Span<UInt8> {
  /// Eight bytes as a number, the first one lowest. Bounds are checked; any bytes are a number.
  @inline(__always)
  func word(at offset: Int) -> UInt64 {
    unsafe UInt64(
      littleEndian: bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// Whether these are the bytes of a text.
  func equals(_ text: StaticString) -> Bool {
    guard count == text.utf8CodeUnitCount else { return false }
    return text.withUTF8Buffer { other in
      for index in 0..<count where unsafe self[index] != other[index] { return false }
      return true
    }
  }

  /// Whether these are the bytes of a text in lower case, whatever their own case.
  func equalsIgnoringCase(_ lowercase: StaticString) -> Bool {
    guard count == lowercase.utf8CodeUnitCount else { return false }
    return lowercase.withUTF8Buffer { other in
      let other = unsafe other.span
      var at = 0
      if count >= 8 {
        // The last eight bytes together with some that were compared before.
        while at < count {
          let place = Swift.min(at, count - 8)
          guard ASCII.lowercased(word(at: place)) == other.word(at: place) else { return false }
          at = place + 8
        }
        return true
      }
      while at < count {
        guard ASCII.lowercased(self[at]) == other[at] else { return false }
        at += 1
      }
      return true
    }
  }

  /// Whether both are the same bytes, whatever the case of ASCII letters.
  func equalsIgnoringCase(_ other: Span<UInt8>) -> Bool {
    guard count == other.count else { return false }
    for index in 0..<count
    where ASCII.lowercased(self[index]) != ASCII.lowercased(other[index]) {
      return false
    }
    return true
  }
}

extension [UInt8] {
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { unsafe append(contentsOf: $0) }
  }

  mutating func append(copying bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}

/// Parts of a text, for which whoever appends them has made room: to ask an array before each part
/// costs more than to write it.
extension OutputSpan<UInt8> {
  @inline(__always)
  mutating func append(copying bytes: Span<UInt8>) {
    let added = bytes.count
    invariant(added <= freeCapacity, "there is room for what is appended")
    // SAFETY: `added` bytes are there, and as many are free behind the initialised ones.
    unsafe withUnsafeMutableBufferPointer { buffer, count in
      unsafe bytes.withUnsafeBufferPointer { bytes in
        guard let target = buffer.baseAddress, let source = bytes.baseAddress else { return }
        unsafe (target + count).initialize(from: source, count: added)
        count += added
      }
    }
  }

  @inline(__always)
  mutating func append(_ text: StaticString) {
    unsafe append(
      copying: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount).span)
  }

  /// Bytes that a number takes at most.
  static var decimalRoom: Int { 20 }

  /// Appends a number in decimal digits.
  mutating func append(decimal number: Int) {
    invariant(number >= 0, "only numbers that count something are written")
    var end = count + 1
    var rest = number / 10
    while rest > 0 {
      end += 1
      rest /= 10
    }
    while count < end { append(0x30) }
    // From the last one: to divide by a number that the compiler knows costs a multiplication.
    rest = number
    while rest > 0 {
      end -= 1
      self[end] = 0x30 + UInt8(rest % 10)
      rest /= 10
    }
  }
}

/// Ends the process when a condition that no input can break does not hold.
@inline(__always)
func invariant(
  _ condition: @autoclosure () -> Bool, _ message: StaticString, file: StaticString = #fileID,
  line: UInt = #line
) {
  if !condition() { fatalError("invariant broken: \(message)", file: file, line: line) }
}
