import CommandLine
import Glibc
import Manifests
import Telemetry

/// Where the server's lines go: standard error, and the audit log where one is asked for.
final class Logs: Sendable {
  let events: LogWriter
  let audit: AuditLog?

  /// Milliseconds that the end waits for a slow sink.
  private static let patience = 1_000

  init(level: LogLevel, auditPath: FilePath?) throws(StartError) {
    do throws(LogError) {
      events = try LogWriter(descriptor: STDERR_FILENO, level: level)
    } catch {
      throw .system("cannot start the log", errno: Self.code(error))
    }
    do throws(LogError) {
      audit = try auditPath.map(Self.open)
    } catch {
      throw .refused(["\(auditPath?.text ?? ""): \(SystemError.message(Self.code(error)))"])
    }
  }

  private static func open(_ path: FilePath) throws(LogError) -> AuditLog {
    try AuditLog(path: path.text)
  }

  private static func code(_ error: LogError) -> Int32 {
    switch error {
    case .cannotOpen(let code), .cannotStart(let code): code
    }
  }

  /// Each log by its name, with what it has counted.
  var statistics: [(name: String, counts: LogStatistics)] {
    [("events", events.statistics)] + (audit.map { [("audit", $0.writer.statistics)] } ?? [])
  }

  /// Writes what is left, as far as the sinks take it soon.
  func finish() {
    _ = audit?.writer.finish(withinMilliseconds: Self.patience)
    _ = events.finish(withinMilliseconds: Self.patience)
  }
}

/// What the server says of itself: what it began with, what it read again, how it ends. For the
/// main thread.
struct EventLog {
  private let writer: LogWriter
  private let producer: LogProducer

  init(_ logs: Logs) {
    writer = logs.events
    producer = writer.makeProducer()
  }

  func say(_ level: LogLevel = .info, _ text: String) {
    guard level >= writer.level else { return }
    var line = LogLine()
    line.begin(time: Timestamp.now(), level: level, text: text)
    line.end()
    producer.append(line)
  }
}
