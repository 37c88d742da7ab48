import ClusterClient
import ClusterSupport
import Documents
import Foundation
import JSONSyntax
import TestSupport
import Testing

@Suite("The client of the API server")
struct ClusterClientTests {
  private let cluster: FakeCluster
  private let place: Workplace
  private let path = "/api/v1/namespaces/kpatch/secrets/tls"
  private let secret = ClusterResource.secret(namespace: "kpatch", name: "tls")

  init() throws {
    cluster = try FakeCluster()
    place = try Workplace()
    try place.write("token", "token-1\n")
    try place.write("kubeconfig", cluster.kubeconfig(tokenFile: "token"))
    cluster.put(
      path, ["kind": "Secret", "metadata": ["name": "tls"], "data": ["a": "c2VjcmV0LWRhdGE="]])
  }

  private func client(
    server: String? = nil, _ change: (inout ClusterClient.Limits) -> Void = { _ in }
  ) throws -> ClusterClient {
    if let server {
      try place.write("kubeconfig", cluster.kubeconfig(tokenFile: "token", server: server))
    }
    var limits = ClusterClient.Limits()
    limits.firstPause = 2
    change(&limits)
    return ClusterClient(
      try .kubeconfig(at: place.url.appendingPathComponent("kubeconfig").path), limits: limits)
  }

  /// What a call is refused with.
  private func error(_ call: () throws -> Void) -> ClusterError? {
    do {
      try call()
    } catch {
      return error as? ClusterError
    }
    return nil
  }

  @Test("An object is got, made and put in the place of what was read")
  func objects() throws {
    let client = try client()
    #expect(try client.get(secret)["data", "a"]?.string == "c2VjcmV0LWRhdGE=")
    let other = ClusterResource.secret(namespace: "kpatch", name: "other")
    let made = try client.create(other, ["metadata": ["name": "other"]])
    let version = try #require(made["metadata", "resourceVersion"]?.string)
    #expect(
      error { _ = try client.create(other, ["metadata": ["name": "other"]]) }?.cause == .conflict)
    let changed: Value = [
      "metadata": ["name": "other", "resourceVersion": .string(version)], "data": ["b": "Yg=="],
    ]
    #expect(try client.update(other, changed)["data", "b"]?.string == "Yg==")
    // Read before that change, and so refused.
    #expect(error { _ = try client.update(other, changed) }?.cause == .conflict)
    #expect(
      cluster.lines == [
        "GET \(path)", "POST /api/v1/namespaces/kpatch/secrets",
        "POST /api/v1/namespaces/kpatch/secrets", "PUT /api/v1/namespaces/kpatch/secrets/other",
        "PUT /api/v1/namespaces/kpatch/secrets/other",
      ])
    #expect(cluster.requests.allSatisfy { $0.token == "token-1" })
  }

  static let passing: [FakeCluster.Fault] = [
    .status(429), .status(429, retryAfter: 0), .status(500), .status(503), .status(504), .reset,
    .truncated, .resetAfterwards,
  ]

  @Test("What passes is tried again", arguments: passing)
  func retries(fault: FakeCluster.Fault) throws {
    cluster.fail(fault, fault)
    #expect(try client().get(secret)["kind"]?.string == "Secret")
    #expect(cluster.requests.count == 3)
  }

  @Test("A server that does not answer is asked again, and given up after so many attempts")
  func silence() throws {
    cluster.fail(.silence)
    let client = try client {
      $0.attemptMilliseconds = 200
      $0.attempts = 2
    }
    #expect(try client.get(secret)["kind"]?.string == "Secret")
    cluster.fail(.silence, .silence)
    #expect(error { _ = try client.get(secret) }?.cause == .timeout)
    #expect(cluster.requests.count == 4)
  }

  @Test("What was made before the answer was lost is a conflict, and not made twice")
  func lostAnswer() throws {
    cluster.fail(.resetAfterwards)
    let other = ClusterResource.secret(namespace: "kpatch", name: "other")
    let failure = error {
      _ = try client().create(other, ["metadata": ["name": "other"]])
    }
    #expect(failure?.cause == .conflict)
    #expect(cluster.requests.count == 2)
  }

  @Test("A server may ask for a pause, but not for one that outlasts the deadline")
  func retryAfter() throws {
    cluster.fail(.status(429, retryAfter: 60))
    let failure = error { _ = try client { $0.totalMilliseconds = 5_000 }.get(secret) }
    #expect(failure?.cause == .throttled)
    #expect(cluster.requests.count == 1)
  }

  @Test("Answers in chunks, behind an informational one, and without a length are read")
  func framing() throws {
    cluster.fail(.chunked, .raw("HTTP/1.1 200 OK\r\n\r\n{\"kind\":\"Secret\"}"))
    let client = try client()
    #expect(try client.get(secret)["data", "a"]?.string == "c2VjcmV0LWRhdGE=")
    #expect(try client.get(secret)["kind"]?.string == "Secret")
  }

  static let malformed: [(String, String)] = [
    ("SSH-2.0-x\r\n\r\n", "it is not HTTP/1.1"),
    ("HTTP/2 200\r\n\r\n", "it is not HTTP/1.1"),
    ("HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n", "its length is no number"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", "its length is no num"),
    (
      "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}",
      "it has two lengths"
    ),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n", "its transfer coding is unknown"),
    (
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{}", "it is compressed"
    ),
    ("HTTP/1.1 200 OK\r\nno colon\r\n\r\n", "a field has no colon"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 2000\r\n\r\n", "it is larger than 1000 bytes"),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n", "it is larger than 1000"),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", "a chunk has no size"),
    ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nxy\r\n", "a chunk does not end"),
    ("HTTP/1.1 200 OK\r\n\r\n\(String(repeating: "x", count: 1_001))", "it is larger than 1000"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]", "its answer is no JSON object"),
    ("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", "its answer is no JSON object"),
    ("HTTP/1.1 200 OK\r\nx: \(String(repeating: "x", count: 70_000))", "its head is too long"),
  ]

  @Test("What is no answer is told as that, and not asked for again", arguments: malformed)
  func malformedAnswers(answer: String, words: String) throws {
    cluster.fail(.raw(answer))
    let failure = error { _ = try client { $0.bodyBytes = 1_000 }.get(secret) }
    #expect(failure?.cause == .malformed)
    #expect(failure?.message.contains(words) == true, "\(failure?.message ?? "")")
    #expect(cluster.requests.count == 1)
  }

  @Test("Refusals name what is missing, and nothing of what the server or the object says")
  func refusals() throws {
    let collection = "/api/v1/namespaces/kpatch/secrets"
    cluster.deny("GET \(path)")
    cluster.deny("POST \(collection)")
    let client = try client()
    let server = "https://127.0.0.1:\(cluster.port)"
    #expect(
      error { _ = try client.get(secret) }
        == ClusterError(
          .forbidden,
          "cannot get secrets/tls in namespace kpatch from \(server): 403: a Role in namespace "
            + "kpatch has to allow the verb get for secrets named tls"))
    #expect(
      error { _ = try client.create(secret, ["metadata": ["name": "tls"]]) }
        == ClusterError(
          .forbidden,
          "cannot create secrets/tls in namespace kpatch at \(server): 403: a Role in namespace "
            + "kpatch has to allow the verb create for secrets"))
    let configuration = ClusterResource(
      group: "admissionregistration.k8s.io", "mutatingwebhookconfigurations", name: "kpatch")
    cluster.deny(
      "PUT /apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/kpatch")
    let failure = error { _ = try client.update(configuration, [:]) }
    #expect(
      failure?.message.contains(
        "a ClusterRole has to allow the verb update for mutatingwebhookconfigurations of the group "
          + "admissionregistration.k8s.io named kpatch") == true)
    #expect(error { _ = try client.get(configuration) }?.cause == .notFound)
    cluster.accept(tokens: [])
    let unauthorized = error { _ = try client.get(secret) }
    #expect(unauthorized?.cause == .unauthorized)
    for word in ["token-1", "secret-of-the-server", "c2VjcmV0"] {
      #expect(unauthorized?.message.contains(word) == false)
    }
  }

  @Test("A token that was replaced is used at once")
  func tokenRotation() throws {
    let client = try client()
    _ = try client.get(secret)
    try place.write("token", "token-2")
    cluster.accept(tokens: ["token-2"])
    _ = try client.get(secret)
    #expect(cluster.requests.map(\.token) == ["token-1", "token-2"])
    try place.write("token", "two\r\nlines")
    #expect(error { _ = try client.get(secret) }?.cause == .configuration)
    #expect(cluster.requests.count == 2)
  }

  @Test("The server has to be who it should be, by name, by address and by authority")
  func names() throws {
    let other = try FakeCluster(names: ["10.0.0.1", "example.org"])
    let port = cluster.port
    _ = try client(server: "https://localhost:\(port)/").get(secret)
    func failure(_ config: String) throws -> ClusterError? {
      try place.write("kubeconfig", config)
      let path = place.url.appendingPathComponent("kubeconfig").path
      return error { _ = try ClusterClient(.kubeconfig(at: path)).get(secret) }
    }
    let wrongName = try failure(other.kubeconfig(tokenFile: "token"))
    #expect(wrongName?.cause == .untrusted)
    #expect(wrongName?.message.hasSuffix("TLS failed: IP address mismatch") == true)
    let wrongHost = try failure(
      other.kubeconfig(tokenFile: "token", server: "https://localhost:\(other.port)"))
    #expect(wrongHost?.message.hasSuffix("TLS failed: hostname mismatch") == true)
    let stranger = try failure(
      other.kubeconfig(tokenFile: "token", server: "https://127.0.0.1:\(port)"))
    #expect(stranger?.cause == .untrusted)
    // Nothing was said to whom is not trusted.
    #expect(other.requests == [])
    #expect(cluster.requests.count == 1)
    let named = other.kubeconfig(tokenFile: "token").replacingOccurrences(
      of: "server:", with: "tls-server-name: example.org\n    server:")
    #expect(try failure(named)?.cause == .notFound)
  }

  @Test("Nobody there is a connection that failed, and waiting is called off from outside")
  func unreachable() throws {
    let free = try FakeCluster().port
    let nobody = try client(server: "https://127.0.0.1:\(free)") { $0.attempts = 1 }
    #expect(error { _ = try nobody.get(secret) }?.cause == .connection)
    let waiting = try client(server: "https://127.0.0.1:\(cluster.port)")
    cluster.fail(.silence, times: 5)
    let cancellation = waiting.cancellation
    cluster.onRequest { _ in cancellation.cancel() }
    #expect(error { _ = try waiting.get(secret) }?.cause == .cancelled)
    #expect(cluster.requests.count == 1)
  }
}
