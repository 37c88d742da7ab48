/// A log in a file that can be moved away and opened again.
package final class AuditLog: Sendable {
  /// Lines are written through it; its level lets everything pass.
  package let writer: LogWriter

  /// Opens the file for appending, and makes it with mode 0600 if it is not there.
  package init(
    path: String, ringBytes: Int = LogWriter.standardRingBytes
  ) throws(LogError) {
    writer = try LogWriter(LogSink(path: path), .debug, ringBytes)
  }

  /// Opens the path again, as after the file was moved away; for SIGHUP. Does not wait: the writing
  /// thread does it before its next write. When it does not work the old file stays in use, and
  /// ``LogStatistics/failedReopens`` counts it.
  package func reopen() { writer.reopen() }
}
