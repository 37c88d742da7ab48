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

  private static func client(of server: TestServer, _ isTLS: Bool) throws -> TestClient {
    isTLS
      ? try TestClient(port: server.tlsPort, tls: TestClient.TLSOptions())
      : try TestClient(port: server.plainPort)
  }

  private static func post(_ text: String) -> String {
    "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
  }
}
