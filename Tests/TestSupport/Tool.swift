import Foundation

/// The built executable, run as users run it.
package enum Tool {
  package struct Result: Equatable {
    package var status: Int32
    package var output: [UInt8]
    package var error: [UInt8]

    package var outputText: String { String(decoding: output, as: UTF8.self) }
    package var errorText: String { String(decoding: error, as: UTF8.self) }
  }

  /// Beside the tests' own executable.
  package static let url: URL = {
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
  package static var environment: [String: String] {
    var environment = ProcessInfo.processInfo.environment
    for name in ["NO_COLOR", "TERM", "COLUMNS"] { environment[name] = nil }
    return environment
  }

  package static func run(
    _ arguments: [String], in folder: URL, input: Data = Data()
  ) throws -> Result {
    let process = Process()
    process.executableURL = url
    process.arguments = arguments
    return try run(process, in: folder, input: input)
  }

  /// The server: beside the tool, or another build of it.
  package static let server =
    ProcessInfo.processInfo.environment["KPATCH_SERVER"].map { URL(fileURLWithPath: $0) }
    ?? url.deletingLastPathComponent().appendingPathComponent("kpatch-webhook")

  /// A line of shell, in which `kpatch` and `kpatch-webhook` are the built executables.
  package static func shell(_ line: String, in folder: URL, input: Data = Data()) throws -> Result {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    let tools = [("kpatch", url), ("kpatch-webhook", server)]
      .map { "\($0)() { '\($1.path)' \"$@\"; }; " }.joined()
    process.arguments = ["-c", tools + line]
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
