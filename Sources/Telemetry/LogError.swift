/// Why a log cannot be started; the codes are the system's error numbers.
package enum LogError: Error, Equatable, Sendable {
  /// The file cannot be opened: a folder that does not exist, no permission.
  case cannotOpen(code: Int32)
  /// There are no threads left.
  case cannotStart(code: Int32)
}
