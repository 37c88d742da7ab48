import ClusterSupport
import Documents
import Foundation
import Glibc
import HTTPServer
import JSONSyntax
import Synchronization
import TestSupport
import Testing

/// `--certificates self` against an API server of the tests, with real TLS on both sides.
@Suite("Certificates of its own making")
struct SelfCertificateTests {
  private static let api = "/apis/admissionregistration.k8s.io/v1"
  private static let mutating = "\(api)/mutatingwebhookconfigurations/kpatch"
  private static let validating = "\(api)/validatingwebhookconfigurations/kpatch"
  private static let secrets = "/api/v1/namespaces/kpatch/secrets"
  private static let secret = "\(secrets)/tls"

  private static let identity = [
    "--certificates", "self", "--secret", "kpatch/tls", "--webhook-configuration", "kpatch,absent",
    "--kubeconfig", "kubeconfig", "--shutdown-delay", "0s",
  ]

  private static let review = Array(
    """
    {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1",
     "operation":"CREATE","namespace":"shop","kind":{"group":"","version":"v1","kind":"Pod"},
     "object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},
      "spec":{"containers":[{"name":"web","image":"web:1"}]}}}}
    """.utf8)

  private let cluster: FakeCluster

  init() throws {
    cluster = try FakeCluster()
    cluster.put(Self.mutating, Self.configuration())
    cluster.put(Self.validating, Self.configuration())
  }

  /// Two webhooks: one by URL, under a name that a client on this machine can use.
  private static func configuration(label: String = "old") -> Value {
    [
      "metadata": ["name": "kpatch", "labels": ["label": .string(label)]],
      "webhooks": [
        [
          "name": "a.kpatch.dev", "failurePolicy": "Ignore",
          "clientConfig": ["service": ["name": "web", "namespace": "kpatch", "path": "/mutate"]],
        ],
        ["name": "b.kpatch.dev", "clientConfig": ["url": "https://localhost:8443/validate"]],
      ],
    ]
  }

  private func workplace() throws -> Workplace {
    let place = try Workplace()
    try place.write("token", "token-1")
    try place.write("kubeconfig", cluster.kubeconfig(tokenFile: "token"))
    return place
  }

  private func start(in place: Workplace? = nil) throws -> Webhook {
    try Webhook([], in: place ?? workplace(), identity: Self.identity)
  }

  /// What the Secret holds under a key.
  private func held(_ key: String) throws -> [UInt8] {
    try Self.bytes(cluster.object(Self.secret)?["data"]?[key])
  }

  private static func bytes(_ value: Value?) throws -> [UInt8] {
    guard case .string(let text)? = value else { return [] }
    return [UInt8](try #require(Data(base64Encoded: text)))
  }

  private func bundles(_ path: String) throws -> [[UInt8]] {
    guard case .sequence(let webhooks)? = cluster.object(path)?["webhooks"] else { return [] }
    return try webhooks.map { try Self.bytes($0["clientConfig"]?["caBundle"]) }
  }

  /// Whether a review is answered to who trusts these authorities only.
  private func answers(_ server: Webhook, to authorities: [UInt8]) throws -> Bool {
    try server.place.write("ca.crt", String(decoding: authorities, as: UTF8.self))
    guard let client = try? server.client() else { return false }
    return try client.review(Self.review, at: "/validate").status == 200
  }

  /// `/readyz?verbose`, to whoever does not ask who answers.
  private func readiness(_ server: Webhook) throws -> String {
    let line = "curl -sk 'https://127.0.0.1:\(server.port)/readyz?verbose'"
    return try Tool.shell(line, in: server.place.url).outputText
  }

  private func waitUntilReady(_ server: Webhook) throws {
    try server.wait { try readiness(server).contains("[+]cluster ok: the authority is in ") }
  }

  /// Looks at the cluster again, and waits until that is done.
  private func lookAgain(_ server: Webhook) throws {
    let count = cluster.requests.count
    server.signal(SIGHUP)
    try server.wait {
      cluster.lines.dropFirst(count).contains("GET \(Self.secret)")
    }
  }

  private func makePair(
    seconds: Int, authoritySeconds: Int
  ) throws -> (authority: CertificatePair, pair: CertificatePair) {
    let authority = try CertificateAuthority(name: "made before", validSeconds: authoritySeconds)
    let names = ["localhost", "web.kpatch.svc", "web.kpatch.svc.cluster.local"]
    return (authority.pair, try authority.issue(names: names, validSeconds: seconds))
  }

  private func putSecret(
    _ authority: CertificatePair, _ pair: CertificatePair, key: [UInt8]? = nil
  ) {
    func text(_ bytes: [UInt8]) -> Value { .string(Data(bytes).base64EncodedString()) }
    cluster.put(
      Self.secret,
      [
        "metadata": ["name": "tls", "annotations": ["kept": "yes"]],
        "data": [
          "ca.crt": text(authority.certificate), "ca.key": text(key ?? authority.key),
          "tls.crt": text(pair.certificate), "tls.key": text(pair.key), "other": "b3RoZXI=",
        ],
      ])
  }

  @Test("The first replica makes all, and whoever reads the configurations trusts it")
  func firstStart() throws {
    let server = try start()
    try waitUntilReady(server)
    let authorities = try held("ca.crt")
    #expect(try bundles(Self.mutating) == [authorities, authorities])
    #expect(try bundles(Self.validating) == [authorities, authorities])
    #expect(try answers(server, to: authorities))
    let names = try CertificateDetails(pem: try held("tls.crt")).names
    #expect(names == ["localhost", "web.kpatch.svc", "web.kpatch.svc.cluster.local"])
    // All else in the configuration is as it was.
    let object = try #require(cluster.object(Self.mutating)).json()
    #expect(object.contains(#""failurePolicy":"Ignore""#) && object.contains(#""path":"/mutate""#))
    #expect(object.contains(#""label":"old""#))
    let verbs = Set(cluster.requests.map(\.method))
    #expect(verbs == ["GET", "POST", "PUT"])
    // What is in order is not written again.
    let writes = cluster.requests.filter { $0.method != "GET" }.count
    #expect(writes == 3)
    try lookAgain(server)
    #expect(server.stop() == 0)
    #expect(cluster.requests.filter { $0.method != "GET" }.count == writes)
    let key = String(decoding: try held("tls.key"), as: UTF8.self).split(separator: "\n")[1]
    #expect(!server.log.contains("token-1") && !server.log.contains(key))
  }

  @Test("Replicas that start together agree on one authority")
  func together() throws {
    let servers = try (0..<3).map { _ in try start() }
    for server in servers { try waitUntilReady(server) }
    let authorities = try held("ca.crt")
    #expect(try CertificateReport.all(in: authorities).count == 1)
    #expect(try bundles(Self.mutating) == [authorities, authorities])
    for server in servers {
      #expect(try answers(server, to: authorities))
      #expect(server.stop() == 0)
    }
    #expect(try held("ca.crt") == authorities)
  }

  @Test("A Secret that another replica makes between look and make is the one that counts")
  func quicker() throws {
    let (authority, pair) = try makePair(seconds: 86_400 * 300, authoritySeconds: 86_400 * 900)
    cluster.onRequest { request in
      if request.method == "POST" { putSecret(authority, pair) }
    }
    let server = try start()
    try waitUntilReady(server)
    #expect(try held("ca.crt") == authority.certificate)
    #expect(try answers(server, to: authority.certificate))
    #expect(server.stop() == 0)
    #expect(!server.log.contains("a new authority"))
  }

  @Test("A configuration that changes meanwhile is read again, and nothing of the change is lost")
  func conflict() throws {
    let once = Mutex(true)
    cluster.onRequest { request in
      guard request.method == "PUT", request.path == Self.mutating else { return }
      if once.withLock({ first in
        defer { first = false }
        return first
      }) {
        cluster.put(Self.mutating, Self.configuration(label: "new"))
      }
    }
    let server = try start()
    try waitUntilReady(server)
    let authorities = try held("ca.crt")
    #expect(try bundles(Self.mutating) == [authorities, authorities])
    #expect(try #require(cluster.object(Self.mutating)).json().contains(#""label":"new""#))
    #expect(server.stop() == 0)
  }

  @Test("Without permission for the Secret it is not ready, says what is missing, and goes on then")
  func forbiddenSecret() throws {
    cluster.deny("GET \(Self.secret)")
    let server = try start()
    let missing =
      "403: a Role in namespace kpatch has to allow the verb get for secrets named tls"
    try server.wait { try readiness(server).contains("[-]cluster failed: cannot get secrets/tls") }
    #expect(try readiness(server).contains(missing))
    #expect(try readiness(server).hasSuffix("readyz check failed\n"))
    try server.wait { server.log.contains(missing) }
    try server.wait { server.log.contains("there is no certificate yet: not ready for reviews") }
    cluster.allow("GET \(Self.secret)")
    server.signal(SIGHUP)
    try waitUntilReady(server)
    #expect(try answers(server, to: try held("ca.crt")))
    #expect(server.stop() == 0)
  }

  @Test("Without permission for a configuration it serves, and says what is missing")
  func forbiddenConfiguration() throws {
    cluster.deny("PUT \(Self.validating)")
    let server = try start()
    try server.wait {
      try readiness(server).contains(
        "[+]cluster ok: cannot update validatingwebhookconfigurations/kpatch")
    }
    try server.wait { server.log.contains("a ClusterRole has to allow the verb update") }
    #expect(try answers(server, to: try held("ca.crt")))
    let authorities = try held("ca.crt")
    #expect(try bundles(Self.mutating) == [authorities, authorities])
    #expect(try bundles(Self.validating) == [[], []])
    #expect(server.stop() == 0)
  }

  @Test(
    "While the API server fails, the certificate in use stays and reviews are answered",
    arguments: [FakeCluster.Fault.status(429, retryAfter: 1), .status(503), .reset, .truncated])
  func outage(fault: FakeCluster.Fault) throws {
    let server = try start()
    try waitUntilReady(server)
    let authorities = try held("ca.crt")
    cluster.fail(fault, times: 1_000)
    server.signal(SIGHUP)
    try server.wait { server.log.contains("the certificate in use stays") }
    #expect(try answers(server, to: authorities))
    #expect(try readiness(server).contains("[+]cluster ok: cannot get "))
    cluster.clearFaults()
    server.signal(SIGHUP)
    try waitUntilReady(server)
    try server.wait { server.log.contains("the API server does all again") }
    #expect(server.stop() == 0)
  }

  @Test("A server that waits for a silent API server ends at once when it is told to")
  func endWhileWaiting() throws {
    cluster.fail(.silence, times: 1_000)
    let server = try start()
    try server.wait { !cluster.requests.isEmpty }
    #expect(server.stop() == 0)
  }

  @Test("Near their end authority and certificate are renewed, and old and new are both trusted")
  func renewal() throws {
    let (old, pair) = try makePair(seconds: 600, authoritySeconds: 1_200)
    putSecret(old, pair)
    let server = try start()
    try waitUntilReady(server)
    let bundle = try held("ca.crt")
    #expect(try CertificateReport.all(in: bundle).count == 2)
    #expect(try bundles(Self.mutating) == [bundle, bundle])
    // Whoever has either of them trusts whichever replica answers.
    let end = try CertificateDetails(pem: old.certificate).validUntil
    let new = try CertificateBundle(pem: bundle).text { $0.validUntil > end }
    for authorities in [bundle, old.certificate, new] {
      #expect(try answers(server, to: authorities))
      let before = try CertificateVerification(chain: pair.certificate, authorities: authorities)
      #expect(try before.problem(atPresent: true) == nil)
    }
    let details = try CertificateDetails(pem: try held("tls.crt"))
    #expect(details.validUntil > MonotonicClock.wallSeconds() + 300 * 86_400)
    let object = try #require(cluster.object(Self.secret)).json()
    #expect(object.contains(#""other":"b3RoZXI=""#) && object.contains(#""kept":"yes""#))
    #expect(server.stop() == 0)
  }

  @Test("An authority without its key is replaced, and what it has signed stays trusted")
  func lostKey() throws {
    let (old, pair) = try makePair(seconds: 86_400, authoritySeconds: 86_400)
    putSecret(old, pair, key: Array("nonsense".utf8))
    let server = try start()
    try waitUntilReady(server)
    let bundle = try held("ca.crt")
    #expect(try CertificateReport.all(in: bundle).count == 2)
    let before = try CertificateVerification(chain: pair.certificate, authorities: bundle)
    #expect(try before.problem(atPresent: true) == nil)
    #expect(try answers(server, to: bundle))
    #expect(server.stop() == 0)
  }

  @Test("A certificate that could not be renewed is served as long as it holds")
  func unwritable() throws {
    let (old, pair) = try makePair(seconds: 600, authoritySeconds: 1_200)
    putSecret(old, pair)
    cluster.deny("PUT \(Self.secret)")
    let server = try start()
    try server.wait { try readiness(server).contains("[+]cluster ok: cannot update secrets/tls") }
    #expect(try answers(server, to: old.certificate))
    #expect(try bundles(Self.mutating) == [old.certificate, old.certificate])
    #expect(server.stop() == 0)
  }

  @Test("A certificate that an API server does not trust yet waits until it does")
  func heldBack() throws {
    let server = try start()
    try waitUntilReady(server)
    let first = try held("ca.crt")
    let (authority, pair) = try makePair(seconds: 86_400 * 300, authoritySeconds: 86_400 * 900)
    cluster.deny("PUT \(Self.mutating)")
    putSecret(authority, pair)
    server.signal(SIGHUP)
    try server.wait { try readiness(server).contains("cannot update mutatingwebhook") }
    #expect(try answers(server, to: first))
    cluster.allow("PUT \(Self.mutating)")
    server.signal(SIGHUP)
    try waitUntilReady(server)
    try server.wait { try answers(server, to: authority.certificate) }
    #expect(server.stop() == 0)
  }

  @Test("Names follow the configurations, also those that come after the start")
  func lateConfiguration() throws {
    cluster.remove(Self.mutating)
    cluster.remove(Self.validating)
    let server = try start()
    let detail = "[+]cluster ok: there is no webhook configuration named kpatch or absent"
    try server.wait { try readiness(server).contains(detail) }
    #expect(try CertificateDetails(pem: try held("tls.crt")).names == ["kpatch-webhook.kpatch.svc"])
    cluster.put(Self.mutating, Self.configuration())
    server.signal(SIGHUP)
    try waitUntilReady(server)
    let names = try CertificateDetails(pem: try held("tls.crt")).names
    #expect(names == ["localhost", "web.kpatch.svc", "web.kpatch.svc.cluster.local"])
    try server.wait { try answers(server, to: try held("ca.crt")) }
    #expect(server.stop() == 0)
  }

  @Test("A token that Kubernetes replaces is used for the next look")
  func tokenRotation() throws {
    let server = try start()
    try waitUntilReady(server)
    try server.place.write("token", "token-2")
    cluster.accept(tokens: ["token-2"])
    try lookAgain(server)
    #expect(cluster.requests.last?.token == "token-2")
    #expect(server.stop() == 0)
    // As a word: the digits may stand in a time.
    #expect(!server.log.contains(/\b401\b/))
  }

  @Test("What is counted says what was read and written")
  func metrics() throws {
    let server = try Webhook(
      ["--metrics-listen", "127.0.0.1:0"], in: workplace(), identity: Self.identity)
    try waitUntilReady(server)
    let url = "http://127.0.0.1:\(server.metricsPort)/metrics"
    let text = try Tool.shell("curl -s \(url)", in: server.place.url).outputText
    #expect(text.contains(#"kpatch_webhook_reloads_total{part="ca_bundle"} 2"#))
    #expect(text.contains(#"kpatch_webhook_reload_failures_total{part="ca_bundle"} 0"#))
    #expect(server.stop() == 0)
  }

  static let wrong: [([String], String)] = [
    (["--certificates", "self"], "--certificates self needs --secret NAMESPACE/NAME"),
    (
      ["--certificates", "self", "--secret", "a/b/c"],
      "--certificates self needs --secret NAMESPACE/NAME"
    ),
    (
      ["--certificates", "self", "--secret", "a/b"],
      "--certificates self needs --webhook-configuration NAME[,NAME]"
    ),
    (
      ["--certificates", "self", "--secret", "a/b", "--webhook-configuration", "a,,b"],
      "--certificates self needs --webhook-configuration NAME[,NAME]"
    ),
    (
      ["--certificates", "self", "--tls-cert", "a"],
      "--tls-cert and --certificates self exclude each other"
    ),
    (["--secret", "a/b", "--dev"], "--secret needs --certificates self"),
    (
      [
        "--certificates", "self", "--secret", "a/b", "--webhook-configuration", "a",
        "--kubeconfig", "none",
      ], "none: cannot read the kubeconfig: there is no such file"
    ),
  ]

  @Test("Wrong options are told of", arguments: wrong)
  func usage(words: [String], message: String) throws {
    let result = try Webhook.start(words, in: try Workplace())
    #expect(result.status == 2)
    #expect(result.errorText.contains(message), "\(result.errorText)")
  }
}
