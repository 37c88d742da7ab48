/// Dates, times and durations: RFC 3339.
enum TimeFormats {
  static func isDate(_ text: Span<UInt8>) -> Bool {
    guard text.count == 10, text[4] == 0x2D, text[7] == 0x2D,
      let year = number(text, 0..<4), let month = number(text, 5..<7),
      let day = number(text, 8..<10)
    else { return false }
    guard month >= 1, month <= 12, day >= 1 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= days[month - 1]
  }

  static func isDateTime(_ text: Span<UInt8>) -> Bool {
    guard text.count > 11, text[10] | 0x20 == UInt8(ascii: "t") else { return false }
    return isDate(text.extracting(0..<10)) && isTime(text.extracting(11..<text.count))
  }

  static func isTime(_ text: Span<UInt8>) -> Bool {
    guard text.count >= 9, text[2] == 0x3A, text[5] == 0x3A,
      let hour = number(text, 0..<2), let minute = number(text, 3..<5),
      let second = number(text, 6..<8), hour < 24, minute < 60, second < 61
    else { return false }
    var index = 8
    if text[index] == UInt8(ascii: ".") {
      index += 1
      let start = index
      while index < text.count, isDigit(text[index]) { index += 1 }
      if index == start { return false }
    }
    guard index < text.count, let offset = offset(text.extracting(index..<text.count)) else {
      return false
    }
    // RFC 3339 §5.7: a leap second is the last second of a day in UTC.
    let utc = (hour * 60 + minute - offset + 2 * 1440) % 1440
    return second < 60 || utc == 1439
  }

  /// Minutes from UTC.
  private static func offset(_ text: Span<UInt8>) -> Int? {
    if text.count == 1 { return text[0] | 0x20 == UInt8(ascii: "z") ? 0 : nil }
    guard text.count == 6, text[3] == 0x3A, text[0] == 0x2B || text[0] == 0x2D,
      let hours = number(text, 1..<3), let minutes = number(text, 4..<6), hours < 24, minutes < 60
    else { return nil }
    return (text[0] == 0x2D ? -1 : 1) * (hours * 60 + minutes)
  }

  /// RFC 3339 appendix A.
  static func isDuration(_ text: Span<UInt8>) -> Bool {
    guard text.count > 2, text[0] == UInt8(ascii: "P") else { return false }
    if text[text.count - 1] == UInt8(ascii: "W") {
      for index in 1..<text.count - 1 where !isDigit(text[index]) { return false }
      return true
    }
    var index = 1
    guard parts(text, &index, Array("YMD".utf8)) else { return false }
    if index == text.count { return true }
    guard text[index] == UInt8(ascii: "T"), index + 1 < text.count else { return false }
    index += 1
    return parts(text, &index, Array("HMS".utf8)) && index == text.count
  }

  /// Numbers with units that follow one another without a gap; stops at `T`.
  private static func parts(_ text: Span<UInt8>, _ index: inout Int, _ units: [UInt8]) -> Bool {
    var last = -1
    while index < text.count, text[index] != UInt8(ascii: "T") {
      let start = index
      while index < text.count, isDigit(text[index]) { index += 1 }
      guard index > start, index < text.count,
        let unit = units.firstIndex(of: text[index]), last < 0 || unit == last + 1
      else { return false }
      last = unit
      index += 1
    }
    return true
  }

  private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

  private static func number(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    var value = 0
    for index in range {
      guard isDigit(text[index]) else { return nil }
      value = value * 10 + Int(text[index] - 0x30)
    }
    return value
  }
}
