import Foundation
import Glibc
import TestSupport
import Testing

@Suite("The command health")
struct HealthCommandTests {
  private func health(_ address: String) throws -> Tool.Result {
    try Tool.shell("kpatch-webhook health '\(address)'", in: Suites.root)
  }

  @Test("says how a server is that is ready, and one that is ending")
  func states() throws {
    let server = try Webhook(["--metrics-listen", "127.0.0.1:0", "--shutdown-delay", "60s"])
    let ready = try health("127.0.0.1:\(server.metricsPort)")
    #expect(ready.status == 0)
    #expect(ready.outputText.contains("[+]policy ok"))
    #expect(ready.outputText.hasSuffix("readyz check passed\n"))
    #expect(try health("localhost:\(server.metricsPort)").status == 0)
    server.signal(SIGTERM)
    try server.wait { try health("127.0.0.1:\(server.metricsPort)").status == 1 }
    let ending = try health("127.0.0.1:\(server.metricsPort)")
    #expect(ending.outputText.contains("[-]shutdown failed"))
    server.signal(SIGTERM)
    _ = server.end()
    let gone = try health("127.0.0.1:\(server.metricsPort)")
    #expect(gone.status == 4)
    #expect(
      gone.errorText == "kpatch-webhook: cannot reach the server: connection refused\n")
  }

  @Test("takes the port of reviews for no server that is ready")
  func stranger() throws {
    let server = try Webhook([])
    let result = try health("127.0.0.1:\(server.port)")
    #expect(result.status == 1)
    #expect(result.outputText.contains("this port speaks HTTPS"))
  }

  @Test("refuses what is no address", arguments: ["8080", ":8080", "host", "host:0", "host:99999"])
  func wrong(address: String) throws {
    let result = try health(address)
    #expect(result.status == 2)
    #expect(result.errorText.contains("ADDRESS is a host and a port"))
  }

  @Test(
    "refuses a URL, and says that it takes none",
    arguments: ["http://127.0.0.1:8080", "https://localhost:8443", "localhost:8080/readyz"])
  func url(address: String) throws {
    let result = try health(address)
    #expect(result.status == 2)
    #expect(result.errorText.contains("no URL: neither http:// nor https:// stands before it"))
  }
}
