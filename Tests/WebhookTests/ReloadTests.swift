import Foundation
import Glibc
import TestSupport
import Testing

/// The policy in these tests denies what it names; everything else is allowed.
@Suite("Reading again")
struct ReloadTests {
  private static func policy(_ rules: String) -> String {
    """
    apiVersion: kpatch.dev/v1alpha1
    kind: Policy
    metadata: {name: test}
    spec: {preset: none, rules: {\(rules)}}

    """
  }

  private static let strict = policy("image/tag-pinned: deny")
  private static let lenient = policy("")

  private static let review = Array(
    """
    {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"1",
     "operation":"CREATE","namespace":"shop","kind":{"group":"","version":"v1","kind":"Pod"},
     "object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},
      "spec":{"containers":[{"name":"web","image":"web:latest"}]}}}}
    """.utf8)

  private func isAllowed(_ client: TLSClient) throws -> Bool {
    try client.review(Self.review, at: "/validate").text.contains("\"allowed\":true")
  }

  private func readiness(_ server: Webhook) throws -> String {
    try server.client().get("/readyz?verbose").text
  }

  /// Puts a new file in the place of the old one at once, as editors do.
  private func replace(_ name: String, _ text: String, in place: Workplace) throws {
    try place.write("\(name).new", text)
    func path(_ name: String) -> String { place.url.appendingPathComponent(name).path }
    #expect(unsafe rename(path("\(name).new"), path(name)) == 0)
  }

  @Test("A changed policy counts for the next review, a broken one is refused")
  func policy() throws {
    let place = try Webhook.workplace()
    try place.write("policy.yaml", Self.strict)
    let server = try Webhook(["-p", "policy.yaml", "--shutdown-delay", "0s"], in: place)
    let client = try server.client()
    #expect(try !isAllowed(client))
    try replace("policy.yaml", Self.lenient, in: place)
    try server.wait { try isAllowed(client) }
    #expect(try readiness(server).contains("[+]policy ok: generation 2\n"))

    try replace("policy.yaml", "spec: [", in: place)
    try server.wait { try readiness(server).contains("newer files are refused") }
    #expect(try isAllowed(client))
    #expect(try client.get("/readyz").status == 200)
    try server.wait { server.log.contains("\"msg\":\"policy.yaml:1:") }
    try server.wait {
      server.log.contains("the changed policy is refused, the one in use stays\"}")
    }

    try replace("policy.yaml", Self.strict, in: place)
    try server.wait { try !isAllowed(client) }
    #expect(try readiness(server).contains("[+]policy ok: generation 3\n"))
    #expect(server.stop() == 0)
  }

  @Test("Kubernetes' swap of a mounted ConfigMap and Secret is seen")
  func symbolicLinks() throws {
    let place = try Webhook.workplace()
    let old = try Webhook.issue(["localhost"])
    let new = try Webhook.issue(["localhost"], validSeconds: 40 * 86_400)
    for (version, policy, pair) in [("..1", Self.strict, old), ("..2", Self.lenient, new)] {
      try place.write("mount/\(version)/policy.yaml", policy)
      try Webhook.write(pair, "mount/\(version)/tls", to: place)
    }
    func path(_ name: String) -> String { place.url.appendingPathComponent("mount/\(name)").path }
    #expect(unsafe symlink("..1", path("..data")) == 0)
    for name in ["policy.yaml", "tls.crt", "tls.key"] {
      #expect(unsafe symlink("..data/\(name)", path(name)) == 0)
    }
    let server = try Webhook(
      [
        "-p", "mount", "--tls-cert", "mount/tls.crt", "--tls-key", "mount/tls.key",
        "--shutdown-delay", "0s",
      ],
      in: place, identity: [])
    let client = try server.client()
    #expect(try !isAllowed(client))
    let before = try readiness(server)
    #expect(unsafe symlink("..2", path("..data_tmp")) == 0)
    #expect(unsafe rename(path("..data_tmp"), path("..data")) == 0)
    try server.wait { try isAllowed(client) }
    try server.wait { server.log.contains("the certificate was read again") }
    let after = try readiness(server)
    #expect(after != before)
    #expect(!after.contains("refused"))
    #expect(server.stop() == 0)
  }

  @Test("A changed certificate serves new connections, a broken one or a foreign key is refused")
  func certificate() throws {
    let server = try Webhook(["--shutdown-delay", "0s"])
    let place = server.place
    let client = try server.client()
    let first = try readiness(server)
    try replace("tls.crt", "garbage", in: place)
    try server.wait { try readiness(server).contains("newer files are refused") }
    try server.wait { server.log.contains("tls.crt: there is no certificate in the file\"}") }
    #expect(try client.get("/readyz").status == 200)

    let pair = try Webhook.issue(["localhost"], validSeconds: 80 * 86_400)
    try replace("tls.crt", String(decoding: pair.certificate, as: UTF8.self), in: place)
    try server.wait { server.log.contains("the private key does not belong to the certificate") }
    try replace("tls.key", String(decoding: pair.key, as: UTF8.self), in: place)
    try server.wait { try !readiness(server).contains("refused") }
    #expect(try readiness(server) != first)
    // A connection keeps the certificate that it began with.
    #expect(try client.get("/livez").text == "ok")
    #expect(server.stop() == 0)
  }

  @Test("Changed client authorities count for new connections")
  func clientAuthority() throws {
    let place = try Webhook.workplace()
    try Webhook.write(try Webhook.issue(["api"], for: .client), "api", to: place)
    let stranger = try place.read("tls.crt")
    try place.write("clients.crt", stranger)
    let server = try Webhook(
      [
        "--client-ca", "clients.crt", "--metrics-listen", "127.0.0.1:0", "--shutdown-delay", "0s",
      ], in: place)
    #expect(throws: ClientError.self) { _ = try server.client(pair: "api").get("/livez") }
    // Refused for the certificate that came with them, they are new still when that is mended.
    let key = try place.read("tls.key")
    try place.write("tls.key", "garbage")
    try replace("clients.crt", try place.read("ca.crt"), in: place)
    try server.wait { server.log.contains("the changed certificate is refused") }
    try place.write("tls.key", key)
    try server.wait { server.log.contains("the client authorities were read again") }
    #expect(try server.client(pair: "api").review(Self.review, at: "/validate").status == 200)
    try replace("clients.crt", "garbage", in: place)
    try server.wait { server.log.contains("the changed client authorities are refused") }
    let numbers = try PlainClient.get("/metrics", port: server.metricsPort)
    for line in [
      #"reloads_total{part="certificate"} 0"#, #"reloads_total{part="client_ca"} 1"#,
      #"reload_failures_total{part="client_ca"} 1"#,
    ].map({ "\nkpatch_webhook_\($0)\n" }) {
      #expect(numbers.contains(line), "\(line)")
    }
    #expect(server.stop() == 0)
  }

  @Test("A folder that goes is refused, and seen again when it is back and SIGHUP asks for it")
  func folderGone() throws {
    let place = try Webhook.workplace()
    try place.write("policies/a.yaml", Self.strict)
    let server = try Webhook(["-p", "policies", "--shutdown-delay", "0s"], in: place)
    let client = try server.client()
    let folder = place.url.appendingPathComponent("policies")
    try FileManager.default.removeItem(at: folder)
    try server.wait { try readiness(server).contains("newer files are refused") }
    #expect(try !isAllowed(client))
    try place.write("policies/a.yaml", Self.lenient)
    server.signal(SIGHUP)
    try server.wait { try isAllowed(client) }
    #expect(try !readiness(server).contains("refused"))
    #expect(server.stop() == 0)
  }

  @Test("An expiring certificate is told of")
  func expiry() throws {
    let place = try Webhook.workplace()
    try Webhook.write(
      try Webhook.issue(["localhost"], validSeconds: 3 * 86_400), "tls", to: place)
    let server = try Webhook(
      ["--metrics-listen", "127.0.0.1:0", "--shutdown-delay", "0s"], in: place)
    try server.wait { server.log.contains("the certificate expires soon: it is valid until ") }
    func ready() throws -> String {
      try PlainClient.get("/readyz?verbose", port: server.metricsPort)
    }
    #expect(try !ready().contains("expired"))
    try Webhook.write(
      try Webhook.issue(["localhost"], validSeconds: -60), "tls", to: place)
    try server.wait { server.log.contains("the certificate was read again") }
    try server.wait { try ready().contains("; it has expired\n") }
    #expect(server.stop() == 0)
  }
}
