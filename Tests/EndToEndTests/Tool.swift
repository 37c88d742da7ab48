import Foundation
import TestSupport

/// The built executable, run as users run it.
enum Tool {
  struct Result: Equatable {
    var status: Int32
    var output: [UInt8]
    var error: [UInt8]

    var outputText: String { String(decoding: output, as: UTF8.self) }
    var errorText: String { String(decoding: error, as: UTF8.self) }
  }

  /// Beside the tests' own executable.
  static let url: URL = {
    let beside = ProcessInfo.processInfo.arguments.compactMap { argument -> URL? in
      guard let range = argument.range(of: "/[^/]*\\.xctest", options: .regularExpression) else {
        return nil
      }
      return URL(fileURLWithPath: String(argument[..<range.lowerBound]) + "/kpatch")
    }
    let found = beside.first { FileManager.default.isExecutableFile(atPath: $0.path) }
    return found ?? Suites.root.appendingPathComponent(".build/debug/kpatch")
  }()

  /// Variables that change what is printed are taken away.
  static var environment: [String: String] {
    var environment = ProcessInfo.processInfo.environment
    for name in ["NO_COLOR", "TERM", "COLUMNS"] { environment[name] = nil }
    return environment
  }

  static func run(
    _ arguments: [String], in folder: URL, input: Data = Data()
  ) throws -> Result {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    return try run(process, in: folder, input: input)
  }

  /// A line of shell, in which `kpatch` is the built executable.
  static func shell(_ line: String, in folder: URL, input: Data = Data()) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", "kpatch() { '\(url.path)' \"$@\"; }; \(line)"]
    return try run(process, in: folder, input: input)
  }

  private static func run(_ process: Process, in folder: URL, input: Data) throws -> Result {
    process.currentDirectoryURL = folder
    process.environment = environment
    // Files, not pipes: no reader is needed while the process runs.
    let streams = FileManager.default.temporaryDirectory
      .appendingPathComponent("kpatch-streams-\(UInt64.random(in: .min ... .max))")
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: streams) }
    let names = ["in", "out", "err"].map { streams.appendingPathComponent($0) }
    try input.write(to: names[0])
    for name in names[1...] { try Data().write(to: name) }
    process.standardInput = try FileHandle(forReadingFrom: names[0])
    process.standardOutput = try FileHandle(forWritingTo: names[1])
    process.standardError = try FileHandle(forWritingTo: names[2])
    try process.run()
    process.waitUntilExit()
    // A shell says 128 and the signal's number.
    let status = process.terminationStatus
    return Result(
      status: process.terminationReason == .uncaughtSignal ? 128 + status : status,
      output: [UInt8](try Data(contentsOf: names[1])),
      error: [UInt8](try Data(contentsOf: names[2])))
  }
}

/// A folder of its own for one run, removed with it.
final class Workplace {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory
      .appendingPathComponent("kpatch-run-\(UInt64.random(in: .min ... .max))")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  func write(_ name: String, _ text: String) throws {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: url.appendingPathComponent(name)), as: UTF8.self)
  }

  func names() throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: url.path).sorted()
  }

  /// All files and their contents.
  func files() throws -> [String: [UInt8]] { try Self.files(in: url) }

  static func files(in folder: URL) throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let file = folder.appendingPathComponent(name)
      var isFolder: ObjCBool = false
      _ = unsafe FileManager.default.fileExists(atPath: file.path, isDirectory: &isFolder)
      if !isFolder.boolValue { files[name] = [UInt8](try Data(contentsOf: file)) }
    }
    return files
  }
}
