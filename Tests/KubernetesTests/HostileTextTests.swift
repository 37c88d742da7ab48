import Kubernetes
import Patterns
import Testing

/// Texts of any bytes, from alphabets that reach deep into each grammar. The generator is a fixed
/// sequence, so that a failure comes again.
@Suite("Hostile texts")
struct HostileTextTests {
  private struct Sequence: RandomNumberGenerator {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    mutating func next() -> UInt64 {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return state
    }
  }

  private static func texts(_ alphabet: String, count: Int, upTo length: Int) -> [[UInt8]] {
    var random = Sequence()
    let bytes = Array(alphabet.utf8) + [0, 0x80, 0xFF, 0xC2, 0xE2]
    // The odd bytes are rare, or nothing would get past the first.
    let letters = bytes.count - 5
    return (0..<count).map { _ in
      (0..<Int.random(in: 0...length, using: &random)).map { _ in
        Int.random(in: 0..<64, using: &random) == 0
          ? bytes[letters + Int.random(in: 0..<5, using: &random)]
          : bytes[Int.random(in: 0..<letters, using: &random)]
      }
    }
  }

  @Test("Quantities: the canonical form of whatever is read reads as the same value")
  func quantities() throws {
    var read = 0
    for bytes in Self.texts("0123456789+-.eEinumkKMGTP 00999", count: 20_000, upTo: 24) {
      guard let quantity = try? Quantity(parsing: bytes.span) else { continue }
      read += 1
      let text = quantity.description
      let again = try Quantity(parsing: text)
      #expect(again == quantity, "\(text)")
      #expect(again.description == text)
      #expect((quantity + -quantity).isZero)
      #expect(quantity.compare(quantity.multiplied(by: 2)) == -quantity.sign)
      #expect(quantity.roundedUp(toPowerOfTen: 0).isExact == quantity.isInteger)
    }
    #expect(read > 500)
  }

  @Test("Everything else: answered with a value or an error, and never with a trap")
  func everything() throws {
    let rules: [NameRule] = [
      .dns1123Label, .dns1123Subdomain, .dns1035Label, .qualifiedName, .annotationKey, .labelValue,
      .configMapKey, .portName,
    ]
    var durations = 0
    var images = 0
    for bytes in Self.texts("01239.-nuµsmhsmhsmh", count: 10_000, upTo: 24) {
      let text = String(decoding: bytes, as: UTF8.self)
      if (try? GoDuration(parsing: bytes.span)) != nil { durations += 1 }
      if let range = try? PortRange(parsing: bytes.span) { #expect(range.lower <= range.upper) }
      _ = GoBool.parse(text)
    }
    for bytes in Self.texts("aA0.-_:/@[]sha256:[[f//", count: 10_000, upTo: 24) {
      let text = String(decoding: bytes, as: UTF8.self)
      if let image = try? ImageReference(parsing: text) {
        images += 1
        #expect(try ImageReference(parsing: image.normalized).repository == image.repository)
      }
      for rule in rules { _ = rule.problem(in: bytes.span) }
    }
    for bytes in Self.texts("arn:aws::iam:123456789012:role/", count: 10_000, upTo: 60) {
      let arn = Array("arn:aws:iam::123456789012:role/".utf8) + bytes
      _ = try? RoleARN(parsing: bytes.span)
      if let role = try? RoleARN(parsing: arn.span) {
        #expect(role.description.utf8.elementsEqual(arn))
      }
    }
    var schedules = 0
    for bytes in Self.texts("0123456789*?/-,,    @TZjanmon", count: 20_000, upTo: 12) {
      _ = try? CronSchedule(parsing: bytes.span)
      let fields = Array("0 4 * ".utf8) + bytes + Array(" *".utf8)
      guard let schedule = try? CronSchedule(parsing: fields.span) else { continue }
      schedules += 1
      _ = schedule.neverFires
      _ = TimeZoneName.problem(in: String(decoding: bytes, as: UTF8.self))
    }
    #expect(durations > 100)
    #expect(images > 100)
    #expect(schedules > 10)
  }

  @Test("Globs: whatever compiles matches any text, and a literal one its own text")
  func globs() {
    let patterns = Self.texts("ab*?[]!^-\\é", count: 5_000, upTo: 12)
    for (pattern, bytes) in zip(patterns, patterns.reversed()) {
      guard let glob = try? Glob(String(decoding: pattern, as: UTF8.self)) else { continue }
      _ = glob.matches(bytes.span)
      if glob.isLiteral, !pattern.contains(UInt8(ascii: "\\")) { #expect(glob.matches(glob.text)) }
    }
  }
}
