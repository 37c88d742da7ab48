/// How much a line matters.
package enum LogLevel: Int, Sendable, Comparable, CaseIterable {
  case debug, info, warn, error

  package var word: StaticString {
    switch self {
    case .debug: "debug"
    case .info: "info"
    case .warn: "warn"
    case .error: "error"
    }
  }

  package init?(_ word: String) {
    guard let level = Self.allCases.first(where: { "\($0.word)" == word }) else { return nil }
    self = level
  }

  package static func < (left: LogLevel, right: LogLevel) -> Bool {
    left.rawValue < right.rawValue
  }
}
