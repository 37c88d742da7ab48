/// A schedule as CronJobs have it: five fields, or a descriptor such as `@daily`.
///
/// It is read as robfig/cron 3.0.1 reads it (`ParseStandard`), which the API server and the
/// controller both use. A day matches where day of month and day of week both do; but where neither
/// of them is `*` or `?`, one of the two is enough.
package enum CronSchedule: Sendable, Equatable {
  case times(Times)
  /// `@every 1h30m`, counted from the last time.
  case every(GoDuration)

  /// The values at which it fires, as bit sets: bit 5 of ``minutes`` is minute 5.
  package struct Times: Sendable, Equatable {
    package var minutes: UInt64
    package var hours: UInt64
    package var daysOfMonth: UInt64
    package var months: UInt64
    /// Bit 0 is Sunday.
    package var daysOfWeek: UInt64
    /// Whether a day of the month, or of the week, was given as `*` or `?` without a step.
    package var anyDayOfMonth: Bool
    package var anyDayOfWeek: Bool
  }

  /// Whether no date will ever match: the 30th of February, or a field such as `,` without a value.
  package var neverFires: Bool {
    guard case .times(let times) = self else { return false }
    if times.minutes == 0 || times.hours == 0 || times.months == 0 { return true }
    // The days that the longest of the months has; February has 29 in some year.
    var days: UInt64 = 0
    for (position, count) in Self.daysOfMonths.enumerated()
    where times.months & 1 << UInt64(position + 1) != 0 {
      days |= (1 << UInt64(count + 1)) - 2
    }
    let hasDay = times.daysOfMonth & days != 0
    let hasWeekday = times.daysOfWeek != 0
    return times.anyDayOfMonth || times.anyDayOfWeek
      ? !(hasDay && hasWeekday) : !(hasDay || hasWeekday)
  }

  private static let daysOfMonths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
}

/// Why a text is no schedule.
package enum CronScheduleError: Error, Equatable, Sendable {
  package enum Field: String, Sendable, CaseIterable {
    case minute
    case hour
    case dayOfMonth = "day of month"
    case month
    case dayOfWeek = "day of week"

    /// The values that it may have.
    package var bounds: ClosedRange<UInt64> {
      switch self {
      case .minute: 0...59
      case .hour: 0...23
      case .dayOfMonth: 1...31
      case .month: 1...12
      case .dayOfWeek: 0...6
      }
    }
  }

  case empty
  /// `CRON_TZ=UTC 0 4 * * *`: the API has a field for that and takes no such text.
  case timeZone
  /// `@nightly`, `@reboot`.
  case unknownDescriptor
  case every(GoDurationError)
  /// Not five fields but so many; six are taken for a field of seconds.
  case fieldCount(Int)
  /// Neither a number nor a name of the field.
  case value(Field)
  case belowMinimum(Field)
  case aboveMaximum(Field)
  /// `5-1`.
  case reversed(Field)
  /// `*/0`.
  case zeroStep(Field)
  /// `1-2-3`.
  case hyphens(Field)
  /// `1/2/3`.
  case slashes(Field)

  /// A clause without a capital and without a full stop.
  package var message: String {
    switch self {
    case .empty: "a schedule has five fields, as in \"0 4 * * *\", and this is empty"
    case .timeZone: "a schedule names no time zone: the field timeZone does"
    case .unknownDescriptor:
      "the descriptor is unknown; there are @yearly, @annually, @monthly, @weekly, @daily, "
        + "@midnight, @hourly and @every DURATION"
    case .every(let error): "after @every stands a duration: \(error.message)"
    case .fieldCount(6): "it has 6 fields, and a schedule has 5: it has no field for seconds"
    case .fieldCount(1): "it has 1 field, and a schedule has 5"
    case .fieldCount(let count): "it has \(count) fields, and a schedule has 5"
    case .value(.month): "the month is neither a number nor a name, jan to dec"
    case .value(.dayOfWeek): "the day of week is neither a number nor a name, sun to sat"
    case .value(let field): "the \(field.rawValue) is no number"
    case .belowMinimum(let field):
      "the \(field.rawValue) begins below \(field.bounds.lowerBound)"
    case .aboveMaximum(.dayOfWeek): "the day of week is above 6; Sunday is 0"
    case .aboveMaximum(let field): "the \(field.rawValue) is above \(field.bounds.upperBound)"
    case .reversed(let field): "a range of the \(field.rawValue) ends before it begins"
    case .zeroStep(let field): "a step of the \(field.rawValue) is 0"
    case .hyphens(let field): "a range of the \(field.rawValue) has more than one hyphen"
    case .slashes(let field): "a step of the \(field.rawValue) has more than one slash"
    }
  }
}
