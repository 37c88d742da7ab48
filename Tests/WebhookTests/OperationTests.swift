import Documents
import Foundation
import Glibc
import TestSupport
import Testing

@Suite("Being operated")
struct OperationTests {
  private static let metrics = ["--metrics-listen", "127.0.0.1:0", "--shutdown-delay", "0s"]

  /// A review of a pod that breaks the recommended preset, with a secret in it.
  static let review = Array(
    """
    {"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u-9",
     "operation":"CREATE","namespace":"shop","name":"web","dryRun":true,
     "userInfo":{"username":"jane","groups":["dev","system:authenticated"]},
     "kind":{"group":"","version":"v1","kind":"Pod"},
     "object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"web"},
      "spec":{"containers":[{"name":"web","image":"web:latest",
       "env":[{"name":"PASSWORD","value":"hunter2"}],
       "securityContext":{"privileged":true}}]}}}}
    """.utf8)

  private func metrics(_ server: Webhook) throws -> String {
    try PlainClient.get("/metrics", port: server.metricsPort)
  }

  /// The lines of reviews in a log.
  private func decisions(_ text: String) throws -> [Value] {
    try text.split(separator: "\n").map { try Served.value(Array($0.utf8)) }
      .filter { $0["msg"] == "decision" }
  }

  @Test("Health is told on both ports, metrics on the plain one, reviews on the other")
  func ports() throws {
    let server = try Webhook(Self.metrics)
    let client = try server.client()
    for path in ["/livez", "/healthz", "/readyz"] {
      let plain = try PlainClient.get(path, port: server.metricsPort)
      #expect(plain.hasPrefix("HTTP/1.1 200 OK\r\n"))
      #expect(plain.hasSuffix("\r\n\r\nok"))
      #expect(try client.get(path).text == "ok")
    }
    #expect(
      try PlainClient.get("/version", port: server.metricsPort).contains("kpatch-webhook"))
    #expect(try client.get("/metrics").status == 404)
    for path in ["/mutate", "/validate", "/"] {
      let answer = try PlainClient.get(path, port: server.metricsPort)
      #expect(answer.hasPrefix("HTTP/1.1 404 Not Found\r\n"))
    }
    let post = try PlainClient(port: server.metricsPort)
    post.send(Array("POST /metrics HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n".utf8))
    post.send(Array("GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".utf8))
    #expect(post.rest().contains("405 Method Not Allowed"))
    #expect(server.stop() == 0)
  }

  @Test("A review, a refusal and the server itself are counted, in series that clients cannot make")
  func counts() throws {
    let server = try Webhook(Self.metrics)
    let before = try metrics(server)
    let client = try server.client()
    #expect(try client.review(Self.review, at: "/validate").status == 200)
    #expect(try client.review(Array("{}".utf8), at: "/mutate").status == 400)
    let made = String(decoding: Self.review, as: UTF8.self)
    for number in 0..<40 {
      let text = made.replacing("\"kind\":\"Pod\"}", with: "\"kind\":\"Made\(number)\"}")
      #expect(try client.review(Array(text.utf8), at: "/validate").status == 200)
    }
    _ = try client.get("/nothing")
    let text = try metrics(server)
    #expect(text.contains("Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"))
    let name = "kpatch_webhook_requests_total"
    for line in [
      #"\#(name){path="/validate",operation="CREATE",kind="Pod",verdict="deny"} 1"#,
      #"\#(name){path="/mutate",operation="other",kind="other",verdict="error"} 1"#,
      #"\#(name){path="/validate",operation="CREATE",kind="other",verdict="deny"} 40"#,
      #"kpatch_webhook_decisions_total{rule="pss/privileged",action="deny"} 41"#,
      #"kpatch_webhook_request_duration_seconds_count{path="/validate"} 41"#,
      #"kpatch_webhook_rejections_total{cause="not_found"} 1"#,
      "kpatch_webhook_policy_generation 1", "kpatch_webhook_in_flight_bytes 0",
      "kpatch_webhook_connections 1", "kpatch_build_info{version=",
      "kpatch_webhook_certificate_expiry_timestamp_seconds 1", "process_resident_memory_bytes ",
    ] {
      #expect(text.contains("\n\(line)"), "\(line)")
    }
    #expect(!text.contains("Made"))
    #expect(!before.contains("verdict="))
    #expect(server.stop() == 0)
  }

  @Test("Each review is one line on standard error and in the audit log, without what is secret")
  func decisionLine() throws {
    let server = try Webhook(["--audit-log", "audit", "--shutdown-delay", "0s"])
    let trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    let fields = [
      "User-Agent: kube-apiserver-admission", "Content-Type: application/json",
      "Traceparent: \(trace)",
    ]
    let client = try server.client()
    #expect(try client.ask("POST /validate", fields: fields, body: Self.review).status == 200)
    #expect(try client.ask("POST /mutate", fields: fields, body: Array("{".utf8)).status == 400)
    #expect(server.stop() == 0)
    let audit = try server.place.read("audit")
    let lines = try decisions(server.log)
    #expect(try decisions(audit) == lines)
    try #require(lines.count == 2)
    let line = lines[0]
    for (name, value) in [
      ("path", "/validate"), ("level", "info"), ("subresource", ""),
      ("uid", "u-9"), ("operation", "CREATE"), ("kind", "Pod"), ("namespace", "shop"),
      ("name", "web"), ("user", "jane"), ("groups", ["dev", "system:authenticated"]),
      ("userAgent", "kube-apiserver-admission"), ("verdict", "deny"), ("dryRun", true),
      ("policyGeneration", .number("1")), ("patchBytes", .number("0")),
      ("traceID", "0af7651916cd43dd8448eb211c80319c"),
    ] as [(String, Value)] {
      #expect(line[name] == value, "\(name)")
    }
    #expect(line.json().contains(#"{"id":"pss/privileged","action":"deny"}"#))
    #expect(line["source"].map { $0.json().hasPrefix("\"127.0.0.1:") } == true)
    #expect(lines[1]["verdict"] == "error")
    #expect(lines[1]["path"] == "/mutate")
    #expect(lines[1]["level"] == "warn")
    #expect(lines[1]["error"].map { $0.json().contains("no JSON document") } == true)
    #expect(!server.log.contains("hunter2"))
    #expect(!audit.contains("hunter2"))
  }

  @Test(
    "The log names what the request does not: what is to get a name, and what goes with others",
    arguments: [
      (#""operation":"CREATE","object":{"metadata":{"generateName":"web-"},"#, "web-*"),
      (#""operation":"CREATE","object":{"metadata":{"name":"web","generateName":"w"},"#, "web"),
      (#""operation":"CREATE","name":"","object":{"metadata":{},"#, ""),
      (#""operation":"DELETE","object":null,"oldObject":{"metadata":{"name":"db"},"#, "db"),
      (#""operation":"UPDATE","name":"a","object":{"metadata":{"name":"b"},"#, "a"),
    ])
  func names(request: String, name: String) throws {
    let server = try Webhook(["--shutdown-delay", "0s"])
    let client = try server.client()
    let body =
      #"{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","request":{"uid":"u","#
      + request + #""apiVersion":"v1","kind":"Pod","spec":{}}}}"#
    #expect(try client.review(Array(body.utf8), at: "/validate").status == 200)
    #expect(server.stop() == 0)
    #expect(try decisions(server.log).map { $0["name"] } == [.string(name)])
  }

  @Test(
    "--log-level says what is worth a line; the audit log has all reviews",
    arguments: [("debug", 2, true), ("info", 2, false), ("warn", 1, false), ("error", 0, false)])
  func levels(level: String, lines: Int, isRefusalLogged: Bool) throws {
    let server = try Webhook(
      ["--log-level", level, "--audit-log", "audit", "--shutdown-delay", "0s"],
      fixedPort: try PlainClient.freePort())
    let client = try server.client()
    #expect(try client.review(Self.review, at: "/validate").status == 200)
    #expect(try client.review(Array("{}".utf8), at: "/validate").status == 400)
    _ = try client.get("/nothing")
    #expect(server.stop() == 0)
    #expect(try decisions(server.log).count == lines)
    #expect(server.log.contains("\"cause\":\"not_found\"") == isRefusalLogged)
    #expect(try decisions(server.place.read("audit")).count == 2)
  }

  @Test("An audit log that was moved away is opened again at SIGHUP")
  func reopening() throws {
    let server = try Webhook(["--audit-log", "audit", "--shutdown-delay", "0s"])
    let place = server.place
    let client = try server.client()
    _ = try client.review(Self.review, at: "/validate")
    try server.wait { try decisions(place.read("audit")).count == 1 }
    func path(_ name: String) -> String { place.url.appendingPathComponent(name).path }
    #expect(unsafe rename(path("audit"), path("audit.1")) == 0)
    server.signal(SIGHUP)
    try server.wait { FileManager.default.fileExists(atPath: path("audit")) }
    _ = try client.review(Self.review, at: "/validate")
    #expect(server.stop() == 0)
    #expect(try decisions(place.read("audit.1")).count == 1)
    #expect(try decisions(place.read("audit")).count == 1)
  }

  @Test("What is read again and what is refused is counted, with the policy's generation")
  func reloads() throws {
    let place = try Webhook.workplace()
    let policy = "apiVersion: kpatch.dev/v1alpha1\nkind: Policy\nmetadata: {name: a}\n"
    try place.write("policy.yaml", policy + "spec: {preset: none}\n")
    let server = try Webhook(["-p", "policy.yaml"] + Self.metrics, in: place)
    try place.write("policy.yaml", policy + "spec: {preset: recommended}\n")
    try server.wait { try metrics(server).contains("\nkpatch_webhook_policy_generation 2\n") }
    try place.write("tls.key", "garbage")
    let failures = "kpatch_webhook_reload_failures_total{part="
    try server.wait { try metrics(server).contains("\(failures)\"certificate\"} 1\n") }
    let text = try metrics(server)
    #expect(text.contains("\nkpatch_webhook_reloads_total{part=\"policy\"} 1\n"))
    #expect(text.contains("\n\(failures)\"client_ca\"} 0\n"))
    #expect(server.stop() == 0)
  }
}
