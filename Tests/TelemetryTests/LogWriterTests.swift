import Foundation
import Glibc
import Testing
import TestSupport

@testable import Telemetry

@Suite struct LogWriterTests {
  /// Long enough for any machine; nothing waits that long unless it fails.
  private static let patience = 60_000

  private struct Pipe {
    let read: Int32
    let write: Int32

    init() {
      var ends: [Int32] = [-1, -1]
      _ = unsafe pipe(&ends)
      (read, write) = (ends[0], ends[1])
    }

    /// Fills the pipe, so that the next write to it waits.
    func fill() -> Int {
      _ = fcntl(write, F_SETFL, O_NONBLOCK)
      defer { _ = fcntl(write, F_SETFL, 0) }
      var total = 0
      // A pipe has room for some more single bytes where a page does not fit.
      for size in [4_096, 1] {
        let piece = [UInt8](repeating: 0, count: size)
        while true {
          let count = unsafe Glibc.write(write, piece, size)
          guard count > 0 else { break }
          total += count
        }
      }
      return total
    }

    /// Reads until nobody can write any more.
    func rest() -> [UInt8] {
      var bytes: [UInt8] = []
      var piece = [UInt8](repeating: 0, count: 65_536)
      while true {
        let count = unsafe Glibc.read(read, &piece, piece.count)
        guard count > 0 else { return bytes }
        bytes += piece[..<count]
      }
    }
  }

  private func append(_ text: String, to producer: LogProducer) {
    producer.append(Array(text.utf8).span)
  }

  @Test func `Lines of one thread arrive in their order, and whole`() throws {
    let place = try Workplace()
    let audit = try AuditLog(path: place.url.appendingPathComponent("log").path, ringBytes: 4_096)
    let producer = audit.writer.makeProducer()
    var expected = ""
    for number in 0..<2_000 {
      let line = "\(number) " + String(repeating: "x", count: number % 97) + "\n"
      append(line, to: producer)
      expected += line
      // The ring turns around many times, and is never full.
      if number % 10 == 9 { #expect(audit.writer.flush(withinMilliseconds: Self.patience)) }
    }
    #expect(audit.writer.finish(withinMilliseconds: Self.patience))
    #expect(try place.read("log") == expected)
    #expect(audit.writer.statistics == LogStatistics(writtenLines: 2_000))
  }

  @Test func `Lines of many threads arrive whole, and each is written or counted`() async throws {
    let place = try Workplace()
    let audit = try AuditLog(path: place.url.appendingPathComponent("log").path, ringBytes: 8_192)
    await withTaskGroup(of: Void.self) { group in
      for thread in 0..<4 {
        group.addTask {
          let producer = audit.writer.makeProducer()
          for number in 0..<5_000 {
            producer.append(Array("<\(thread) \(number)>\n".utf8).span)
          }
        }
      }
    }
    #expect(audit.writer.finish(withinMilliseconds: Self.patience))
    let lines = try place.read("log").split(separator: "\n")
    let statistics = audit.writer.statistics
    #expect(UInt64(lines.count) == statistics.writtenLines)
    #expect(statistics.writtenLines + statistics.droppedLines == 20_000)
    var last = [-1, -1, -1, -1]
    for line in lines {
      let match = try #require(line.wholeMatch(of: /<([0-3]) ([0-9]+)>/))
      let (thread, number) = (Int(match.1) ?? 0, Int(match.2) ?? 0)
      #expect(number > last[thread])
      last[thread] = number
    }
  }

  @Test func `A pipe that nobody reads delays nobody, and what is lost is counted`() throws {
    let pipe = Pipe()
    let filled = pipe.fill()
    let writer = try LogWriter(descriptor: pipe.write, ringBytes: 4_096)
    let producer = writer.makeProducer()
    let line = String(repeating: "x", count: 99) + "\n"
    // Far more than pipe and ring hold: would appending wait, this would not end.
    for _ in 0..<20_000 { append(line, to: producer) }
    #expect(!writer.flush(withinMilliseconds: 1))
    #expect(writer.statistics.droppedLines > 19_000)
    #expect(!writer.finish(withinMilliseconds: 1))
    append(line, to: producer)
    // Somebody reads at last: what was in the ring comes, in whole lines.
    let collected = Collected()
    let thread = Thread { collected.set(pipe.rest()) }
    thread.start()
    #expect(writer.finish(withinMilliseconds: Self.patience))
    close(pipe.write)
    let bytes = collected.wait().dropFirst(filled)
    close(pipe.read)
    #expect(bytes.count % 100 == 0)
    let statistics = writer.statistics
    #expect(UInt64(bytes.count / 100) == statistics.writtenLines)
    #expect(statistics.writtenLines + statistics.droppedLines == 20_001)
  }

  @Test func `A full disk is counted, and nothing else happens`() throws {
    let audit = try AuditLog(path: "/dev/full")
    let producer = audit.writer.makeProducer()
    for number in 0..<100 { append("\(number)\n", to: producer) }
    #expect(audit.writer.flush(withinMilliseconds: Self.patience))
    var statistics = audit.writer.statistics
    #expect(statistics.writtenLines == 0)
    #expect(statistics.droppedLines == 100)
    #expect(statistics.writeFailures >= 1)
    append("more\n", to: producer)
    #expect(audit.writer.finish(withinMilliseconds: Self.patience))
    statistics = audit.writer.statistics
    #expect(statistics.droppedLines == 101)
  }

  @Test func `A reader that goes away does not end the process`() throws {
    let pipe = Pipe()
    close(pipe.read)
    let writer = try LogWriter(descriptor: pipe.write)
    append("a\n", to: writer.makeProducer())
    #expect(writer.finish(withinMilliseconds: Self.patience))
    #expect(writer.statistics == LogStatistics(droppedLines: 1, writeFailures: 1))
    close(pipe.write)
  }

  @Test func `A non-blocking descriptor gets everything`() throws {
    let pipe = Pipe()
    _ = fcntl(pipe.write, F_SETFL, O_NONBLOCK)
    let writer = try LogWriter(descriptor: pipe.write, ringBytes: 1 << 20)
    let producer = writer.makeProducer()
    let line = String(repeating: "x", count: 99) + "\n"
    for _ in 0..<5_000 { append(line, to: producer) }
    let collected = Collected()
    let thread = Thread { collected.set(pipe.rest()) }
    thread.start()
    #expect(writer.finish(withinMilliseconds: Self.patience))
    close(pipe.write)
    #expect(collected.wait().count == 500_000)
    close(pipe.read)
    #expect(writer.statistics == LogStatistics(writtenLines: 5_000))
  }

  @Test func `After an error within a line the next line begins a new one`() throws {
    let pipe = Pipe()
    _ = fcntl(pipe.write, F_SETFL, O_NONBLOCK)
    var sink = LogSink(descriptor: pipe.write)
    let line = Array(String(repeating: "x", count: 999_999).utf8) + [UInt8(ascii: "\n")]
    // The pipe takes the beginning of the line.
    let written = sink.write(line) { true }
    #expect(written > 0 && written < line.count)
    let collected = Collected()
    let thread = Thread { collected.set(pipe.rest()) }
    thread.start()
    #expect(sink.write(Array("next\n".utf8)) { false } == 5)
    #expect(sink.write(Array("last\n".utf8)) { false } == 5)
    close(pipe.write)
    let lines = String(decoding: collected.wait(), as: UTF8.self).split(separator: "\n")
    #expect(lines.map(\.count) == [written, 4, 4])
    close(pipe.read)
  }

  @Test func `A file that was moved away is opened again`() throws {
    let place = try Workplace()
    try place.write("log", "before\n")
    let path = place.url.appendingPathComponent("log").path
    let audit = try AuditLog(path: path)
    let producer = audit.writer.makeProducer()
    append("first\n", to: producer)
    #expect(audit.writer.flush(withinMilliseconds: Self.patience))
    #expect(unsafe rename(path, path + ".1") == 0)
    append("second\n", to: producer)
    #expect(audit.writer.flush(withinMilliseconds: Self.patience))
    audit.reopen()
    append("third\n", to: producer)
    #expect(audit.writer.flush(withinMilliseconds: Self.patience))
    #expect(try place.read("log.1") == "before\nfirst\nsecond\n")
    #expect(try place.read("log") == "third\n")
    #expect(audit.writer.statistics.reopens == 1)
  }

  @Test func `A path that cannot be opened again leaves the old file in use`() throws {
    let place = try Workplace()
    try place.write("folder/log", "")
    let folder = place.url.appendingPathComponent("folder").path
    let audit = try AuditLog(path: folder + "/log")
    #expect(unsafe rename(folder, folder + ".old") == 0)
    audit.reopen()
    append("line\n", to: audit.writer.makeProducer())
    #expect(audit.writer.finish(withinMilliseconds: Self.patience))
    #expect(try place.read("folder.old/log") == "line\n")
    #expect(audit.writer.statistics.failedReopens == 1)
  }

  @Test func `A path that cannot be opened is an error, a pipe without a reader too`() throws {
    #expect(throws: LogError.cannotOpen(code: ENOENT)) {
      _ = try AuditLog(path: "/nowhere/at/all")
    }
    let place = try Workplace()
    let path = place.url.appendingPathComponent("pipe").path
    #expect(unsafe mkfifo(path, 0o600) == 0)
    #expect(throws: LogError.cannotOpen(code: ENXIO)) { _ = try AuditLog(path: path) }
  }

  @Test func `A file of its own is readable by its owner only`() throws {
    let place = try Workplace()
    let path = place.url.appendingPathComponent("log").path
    _ = try AuditLog(path: path)
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode.map { $0 & 0o077 } == 0)
  }

  @Test func `Dropped lines are remembered when their thread is gone`() throws {
    let pipe = Pipe()
    let writer = try LogWriter(descriptor: pipe.write, ringBytes: 64)
    for _ in 0..<3 {
      append(String(repeating: "x", count: 100) + "\n", to: writer.makeProducer())
    }
    #expect(writer.finish(withinMilliseconds: Self.patience))
    #expect(writer.statistics == LogStatistics(droppedLines: 3))
    close(pipe.read)
    close(pipe.write)
  }
}

/// What another thread read.
private final class Collected: @unchecked Sendable {
  private let done = DispatchSemaphore(value: 0)
  private var bytes: [UInt8] = []

  func set(_ bytes: [UInt8]) {
    self.bytes = bytes
    done.signal()
  }

  func wait() -> [UInt8] {
    done.wait()
    return bytes
  }
}
