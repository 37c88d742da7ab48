/// How bad a finding is, whatever the policy does about it.
package enum Severity: UInt8, Sendable, Comparable, CaseIterable {
  case info
  case warning
  case error

  package var name: String {
    switch self {
    case .info: "info"
    case .warning: "warning"
    case .error: "error"
    }
  }

  package static func < (left: Severity, right: Severity) -> Bool {
    left.rawValue < right.rawValue
  }
}
