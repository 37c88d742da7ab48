import Admission
import CommandLine
import Documents
import HTTPServer
import Kubernetes

/// All limits of the server.
struct Limits: Sendable {
  var server = ServerLimits()
  var document = AdmissionLimits.standard.document

  /// Those of a review: it is no larger than a body.
  var review: AdmissionLimits {
    var limits = AdmissionLimits.standard
    limits.document = document
    limits.document.maximumBytes = min(server.bodyBytes, Int(Int32.max))
    return limits
  }
}

/// A limit as an option: what it is called, how it is written, where it is kept. The default in the
/// help is the one that applies.
struct LimitOption: Sendable {
  enum Unit {
    case bytes, count, milliseconds
  }

  let option: Option
  private let unit: Unit
  private let place: any WritableKeyPath<Limits, Int> & Sendable

  private init(
    _ name: String, _ unit: Unit, _ place: any WritableKeyPath<Limits, Int> & Sendable,
    _ summary: String
  ) {
    self.unit = unit
    self.place = place
    let standard = Self.text(of: Limits()[keyPath: place], unit)
    option = Option(
      name, .text(unit == .bytes ? "SIZE" : unit == .count ? "N" : "DURATION"),
      "\(summary); \(standard) is the default")
  }

  static let all: [LimitOption] = [
    .init(
      "max-connections", .count, \.server.connections,
      "Open connections, an equal share for each thread; 503 beyond"),
    .init(
      "max-refused-connections", .count, \.server.refusedConnections,
      "Connections of each thread above its share that are told so; closed at once beyond"),
    .init(
      "max-in-flight", .bytes, \.server.bytesInFlight,
      "Bodies being read or answered, in all connections; 503 beyond"),
    .init("max-body", .bytes, \.server.bodyBytes, "Body of a request; 413 beyond"),
    .init(
      "max-request-line", .bytes, \.server.requestLineBytes,
      "Request line of a request; 414 beyond"),
    .init(
      "max-header", .bytes, \.server.fieldBytes, "Header fields of a request; 431 beyond"),
    .init(
      "max-header-fields", .count, \.server.fields,
      "Number of header fields of a request; 431 beyond"),
    .init(
      "max-chunk-extensions", .bytes, \.server.chunkExtensionBytes,
      "Chunk extensions of a request; 400 beyond"),
    .init(
      "max-nodes", .count, \.document.maximumNodes,
      "Values and keys of a review; 400 beyond"),
    .init(
      "max-depth", .count, \.document.maximumDepth,
      "Lists and mappings of a review inside one another; 400 beyond"),
    .init(
      "handshake-timeout", .milliseconds, \.server.handshakeMilliseconds,
      "From a connection to the end of its TLS handshake; closed beyond"),
    .init(
      "header-timeout", .milliseconds, \.server.headerMilliseconds,
      "From the first byte of a request to the end of its head; 408 beyond"),
    .init(
      "body-timeout", .milliseconds, \.server.bodyMilliseconds,
      "From there to the end of its body; 408 beyond"),
    .init(
      "write-timeout", .milliseconds, \.server.writeMilliseconds,
      "Until a client has taken an answer; closed beyond"),
    .init(
      "idle-timeout", .milliseconds, \.server.idleMilliseconds,
      "How long a connection stays without a request; closed beyond. API servers keep one for 90s"
    ),
    .init(
      "linger-timeout", .milliseconds, \.server.lingerMilliseconds,
      "How long a refused connection is read on, so that the answer arrives; closed beyond"),
    .init(
      "drain-idle-timeout", .milliseconds, \.server.drainIdleMilliseconds,
      "How long a connection stays without a request at the end; closed beyond"),
    .init(
      "backlog", .count, \.server.backlog,
      "Connections that wait in the kernel, for each thread; not accepted beyond"),
  ]

  // MARK: - Reading

  /// Beyond it, sums could overflow; nobody means so much.
  private static let maximum = 1 << 40

  /// Takes the option's value over, where it is given.
  func read(_ invocation: Invocation, into limits: inout Limits) throws(UsageError) {
    guard let text = invocation.value(option) else { return }
    guard let value = value(of: text), (1...Self.maximum).contains(value) else {
      throw .other("--\(option.name) is \(expectation)")
    }
    limits[keyPath: place] = value
  }

  private var expectation: String {
    switch unit {
    case .bytes: "a number of bytes from 1 up, as in 65536, 64Ki or 16Mi"
    case .count: "a number from 1 up"
    case .milliseconds: "a duration of 1ms or more, as in 500ms, 10s or 2m"
    }
  }

  private func value(of text: String) -> Int? {
    switch unit {
    case .count: return Self.number(text[...])
    case .bytes:
      for (suffix, shift) in [("Ki", 10), ("Mi", 20), ("Gi", 30)] where text.hasSuffix(suffix) {
        guard let number = Self.number(text.dropLast(2)) else { return nil }
        return min(number, Self.maximum) << shift
      }
      return Self.number(text[...])
    case .milliseconds:
      guard let duration = try? GoDuration(parsing: text) else { return nil }
      return Int(duration.nanoseconds / 1_000_000)
    }
  }

  private static func number(_ text: Substring) -> Int? {
    text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? Int(text) : nil
  }

  private static func text(of value: Int, _ unit: Unit) -> String {
    switch unit {
    case .count: return "\(value)"
    case .bytes:
      if value % (1 << 20) == 0 { return "\(value >> 20)Mi" }
      return value % (1 << 10) == 0 ? "\(value >> 10)Ki" : "\(value)"
    case .milliseconds:
      if value % 60_000 == 0 { return "\(value / 60_000)m" }
      return value % 1_000 == 0 ? "\(value / 1_000)s" : "\(value)ms"
    }
  }
}

extension Limits {
  init(_ invocation: Invocation) throws(UsageError) {
    self.init()
    for limit in LimitOption.all { try limit.read(invocation, into: &self) }
    guard server.bodyBytes <= server.bytesInFlight else {
      throw .other("--max-body is larger than --max-in-flight: such a body is never accepted")
    }
  }
}
