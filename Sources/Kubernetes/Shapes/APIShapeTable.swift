import Documents

/// What the published OpenAPI documents say of the types of Kubernetes' own kinds, as texts:
/// names and slots are looked up where they stand, and ``APIShapes`` reads the numbers of types and
/// fields at first use.
///
/// Numbers are in characters of six bits, the first one the highest, `0` for 0 and `o` for 63.
/// Entries have eight characters, or twice eight; these are their numbers and how many bits each
/// one has.
///
/// - `fields`: name in `names` 16, its length 6, base 10, wrappers 4, `versions` 8.
/// - `types`: name 16, its length 7, first field 13, fields 6; then first slot 15, slots as a power
///   of two 4, fields that every version demands 6, whether some versions demand others 1.
/// - `kinds`: API version 16, its length 6, kind 16, its length 6; then type 10, `versions` 8.
/// - `versions`: four characters, the first and the last minor version that has something, and the
///   first and the last one that demands it; 0 and 63 where there is no bound.
/// - `slots`, `kindSlots`: ``NameTable``'s, of one and of two characters.
///
/// A base below 10 is a scalar: string, boolean, integer of 32 and of 64 bits, number, anything,
/// quantity, whole number or string, time, base64. One from 10 on is a type. Wrappers are two bits
/// each, the outermost lowest: 1 a list, 2 a mapping of names.
///
/// Of names that stand for several types all but one carry group and version:
/// `CronJob:batch/v1beta1`.
enum APIShapeTable {
  /// The number that eight characters say.
  @inline(__always)
  static func number(_ text: Span<UInt8>, _ place: Int) -> UInt64 {
    // Neighbours are joined: of 6 bits each to 12, to 24, to 48.
    var word = text.word(at: 8 * place) &- 0x3030_3030_3030_3030
    word = word >> 2 & 0x0FC0_0FC0_0FC0_0FC0 | word & 0x003F_003F_003F_003F
    word = word >> 4 & 0x00FF_F000_00FF_F000 | word & 0x0000_0FFF_0000_0FFF
    return word >> 8 & 0xFFFF_FF00_0000 | word & 0xFF_FFFF
  }

  @inline(__always)
  static func digit(_ text: Span<UInt8>, _ place: Int) -> Int { Int(text[place] &- 0x30) }
}
