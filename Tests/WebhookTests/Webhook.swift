import Foundation
import Glibc
import HTTPServer
import TestSupport

/// Why a test's server cannot be used.
enum WebhookError: Error {
  /// It ended, or said nothing, before it served.
  case notServing(String)
}

/// A running kpatch-webhook, with its own folder for policy and certificates.
final class Webhook {
  let place: Workplace
  private let process = Process()
  private(set) var port: UInt16 = 0
  /// The plain port, where there is one.
  private(set) var metricsPort: UInt16 = 0

  var identifier: Int32 { process.processIdentifier }

  /// The authority of all tests, and what it has signed, as files' contents.
  private static let authority = Result {
    try CertificateAuthority(name: "test authority", validSeconds: 90 * 86_400).pair
  }

  static func issue(
    _ names: [String], for purpose: CertificateAuthority.Purpose = .server,
    validSeconds: Int = 30 * 86_400
  ) throws -> CertificatePair {
    try CertificateAuthority(authority.get()).issue(
      names: names, for: purpose, validSeconds: validSeconds)
  }

  /// A folder with certificates for the server (`tls`) and their authority.
  static func workplace() throws -> Workplace {
    let place = try Workplace()
    try place.write("ca.crt", String(decoding: authority.get().certificate, as: UTF8.self))
    try write(try issue(["localhost"]), "tls", to: place)
    return place
  }

  static func write(_ pair: CertificatePair, _ name: String, to place: Workplace) throws {
    try place.write("\(name).crt", String(decoding: pair.certificate, as: UTF8.self))
    try place.write("\(name).key", String(decoding: pair.key, as: UTF8.self))
  }

  static let identity = ["--tls-cert", "tls.crt", "--tls-key", "tls.key"]

  /// Starts `serve` with these words behind it, and waits until it serves.
  /// - Parameters:
  ///   - fixedPort: where it serves, for one that does not say so; the plain port likewise.
  ///   - shell: a script that ends with starting it, for one that is started in a special way.
  init(
    _ words: [String], in place: Workplace? = nil, identity: [String] = Webhook.identity,
    fixedPort: UInt16? = nil, fixedMetricsPort: UInt16? = nil, shell: String? = nil
  ) throws {
    self.place = try place ?? Webhook.workplace()
    let line = ["serve", "--listen", "127.0.0.1:\(fixedPort ?? 0)"] + identity + words
    process.executableURL = shell == nil ? Tool.server : URL(fileURLWithPath: "/bin/bash")
    process.arguments = (shell.map { ["-c", $0, Tool.server.path] } ?? []) + line
    process.currentDirectoryURL = self.place.url
    process.environment = Tool.environment.merging(["TMPDIR": self.place.url.path]) { $1 }
    process.standardInput = FileHandle.nullDevice
    for (name, set) in [
      ("out", { self.process.standardOutput = $0 }), ("err", { self.process.standardError = $0 }),
    ] as [(String, (FileHandle) -> Void)] {
      try self.place.write(name, "")
      set(try FileHandle(forWritingTo: self.place.url.appendingPathComponent(name)))
    }
    try process.run()
    if let fixedPort {
      port = fixedPort
      metricsPort = fixedMetricsPort ?? 0
      try wait { (try? PlainClient(port: fixedPort)) != nil || !process.isRunning }
      return
    }
    try wait { log.contains("serving on ") || !process.isRunning }
    guard let match = log.firstMatch(of: /serving on 127\.0\.0\.1:(\d+);/),
      let port = UInt16(match.1)
    else { throw WebhookError.notServing(log) }
    self.port = port
    if let match = log.firstMatch(of: /metrics on 127\.0\.0\.1:(\d+);/) {
      metricsPort = UInt16(match.1) ?? 0
    }
  }

  deinit {
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
  }

  /// What it said on standard error. Its lines come a little after what they tell of, so a test waits
  /// for one, and looks for what must not be there when the server has ended.
  var log: String { (try? place.read("err")) ?? "" }

  /// What it said on standard output.
  var output: String { (try? place.read("out")) ?? "" }

  /// Waits until something holds; throws when it does not in a long time.
  func wait(until holds: () throws -> Bool) throws {
    for _ in 0..<3_000 {
      if try holds() { return }
      usleep(10_000)
    }
    throw WebhookError.notServing(log)
  }

  func client(pair: String? = nil) throws -> TLSClient {
    func file(_ name: String) -> URL { place.url.appendingPathComponent(name) }
    return try TLSClient(
      port: port, authority: file("ca.crt"),
      pair: pair.map { (file("\($0).crt"), file("\($0).key")) })
  }

  /// What it has open, for failures that count descriptors.
  var openFiles: String {
    let folder = "/proc/\(identifier)/fd"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.map { name in
      let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")
      return "\(name): \(target ?? "closed")"
    }.sorted().joined(separator: ", ")
  }

  func signal(_ number: Int32) { kill(process.processIdentifier, number) }

  /// Waits for the end, and says how it was; 128 and its number for a signal.
  func end() -> Int32 {
    process.waitUntilExit()
    let status = process.terminationStatus
    return process.terminationReason == .uncaughtSignal ? 128 + status : status
  }

  /// Asks it to end, and waits.
  func stop() -> Int32 {
    signal(SIGTERM)
    return end()
  }

  /// What `serve` with these words ends with, where it does not start.
  static func start(_ words: [String], in place: Workplace) throws -> Tool.Result {
    let line = (["'\(Tool.server.path)'", "serve"] + words.map { "'\($0)'" }).joined(separator: " ")
    return try Tool.shell("timeout 30 \(line)", in: place.url)
  }
}
