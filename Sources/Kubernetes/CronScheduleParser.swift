extension CronSchedule {
  /// Reads what the API server takes for `spec.schedule` of a CronJob.
  package init(parsing text: String) throws(CronScheduleError) {
    try self.init(parsing: text.utf8Span.span)
  }

  /// As ``init(parsing:)-(String)``.
  package init(parsing text: Span<UInt8>) throws(CronScheduleError) {
    guard text.count > 0 else { throw .empty }
    // batch validation, validateScheduleFormat: no "TZ" anywhere.
    for index in 1..<max(1, text.count)
    where text[index - 1] == UInt8(ascii: "T") && text[index] == UInt8(ascii: "Z") {
      throw .timeZone
    }
    if text[0] == UInt8(ascii: "@") {
      self = try Self.descriptor(text)
    } else {
      self = .times(try Self.times(text))
    }
  }

  private static func descriptor(_ text: Span<UInt8>) throws(CronScheduleError) -> CronSchedule {
    let every = "@every "
    let prefix = every.utf8Span.span
    if text.count >= prefix.count, Bytes.equal(text.extracting(0..<prefix.count), prefix) {
      do throws(GoDurationError) {
        return .every(try GoDuration(parsing: text.extracting(prefix.count..<text.count)))
      } catch {
        throw .every(error)
      }
    }
    guard text.count <= 9 else { throw .unknownDescriptor }
    switch Bytes.string(text) {
    case "@yearly", "@annually": return try CronSchedule(parsing: "0 0 1 1 *")
    case "@monthly": return try CronSchedule(parsing: "0 0 1 * *")
    case "@weekly": return try CronSchedule(parsing: "0 0 * * 0")
    case "@daily", "@midnight": return try CronSchedule(parsing: "0 0 * * *")
    case "@hourly": return try CronSchedule(parsing: "0 * * * *")
    default: throw .unknownDescriptor
    }
  }

  private static func times(_ text: Span<UInt8>) throws(CronScheduleError) -> Times {
    var fields: [Range<Int>] = []
    var count = 0
    var start = 0
    var index = 0
    while index <= text.count {
      let blank = index < text.count ? Blanks.space(text, at: index) : 0
      if blank == 0, index < text.count {
        index += 1
        continue
      }
      if index > start {
        count += 1
        if count <= 5 { fields.append(start..<index) }
      }
      index += max(1, blank)
      start = index
    }
    guard count == 5 else { throw .fieldCount(count) }
    let minutes = try set(text.extracting(fields[0]), .minute)
    let hours = try set(text.extracting(fields[1]), .hour)
    let days = try set(text.extracting(fields[2]), .dayOfMonth)
    let months = try set(text.extracting(fields[3]), .month)
    let weekdays = try set(text.extracting(fields[4]), .dayOfWeek)
    return Times(
      minutes: minutes.bits, hours: hours.bits, daysOfMonth: days.bits, months: months.bits,
      daysOfWeek: weekdays.bits, anyDayOfMonth: days.isAny, anyDayOfWeek: weekdays.isAny)
  }

  private typealias Field = CronScheduleError.Field

  /// list = range {"," range}; empty ranges are passed over, as upstream does.
  private static func set(
    _ text: Span<UInt8>, _ field: Field
  ) throws(CronScheduleError) -> (bits: UInt64, isAny: Bool) {
    var result: (bits: UInt64, isAny: Bool) = (0, false)
    var start = 0
    for index in 0...text.count {
      guard index == text.count || text[index] == UInt8(ascii: ",") else { continue }
      if index > start {
        let range = try range(text.extracting(start..<index), field)
        result.bits |= range.bits
        result.isAny = result.isAny || range.isAny
      }
      start = index + 1
    }
    return result
  }

  /// range = ("*" | "?" | number ["-" number]) ["/" step]; `N/step` means from N to the end.
  private static func range(
    _ text: Span<UInt8>, _ field: Field
  ) throws(CronScheduleError) -> (bits: UInt64, isAny: Bool) {
    let slash = try only(UInt8(ascii: "/"), in: text, or: .slashes(field))
    let body = text.extracting(0..<(slash ?? text.count))
    var low = field.bounds.lowerBound
    var high = field.bounds.upperBound
    var isAny = false
    if isStar(body) {
      isAny = true
    } else {
      let hyphen = try only(UInt8(ascii: "-"), in: body, or: .hyphens(field))
      low = try value(body.extracting(0..<(hyphen ?? body.count)), field)
      if let hyphen {
        high = try value(body.extracting(hyphen + 1..<body.count), field)
      } else if slash == nil {
        high = low
      }
    }
    var step: UInt64 = 1
    if let slash {
      step = try number(text.extracting(slash + 1..<text.count), field)
      if step > 1 { isAny = false }
    }
    guard low >= field.bounds.lowerBound else { throw .belowMinimum(field) }
    guard high <= field.bounds.upperBound, low <= field.bounds.upperBound else {
      throw .aboveMaximum(field)
    }
    guard low <= high else { throw .reversed(field) }
    guard step > 0 else { throw .zeroStep(field) }
    var bits: UInt64 = 0
    for value in low...high where (value - low) % step == 0 { bits |= 1 << value }
    return (bits, isAny)
  }

  /// Upstream looks only at what stands before the first hyphen, so that `*-5` is `*`.
  private static func isStar(_ text: Span<UInt8>) -> Bool {
    guard text.count > 0, text[0] == UInt8(ascii: "*") || text[0] == UInt8(ascii: "?") else {
      return false
    }
    return text.count == 1 || text[1] == UInt8(ascii: "-")
  }

  /// Where the one such byte stands; `nil` where there is none.
  private static func only(
    _ byte: UInt8, in text: Span<UInt8>, or error: CronScheduleError
  ) throws(CronScheduleError) -> Int? {
    var found: Int?
    for index in 0..<text.count where text[index] == byte {
      guard found == nil else { throw error }
      found = index
    }
    return found
  }

  private static func value(
    _ text: Span<UInt8>, _ field: Field
  ) throws(CronScheduleError) -> UInt64 {
    if text.count == 3 {
      if field == .month, let position = position(of: text, in: months) { return position + 1 }
      if field == .dayOfWeek, let position = position(of: text, in: weekdays) { return position }
    }
    return try number(text, field)
  }

  private static let months = "janfebmaraprmayjunjulaugsepoctnovdec"
  private static let weekdays = "sunmontuewedthufrisat"

  /// Which of the names of three letters this is, whatever the case.
  private static func position(of text: Span<UInt8>, in names: String) -> UInt64? {
    let names = names.utf8Span.span
    for start in stride(from: 0, to: names.count, by: 3) {
      var isEqual = true
      for index in 0..<3 {
        let letter = text[index].isUppercaseLetter ? text[index] | 0x20 : text[index]
        if letter != names[start + index] { isEqual = false }
      }
      if isEqual { return UInt64(start / 3) }
    }
    return nil
  }

  /// As Go's `Atoi`: a plus sign and leading zeros are fine, and 64 bits are the most.
  private static func number(
    _ text: Span<UInt8>, _ field: Field
  ) throws(CronScheduleError) -> UInt64 {
    var index = text.count > 0 && text[0] == UInt8(ascii: "+") ? 1 : 0
    guard index < text.count else { throw .value(field) }
    var value: UInt64 = 0
    while index < text.count {
      guard text[index].isDigit, value <= UInt64(Int64.max) / 10 else { throw .value(field) }
      value = value * 10 + UInt64(text[index] - UInt8(ascii: "0"))
      guard value <= UInt64(Int64.max) else { throw .value(field) }
      index += 1
    }
    return value
  }
}
