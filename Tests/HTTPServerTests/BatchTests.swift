import Glibc
import Testing

@testable import HTTPServer

/// Requests that come while the loop is busy are read together, then answered, then sent.
@Suite(.serialized) struct BatchTests {
  /// Clients beyond what is answered together, so that there is more than one such batch.
  private static let clients = EventLoop.answerBatch * 2 + 3

  @Test(arguments: [false, true])
  func `Each of many who ask at once gets his own answer`(isTLS: Bool) throws {
    try withServer { server in
      let clients = try (0..<Self.clients).map { _ in try Self.client(of: server, isTLS) }
      let busy = try TestClient(port: server.plainPort)
      for round in 0..<5 {
        try busy.send("GET /pause HTTP/1.1\r\nHost: a\r\n\r\n")
        for (number, client) in clients.enumerated() {
          try client.send(Self.post("\(round) of \(number)"))
        }
        for (number, client) in clients.enumerated() {
          #expect(try client.response().text == "\(round) of \(number)")
        }
        #expect(try busy.response().text == "/pause")
      }
    }
  }

  @Test(arguments: [false, true])
  func `What one of them does is nothing to the others`(isTLS: Bool) throws {
    try withServer { server in
      let busy = try TestClient(port: server.plainPort)
      let closing = try Self.client(of: server, isTLS)
      let slow = try Self.client(of: server, isTLS)
      let refused = try Self.client(of: server, isTLS)
      let broken = try Self.client(of: server, isTLS)
      let eager = try Self.client(of: server, isTLS)
      let late = try Self.client(of: server, isTLS)
      try busy.send("GET /pause HTTP/1.1\r\nHost: a\r\n\r\n")
      do {
        let gone = try Self.client(of: server, isTLS)
        try gone.send(Self.post("gone"))
      }
      try closing.send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
      try slow.send("GET /large HTTP/1.1\r\nHost: a\r\n\r\n")
      try refused.send("GET /missing HTTP/1.1\r\nHost: a\r\n\r\n")
      try broken.send("GET /a HTTP/1.1\r\n\r\n")
      try eager.send(Self.post("1") + Self.post("2"))
      try late.send(Self.post("3"))
      try late.send(Self.post("4"))
      #expect(try closing.response().text == "/a")
      #expect(closing.isAtEnd())
      #expect(try refused.response().status == 404)
      #expect(try broken.response().status == 400)
      #expect(broken.isAtEnd())
      for text in ["1", "2"] { #expect(try eager.response().text == text) }
      for text in ["3", "4"] { #expect(try late.response().text == text) }
      #expect(try slow.response().body.count == 4 << 20)
      #expect(try slow.get("/after").text == "/after")
      #expect(try busy.response().text == "/pause")
    }
  }

  @Test func `Requests that come at once are answered before one of the answers is sent`() throws {
    try withServer { server in
      let clients = try (0..<5).map { _ in try TestClient(port: server.plainPort) }
      try Self.atOnce(on: server) {
        for client in clients { try client.send(Self.ask) }
      }
      let seen = try clients.map { try Seen($0.response()) }
      #expect(Set(seen.map(\.requests)).count == clients.count)
      #expect(Set(seen.map(\.bytesWritten)).count == 1)
    }
  }

  @Test func `Large and chunked bodies among those that come at once arrive whole`() throws {
    try withServer { server in
      let bodies = [10, EventLoop.quickBodyBytes + 1, 20, 200_000, 30].map { count in
        (0..<count).map { UInt8(ascii: "a") + UInt8(($0 + count) % 23) }
      }
      let clients = try bodies.flatMap { body in
        try [true, false].map { (try TestClient(port: server.plainPort), body, $0) }
      }
      try Self.atOnce(on: server) {
        for (client, body, isChunked) in clients {
          try client.send(isChunked ? Self.chunked(body) : Self.post(body))
        }
      }
      for (client, body, _) in clients { #expect(try client.response().body == body) }
    }
  }

  @Test(arguments: [false, true])
  func `Requests that only wait for their answer leave room for others`(isChunked: Bool) throws {
    let body = [UInt8](repeating: UInt8(ascii: "a"), count: 4_096)
    try withServer {
      $0.bytesInFlight = body.count * 5 / 2
    } _: { server in
      let clients = try (0..<9).map { _ in try TestClient(port: server.plainPort) }
      try Self.atOnce(on: server) {
        for client in clients { try client.send(isChunked ? Self.chunked(body) : Self.post(body)) }
      }
      for client in clients { #expect(try client.response().status == 200) }
      #expect(server.server.statistics.bytesInFlight == 0)
    }
  }

  @Test func `A complete request does not wait for several of another client`() throws {
    try withServer { server in
      let single = try TestClient(port: server.plainPort)
      let several = try TestClient(port: server.plainPort)
      try Self.atOnce(on: server) {
        try single.send(Self.ask)
        try several.send(Self.ask + Self.ask)
      }
      let first = try Seen(single.response())
      let second = try Seen(several.response())
      #expect(first.requests < second.requests)
      #expect(first.bytesWritten < second.bytesWritten)
      #expect(try Seen(several.response()).requests > second.requests)
    }
  }

  @Test func `A complete request does not wait for a handshake`() throws {
    try withServer { server in
      let single = try TestClient(port: server.plainPort)
      let other = try TestClient(port: server.tlsPort)
      try Self.atOnce(on: server) {
        try single.send(Self.ask)
        other.sendRaw([0, 1, 2, 3, 4, 5, 6, 7])
      }
      #expect(try Seen(single.response()).failedHandshakes == 0)
      while server.server.statistics.failedHandshakes == 0 { usleep(1_000) }
    }
  }

  @Test func `An answer that closes does not disturb bytes that are being read`() throws {
    try withServer { server in
      let closing = try Self.client(of: server, true)
      let several = try TestClient(port: server.plainPort)
      try Self.atOnce(on: server) {
        try closing.send("GET /a HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        // More than OpenSSL reads ahead, so that some is in the socket when that is answered.
        try closing.send(String(repeating: "x", count: 60_000))
        try several.send((0..<4).map { Self.post("\($0)") }.joined())
      }
      #expect(try closing.response().text == "/a")
      for number in 0..<4 { #expect(try several.response().text == "\(number)") }
    }
  }

  private static let ask = "GET /statistics HTTP/1.1\r\nHost: a\r\n\r\n"

  /// What the server had counted when it answered.
  private struct Seen {
    let requests: Int
    let bytesWritten: Int
    let failedHandshakes: Int

    init(_ response: TestResponse) throws {
      let numbers = response.text.split(separator: " ").compactMap { Int($0) }
      try #require(numbers.count == 3)
      (requests, bytesWritten, failedHandshakes) = (numbers[0], numbers[1], numbers[2])
    }
  }

  /// Has all that `send` sends come in one turn of the loop, in its order.
  private static func atOnce(on server: TestServer, _ send: () throws -> Void) throws {
    let keeper = try TestClient(port: server.plainPort)
    try keeper.send("GET /gate HTTP/1.1\r\nHost: a\r\n\r\n")
    while !server.stage.isAtGate.load(ordering: .sequentiallyConsistent) { usleep(1_000) }
    try send()
    server.stage.isOpen.store(true, ordering: .sequentiallyConsistent)
    #expect(try keeper.response().text == "/gate")
  }

  private static func post(_ body: [UInt8]) -> [UInt8] {
    Array("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.count)\r\n\r\n".utf8) + body
  }

  private static func chunked(_ body: [UInt8]) -> [UInt8] {
    Array("POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n".utf8)
      + Array("\(String(body.count, radix: 16))\r\n".utf8) + body + Array("\r\n0\r\n\r\n".utf8)
  }

  private static func client(of server: TestServer, _ isTLS: Bool) throws -> TestClient {
    isTLS
      ? try TestClient(port: server.tlsPort, tls: TestClient.TLSOptions())
      : try TestClient(port: server.plainPort)
  }

  private static func post(_ text: String) -> String {
    "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
  }
}
