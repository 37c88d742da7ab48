import Glibc

/// Moments as logs and metrics write them.
package enum Timestamp {
  /// Bytes of a moment.
  static let length = 27

  /// Microseconds since 1970, by the wall clock.
  package static func now() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) &* 1_000_000 &+ Int64(time.tv_nsec) / 1_000
  }

  /// Writes moments as `2026-11-21T03:54:17.000123Z` (RFC 3339). Date and time are worked out where
  /// the second is not that of the moment before, which in a busy log is one line in thousands.
  struct Writer: Sendable {
    private var second = Int64.min
    /// What all moments of this second begin with, `2026-11-21T03:54:17.`.
    private var beginning = InlineArray<20, UInt8>(repeating: 0)

    /// What is outside of the years 0 to 9999, which the format does not have, is written as the
    /// nearest moment that it has. Takes ``Timestamp/length`` bytes.
    mutating func append(microseconds: Int64, to text: inout OutputSpan<UInt8>) {
      let time = min(max(microseconds, -62_167_219_200_000_000), 253_402_300_799_999_999)
      let (second, fraction) = floorDivide(time, 1_000_000)
      if second != self.second {
        self.second = second
        beginning = InlineArray { Timestamp.append(second: second, to: &$0) }
      }
      text.append(copying: beginning.span)
      text.append(digits: fraction, 6)
      text.append(UInt8(ascii: "Z"))
    }
  }

  private static func append(second: Int64, to text: inout OutputSpan<UInt8>) {
    let (days, second) = floorDivide(second, 86_400)
    let date = civil(days: days)
    text.append(digits: date.year, 4)
    text.append(UInt8(ascii: "-"))
    text.append(digits: date.month, 2)
    text.append(UInt8(ascii: "-"))
    text.append(digits: date.day, 2)
    text.append(UInt8(ascii: "T"))
    text.append(digits: second / 3_600, 2)
    text.append(UInt8(ascii: ":"))
    text.append(digits: second / 60 % 60, 2)
    text.append(UInt8(ascii: ":"))
    text.append(digits: second % 60, 2)
    text.append(UInt8(ascii: "."))
  }

  private static func floorDivide(_ number: Int64, _ divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }

  /// The date in the Gregorian calendar of a number of days since 1970. Years begin in March here,
  /// so that the leap day is the last one.
  private static func civil(days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = floorDivide(days + 719_468, 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
