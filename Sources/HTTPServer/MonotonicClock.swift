import Glibc

/// Times for deadlines, which changes of the wall clock don't move, and the date for responses.
package enum MonotonicClock {
  /// Milliseconds since some moment before the process started.
  package static func milliseconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000 + Int64(time.tv_nsec) / 1_000_000
  }

  /// Nanoseconds since the same moment.
  package static func nanoseconds() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
  }

  /// Seconds since 1970.
  package static func wallSeconds() -> Int64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec)
  }

  /// `Sun, 06 Nov 1994 08:49:37 GMT` (RFC 9110 section 5.6.7).
  static func httpDate(_ seconds: Int64) -> [UInt8] {
    let (days, second) = seconds.quotientAndFloorRemainder(86_400)
    let (year, month, day) = civil(days: days)
    let weekday = Int((days + 4).quotientAndFloorRemainder(7).remainder)
    var text: [UInt8] = []
    text.append(weekdays[weekday])
    text.append(", ")
    text.append(digits: day, 2)
    text.append(" ")
    text.append(months[month - 1])
    text.append(" ")
    text.append(digits: year, 4)
    text.append(" ")
    text.append(digits: Int(second) / 3_600, 2)
    text.append(":")
    text.append(digits: Int(second) / 60 % 60, 2)
    text.append(":")
    text.append(digits: Int(second) % 60, 2)
    text.append(" GMT")
    return text
  }

  /// The date in the Gregorian calendar of a number of days since 1970. Years begin in March
  /// here, so that the leap day is the last one.
  private static func civil(days: Int64) -> (year: Int, month: Int, day: Int) {
    let shifted = days + 719_468
    let (era, dayOfEra) = shifted.quotientAndFloorRemainder(146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (Int(year), Int(month), Int(day))
  }

  private static let weekdays: [StaticString] = [
    "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat",
  ]
  private static let months: [StaticString] = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

extension Int64 {
  /// Division that rounds down, so that the remainder is never negative.
  fileprivate func quotientAndFloorRemainder(_ divisor: Int64) -> (
    quotient: Int64, remainder: Int64
  ) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension [UInt8] {
  /// Appends the last `count` decimal digits of a number that is not negative.
  fileprivate mutating func append(digits number: Int, _ count: Int) {
    var divisor = 1
    for _ in 1..<count { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }
}
