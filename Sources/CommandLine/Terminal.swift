import Glibc

/// Questions about the process' descriptors and environment.
package enum Terminal {
  /// Columns of a text where no terminal says otherwise.
  package static let defaultWidth = 80
  /// Longer lines are hard to read, however wide the terminal is.
  private static let maximumWidth = 100
  private static let minimumWidth = 40

  package static func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

  /// Columns of the terminal behind a descriptor, within what can be read.
  package static func width(of descriptor: Int32) -> Int {
    var size = winsize()
    guard unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else {
      return defaultWidth
    }
    return min(max(Int(size.ws_col), minimumWidth), maximumWidth)
  }

  /// A variable of the environment.
  package static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }
}
