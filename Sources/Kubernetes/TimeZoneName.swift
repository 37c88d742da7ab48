/// The name of a time zone, as `spec.timeZone` of a CronJob has it: `Europe/Berlin`, `Etc/UTC`.
package enum TimeZoneName {
  /// What the API server refuses in a name. It looks for the zone in its database as well, of which
  /// this knows the areas and the names without one, so that `Europe/Belrin` passes here.
  package enum Problem: Equatable, Sendable {
    case empty
    /// Letters, digits and `.-_+`, at most 14 in each part, and neither `.` nor `..`.
    case form
    /// `Local` depends on the machine.
    case local
    /// `UTC+3`, `CEST`, `Berlin`: no such zone, and no area of zones.
    case unknown

    /// A clause without a capital and without a full stop.
    package var message: String {
      switch self {
      case .empty: "it is empty"
      case .form: "a time zone is called Area/City, with at most 14 letters in each part"
      case .local: "Local is whatever the machine is set to"
      case .unknown: "the time zone database has no such zone and no such area"
      }
    }
  }

  /// `nil` where nothing is wrong with it.
  package static func problem(in text: String) -> Problem? {
    // batch validation, validateTimeZone.
    let bytes = text.utf8
    guard !bytes.isEmpty else { return .empty }
    let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for part in parts {
      guard let first = part.first, first != UInt8(ascii: "-"), part.count <= 14,
        part.allSatisfy(isAllowed), !part.allSatisfy({ $0 == UInt8(ascii: ".") }) || part.count > 2
      else { return .form }
    }
    if parts.count == 1 {
      if text.lowercased() == "local" { return .local }
      return zones.contains(text) ? nil : .unknown
    }
    return areas.contains(String(decoding: Array(parts[0]), as: UTF8.self)) ? nil : .unknown
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    byte.isDigit || byte.isLowercaseLetter || byte.isUppercaseLetter || byte == UInt8(ascii: ".")
      || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "+")
  }

  /// tzdata 2026: the folders, with those that distributions add.
  private static let areas: Set<String> = [
    "Africa", "America", "Antarctica", "Arctic", "Asia", "Atlantic", "Australia", "Brazil",
    "Canada", "Chile", "Etc", "Europe", "Indian", "Mexico", "Pacific", "SystemV", "US", "posix",
    "right",
  ]

  /// tzdata 2026: the zones that are in no folder, most of them for old programs.
  private static let zones: Set<String> = [
    "CET", "CST6CDT", "Cuba", "EET", "EST", "EST5EDT", "Egypt", "Eire", "Factory", "GB", "GB-Eire",
    "GMT", "GMT+0", "GMT-0", "GMT0", "Greenwich", "HST", "Hongkong", "Iceland", "Iran", "Israel",
    "Jamaica", "Japan", "Kwajalein", "Libya", "MET", "MST", "MST7MDT", "NZ", "NZ-CHAT", "Navajo",
    "PRC", "PST8PDT", "Poland", "Portugal", "ROC", "ROK", "Singapore", "Turkey", "UCT", "UTC",
    "Universal", "W-SU", "WET", "Zulu", "localtime", "posixrules",
  ]
}
