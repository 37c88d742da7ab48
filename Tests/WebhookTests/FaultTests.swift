import Foundation
import Glibc
import TestSupport
import Testing

/// The executable, with something broken around it. The README of `kpatch-webhook` has a table.
@Suite("Faults")
struct FaultTests {
  private static let quick = ["--shutdown-delay", "0s"]

  private func isAnswered(_ client: TLSClient) throws -> Bool {
    try client.review(OperationTests.review, at: "/validate").status == 200
  }

  @Test("An audit log on a full disk loses lines, not reviews, and both ports say so")
  func fullDisk() throws {
    let server = try Webhook(
      ["--audit-log", "/dev/full", "--metrics-listen", "127.0.0.1:0"] + Self.quick)
    let client = try server.client()
    for _ in 0..<5 { #expect(try isAnswered(client)) }
    try server.wait {
      try client.get("/readyz?verbose").text.contains("[+]log-audit ok: lines lost: 5, failed")
    }
    let text = try PlainClient.get("/metrics", port: server.metricsPort)
    #expect(text.contains("\nkpatch_webhook_log_lines_dropped_total{log=\"audit\"} 5\n"))
    #expect(text.contains("\nkpatch_webhook_log_lines_dropped_total{log=\"events\"} 0\n"))
    #expect(try client.get("/readyz").status == 200)
    #expect(server.stop() == 0)
  }

  @Test("Without standard error reviews are answered and the loss is counted")
  func closedStandardError() throws {
    let server = try Webhook(
      Self.quick, fixedPort: try PlainClient.freePort(), shell: #"exec "$0" "$@" 2>&-"#)
    let client = try server.client()
    for _ in 0..<5 { #expect(try isAnswered(client)) }
    try server.wait {
      try client.get("/readyz?verbose").text.contains("[+]log-events ok: lines lost: ")
    }
    #expect(server.stop() == 0)
  }

  @Test("A reader of standard error that stops reading delays nobody")
  func blockedStandardError() throws {
    let place = try Webhook.workplace()
    let path = place.url.appendingPathComponent("pipe").path
    #expect(unsafe mkfifo(path, 0o600) == 0)
    let pipe = unsafe open(path, O_RDWR)
    defer { close(pipe) }
    let server = try Webhook(
      Self.quick, in: place, fixedPort: try PlainClient.freePort(),
      shell: #"exec "$0" "$@" 2>pipe"#)
    let client = try server.client()
    // Lines as long as they get, so that pipe and ring are soon full.
    let group = "\"\(String(repeating: "g", count: 128))\""
    let body = String(decoding: OperationTests.review, as: UTF8.self).replacing(
      "\"dev\"", with: Array(repeating: group, count: 14).joined(separator: ","))
    for _ in 0..<400 {
      let answer = try client.review(Array(body.utf8), at: "/validate")
      #expect(answer.status == 200)
    }
    #expect(try client.get("/readyz?verbose").text.contains("[+]log-events ok: lines lost: "))
    #expect(server.stop() == 0)
  }

  @Test("kill -9 breaks what is in flight only: the next process serves the same port")
  func killed() throws {
    let port = try PlainClient.freePort()
    let first = try Webhook(Self.quick, fixedPort: port)
    let client = try first.client()
    #expect(try isAnswered(client))
    first.signal(SIGKILL)
    #expect(first.end() == 128 + SIGKILL)
    #expect(throws: ClientError.self) { _ = try isAnswered(client) }
    let second = try Webhook(Self.quick, in: first.place, fixedPort: port)
    #expect(try isAnswered(second.client()))
    #expect(second.stop() == 0)
  }

  @Test("Without file descriptors those who are there are served, and others when there are some")
  func descriptors() throws {
    let server = try Webhook(
      Self.quick + ["--threads", "1", "--metrics-listen", "127.0.0.1:0"],
      shell: #"ulimit -n 48; exec "$0" "$@""#)
    let client = try server.client()
    var others: [PlainClient] = try (0..<60).map { _ in try PlainClient(port: server.port) }
    for _ in 0..<5 { #expect(try isAnswered(client)) }
    others = []
    #expect(try isAnswered(server.client()))
    #expect(others.isEmpty)
    let metrics = try PlainClient.get("/metrics", port: server.metricsPort)
    #expect(metrics.contains("\nkpatch_webhook_accept_pauses_total "))
    #expect(!metrics.contains("\nkpatch_webhook_accept_pauses_total 0\n"))
    #expect(server.stop() == 0)
  }

  @Test("Clients that stop within a handshake or a request are ended at the deadline")
  func halfOpen() throws {
    let server = try Webhook(
      Self.quick + [
        "--handshake-timeout", "300ms", "--body-timeout", "300ms", "--metrics-listen",
        "127.0.0.1:0",
      ])
    let silent = try PlainClient(port: server.port)
    let started = try PlainClient(port: server.port)
    started.send([0x16, 0x03, 0x01, 0x02, 0x00, 0x01])
    let slow = try server.client()
    let head =
      "POST /validate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
      + "Content-Length: 10\r\n\r\n"
    try slow.send(Array("\(head){".utf8))
    #expect(try isAnswered(server.client()))
    #expect(silent.rest().isEmpty)
    #expect(started.rest().isEmpty)
    #expect(try slow.answer().status == 408)
    #expect(
      try PlainClient.get("/metrics", port: server.metricsPort).contains(
        "\nkpatch_webhook_connection_timeouts_total{phase=\"handshake\"} 2\n"))
    #expect(server.stop() == 0)
  }

  @Test("Plain HTTP on the TLS port is told so, and garbage on both ports changes nothing")
  func garbage() throws {
    let server = try Webhook(Self.quick + ["--metrics-listen", "127.0.0.1:0"])
    let plain = try PlainClient.get("/readyz", port: server.port)
    #expect(plain.hasPrefix("HTTP/1.1 400 Bad Request\r\n"))
    #expect(plain.contains("this port speaks HTTPS"))
    var seed: UInt64 = 1
    for length in [1, 5, 100, 4_000, 70_000] {
      var bytes: [UInt8] = []
      for _ in 0..<length {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        bytes.append(UInt8(truncatingIfNeeded: seed >> 40))
      }
      for port in [server.port, server.metricsPort] {
        // The second one looks like TLS at first.
        for start in [[], [0x16, 0x03, 0x01]] as [[UInt8]] {
          let client = try PlainClient(port: port)
          client.send(start + bytes)
          shutdown(client.descriptor, Int32(SHUT_WR))
          _ = client.rest()
        }
      }
    }
    #expect(try isAnswered(server.client()))
    #expect(try PlainClient.get("/livez", port: server.metricsPort).hasSuffix("ok"))
    #expect(server.stop() == 0)
  }
}
