import Kubernetes
import Testing

@Suite("Texts of annotations as Go reads them")
struct GoTextTests {
  @Test(
    "Booleans are exactly the twelve words of ParseBool",
    arguments: [
      ("1", true), ("t", true), ("T", true), ("TRUE", true), ("true", true), ("True", true),
      ("0", false), ("f", false), ("F", false), ("FALSE", false), ("false", false),
      ("False", false), ("", nil), ("yes", nil), ("on", nil), ("tRUE", nil), ("TRue", nil),
      ("TruE", nil), ("true ", nil), ("10", nil), ("fals", nil), ("\u{54}RU\u{45}x", nil),
    ] as [(String, Bool?)])
  func booleans(text: String, value: Bool?) {
    #expect(GoBool.parse(text) == value)
  }

  @Test(
    "Durations",
    arguments: [
      ("0", 0), ("+0", 0), ("5s", 5_000_000_000), ("-5s", -5_000_000_000), ("+5s", 5_000_000_000),
      ("5.6s", 5_600_000_000), ("5.s", 5_000_000_000), (".5s", 500_000_000),
      ("1500ms", 1_500_000_000),
      ("12\u{B5}s", 12_000), ("12\u{3BC}s", 12_000), ("12us", 12_000),
      ("3h30m", 12_600_000_000_000),
      ("10.5s4m", 250_500_000_000), ("-2m3.4s", -123_400_000_000),
      ("1h2m3s4ms5us6ns", 3_723_004_005_006),
      ("39h9m14.425s", 140_954_425_000_000), ("52763797000ns", 52_763_797_000),
      ("0.3333333333333333333h", 1_200_000_000_000), ("9223372036854775807ns", Int64.max),
      ("9223372036854775.807us", Int64.max), ("-9223372036854775808ns", Int64.min),
      ("0.100000000000000000000h", 360_000_000_000),
      ("0.830103483285477580700h", 2_988_372_539_827),
      ("9007199254740993ns", 9_007_199_254_740_993), ("-.5s", -500_000_000),
    ] as [(String, Int64)])
  func durations(text: String, nanoseconds: Int64) throws {
    #expect(try GoDuration(parsing: text).nanoseconds == nanoseconds)
  }

  @Test(
    "What is no duration",
    arguments: [
      ("", GoDurationError.format), ("-", .format), ("s", .format), (".", .format), ("-.", .format),
      (".s", .format), ("+.s", .format), ("1d", .unknownUnit), ("5sec", .unknownUnit),
      ("\u{85}\u{85}", .format), ("30", .missingUnit), ("1.5", .missingUnit),
      ("1h30", .missingUnit),
      (" 1s", .format), ("1s ", .unknownUnit), ("1S", .unknownUnit), ("00", .missingUnit),
      ("9223372036854775810ns", .overflow), ("9223372036854775808ns", .overflow),
      ("-9223372036854775809ns", .overflow), ("9223372036854776us", .overflow),
      ("3000000h", .overflow), ("9223372036854775.808us", .overflow), ("1s-", .unknownUnit),
      ("9223372036854ms775us808ns", .overflow), ("99999999999999999999999999s", .overflow),
    ])
  func notDurations(text: String, reason: GoDurationError) {
    #expect(throws: reason) { try GoDuration(parsing: text) }
  }

  @Test("Durations have an order")
  func order() throws {
    #expect(try GoDuration(parsing: "1500ms") < GoDuration(parsing: "2s"))
    #expect(try GoDuration(parsing: "60m") == GoDuration(parsing: "1h"))
  }

  @Test(
    "Port ranges, by Linkerd's own vectors",
    arguments: [
      ("23-23", 23, 23), ("25-27", 25, 27), ("0-65535", 0, 65_535), ("33", 33, 33), ("+8", 8, 8),
      ("007", 7, 7),
    ] as [(String, UInt16, UInt16)])
  func portRanges(text: String, lower: UInt16, upper: UInt16) throws {
    let range = try PortRange(parsing: text)
    #expect(range.lower == lower)
    #expect(range.upper == upper)
    #expect(range.contains(lower) && range.contains(upper))
    #expect(lower == 0 || !range.contains(lower - 1))
  }

  @Test(
    "What is no port range",
    arguments: [
      ("", PortRangeError.lowerBound), ("notanumber", .lowerBound), ("not-number", .lowerBound),
      ("-23", .lowerBound), ("65536-65539", .lowerBound), (" 443", .lowerBound),
      ("99999999999999999999", .lowerBound), ("+", .lowerBound), ("-23-25", .tooManyBounds),
      ("25-23", .reversed), ("23-notanumber", .upperBound), ("23-", .upperBound),
      ("23-65536", .upperBound),
    ])
  func notPortRanges(text: String, reason: PortRangeError) {
    #expect(throws: reason) { try PortRange(parsing: text) }
  }
}
