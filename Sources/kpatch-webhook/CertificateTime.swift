import Policy

/// A moment in the validity of a certificate.
struct CertificateTime {
  private let seconds: Int64

  /// - Parameter seconds: since 1970.
  init(_ seconds: Int64) {
    self.seconds = seconds
  }

  private var parts: (days: Int64, second: Int64) {
    let (days, second) = seconds.quotientAndRemainder(dividingBy: 86_400)
    return second < 0 ? (days - 1, second + 86_400) : (days, second)
  }

  /// `2027-11-27`
  var date: String {
    CalendarDate(daysSince1970: Int(parts.days))?.description ?? "unknown"
  }

  /// `2027-11-27T09:05:00Z`
  var text: String {
    let second = parts.second
    let clock = [second / 3_600, second / 60 % 60, second % 60].map { $0 < 10 ? "0\($0)" : "\($0)" }
    return "\(date)T\(clock.joined(separator: ":"))Z"
  }

  /// Whole days from another moment, negative once it is past.
  func daysLeft(from now: Int64) -> Int64 {
    CertificateTime(seconds &- now).parts.days
  }
}
