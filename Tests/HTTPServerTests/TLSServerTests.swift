import COpenSSL
import Glibc
import Synchronization
import Testing

@testable import HTTPServer

extension Counter {
  /// A number that several threads count.
  final class Shared: Sendable {
    private let count = Atomic<Int>(0)

    func add() { count.add(1, ordering: .relaxed) }

    var value: Int { count.load(ordering: .relaxed) }
  }
}

@Suite(.serialized) struct TLSServerTests {
  private func trusted() throws -> TestClient.TLSOptions {
    TestClient.TLSOptions(authority: try TestServer.authority().pair.certificate)
  }

  @Test(arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
  func `Requests are answered over TLS`(version: Int32) throws {
    try withServer { server in
      var options = try trusted()
      options.maximumVersion = version
      let client = try TestClient(port: server.tlsPort, tls: options)
      #expect(unsafe SSL_version(client.session) == version)
      for number in 0..<20 { #expect(try client.get("/\(number)").text == "/\(number)") }
      #expect(try client.get("/connection").text == "2 true")
      #expect(try client.get("/large").body.count == 4 << 20)
      let body = String(repeating: "b", count: 300_000)
      let echo = try client.ask(
        "POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n" + body)
      #expect(echo.text == body)
      #expect(server.server.statistics.handshakes == 1)
      // The last answer ends with a goodbye, so that nothing can have been cut off.
      #expect(try client.ask("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n").isClosing)
      #expect(client.isAtEnd())
    }
  }

  @Test func `Pipelined requests and slow readers work over TLS`() throws {
    try withServer { server in
      let client = try TestClient(port: server.tlsPort, tls: try trusted())
      let request = "GET /large HTTP/1.1\r\nHost: a\r\n\r\n"
      try client.send(
        String(repeating: request, count: 5) + "GET /last HTTP/1.1\r\nHost: a\r\n\r\n")
      usleep(200_000)
      for _ in 0..<5 { #expect(try client.response().body.count == 4 << 20) }
      #expect(try client.response().text == "/last")
    }
  }

  @Test func `Old versions, weak ciphers and other protocols are refused`() throws {
    try withServer { server in
      for change: (inout TestClient.TLSOptions) -> Void in [
        {
          $0.maximumVersion = TLS1_1_VERSION
          $0.ciphers = "ALL:@SECLEVEL=0"
        },
        {
          $0.maximumVersion = TLS1_2_VERSION
          $0.ciphers = "AES128-GCM-SHA256"
        },
        {
          $0.maximumVersion = TLS1_2_VERSION
          $0.ciphers = "ECDHE-ECDSA-AES128-SHA"
        },
        { $0.protocols = ["h2"] },
      ] {
        var options = try trusted()
        change(&options)
        #expect(throws: TestClientError.self) {
          try TestClient(port: server.tlsPort, tls: options)
        }
      }
      var options = try trusted()
      options.protocols = ["h2", "http/1.1"]
      let client = try TestClient(port: server.tlsPort, tls: options)
      #expect(try client.get("/a").status == 200)
      options.protocols = []
      #expect(try TestClient(port: server.tlsPort, tls: options).get("/a").status == 200)
      for _ in 0..<200 where server.server.statistics.failedHandshakes < 4 { usleep(10_000) }
      #expect(server.server.statistics.failedHandshakes == 4)
    }
  }

  @Test func `RSA certificates work, and chains are sent`() throws {
    let pair = try TestServer.authority().issue(
      names: ["localhost"], validSeconds: 3_600, key: try TestServer.makeRSA(bits: 2_048))
    let authority = try TestServer.authority().pair.certificate
    let context = try TLSContext(certificateChain: pair.certificate + authority, key: pair.key)
    try withServer(context: context) { server in
      let client = try TestClient(port: server.tlsPort, tls: try trusted())
      #expect(try client.get("/a").status == 200)
      let chain = unsafe SSL_get_peer_cert_chain(client.session)
      #expect(unsafe OPENSSL_sk_num(chain) == 2)
    }
  }

  @Test func `Plain HTTP on the TLS port is told so`() throws {
    try withServer { server in
      for method in ["GET", "DELETE"] {
        let client = try TestClient(port: server.tlsPort)
        let response = try client.ask("\(method) / HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(response.status == 400)
        #expect(response.text == "plainTextOnTLSPort")
        #expect(response.isClosing)
        #expect(client.isAtEnd())
      }
    }
  }

  @Test func `Garbage, half handshakes and silence on the TLS port end soon`() throws {
    try withServer { limits in
      limits.handshakeMilliseconds = 200
      limits.lingerMilliseconds = 200
    } _: { server in
      let garbage = try TestClient(port: server.tlsPort)
      try garbage.send([UInt8](repeating: 0, count: 2_000))
      let half = try TestClient(port: server.tlsPort)
      // The beginning of a ClientHello.
      try half.send([0x16, 3, 1, 0, 0xC8, 1, 0, 0, 0xC4, 3, 3])
      let silent = try TestClient(port: server.tlsPort)
      let gone = try TestClient(port: server.tlsPort)
      gone.disconnect()
      #expect(garbage.isBroken())
      #expect(half.isBroken())
      #expect(silent.isBroken())
      for _ in 0..<200 where server.server.statistics.openConnections > 0 { usleep(10_000) }
      let statistics = server.server.statistics
      #expect(statistics.openConnections == 0)
      #expect(statistics.failedHandshakes == 4)
      #expect(statistics.handshakeTimeouts == 2)
    }
  }

  @Test func `Broken records end an open connection`() throws {
    try withServer { server in
      let client = try TestClient(port: server.tlsPort, tls: try trusted())
      #expect(try client.get("/a").status == 200)
      client.sendRaw([UInt8](repeating: 0x17, count: 600))
      #expect(client.isBroken())
      for _ in 0..<300 where server.server.statistics.openConnections > 0 { usleep(10_000) }
      #expect(server.server.statistics.openConnections == 0)
    }
  }

  @Test func `Renegotiation is refused, and the connection stays`() throws {
    try withServer { server in
      var options = try trusted()
      options.maximumVersion = TLS1_2_VERSION
      let client = try TestClient(port: server.tlsPort, tls: options)
      #expect(try client.get("/a").status == 200)
      _ = unsafe SSL_renegotiate(client.session)
      _ = unsafe SSL_do_handshake(client.session)
      // OpenSSL's client takes the warning as the end of the attempt or of the connection.
      for _ in 0..<300 where server.server.statistics.openConnections > 1 { usleep(10_000) }
      #expect(server.server.statistics.handshakes == 1)
      let other = try TestClient(port: server.tlsPort, tls: options)
      #expect(try other.get("/a").status == 200)
    }
  }

  @Test func `Sessions are resumed by tickets`() throws {
    try withServer { server in
      var options = try trusted()
      options.maximumVersion = TLS1_2_VERSION
      let first = try TestClient(port: server.tlsPort, tls: options)
      #expect(try first.get("/a").status == 200)
      options.session = SavedSession(of: first)
      let second = try TestClient(port: server.tlsPort, tls: options)
      #expect(try second.get("/a").status == 200)
      #expect(unsafe SSL_session_reused(second.session) == 1)
      #expect(server.server.statistics.resumedHandshakes == 1)
    }
  }

  @Test func `Client certificates are verified, and their names are told`() throws {
    let authority = try CertificateAuthority(name: "client authority", validSeconds: 3_600)
    let good = try authority.issue(
      names: ["apiserver", "10.0.0.1"], for: .client, validSeconds: 3_600)
    let bad = try TestServer.authority().issue(
      names: ["mallory"], for: .client, validSeconds: 3_600)
    let pair = try TestServer.serving.get()
    for isRequired in [false, true] {
      let pem = authority.pair.certificate
      let context = try TLSContext(
        certificateChain: pair.certificate, key: pair.key,
        clients: isRequired ? .required(authorities: pem) : .requested(authorities: pem))
      try withServer(context: context) { server in
        var options = try trusted()
        func names() -> String? {
          try? TestClient(port: server.tlsPort, tls: options).get("/names").text
        }
        #expect(names() == (isRequired ? nil : "none"))
        options.pair = good
        #expect(names() == "apiserver,apiserver,10.0.0.1")
        options.pair = bad
        #expect(names() == nil)
      }
    }
  }

  @Test func `A certificate is replaced under traffic, and no request fails`() throws {
    try withServer(threads: 2) { server in
      let old = try TestClient(port: server.tlsPort, tls: try trusted())
      for turn in 0..<20 {
        let pair = try TestServer.authority().issue(
          names: ["localhost"], validSeconds: 3_600 + turn)
        server.tls.replace(try TLSContext(certificateChain: pair.certificate, key: pair.key))
        let expected = try CertificateDetails(pem: pair.certificate).validUntil
        for _ in 0..<3 {
          let client = try TestClient(port: server.tlsPort, tls: try trusted())
          #expect(try client.get("/\(turn)").text == "/\(turn)")
          let certificate = unsafe SSL_get0_peer_certificate(client.session)
          #expect(unsafe copenssl_seconds(X509_get0_notAfter(certificate)) == expected)
        }
        #expect(try old.get("/old").text == "/old")
      }
    }
  }

  @Test func `Many clients are answered while certificates are replaced`() throws {
    let clients = 6
    let requests = 60
    let answered = Counter.Shared()
    try withServer(threads: 2) { server in
      let port = server.tlsPort
      let options = try trusted()
      let threads = ThreadList()
      let started = threads.start(
        (0..<clients).map { number in
          {
            for turn in 0..<requests {
              // Half of the connections are used twice.
              guard let client = try? TestClient(port: port, tls: options) else { continue }
              for path in turn % 2 == 0 ? ["/a\(number)"] : ["/b", "/c\(turn)"] {
                if let response = try? client.get(path), response.text == path { answered.add() }
              }
            }
          }
        })
      #expect(started == 0)
      for _ in 0..<40 {
        let pair = try TestServer.authority().issue(names: ["localhost"], validSeconds: 3_600)
        server.tls.replace(try TLSContext(certificateChain: pair.certificate, key: pair.key))
        _ = server.server.statistics
        usleep(5_000)
      }
      threads.join()
    }
    #expect(answered.value == clients * requests * 3 / 2)
  }

  @Test func `Draining under load loses no request on a connection that is in use`() throws {
    let server = try TestServer(threads: 2)
    let port = server.tlsPort
    let options = try trusted()
    let lost = Counter.Shared()
    let last = Counter.Shared()
    let threads = ThreadList()
    let started = threads.start(
      (0..<6).map { _ in
        {
          guard let client = try? TestClient(port: port, tls: options) else { return lost.add() }
          while true {
            guard let response = try? client.get("/a"), response.status == 200 else {
              return lost.add()
            }
            if response.isClosing { return last.add() }
          }
        }
      })
    #expect(started == 0)
    usleep(300_000)
    server.server.drain(withinMilliseconds: 10_000)
    threads.join()
    server.server.wait()
    #expect(lost.value == 0)
    #expect(last.value == 6)
  }

  @Test func `Idle and slow clients are treated over TLS as without`() throws {
    try withServer { limits in
      limits.headerMilliseconds = 150
      limits.idleMilliseconds = 200
    } _: { server in
      let idle = try TestClient(port: server.tlsPort, tls: try trusted())
      let slow = try TestClient(port: server.tlsPort, tls: try trusted())
      try slow.send("GET /")
      #expect(try slow.response().status == 408)
      #expect(slow.isAtEnd())
      #expect(idle.isAtEnd())
    }
  }
}
