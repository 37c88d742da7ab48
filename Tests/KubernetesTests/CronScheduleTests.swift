import Kubernetes
import Testing

@Suite("Schedules of CronJobs")
struct CronScheduleTests {
  /// The bits of these values.
  private static func bits(_ values: some Sequence<Int>) -> UInt64 {
    values.reduce(0) { $0 | 1 << UInt64($1) }
  }

  private func times(_ text: String) throws -> CronSchedule.Times {
    guard case .times(let times) = try CronSchedule(parsing: text) else {
      throw CronScheduleError.empty
    }
    return times
  }

  @Test(
    "Minutes: numbers, ranges, lists and steps",
    arguments: [
      ("5", bits([5])), ("05", bits([5])), ("+5", bits([5])), ("5,6,7", bits([5, 6, 7])),
      ("5-6", bits([5, 6])), ("5-5", bits([5])), ("5-15/5", bits([5, 10, 15])),
      ("5-15/2", bits([5, 7, 9, 11, 13, 15])), ("50/5", bits([50, 55])), ("*/61", bits([0])),
      ("*", bits(0...59)), ("?", bits(0...59)), ("*/20", bits([0, 20, 40])), ("*-3", bits(0...59)),
      ("1,,2", bits([1, 2])), (",", 0), ("0-59/9223372036854775807", bits([0])),
    ] as [(String, UInt64)])
  func minutes(text: String, bits: UInt64) throws {
    #expect(try times("\(text) * * * *").minutes == bits)
  }

  @Test("Months and weekdays have names, in any case")
  func names() throws {
    let times = try times("0 0 ? JAN,feb-Apr/2,12 MON-fri")
    #expect(times.months == Self.bits([1, 2, 4, 12]))
    #expect(times.daysOfWeek == Self.bits(1...5))
    #expect(times.anyDayOfMonth && !times.anyDayOfWeek)
  }

  @Test("A star is any day, and so is one with the step 1; a step makes it some")
  func stars() throws {
    #expect(try times("* * */1 * ?").anyDayOfMonth)
    #expect(try !times("* * */2 * ?").anyDayOfMonth)
    #expect(try times("* * 1,* * 1-6").anyDayOfMonth)
    #expect(try times("* * 1 * ?").anyDayOfWeek)
  }

  @Test("Fields stand between any blanks")
  func blanks() throws {
    let plain = try CronSchedule(parsing: "1 2 3 4 5")
    #expect(try CronSchedule(parsing: "  1\t2\n3\u{A0}4\u{2028}\u{3000}5 ") == plain)
  }

  @Test(
    "Descriptors",
    arguments: [
      ("@yearly", "0 0 1 1 *"), ("@annually", "0 0 1 1 *"), ("@monthly", "0 0 1 * *"),
      ("@weekly", "0 0 * * 0"), ("@daily", "0 0 * * *"), ("@midnight", "0 0 * * *"),
      ("@hourly", "0 * * * *"),
    ])
  func descriptors(text: String, fields: String) throws {
    #expect(try CronSchedule(parsing: text) == CronSchedule(parsing: fields))
  }

  @Test("Every so often")
  func every() throws {
    let ninety = try GoDuration(parsing: "90m")
    #expect(try CronSchedule(parsing: "@every 1h30m") == .every(ninety))
    #expect(throws: CronScheduleError.every(.missingUnit)) {
      try CronSchedule(parsing: "@every 5")
    }
  }

  @Test(
    "What the API server refuses",
    arguments: [
      ("", .empty), (" ", .fieldCount(0)), ("* * * *", .fieldCount(4)),
      ("0 0 4 * * *", .fieldCount(6)), ("@nightly", .unknownDescriptor),
      ("@Daily", .unknownDescriptor), ("@daily ", .unknownDescriptor), ("@", .unknownDescriptor),
      ("@reboot", .unknownDescriptor), (" @daily", .fieldCount(1)),
      ("@every", .unknownDescriptor), ("@every ", .every(.format)),
      ("TZ=UTC 0 4 * * *", .timeZone), ("CRON_TZ=Europe/Berlin @daily", .timeZone),
      ("60 * * * *", .aboveMaximum(.minute)), ("* 24 * * *", .aboveMaximum(.hour)),
      ("* * 0 * *", .belowMinimum(.dayOfMonth)), ("* * 32 * *", .aboveMaximum(.dayOfMonth)),
      ("* * * 13 *", .aboveMaximum(.month)), ("* * * 0 *", .belowMinimum(.month)),
      ("* * * * 7", .aboveMaximum(.dayOfWeek)), ("* * * * SUN-7", .aboveMaximum(.dayOfWeek)),
      ("* * * * fri-mon", .reversed(.dayOfWeek)), ("5-1 * * * *", .reversed(.minute)),
      ("*/0 * * * *", .zeroStep(.minute)), ("1/2/3 * * * *", .slashes(.minute)),
      ("1-2-3 * * * *", .hyphens(.minute)), ("-1 * * * *", .value(.minute)),
      ("1- * * * *", .value(.minute)), ("*/ * * * *", .value(.minute)),
      ("*5 * * * *", .value(.minute)), ("** * * * *", .value(.minute)),
      ("jan * * * *", .value(.minute)), ("* * * january *", .value(.month)),
      ("* * L * *", .value(.dayOfMonth)), ("* * * * 5L", .value(.dayOfWeek)),
      ("* * * * 1#2", .value(.dayOfWeek)), ("99999999999999999999 * * * *", .value(.minute)),
      ("*/9223372036854775808 * * * *", .value(.minute)), ("1.5 * * * *", .value(.minute)),
    ] as [(String, CronScheduleError)])
  func refused(text: String, reason: CronScheduleError) {
    #expect(throws: reason) { try CronSchedule(parsing: text) }
    #expect(!reason.message.isEmpty && !reason.message.hasSuffix("."))
  }

  @Test(
    "Schedules that no date matches",
    arguments: [
      ("0 0 30 2 *", true), ("0 0 29 2 *", false), ("0 0 31 2,4,6,9,11 *", true),
      ("0 0 31 2,3 *", false), ("0 0 30 2 MON", false), ("0 0 30 2 */2", false),
      ("0 0 31 4 */1", true), (", * * * *", true), ("* , * * *", true), ("* * * , *", true),
      ("* * * * ,", true), ("* * , * *", true), ("* * , * ,", true), ("* * , * 1", false),
      ("* * 1 * ,", false), ("@monthly", false), ("@every 1h", false), ("* * * * *", false),
    ])
  func never(text: String, never: Bool) throws {
    #expect(try CronSchedule(parsing: text).neverFires == never)
  }

  @Test(
    "Names of time zones",
    arguments: [
      ("Europe/Berlin", nil), ("Etc/UTC", nil), ("UTC", nil), ("America/Argentina/Salta", nil),
      ("Etc/GMT+3", nil), ("EST5EDT", nil), ("", .empty), ("Local", .local), ("LOCAL", .local),
      ("UTC+3", .unknown), ("CEST", .unknown), ("Berlin", .unknown), ("Eurpoe/Berlin", .unknown),
      ("europe/berlin", .unknown), ("Europe//Berlin", .form), ("/Europe", .form),
      ("Europe/", .form), ("Europe/..", .form), ("./UTC", .form), ("-3", .form),
      ("Europe/Berl in", .form), ("Europe/LongerThanThatMany", .form), ("Europe/Zürich", .form),
    ] as [(String, TimeZoneName.Problem?)])
  func timeZones(text: String, problem: TimeZoneName.Problem?) {
    #expect(TimeZoneName.problem(in: text) == problem)
  }
}
