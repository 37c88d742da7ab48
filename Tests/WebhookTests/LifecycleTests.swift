import Foundation
import Glibc
import Synchronization
import TestSupport
import Testing

@Suite("Start and end")
struct LifecycleTests {
  /// What is wrong, the words of the command line, and what has to stand in the error.
  static let badStarts: [(words: [String], error: String)] = [
    (["--policy", "wrong.yaml"], "kpatch-webhook: wrong.yaml:5:3: unknown key \"presett\""),
    (["--policy", "gone.yaml"], "kpatch-webhook: gone.yaml: no such file or directory\n"),
    (["--policy", "empty.yaml"], "kpatch-webhook: empty.yaml: there is no policy in it"),
    (["--policy", "pipe"], "kpatch-webhook: pipe: this is a device, a socket or a pipe"),
    (["--policy", "-"], "standard input cannot be read again"),
    (["--tls-cert", "wrong.yaml"], "wrong.yaml: there is no certificate in the file\n"),
    (["--tls-cert", "gone.crt"], "gone.crt: no such file or directory\n"),
    (["--tls-key", "tls.crt"], "tls.crt: there is no usable private key in the file"),
    (
      ["--tls-key", "other.key"],
      "other.key: the private key does not belong to the certificate in tls.crt\n"
    ),
    (["--client-ca", "tls.key"], "tls.key: there is no certificate in the file\n"),
    (["--client-name", "a"], "--client-name needs --client-ca"),
    (["--listen", "localhost"], "--listen is an IP address and a port"),
    (["--metrics-listen", "8080"], "--metrics-listen is an IP address and a port"),
    (["--log-level", "loud"], "option '--log-level' is debug, info, warn or error, not 'loud'"),
    (["--audit-log", "gone/audit"], "kpatch-webhook: gone/audit: no such file or directory\n"),
    (["--threads", "+2"], "--threads is a number from 1 to 1024"),
    (
      ["--max-body", "16M"], "--max-body is a number of bytes from 1 up, as in 65536, 64Ki or 16Mi"
    ),
    (["--max-body", "1Gi"], "--max-body is larger than --max-in-flight"),
    (["--max-connections", "0"], "--max-connections is a number from 1 up"),
    (
      ["--max-connections", "2", "--threads", "3"],
      "--max-connections is less than the number of threads, each of which serves at least one"
    ),
    (["--idle-timeout", "90"], "--idle-timeout is a duration of 1ms or more, as in 500ms, 10s"),
    (["--shutdown-delay", "5"], "--shutdown-delay: the duration lacks a unit"),
    (["--shutdown-timeout", "-1s"], "--shutdown-timeout is negative"),
    (["--dev"], "options '--dev' and '--tls-cert' exclude each other"),
    (["extra"], "unexpected argument 'extra'"),
  ]

  @Test("A bad start ends with 2 and the exact error, before the port opens", arguments: badStarts)
  func badStart(words: [String], error: String) throws {
    let place = try Webhook.workplace()
    try Webhook.write(try Webhook.issue(["localhost"]), "other", to: place)
    try place.write("empty.yaml", "# nothing\n")
    try place.write(
      "wrong.yaml",
      "apiVersion: kpatch.dev/v1alpha1\nkind: Policy\nmetadata: {name: a}\nspec:\n  presett: none\n"
    )
    #expect(unsafe mkfifo(place.url.appendingPathComponent("pipe").path, 0o600) == 0)
    let result = try Webhook.start(
      ["--listen", "127.0.0.1:0"] + Webhook.identity + words, in: place)
    #expect(result.status == 2)
    #expect(result.output.isEmpty)
    #expect(result.errorText.contains(error), "\(result.errorText)")
    #expect(!result.errorText.contains("serving on"))
  }

  @Test("All that is wrong is said at once")
  func allProblems() throws {
    let place = try Webhook.workplace()
    try place.write("empty.yaml", "")
    let result = try Webhook.start(
      ["--policy", "empty.yaml", "--tls-cert", "gone.crt", "--tls-key", "tls.key"], in: place)
    #expect(result.status == 2)
    #expect(result.errorText.contains("there is no policy in it"))
    #expect(result.errorText.contains("gone.crt: no such file"))
  }

  @Test("Without a certificate it says what is needed")
  func noCertificate() throws {
    let result = try Webhook.start([], in: try Webhook.workplace())
    #expect(result.status == 2)
    let words = "--tls-cert and --tls-key are needed, or --certificates self in a cluster, or --dev"
    #expect(result.errorText.contains(words))
  }

  @Test("An address that is taken is not shared")
  func takenAddress() throws {
    let server = try Webhook(["--shutdown-delay", "0s"])
    let result = try Webhook.start(
      Webhook.identity + ["--listen", "127.0.0.1:\(server.port)"], in: server.place)
    #expect(result.status == 4)
    #expect(
      result.errorText
        == "kpatch-webhook: cannot listen on 127.0.0.1:\(server.port): Address already in use\n")
    #expect(server.stop() == 0)
  }

  @Test("What one object cannot show is said at the start")
  func inactive() throws {
    let server = try Webhook(["--shutdown-delay", "0s"])
    try server.wait { server.log.contains("inactive here") }
    let line = try #require(
      server.log.split(separator: "\n").first { $0.contains("inactive here") })
    #expect(
      line.contains(
        "\"level\":\"warn\",\"msg\":\"inactive here, since they need other objects than the one "
          + "that is reviewed; run kpatch check for them: "))
    #expect(line.contains("refs/dangling-service"))
    #expect(server.stop() == 0)
  }

  @Test("Readiness fails at the first signal while serving goes on")
  func readinessFirst() throws {
    let server = try Webhook(["--shutdown-delay", "1h"])
    let client = try server.client()
    #expect(try client.get("/readyz").status == 200)
    server.signal(SIGTERM)
    try server.wait { try client.get("/readyz").status == 503 }
    let answer = try client.get("/readyz")
    #expect(answer.fields["retry-after"] == "1")
    #expect(
      answer.text.hasSuffix("[-]shutdown failed: the server is ending\nreadyz check failed\n"))
    // New connections are still answered.
    #expect(try server.client().get("/livez").status == 200)
    // The second signal ends it at once.
    server.signal(SIGINT)
    #expect(server.end() == 128 + SIGINT)
  }

  @Test("SIGTERM under load: every request that was sent on an accepted connection is answered")
  func drain() throws {
    let server = try Webhook(["--shutdown-delay", "300ms", "--threads", "2"])
    let body = Served.review(
      of: try #require(try Served.objects(in: "manifests/examples/web.yaml").first))
    let unanswered = Atomic<Int>(0)
    let answered = Atomic<Int>(0)
    let clients = try (0..<8).map { _ in Loaded(try server.client()) }
    let group = DispatchGroup()
    for client in clients {
      DispatchQueue.global().async(group: group) {
        while true {
          do {
            let answer = try client.value.review(body, at: "/validate")
            guard answer.status == 200 else { break }
            answered.add(1, ordering: .relaxed)
            // The server has said that this was the last one.
            if answer.fields["connection"] == "close" { return }
          } catch {
            break
          }
        }
        unanswered.add(1, ordering: .relaxed)
      }
    }
    try server.wait { answered.load(ordering: .relaxed) > 200 }
    #expect(server.stop() == 0)
    group.wait()
    #expect(unanswered.load(ordering: .relaxed) == 0)
  }

  /// SAFETY: each client is used by one thread only.
  private struct Loaded: @unchecked Sendable {
    let value: TLSClient

    init(_ value: TLSClient) {
      self.value = value
    }
  }

  @Test("--dev serves this machine, and what it prints to try works")
  func development() throws {
    let server = try Webhook(["--dev"], identity: [])
    // It serves before it says how to try.
    try server.wait { server.output.components(separatedBy: "  curl ").count == 3 }
    let lines = server.output.split(separator: "\n").map(String.init)
    let path = try #require(lines.first?.split(separator: " ").last.map(String.init))
    let client = try TLSClient(port: server.port, authority: URL(fileURLWithPath: path))
    #expect(try client.get("/readyz").text == "ok")
    let commands = lines.filter { $0.hasPrefix("  curl ") }
    #expect(commands.count == 2)
    if FileManager.default.isExecutableFile(atPath: "/usr/bin/curl") {
      let results = try commands.map { try Tool.shell($0, in: server.place.url) }
      #expect(results.map(\.status) == [0, 0])
      #expect(results[0].outputText.hasSuffix("readyz check passed\n"))
      #expect(results[1].outputText.contains("pss/privileged"))
    } else {
      print("curl is not here: the printed commands were not run")
    }
    #expect(server.stop() == 0)
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test("--dev listens on this machine only")
  func developmentAddress() throws {
    let result = try Webhook.start(
      ["--dev", "--listen", "0.0.0.0:0"], in: try Webhook.workplace())
    #expect(result.status == 2)
    #expect(result.errorText.contains("--dev listens on 127.0.0.1 or [::1] only"))
  }
}
